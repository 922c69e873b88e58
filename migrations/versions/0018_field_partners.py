"""Partners in the field: the steps with each, what is agreed, and success stories with consent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import guard_pool, keep_rows

revision = "0018"
down_revision = "0017"
STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    _table(
        "field_partners",
        *_texts("name", "kind", "place", "contact"),
        sa.Column("made_at", STAMP, nullable=False),
        *_texts("made_by"),
        sa.CheckConstraint(
            "kind IN ('school', 'job_centre', 'company', 'union', 'network')", name=op.f("ck_field_partners_kind_known")
        ),
        sa.UniqueConstraint("tenant_id", "kind", "name", name=op.f("uq_field_partners_tenant_id_kind_name")),
    )
    guard_pool("field_partners")
    _table(
        "field_steps",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("step"),
        sa.Column("on_day", sa.Date(), nullable=False),
        *_texts("words"),
        sa.Column("noted_at", STAMP, nullable=False),
        *_texts("noted_by"),
        sa.CheckConstraint(
            "step IN ('target', 'contacted', 'cooperating', 'ended')", name=op.f("ck_field_steps_step_known")
        ),
        sa.UniqueConstraint(
            "tenant_id", "partner_id", "number", name=op.f("uq_field_steps_tenant_id_partner_id_number")
        ),
        *_inside("field_steps", "field_partners", "partner_id"),
    )
    guard_pool("field_steps", append_only=True)
    _table(
        "field_agreements",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        *_texts("signed_by", "cooperation", "interfaces", "disputes"),
        sa.Column("conditions", JSONB(), nullable=False),
        sa.Column("written_at", STAMP, nullable=False),
        *_texts("written_by"),
        *_inside("field_agreements", "field_partners", "partner_id"),
    )
    guard_pool("field_agreements", append_only=True)
    _stories()


def _stories() -> None:
    _table(
        "success_stories",
        *_texts("title", "text"),
        sa.Column("told_on", sa.Date(), nullable=False),
        *_texts("person"),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("consented_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", STAMP, nullable=True),
        sa.Column("made_at", STAMP, nullable=False),
        *_texts("made_by"),
        sa.CheckConstraint(
            "num_nonnulls(consented_on, consented_by) IN (0, 2)", name=op.f("ck_success_stories_consented_on_together")
        ),
        sa.CheckConstraint(
            "person = '' OR (consented_on IS NOT NULL AND withdrawn_at IS NULL)",
            name=op.f("ck_success_stories_named_with_consent"),
        ),
    )
    guard_pool("success_stories")
    keep_rows("success_stories", "person", "withdrawn_at")
    _table(
        "story_credits",
        sa.Column("story_id", sa.Uuid(), nullable=False),
        *_texts("name"),
        sa.UniqueConstraint("tenant_id", "story_id", "name", name=op.f("uq_story_credits_tenant_id_story_id_name")),
        *_inside("story_credits", "success_stories", "story_id"),
    )
    guard_pool("story_credits", append_only=True)


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
