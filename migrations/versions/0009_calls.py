"""Calls: who cares for a pair, and what each call came to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import guard_case, may_change

revision = "0009"
down_revision = "0008"
STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    for table in ("proposals", "matches"):
        op.add_column(table, sa.Column("carer_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_mentor_tenant_id_carer_id"), table, "users",
            ["mentor_tenant_id", "carer_id"], ["tenant_id", "id"],
        )  # fmt: skip
        may_change(table, "carer_id")
    op.create_table(
        "calls",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reached", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("troubles", JSONB(), nullable=False),
        sa.Column("again_at", STAMP, nullable=True),
        sa.Column("called_at", STAMP, nullable=False),
        sa.Column("called_by", sa.Text(), nullable=False),
        sa.CheckConstraint("num_nonnulls(match_id, proposal_id) = 1", name=op.f("ck_calls_about_one")),
        sa.CheckConstraint("reached IN ('mentor', 'youth', 'both', 'nobody')", name=op.f("ck_calls_reached_known")),
        sa.CheckConstraint(
            "result IN ('talked', 'no_answer', 'left_message', 'later')", name=op.f("ck_calls_result_known")
        ),
        sa.CheckConstraint("result <> 'talked' OR reached <> 'nobody'", name=op.f("ck_calls_talked_with_somebody")),
        sa.CheckConstraint("result = 'talked' OR again_at IS NOT NULL", name=op.f("ck_calls_again_unless_talked")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["matches.tenant_id", "matches.id"], name=op.f("fk_calls_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "proposal_id"],
            ["proposals.tenant_id", "proposals.id"],
            name=op.f("fk_calls_tenant_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_calls_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calls")),
    )
    op.create_index("ix_calls_of_match", "calls", ["tenant_id", "match_id", "called_at"])
    op.create_index("ix_calls_of_proposal", "calls", ["tenant_id", "proposal_id", "called_at"])
    op.add_column("messages", sa.Column("counts", JSONB(), nullable=False, server_default=sa.text("'{}'")))
    op.alter_column("messages", "counts", server_default=None)
    guard_case("calls", append_only=True)
