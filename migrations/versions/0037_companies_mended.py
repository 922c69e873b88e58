"""Where companies ring stands with whom they ring: who signs in by a provider brings no number. A party that has left reads the
offers that were made while it was in, and none that came later. Places that were paid back leave the quota once, however often
the party comes back.
"""

import sqlalchemy as sa
from alembic import op

from tenants.guards import MEMBER_THEN, disclose, may_change, rows_in_sight

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column("company_contacts", sa.Column("phone", sa.Text(), server_default="", nullable=False))
    with rows_in_sight("company_contacts", "users"):
        op.execute(
            "UPDATE company_contacts c SET phone = u.phone FROM users u WHERE u.tenant_id = c.tenant_id AND u.id = c.user_id"
        )
    op.alter_column("company_contacts", "phone", server_default=None)
    op.add_column("contributions", sa.Column("places_out", sa.Integer(), server_default="0", nullable=False))
    op.alter_column("contributions", "places_out", server_default=None)
    may_change("contributions", "places_out")
    made_on = "(offers.made_at AT TIME ZONE 'Europe/Copenhagen')::date"
    disclose("offers", MEMBER_THEN.format(table="offers", key="partnership_id", day=made_on))
