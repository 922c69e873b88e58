"""A note and its copy."""

from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import Select, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.clock import now
from mentorkorps.youths import ContactPerson, Youth
from tenants import audit, outbox
from tenants.rows import CaseRow, inside
from tenants.scope import db
from tenants.users import Actor

NOTES_A_PAGE = 50


class JournalNote(CaseRow):
    """One note about a youth; never changed. A correction is a new note."""

    __tablename__ = "journal_notes"
    __table_args__ = (inside("youths", "youth_id"),)

    youth_id: Mapped[UUID]
    match_id: Mapped[UUID | None]
    act: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    text: Mapped[str]
    internal: Mapped[str] = mapped_column(default="")

    youth: Mapped[Youth] = relationship(viewonly=True)
    copies: Mapped[list["NoteCopy"]] = relationship(viewonly=True)

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
    ) -> Self:
        """Writes a note after an act and a copy for the contact person: told at once if `urgent`, else in the day's digest."""
        note = cls(
            youth_id=youth.id,
            match_id=match_id,
            act=act,
            written_at=now(),
            written_by=by.signature,
            text=text,
            internal=internal,
        )
        db.session.add(note)
        db.session.flush()
        if youth.contact_person_id:
            copy = NoteCopy(note_id=note.id, contact_person_id=youth.contact_person_id, urgent=urgent)
            db.session.add(copy)
            db.session.flush()
            if urgent:
                outbox.post(
                    "tell_contact",
                    f"copy:{copy.id}:told",
                    {"contact_person_id": str(youth.contact_person_id), "urgent": True},
                )
        return note


class NoteCopy(CaseRow):
    """The contact person's copy: when it was told of, and the receipt of its reading."""

    __tablename__ = "note_copies"
    __table_args__ = (
        inside("journal_notes", "note_id"),
        inside("contact_persons", "contact_person_id"),
        UniqueConstraint("tenant_id", "note_id", "contact_person_id"),
    )

    note_id: Mapped[UUID]
    contact_person_id: Mapped[UUID]
    urgent: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    read_by: Mapped[str] = mapped_column(default="")

    note: Mapped[JournalNote] = relationship(viewonly=True)
    contact_person: Mapped[ContactPerson] = relationship(viewonly=True)


def read_notes(youth: Youth, *, by: Actor, page: int = 1) -> list[JournalNote]:
    """One page of the notes about `youth`, newest first; the reading is logged, and where the contact person reads it is
    the receipt of the notes read."""
    about = select(JournalNote).where(JournalNote.youth_id == youth.id)
    newest = about.order_by(JournalNote.written_at.desc(), JournalNote.id).limit(NOTES_A_PAGE)
    notes = list(db.session.scalars(newest.offset((page - 1) * NOTES_A_PAGE)))
    audit.record("journal.read", youth, by=by)
    contact = youth.contact_person
    if contact and contact.user_id is not None and contact.user_id == by.user_id:
        unread = (
            NoteCopy.contact_person_id == contact.id,
            NoteCopy.read_at.is_(None),
            NoteCopy.note_id.in_([n.id for n in notes]),
        )
        db.session.execute(update(NoteCopy).where(*unread).values(read_at=now(), read_by=by.name))
    return notes


def count_notes(youth: Youth) -> int:
    """How many notes there are about `youth`."""
    about = select(func.count()).select_from(JournalNote).where(JournalNote.youth_id == youth.id)
    return db.session.scalar(about) or 0


def untold_copies() -> Select[NoteCopy]:
    """Copies nobody has been told of."""
    return select(NoteCopy).where(NoteCopy.told_at.is_(None))
