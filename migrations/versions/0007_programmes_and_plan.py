"""The plan of a pair: pauses, agreed length, local rules, and which rules a pair was moved to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import guard_case, may_change

revision = "0007"
down_revision = "0006"
STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.drop_constraint(op.f("ck_follow_ups_kind_known"), "follow_ups", type_="check")
    op.create_check_constraint(
        op.f("ck_follow_ups_kind_known"), "follow_ups", "kind IN ('first_meeting', 'check_in', 'mark', 'pause')"
    )
    op.add_column("matches", sa.Column("agreed_until", sa.Date(), nullable=True))
    may_change("matches", "agreed_until")
    op.create_table(
        "pauses",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("begun_at", STAMP, nullable=False),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.Column("ended_at", STAMP, nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('remand', 'authority', 'illness', 'travel', 'life', 'other')",
            name=op.f("ck_pauses_reason_known"),
        ),
        sa.CheckConstraint("from_on <= look_again_on", name=op.f("ck_pauses_looked_at_later")),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_pauses_in_order")),
        sa.CheckConstraint(
            "num_nonnulls(ended_at, ended_on, ended_by) IN (0, 3)", name=op.f("ck_pauses_ended_at_together")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["matches.tenant_id", "matches.id"], name=op.f("fk_pauses_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_pauses_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pauses")),
    )
    op.create_index(
        "uq_pauses_one_open",
        "pauses",
        ["tenant_id", "match_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "agreed_lengths",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("agreed_at", STAMP, nullable=False),
        sa.Column("agreed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["matches.tenant_id", "matches.id"],
            name=op.f("fk_agreed_lengths_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_agreed_lengths_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_agreed_lengths")),
    )
    op.create_table(
        "local_rules",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("adjustments", JSONB(), nullable=False),
        sa.Column("programme_version", sa.Integer(), nullable=False),
        sa.Column("made_at", STAMP, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_by_user_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_local_rules_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_local_rules")),
        sa.UniqueConstraint("tenant_id", "version", name=op.f("uq_local_rules_tenant_id_version")),
    )
    guard_case("pauses")
    guard_case("agreed_lengths", append_only=True)
    guard_case("local_rules", append_only=True)
