"""Endings: contacts after the end, effects, and the protected rematch."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    pass
