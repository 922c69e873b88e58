"""One message a day to an address, whichever tenants write to it: a keyed hash, read by nobody but the tenant that wrote it."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import guard_case

revision = "0020"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "message_days",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_message_days_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_message_days")),
    )
    op.create_index("uq_message_days_one_a_day", "message_days", ["address_key", "on_day"], unique=True)
    guard_case("message_days")
