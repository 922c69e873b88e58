"""Concerns: level, owner, deadline, and every step up."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import guard_case

revision = "0011"
down_revision = "0010"
STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "concerns",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("youth_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("internal", sa.Text(), nullable=False),
        sa.Column("is_danger", sa.Boolean(), nullable=False),
        sa.Column("is_minor", sa.Boolean(), nullable=False),
        sa.Column("opened_at", STAMP, nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_by_kind", sa.Text(), nullable=False),
        sa.Column("opened_by_tenant_id", sa.Uuid(), nullable=True),
        sa.Column("opened_by_user_id", sa.Uuid(), nullable=True),
        sa.Column("rung_at", STAMP, nullable=True),
        sa.Column("closed_at", STAMP, nullable=True),
        sa.Column("closed_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "about IN ('wellbeing', 'health', 'home', 'violence', 'substance', 'money', 'pair', 'mentor', 'other')",
            name=op.f("ck_concerns_about_known"),
        ),
        sa.CheckConstraint(
            "trouble IN ('promised_too_much', 'pity', 'hopeless', 'doubts_own_effort', 'other')",
            name=op.f("ck_concerns_trouble_known"),
        ),
        sa.CheckConstraint(
            "opened_by_kind IN ('user', 'mentor', 'youth', 'system')", name=op.f("ck_concerns_opened_by_kind_known")
        ),
        sa.CheckConstraint(
            "num_nonnulls(closed_at, closed_because) IN (0, 2)", name=op.f("ck_concerns_closed_at_together")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR rung_at IS NOT NULL OR NOT (is_danger OR is_minor)",
            name=op.f("ck_concerns_rung_before_closed"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["matches.tenant_id", "matches.id"], name=op.f("fk_concerns_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "youth_id"], ["youths.tenant_id", "youths.id"], name=op.f("fk_concerns_tenant_id_youth_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_concerns_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_concerns")),
    )
    op.create_index("ix_concerns_tenant_id_youth_id", "concerns", ["tenant_id", "youth_id"])
    op.create_table(
        "concern_steps",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("taken_at", STAMP, nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("from_level", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("owner_phone", sa.Text(), nullable=False),
        sa.Column("owner_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("owner_user_id", sa.Uuid(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("called_whom", sa.Text(), nullable=True),
        sa.Column("called_number", sa.Text(), nullable=True),
        sa.Column("called_at", STAMP, nullable=True),
        sa.CheckConstraint(
            "kind IN ('opened', 'called', 'noted', 'escalated', 'handed', 'taken', 'closed')",
            name=op.f("ck_concern_steps_kind_known"),
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_concern_steps_level_sane")),
        sa.CheckConstraint(
            "num_nonnulls(called_whom, called_number, called_at) IN (0, 3)",
            name=op.f("ck_concern_steps_called_whom_together"),
        ),
        sa.CheckConstraint(
            "(kind = 'called') = (called_at IS NOT NULL)", name=op.f("ck_concern_steps_called_when_rung")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "concern_id"],
            ["concerns.tenant_id", "concerns.id"],
            name=op.f("fk_concern_steps_tenant_id_concern_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_concern_steps_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_concern_steps")),
        sa.UniqueConstraint(
            "tenant_id", "concern_id", "serial", name=op.f("uq_concern_steps_tenant_id_concern_id_serial")
        ),
    )
    op.create_table(
        "concern_holders",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("user_tenant_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("named_at", STAMP, nullable=False),
        sa.Column("named_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "place IN ('1', '2', '3', '4', 'on_call', 'social_duty', 'main_number')",
            name=op.f("ck_concern_holders_place_known"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(user_tenant_id, user_id) IN (0, 2)", name=op.f("ck_concern_holders_user_tenant_id_together")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_concern_holders_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_concern_holders")),
        sa.UniqueConstraint("tenant_id", "place", "serial", name=op.f("uq_concern_holders_tenant_id_place_serial")),
    )
    guard_case("concerns")
    guard_case("concern_steps", append_only=True)
    guard_case("concern_holders", append_only=True)
