"""An enrolment keeps within how many days a mentor was promised."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import may_change, rows_in_sight

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("enrolments", sa.Column("promise_days", sa.Integer(), nullable=True))
    may_change("enrolments", "promise_days")
    with rows_in_sight("enrolments", "programmes"):
        op.execute(
            "UPDATE enrolments e SET promise_days = (SELECT (p.profile ->> 'promise_days')::int FROM programmes p"
            " WHERE p.tenant_id = e.programme_tenant_id AND p.id = e.programme_id) WHERE e.sent_at IS NOT NULL"
        )
    op.drop_constraint(op.f("ck_enrolments_sent_when_assessed"), "enrolments")
    op.create_check_constraint(
        op.f("ck_enrolments_sent_when_assessed"),
        "enrolments",
        "sent_at IS NULL OR (assessed_on IS NOT NULL AND programme_id IS NOT NULL AND promise_days IS NOT NULL)",
    )
