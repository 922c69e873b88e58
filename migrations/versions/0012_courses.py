"""The course: expectations, goals in versions, activities, short contacts, supporters, events and training."""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    pass
