"""Partners: in the field a target, signatures, what follows and shared stories; a seat without its person; more beyond texts.

Who was erased leaves a seat in the steering group without a person. Text messages beyond the quota may stop or wait.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import guard_pointers, guard_pool, keep_rows

revision = "0028"
down_revision = "0026"
STAMP = sa.DateTime(timezone=True)
KINDS = "'school', 'job_centre', 'company', 'union', 'network'"
PARTS = "'work_hours', 'guidelines', 'encourages', 'joint_meeting', 'interviews', 'csr'"
SEEN_PARTNERSHIP = (
    "EXISTS (SELECT 1 FROM partnerships p WHERE p.tenant_id = shared_stories.partnership_tenant_id"
    " AND p.id = shared_stories.partnership_id)"
)


def upgrade() -> None:
    op.alter_column("seats", "user_id", existing_type=sa.Uuid(), nullable=True)
    op.drop_constraint(op.f("ck_quotas_text_beyond_known"), "quotas")
    op.create_check_constraint(
        op.f("ck_quotas_text_beyond_known"), "quotas", "text_beyond IN ('mail', 'stop', 'wait', 'ask')"
    )
    _field()
    _stories()


def _field() -> None:
    _table(
        "field_targets",
        *_texts("kind"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("set_at", STAMP, nullable=False),
        *_texts("set_by"),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_field_targets_kind_known")),
        sa.CheckConstraint("least >= 0", name=op.f("ck_field_targets_not_negative")),
        sa.UniqueConstraint("tenant_id", "kind", "number", name=op.f("uq_field_targets_tenant_id_kind_number")),
    )
    guard_pool("field_targets", append_only=True)
    _table(
        "field_signatures",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        *_texts("party", "person"),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("written_at", STAMP, nullable=False),
        *_texts("written_by"),
        *_inside("field_signatures", "field_agreements", "agreement_id"),
        sa.UniqueConstraint(
            "tenant_id", "agreement_id", "party", name=op.f("uq_field_signatures_tenant_id_agreement_id_party")
        ),
    )
    guard_pool("field_signatures", append_only=True)
    _table(
        "field_duties",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        *_texts("part"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.CheckConstraint(f"part IN ({PARTS})", name=op.f("ck_field_duties_part_known")),
        sa.CheckConstraint("num_nonnulls(done_on, done_by) IN (0, 2)", name=op.f("ck_field_duties_done_on_together")),
        *_inside("field_duties", "field_partners", "partner_id"),
        sa.UniqueConstraint("tenant_id", "partner_id", "part", name=op.f("uq_field_duties_tenant_id_partner_id_part")),
    )
    guard_pool("field_duties")
    keep_rows("field_duties", "done_on", "done_by")


def _stories() -> None:
    _table(
        "shared_stories",
        sa.Column("story_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        *_texts("title", "text"),
        sa.Column("told_on", sa.Date(), nullable=False),
        *_texts("person"),
        sa.Column("credits", JSONB(), nullable=False),
        sa.Column("shared_at", STAMP, nullable=False),
        *_texts("shared_by"),
        sa.Column("ended_at", STAMP, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(ended_at, ended_by) IN (0, 2)", name=op.f("ck_shared_stories_ended_at_together")
        ),
        *_inside("shared_stories", "success_stories", "story_id"),
        sa.ForeignKeyConstraint(
            ["partnership_tenant_id", "partnership_id"],
            ["partnerships.tenant_id", "partnerships.id"],
            name=op.f("fk_shared_stories_partnership_tenant_id_partnership_id"),
        ),
    )
    op.create_index(
        "uq_shared_stories_once", "shared_stories", ["tenant_id", "story_id", "partnership_tenant_id", "partnership_id"],
        unique=True, postgresql_where=sa.text("ended_at IS NULL"),
    )  # fmt: skip
    guard_pool("shared_stories", disclosed=f"(ended_at IS NULL AND {SEEN_PARTNERSHIP})")
    guard_pointers("shared_stories", SEEN_PARTNERSHIP)
    keep_rows("shared_stories", "person", "ended_at", "ended_by")


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text(), nullable=False) for name in names)


def _table(table: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )


def _inside(table: str, parent: str, column: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["tenant_id", column], [f"{parent}.tenant_id", f"{parent}.id"], name=op.f(f"fk_{table}_tenant_id_{column}")
        ),
    )
