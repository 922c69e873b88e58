"""Concerns: level, owner, deadline, and every step up."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    pass
