"""Calls: who cares for a pair, and what each call came to."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    pass
