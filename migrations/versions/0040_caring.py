"""Whose staff care for a pair: the house that proposed it, whoever found the mentor (FY-13). Until now it was read from the
mentor, so that the pair of a mentor whom the municipality had found itself stood on nobody's list.
"""

import sqlalchemy as sa
from alembic import op

from tenants.guards import EITHER, rows_in_sight

revision = "0040"
down_revision = "0038"

POINTERS = ("mentor", "engagement", "reservation")
THERE = " AND ".join(f"{name}_tenant_id IN {EITHER}" for name in POINTERS)
AS_PROPOSED = " AND ".join(
    f"p.{name}_tenant_id = matches.{name}_tenant_id AND p.{name}_id = matches.{name}_id" for name in POINTERS
)
#: A mentor of the youth's own municipality was proposed by whoever runs the programme that the youth was sent under.
FILL = """
UPDATE {table} SET caring_tenant_id = CASE WHEN mentor_tenant_id <> tenant_id THEN mentor_tenant_id ELSE coalesce(
    (SELECT e.programme_tenant_id FROM enrolments e
     WHERE e.tenant_id = {table}.tenant_id AND e.youth_id = {table}.youth_id AND e.programme_tenant_id IS NOT NULL
     ORDER BY e.sent_at DESC LIMIT 1), mentor_tenant_id) END
"""


def upgrade() -> None:
    for table in ("proposals", "matches"):
        op.add_column(table, sa.Column("caring_tenant_id", sa.Uuid(), nullable=True))
        with rows_in_sight(table, "enrolments"):
            op.execute(FILL.format(table=table))
        op.alter_column(table, "caring_tenant_id", nullable=False)
        op.drop_constraint(op.f(f"fk_{table}_mentor_tenant_id_carer_id"), table)
        op.create_foreign_key(
            op.f(f"fk_{table}_caring_tenant_id_carer_id"), table, "users", ["caring_tenant_id", "carer_id"], ["tenant_id", "id"]
        )
    op.execute(f"ALTER POLICY pointer_floor ON proposals WITH CHECK (caring_tenant_id IN {EITHER} AND {THERE})")
    op.execute(
        "ALTER POLICY pointer_floor ON matches WITH CHECK (EXISTS (SELECT 1 FROM proposals p WHERE"  # noqa: S608 (constants)
        " p.tenant_id = matches.tenant_id AND p.id = matches.proposal_id AND p.caring_tenant_id = matches.caring_tenant_id"
        f" AND {AS_PROPOSED}))"
    )
