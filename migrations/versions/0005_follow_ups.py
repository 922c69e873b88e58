"""Follow-ups, journal and steering."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import MEMBER, guard_case, guard_pool, guard_shared

revision = "0005"
down_revision = "0004"
STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", STAMP, nullable=True),
        sa.Column("reminded_at", STAMP, nullable=True),
        sa.Column("raised_because", sa.Text(), nullable=True),
        sa.Column("raised_at", STAMP, nullable=True),
        sa.Column("done_at", STAMP, nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_how", sa.Text(), nullable=True),
        sa.CheckConstraint("done_how IN ('answered', 'called', 'ended')", name=op.f("ck_follow_ups_done_how_known")),
        sa.CheckConstraint("kind IN ('first_meeting', 'check_in')", name=op.f("ck_follow_ups_kind_known")),
        sa.CheckConstraint("(done_at IS NULL) = (done_how IS NULL)", name=op.f("ck_follow_ups_done_coherence")),
        sa.CheckConstraint("opens_on <= due_on", name=op.f("ck_follow_ups_in_order")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["matches.tenant_id", "matches.id"],
            name=op.f("fk_follow_ups_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_follow_ups_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("tenant_id", "match_id", "serial", name=op.f("uq_follow_ups_tenant_id_match_id_serial")),
    )
    op.create_index(
        "uq_follow_ups_one_open",
        "follow_ups",
        ["tenant_id", "match_id"],
        unique=True,
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "answers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("follow_up_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("answered_at", STAMP, nullable=False),
        sa.CheckConstraint("side IN ('mentor', 'youth')", name=op.f("ck_answers_side_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "follow_up_id"],
            ["follow_ups.tenant_id", "follow_ups.id"],
            name=op.f("fk_answers_tenant_id_follow_up_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_answers_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_answers")),
        sa.UniqueConstraint(
            "tenant_id",
            "follow_up_id",
            "side",
            "question",
            name=op.f("uq_answers_tenant_id_follow_up_id_side_question"),
        ),
    )
    op.create_table(
        "journal_notes",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("youth_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("written_at", STAMP, nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("internal", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "youth_id"],
            ["youths.tenant_id", "youths.id"],
            name=op.f("fk_journal_notes_tenant_id_youth_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_journal_notes_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_journal_notes")),
    )
    op.create_table(
        "note_copies",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("contact_person_id", sa.Uuid(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("told_at", STAMP, nullable=True),
        sa.Column("read_at", STAMP, nullable=True),
        sa.Column("read_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contact_person_id"],
            ["contact_persons.tenant_id", "contact_persons.id"],
            name=op.f("fk_note_copies_tenant_id_contact_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "note_id"],
            ["journal_notes.tenant_id", "journal_notes.id"],
            name=op.f("fk_note_copies_tenant_id_note_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_note_copies_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_note_copies")),
        sa.UniqueConstraint(
            "tenant_id", "note_id", "contact_person_id", name=op.f("uq_note_copies_tenant_id_note_id_contact_person_id")
        ),
    )
    op.create_table(
        "seats",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_seats_party_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partnership_id"],
            ["partnerships.tenant_id", "partnerships.id"],
            name=op.f("fk_seats_tenant_id_partnership_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_seats_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_seats")),
    )
    op.create_table(
        "steering_meetings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partnership_id"],
            ["partnerships.tenant_id", "partnerships.id"],
            name=op.f("fk_steering_meetings_tenant_id_partnership_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_steering_meetings_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_steering_meetings")),
        sa.UniqueConstraint(
            "tenant_id", "partnership_id", "held_on", name=op.f("uq_steering_meetings_tenant_id_partnership_id_held_on")
        ),
    )
    op.create_table(
        "reports",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.Date(), nullable=False),
        sa.Column("built_at", STAMP, nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_reports_party_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partnership_id"],
            ["partnerships.tenant_id", "partnerships.id"],
            name=op.f("fk_reports_tenant_id_partnership_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "period_id"], ["periods.tenant_id", "periods.id"], name=op.f("fk_reports_tenant_id_period_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_reports_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "tenant_id",
            "partnership_id",
            "number",
            "party_tenant_id",
            name=op.f("uq_reports_tenant_id_partnership_id_number_party_tenant_id"),
        ),
    )
    guard_case("follow_ups")
    guard_case("answers", append_only=True)
    guard_case("journal_notes", append_only=True)
    guard_case("note_copies")
    guard_shared("seats")
    guard_pool("steering_meetings", disclosed=MEMBER.format(table="steering_meetings", key="partnership_id"))
    guard_shared("reports", append_only=True)
