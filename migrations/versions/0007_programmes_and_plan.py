"""The plan of a pair: pauses, agreed length, local rules, and which rules a pair was moved to."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    pass
