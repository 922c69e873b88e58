"""Handing the journal over to the municipality's own system: what has not gone yet, and each batch that went (FY-38).

A note goes once, and is handed over when the files of its batch have been fetched to the end: before that nobody has them.
Internal paragraphs go along, marked: they are part of the municipality's file, and of insight.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Index, Select, UniqueConstraint, Uuid, and_, func, insert, literal, select
from sqlalchemy.orm import Mapped, relationship

from mentorkorps.clock import now
from mentorkorps.journal.note import JournalNote
from mentorkorps.language import _
from mentorkorps.refused import Refused
from mentorkorps.youths import Youth
from tenants import audit
from tenants.audit import AuditEntry
from tenants.rows import CaseRow, inside, new_id
from tenants.scope import db, tenant_id
from tenants.users import Actor

AT_A_TIME = 500
ARRIVED = "journal.arrived"


class Handover(CaseRow):
    """One batch of notes that went to the municipality's own system."""

    __tablename__ = "handovers"

    made_at: Mapped[datetime]
    made_by: Mapped[str]

    @classmethod
    def make(cls, *, by: Actor) -> Self:
        """Takes everything that has not been handed over; Refused when there is nothing new. One at a time."""
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"handover {tenant_id()}"))))
        batch = cls(id=new_id(), made_at=now(), made_by=by.signature)
        db.session.add(batch)
        db.session.flush()
        taken = _left().with_only_columns(
            JournalNote.tenant_id, func.gen_random_uuid(), JournalNote.id, literal(batch.id, Uuid()), Youth.case_number
        )
        columns = ["tenant_id", "id", "note_id", "handover_id", "case_number"]
        db.session.execute(insert(NoteHandover).from_select(columns, taken))
        if db.session.scalar(select(NoteHandover.id).where(NoteHandover.handover_id == batch.id).limit(1)) is None:
            raise Refused(_("Der er ikke noget nyt at aflevere."))
        audit.record("journal.handed_over", batch, by=by)
        return batch

    def fetch(self, *, by: Actor) -> None:
        """Somebody takes the files of this batch, now or again; the trail tells of it."""
        audit.record("journal.fetched", self, by=by)

    def arrive(self, *, by: Actor) -> None:
        """The last piece has gone: from the first time its notes are handed over."""
        audit.record(ARRIVED, self, by=by)

    def notes(self) -> Iterator[tuple[JournalNote, str]]:
        """Its notes, each with the case number it went under; read a few hundred at a time, however many there are."""
        inner = and_(NoteHandover.tenant_id == JournalNote.tenant_id, NoteHandover.note_id == JournalNote.id)
        mine = select(JournalNote, NoteHandover.case_number).join(NoteHandover, inner)
        mine = mine.where(NoteHandover.handover_id == self.id).order_by(JournalNote.id).limit(AT_A_TIME)
        after: UUID | None = None
        while rows := db.session.execute(mine.where(JournalNote.id > after) if after else mine).all():
            after = rows[-1].JournalNote.id
            for row in rows:
                yield row.JournalNote, row.case_number
                db.session.expunge(row.JournalNote)


class NoteHandover(CaseRow):
    """This note went in that batch, under the case number it then had."""

    __tablename__ = "note_handovers"
    __table_args__ = (
        inside("journal_notes", "note_id"),
        inside("handovers", "handover_id"),
        UniqueConstraint("tenant_id", "note_id"),
        Index("ix_note_handovers_batch", "tenant_id", "handover_id", "note_id"),
    )

    note_id: Mapped[UUID]
    handover_id: Mapped[UUID]
    case_number: Mapped[str]

    handover: Mapped[Handover] = relationship(viewonly=True)


def left_by_youth() -> Select[*tuple[Any, ...]]:
    """What has not been handed over, in no batch or in one that nobody has fetched: a line for each youth with how many notes,
    the oldest first."""
    columns = (Youth.id, Youth.first_name, Youth.last_name, Youth.case_number)
    oldest = func.min(JournalNote.written_at)
    lines = _left(_has_arrived(NoteHandover.handover_id)).with_only_columns(
        *columns, func.count().label("notes"), oldest.label("since")
    )
    return lines.group_by(Youth.tenant_id, *columns).order_by(oldest, Youth.id)


def batches() -> Select[*tuple[Any, ...]]:
    """The batches that were made, the newest first, with how many notes, and when somebody last fetched the files."""
    of = and_(NoteHandover.tenant_id == Handover.tenant_id, NoteHandover.handover_id == Handover.id)
    columns = (Handover.id, Handover.made_at, Handover.made_by)
    fetched = select(func.max(AuditEntry.at)).where(*_arrived(Handover.id)).scalar_subquery().label("fetched_at")
    counted = (
        select(*columns, func.count().label("notes"), fetched)
        .join(NoteHandover, of)
        .group_by(Handover.tenant_id, *columns)
    )
    return counted.order_by(Handover.made_at.desc(), Handover.id)


def how_many_new() -> Select[int]:
    """How many notes are in no batch yet."""
    return select(func.count()).select_from(_left().subquery())


def _left(*gone: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Notes that no batch has, or none that is `gone`."""
    has = and_(NoteHandover.tenant_id == JournalNote.tenant_id, NoteHandover.note_id == JournalNote.id)
    youth = and_(Youth.tenant_id == JournalNote.tenant_id, Youth.id == JournalNote.youth_id)
    return select(JournalNote).join(Youth, youth).where(~select(NoteHandover.id).where(has, *gone).exists())


def _has_arrived(batch: Any) -> ColumnElement[bool]:
    return select(AuditEntry.id).where(*_arrived(batch)).exists()


def _arrived(batch: Any) -> tuple[ColumnElement[bool], ...]:
    return AuditEntry.subject_id == batch, AuditEntry.act == ARRIVED
