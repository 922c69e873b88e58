"""Which kind of mentor one is, where a programme has two: said, and no longer only guessed (MO-02)."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import may_change

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.add_column("mentors", sa.Column("kind", sa.Text(), nullable=True))
    op.create_check_constraint(op.f("ck_mentors_kind_known"), "mentors", "kind IN ('personal', 'professional', 'both')")
    may_change("mentors", "kind")
