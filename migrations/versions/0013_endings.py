"""Endings: contacts after the end, effects, and the protected rematch."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import guard_case

revision = "0013"
down_revision = "0012"
STAMP = sa.DateTime(timezone=True)
REASONS = "'goal_reached', 'planned', 'not_a_fit', 'youth_stopped', 'mentor_stopped', 'never_met', 'moved'"
ATTAINMENTS = "'kept_in_education', 'completed_education'"
EFFECTS = "'trust', 'insight', 'clarified', 'no_gap_year', 'completed', 'family', 'labour_market'"
#: What a link may be for: the two that are new here stand last.
PURPOSES = (
    "'mentor_answer', 'youth_answer', 'meeting', 'second_yes', 'follow_up', 'moved_on', 'start', 'exit', 'goodbye'"
)


def upgrade() -> None:
    _goodbyes()
    _attainments()
    _effects()
    _exit_contacts()
    _exit_answers()
    _rematch_offers()
    _file_audits()
    op.drop_constraint(op.f("ck_links_purpose_known"), "links")
    op.create_check_constraint(op.f("ck_links_purpose_known"), "links", f"purpose IN ({PURPOSES})")


def _goodbyes() -> None:
    op.create_table(
        "goodbyes",
        *_key(),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("last_meeting_on", sa.Date(), nullable=True),
        sa.Column("planned_at", STAMP, nullable=False),
        sa.Column("planned_by", sa.Text(), nullable=False),
        sa.Column("done_at", STAMP, nullable=True),
        sa.Column("dropped_at", STAMP, nullable=True),
        sa.CheckConstraint(f"reason IN ({REASONS})", name=op.f("ck_goodbyes_reason_known")),
        sa.CheckConstraint("last_meeting_on <= ends_on", name=op.f("ck_goodbyes_meeting_before_end")),
        sa.CheckConstraint("num_nonnulls(done_at, dropped_at) < 2", name=op.f("ck_goodbyes_done_or_dropped")),
        *_of("goodbyes", "matches", "match_id"),
    )
    op.create_index(
        "uq_goodbyes_one_open",
        "goodbyes",
        ["tenant_id", "match_id"],
        unique=True,
        postgresql_where=sa.text("done_at IS NULL AND dropped_at IS NULL"),
    )
    guard_case("goodbyes")


def _attainments() -> None:
    op.create_table(
        "attainments",
        *_key(),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint(f"kind IN ({ATTAINMENTS})", name=op.f("ck_attainments_kind_known")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "kind", "seen_on", name=op.f("uq_attainments_tenant_id_match_id_kind_seen_on")
        ),
        *_of("attainments", "matches", "match_id"),
    )
    guard_case("attainments", append_only=True)


def _effects() -> None:
    op.create_table(
        "effects",
        *_key(),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("noted_at", STAMP, nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.CheckConstraint(f"kind IN ({EFFECTS})", name=op.f("ck_effects_kind_known")),
        sa.UniqueConstraint("tenant_id", "match_id", "kind", name=op.f("uq_effects_tenant_id_match_id_kind")),
        *_of("effects", "matches", "match_id"),
    )
    guard_case("effects")


def _exit_contacts() -> None:
    op.create_table(
        "exit_contacts",
        *_key(),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", STAMP, nullable=True),
        sa.Column("reminded_at", STAMP, nullable=True),
        sa.Column("raised_at", STAMP, nullable=True),
        sa.Column("done_at", STAMP, nullable=True),
        sa.Column("done_how", sa.Text(), nullable=True),
        sa.CheckConstraint("side IN ('mentor', 'youth')", name=op.f("ck_exit_contacts_side_known")),
        sa.CheckConstraint(
            "done_how IN ('answered', 'called', 'dropped')", name=op.f("ck_exit_contacts_done_how_known")
        ),
        sa.CheckConstraint("opens_on <= due_on", name=op.f("ck_exit_contacts_in_order")),
        sa.CheckConstraint("num_nonnulls(done_at, done_how) IN (0, 2)", name=op.f("ck_exit_contacts_done_at_together")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "side", "serial", name=op.f("uq_exit_contacts_tenant_id_match_id_side_serial")
        ),
        *_of("exit_contacts", "matches", "match_id"),
    )
    op.create_index(
        "ix_exit_contacts_open",
        "exit_contacts",
        ["tenant_id", "opens_on"],
        postgresql_where=sa.text("done_at IS NULL"),
    )
    guard_case("exit_contacts")


def _exit_answers() -> None:
    op.create_table(
        "exit_answers",
        *_key(),
        sa.Column("exit_contact_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", STAMP, nullable=False),
        sa.UniqueConstraint(
            "tenant_id", "exit_contact_id", "question", name=op.f("uq_exit_answers_tenant_id_exit_contact_id_question")
        ),
        *_of("exit_answers", "exit_contacts", "exit_contact_id"),
    )
    guard_case("exit_answers", append_only=True)


def _rematch_offers() -> None:
    op.create_table(
        "rematch_offers",
        *_key(),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", STAMP, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", STAMP, nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("wants", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(answered_at, wants) IN (0, 2)", name=op.f("ck_rematch_offers_answered_at_together")
        ),
        sa.UniqueConstraint("tenant_id", "match_id", name=op.f("uq_rematch_offers_tenant_id_match_id")),
        *_of("rematch_offers", "matches", "match_id"),
    )
    guard_case("rematch_offers")


def _file_audits() -> None:
    op.create_table(
        "file_audits",
        *_key(),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("drawn_at", STAMP, nullable=False),
        sa.Column("drawn_by", sa.Text(), nullable=False),
        sa.Column("rated_at", STAMP, nullable=True),
        sa.Column("rated_by", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("num_nonnulls(rated_at, rating) IN (0, 2)", name=op.f("ck_file_audits_rated_at_together")),
        sa.CheckConstraint("rating BETWEEN 0 AND 5", name=op.f("ck_file_audits_rating_sane")),
        sa.UniqueConstraint("tenant_id", "quarter", "match_id", name=op.f("uq_file_audits_tenant_id_quarter_match_id")),
        *_of("file_audits", "matches", "match_id"),
    )
    guard_case("file_audits")


def _key() -> tuple[sa.Column[object], ...]:
    return sa.Column("tenant_id", sa.Uuid(), nullable=False), sa.Column("id", sa.Uuid(), nullable=False)


def _of(table: str, parent: str, column: str) -> tuple[sa.Constraint, ...]:
    """The keys that every one of these tables has."""
    return (
        sa.ForeignKeyConstraint(
            ["tenant_id", column], [f"{parent}.tenant_id", f"{parent}.id"], name=op.f(f"fk_{table}_tenant_id_{column}")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )
