"""What the youth needs most, where the programme asks: it steers the suggestions (MO-02)."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import may_change

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("enrolments", sa.Column("main_need", sa.Text(), server_default="", nullable=False))
    op.alter_column("enrolments", "main_need", server_default=None)
    op.create_check_constraint(
        op.f("ck_enrolments_main_need_known"), "enrolments", "main_need IN ('', 'workplace_norms', 'trade')"
    )
    may_change("enrolments", "main_need")
