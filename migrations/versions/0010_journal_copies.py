"""The journal: corrections, absences of contact persons, and what has been handed over."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import guard_case, keep_rows, may_change

revision = "0010"
down_revision = "0009"
STAMP = sa.DateTime(timezone=True)
WAITING = "read_at IS NULL AND passed_on_at IS NULL"


def upgrade() -> None:
    _widen()
    op.create_table(
        "absences",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_person_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("registered_at", STAMP, nullable=False),
        sa.Column("registered_by", sa.Text(), nullable=False),
        sa.Column("cancelled_at", STAMP, nullable=True),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_absences_in_order")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contact_person_id"],
            ["contact_persons.tenant_id", "contact_persons.id"],
            name=op.f("fk_absences_tenant_id_contact_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_absences_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_absences")),
    )
    op.create_table(
        "handovers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", STAMP, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_handovers_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_handovers")),
    )
    op.create_table(
        "note_handovers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "handover_id"],
            ["handovers.tenant_id", "handovers.id"],
            name=op.f("fk_note_handovers_tenant_id_handover_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "note_id"],
            ["journal_notes.tenant_id", "journal_notes.id"],
            name=op.f("fk_note_handovers_tenant_id_note_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_note_handovers_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_note_handovers")),
        sa.UniqueConstraint("tenant_id", "note_id", name=op.f("uq_note_handovers_tenant_id_note_id")),
    )
    op.create_index("ix_note_handovers_batch", "note_handovers", ["tenant_id", "handover_id", "note_id"])
    guard_case("absences")
    keep_rows("absences", "cancelled_at")
    guard_case("handovers", append_only=True)
    guard_case("note_handovers", append_only=True)
    keep_rows("note_copies", "told_at", "read_at", "read_by", "passed_on_at", "reminded_at")


def _widen() -> None:
    """New columns and indexes of tables that were there."""
    op.create_index("ix_audit_entries_newest", "audit_entries", ["tenant_id", sa.text("at DESC"), sa.text("id DESC")])
    op.add_column("contact_persons", sa.Column("page_language", sa.Text(), nullable=False, server_default="da"))
    op.alter_column("contact_persons", "page_language", server_default=None)
    may_change("contact_persons", "page_language")
    op.add_column("messages", sa.Column("cases", JSONB(), nullable=False, server_default=sa.text("'{}'")))
    op.alter_column("messages", "cases", server_default=None)
    may_change("messages", "cases")
    op.add_column("journal_notes", sa.Column("corrects_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_journal_notes_tenant_id_corrects_id"), "journal_notes", "journal_notes",
        ["tenant_id", "corrects_id"], ["tenant_id", "id"],
    )  # fmt: skip
    op.create_unique_constraint(
        op.f("uq_journal_notes_tenant_id_corrects_id"), "journal_notes", ["tenant_id", "corrects_id"]
    )
    op.create_index("ix_journal_notes_of_youth", "journal_notes", ["tenant_id", "youth_id", "written_at"])
    op.add_column("note_copies", sa.Column("passed_on_at", STAMP, nullable=True))
    op.add_column("note_copies", sa.Column("reminded_at", STAMP, nullable=True))
    op.create_index(
        "ix_note_copies_waiting", "note_copies", ["tenant_id", "contact_person_id"], postgresql_where=sa.text(WAITING)
    )
