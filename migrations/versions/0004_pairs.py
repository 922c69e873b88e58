"""Proposals and matches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import EITHER, disclose, guard_case, guard_pointers

revision = "0004"
down_revision = "0003"
STAMP = sa.DateTime(timezone=True)
#: Rows of other houses that a proposal, and the match it becomes, point to.
POINTERS = ("mentor", "engagement", "reservation")
AS_PROPOSED = """EXISTS (SELECT 1 FROM proposals p WHERE p.tenant_id = matches.tenant_id AND p.id = matches.proposal_id
    AND p.mentor_tenant_id = matches.mentor_tenant_id AND p.mentor_id = matches.mentor_id
    AND p.engagement_tenant_id = matches.engagement_tenant_id AND p.engagement_id = matches.engagement_id
    AND p.reservation_tenant_id = matches.reservation_tenant_id AND p.reservation_id = matches.reservation_id)"""


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("youth_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("reservation_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("reservation_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", STAMP, nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("is_trade_match", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", JSONB(), nullable=False),
        sa.Column("mentor_yes_at", STAMP, nullable=True),
        sa.Column("youth_yes_at", STAMP, nullable=True),
        sa.Column("reminded_at", STAMP, nullable=True),
        sa.Column("raised_at", STAMP, nullable=True),
        sa.Column("started_at", STAMP, nullable=True),
        sa.Column("fell_at", STAMP, nullable=True),
        sa.Column("fell_because", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("num_nonnulls(fell_at, fell_because) IN (0, 2)", name=op.f("ck_proposals_fell_at_together")),
        sa.CheckConstraint(
            "youth_yes_at IS NULL OR mentor_yes_at <= youth_yes_at", name=op.f("ck_proposals_mentor_first")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_tenant_id", "engagement_id"],
            ["engagements.tenant_id", "engagements.id"],
            name=op.f("fk_proposals_engagement_tenant_id_engagement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["mentor_tenant_id", "mentor_id"],
            ["mentors.tenant_id", "mentors.id"],
            name=op.f("fk_proposals_mentor_tenant_id_mentor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["reservation_tenant_id", "reservation_id"],
            ["reservations.tenant_id", "reservations.id"],
            name=op.f("fk_proposals_reservation_tenant_id_reservation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enrolment_id"],
            ["enrolments.tenant_id", "enrolments.id"],
            name=op.f("fk_proposals_tenant_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "youth_id"], ["youths.tenant_id", "youths.id"], name=op.f("fk_proposals_tenant_id_youth_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_proposals_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_proposals")),
    )
    op.create_index(
        "uq_proposals_one_open",
        "proposals",
        ["tenant_id", "youth_id"],
        unique=True,
        postgresql_where=sa.text("fell_at IS NULL AND started_at IS NULL"),
    )
    op.create_table(
        "matches",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("youth_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("reservation_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("reservation_id", sa.Uuid(), nullable=False),
        sa.Column("rules", JSONB(), nullable=False),
        sa.Column("is_trade_match", sa.Boolean(), nullable=False),
        sa.Column("started_at", STAMP, nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("first_met_on", sa.Date(), nullable=True),
        sa.Column("ended_at", STAMP, nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "end_reason IN ('goal_reached', 'planned', 'not_a_fit', 'youth_stopped', 'mentor_stopped', 'never_met', 'moved')",
            name=op.f("ck_matches_end_reason_known"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(ended_at, end_reason, ended_on) IN (0, 3)", name=op.f("ck_matches_ended_at_together")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_tenant_id", "engagement_id"],
            ["engagements.tenant_id", "engagements.id"],
            name=op.f("fk_matches_engagement_tenant_id_engagement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["mentor_tenant_id", "mentor_id"],
            ["mentors.tenant_id", "mentors.id"],
            name=op.f("fk_matches_mentor_tenant_id_mentor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["reservation_tenant_id", "reservation_id"],
            ["reservations.tenant_id", "reservations.id"],
            name=op.f("fk_matches_reservation_tenant_id_reservation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "proposal_id"],
            ["proposals.tenant_id", "proposals.id"],
            name=op.f("fk_matches_tenant_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "youth_id"], ["youths.tenant_id", "youths.id"], name=op.f("fk_matches_tenant_id_youth_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_matches_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_matches")),
        sa.UniqueConstraint("tenant_id", "proposal_id", name=op.f("uq_matches_tenant_id_proposal_id")),
    )
    op.create_table(
        "meetings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("took_place", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("logged_at", STAMP, nullable=False),
        sa.Column("logged_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "place IN ('school', 'job_centre', 'guidance', 'workplace', 'library', 'online', 'phone', 'other')",
            name=op.f("ck_meetings_place_known"),
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name=op.f("ck_meetings_minutes_sane")),
        sa.CheckConstraint("next_on >= held_on", name=op.f("ck_meetings_next_after")),
        sa.CheckConstraint("took_place = (minutes IS NOT NULL)", name=op.f("ck_meetings_minutes_when_held")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["matches.tenant_id", "matches.id"], name=op.f("fk_meetings_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_meetings_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_meetings")),
        sa.UniqueConstraint(
            "tenant_id",
            "match_id",
            "held_on",
            "took_place",
            name=op.f("uq_meetings_tenant_id_match_id_held_on_took_place"),
        ),
    )
    op.create_table(
        "second_yeses",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("asked_at", STAMP, nullable=False),
        sa.Column("raised_at", STAMP, nullable=True),
        sa.Column("answered_at", STAMP, nullable=True),
        sa.Column("goes_on", sa.Boolean(), nullable=True),
        sa.CheckConstraint("side IN ('mentor', 'youth')", name=op.f("ck_second_yeses_side_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["matches.tenant_id", "matches.id"],
            name=op.f("fk_second_yeses_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_second_yeses_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_second_yeses")),
        sa.UniqueConstraint("tenant_id", "match_id", "side", name=op.f("uq_second_yeses_tenant_id_match_id_side")),
    )
    op.create_table(
        "outcomes",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('praktik', 'apprenticeship', 'education', 'spare_time_job', 'subsidised_job', 'job')",
            name=op.f("ck_outcomes_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["matches.tenant_id", "matches.id"], name=op.f("fk_outcomes_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_outcomes_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "kind", "began_on", name=op.f("uq_outcomes_tenant_id_match_id_kind_began_on")
        ),
    )
    op.create_table(
        "moved_on",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("asked_at", STAMP, nullable=False),
        sa.Column("answered_at", STAMP, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("answer IN ('yes', 'no', 'unsure')", name=op.f("ck_moved_on_answer_known")),
        sa.CheckConstraint("side IN ('youth', 'contact')", name=op.f("ck_moved_on_side_known")),
        sa.CheckConstraint(
            "num_nonnulls(answered_at, answer) IN (0, 2)", name=op.f("ck_moved_on_answered_at_together")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["matches.tenant_id", "matches.id"], name=op.f("fk_moved_on_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_moved_on_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_moved_on")),
        sa.UniqueConstraint("tenant_id", "match_id", "side", name=op.f("uq_moved_on_tenant_id_match_id_side")),
    )
    guard_case("proposals")
    guard_pointers("proposals", " AND ".join(f"{name}_tenant_id IN {EITHER}" for name in POINTERS))
    guard_case("matches")
    guard_pointers("matches", AS_PROPOSED)
    guard_case("meetings")
    guard_case("second_yeses")
    guard_case("outcomes")
    guard_case("moved_on")
    disclose(
        "mentors",
        "EXISTS (SELECT 1 FROM proposals p WHERE p.mentor_tenant_id = mentors.tenant_id AND p.mentor_id = mentors.id)",
    )
