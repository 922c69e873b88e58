"""Tenants opened and closed by the platform operator: a house and a role of its own, the first day, an end that is undone."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import APP, guard_private, may_change

revision = "0022"
down_revision = "0021"
STAMP = sa.DateTime(timezone=True)
KINDS = "'municipality', 'school', 'guidance', 'corps', 'operator'"
ROLES = (
    "'case_worker', 'counsellor', 'coordinator', 'corps_staff', 'steering_member', 'tenant_admin', 'dpo', 'signatory',"
    " 'operator'"
)


def upgrade() -> None:
    _operator()
    _openings()
    _ends()


def _operator() -> None:
    """The house of the platform operator is made by the administrator alone: no role of the product can become one."""
    op.drop_constraint(op.f("ck_tenants_kind_known"), "tenants")
    op.create_check_constraint(op.f("ck_tenants_kind_known"), "tenants", f"kind IN ({KINDS})")
    op.drop_constraint(op.f("ck_grants_role_known"), "grants")
    op.create_check_constraint(op.f("ck_grants_role_known"), "grants", f"role IN ({ROLES})")
    op.execute(
        f"CREATE POLICY operator_floor ON tenants AS RESTRICTIVE FOR INSERT TO {APP} WITH CHECK (kind <> 'operator')"
    )
    op.execute(
        f"CREATE POLICY operator_stays ON tenants AS RESTRICTIVE FOR UPDATE TO {APP}"
        " USING (kind <> 'operator') WITH CHECK (kind <> 'operator')"
    )


def _openings() -> None:
    op.create_table(
        "openings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", STAMP, nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("rules_read_at", STAMP, nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_openings_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_openings")),
        sa.UniqueConstraint("tenant_id", name=op.f("uq_openings_tenant_id")),
    )
    guard_private("openings")


def _ends() -> None:
    op.add_column("exits", sa.Column("withdrawn_at", STAMP, nullable=True))
    op.add_column("exits", sa.Column("withdrawn_by", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_exits_withdrawn_at_together"), "exits", "num_nonnulls(withdrawn_at, withdrawn_by) IN (0, 2)"
    )
    op.create_check_constraint(op.f("ck_exits_one_end"), "exits", "num_nonnulls(withdrawn_at, erased_at) < 2")
    op.drop_constraint(op.f("uq_exits_tenant_id"), "exits")
    op.create_index(
        "uq_exits_standing", "exits", ["tenant_id"], unique=True, postgresql_where=sa.text("withdrawn_at IS NULL")
    )
    may_change("exits", "withdrawn_at", "withdrawn_by")
