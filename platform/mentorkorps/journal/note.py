"""A note and its copies. Nothing of a note ever changes: the database lets the product neither change nor delete one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Index, Select, UniqueConstraint, and_, func, select, text, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from mentorkorps.clock import now
from mentorkorps.youths import ContactPerson, Youth
from tenants import audit, outbox
from tenants.rows import CaseRow, inside, new_id
from tenants.scope import db
from tenants.users import Actor
from tenants.writing import keep, keep_both

NOTES_A_PAGE = 50
#: Who may be a youth's contact person; for others, who write most of the notes, nobody looks it up.
CONTACTS = frozenset({"case_worker", "counsellor", "coordinator"})


class JournalNote(CaseRow):
    """One note about a youth; never changed. A correction is a new note that points to the one it corrects."""

    __tablename__ = "journal_notes"
    __table_args__ = (
        inside("youths", "youth_id"),
        inside("journal_notes", "corrects_id"),
        UniqueConstraint("tenant_id", "corrects_id"),
        Index("ix_journal_notes_of_youth", "tenant_id", "youth_id", "written_at"),
    )

    youth_id: Mapped[UUID]
    match_id: Mapped[UUID | None]
    act: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    text: Mapped[str]
    internal: Mapped[str] = mapped_column(default="")
    corrects_id: Mapped[UUID | None]

    youth: Mapped[Youth] = relationship(viewonly=True)
    copies: Mapped[list["NoteCopy"]] = relationship(viewonly=True)
    corrects: Mapped["JournalNote | None"] = relationship(
        viewonly=True, remote_side="[JournalNote.tenant_id, JournalNote.id]"
    )
    correction: Mapped["JournalNote | None"] = relationship(viewonly=True, uselist=False)

    @classmethod
    def write(
        cls,
        youth: Youth,
        act: str,
        text: str,
        *,
        by: Actor,
        match_id: UUID | None = None,
        internal: str = "",
        urgent: bool = False,
        corrects_id: UUID | None = None,
    ) -> Self:
        """Writes a note after an act and a copy for the contact person: told at once if `urgent`, else in the day's digest. Who
        acts and is the contact person has read it, and is not told.

        `internal` is never pushed nor shown to the contact person, but is part of the file and of insight (FY-38).
        """
        note = cls(
            id=new_id(), youth_id=youth.id, match_id=match_id, act=act, written_at=now(), written_by=by.signature,
            text=text, internal=internal, corrects_id=corrects_id,
        )  # fmt: skip
        if youth.contact_person_id:
            receipt = _receipt(by) if by.roles & CONTACTS and is_contact(youth, by) else {}
            copy = NoteCopy(note_id=note.id, contact_person_id=youth.contact_person_id, urgent=urgent, **receipt)
            keep_both(note, copy)
            copy.tell_if_urgent()
        else:
            keep(note)
        return note

    def copy_to(self, contact_id: UUID, *, urgent: bool = False) -> "NoteCopy":
        """One more copy, for that contact person; an urgent one is told of at once."""
        copy = keep(NoteCopy(note_id=self.id, contact_person_id=contact_id, urgent=urgent))
        copy.tell_if_urgent()
        return copy


class NoteCopy(CaseRow):
    """The contact person's copy: when it was told of, the receipt of its reading, and when it went to a successor."""

    __tablename__ = "note_copies"
    __table_args__ = (
        inside("journal_notes", "note_id"),
        inside("contact_persons", "contact_person_id"),
        UniqueConstraint("tenant_id", "note_id", "contact_person_id"),
        Index(
            "ix_note_copies_waiting", "tenant_id", "contact_person_id",
            postgresql_where=text("read_at IS NULL AND passed_on_at IS NULL"),
        ),
    )  # fmt: skip

    note_id: Mapped[UUID]
    contact_person_id: Mapped[UUID]
    urgent: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    read_by: Mapped[str] = mapped_column(default="")
    passed_on_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    note: Mapped[JournalNote] = relationship(viewonly=True)
    contact_person: Mapped[ContactPerson] = relationship(viewonly=True)

    def tell_if_urgent(self) -> None:
        """Has the contact person told of it at once, where it cannot wait for the day's digest."""
        if self.urgent and self.read_at is None:
            told = {"contact_person_id": str(self.contact_person_id), "urgent": True}
            outbox.post("tell_contact", f"copy:{self.id}:told", told)

    @classmethod
    def waits(cls) -> ColumnElement[bool]:
        """Neither read by the contact person nor passed on to a successor."""
        return and_(cls.read_at.is_(None), cls.passed_on_at.is_(None))

    @classmethod
    def of_note(cls) -> ColumnElement[bool]:
        """How copies are joined to their notes."""
        return and_(JournalNote.tenant_id == cls.tenant_id, JournalNote.id == cls.note_id)


def read_notes(youth: Youth, *, by: Actor, page: int = 1) -> list[JournalNote]:
    """One page of the notes about `youth`, newest first; the reading is logged, and where the contact person reads it is
    the receipt of the notes read."""
    newest = notes_about(youth).order_by(None).order_by(JournalNote.written_at.desc(), JournalNote.id)
    newest = newest.limit(NOTES_A_PAGE).offset((page - 1) * NOTES_A_PAGE)
    notes = list(db.session.scalars(newest))
    audit.record("journal.read", youth, by=by)
    if is_contact(youth, by):
        receive(youth, notes, by=by)
    return notes


def notes_about(youth: Youth) -> Select[JournalNote]:
    """All notes about `youth`, the oldest first, each with the note it corrects and the one that corrects it."""
    beside = joinedload(JournalNote.corrects), joinedload(JournalNote.correction)
    about = select(JournalNote).where(JournalNote.youth_id == youth.id).options(*beside)
    return about.order_by(JournalNote.written_at, JournalNote.id)


def receive(youth: Youth, notes: Iterable[JournalNote], *, by: Actor) -> None:
    """The contact person has read these notes: the receipt (FY-38)."""
    theirs = NoteCopy.contact_person_id == youth.contact_person_id, NoteCopy.note_id.in_([note.id for note in notes])
    db.session.execute(update(NoteCopy).where(*theirs, NoteCopy.waits()).values(_receipt(by)))


def is_contact(youth: Youth, by: Actor) -> bool:
    """Whether `by` is the youth's contact person, signed in."""
    if by.user_id is None:
        return False
    contact = youth.contact_person
    return contact is not None and contact.user_id == by.user_id


def _receipt(by: Actor) -> dict[str, Any]:
    return {"read_at": now(), "read_by": by.name}


def count_notes(youth: Youth) -> int:
    """How many notes there are about `youth`."""
    about = select(func.count()).select_from(JournalNote).where(JournalNote.youth_id == youth.id)
    return db.session.scalar(about) or 0


def hold(youth: Youth) -> None:
    """Keeps others from writing about `youth` by hand, or changing its contact person, until the transaction ends."""
    db.session.execute(select(Youth.id).where(Youth.id == youth.id).with_for_update())
