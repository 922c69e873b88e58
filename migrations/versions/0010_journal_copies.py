"""The journal: corrections, absences of contact persons, and what has been handed over."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    pass
