"""Telling the contact person: one notice a working day of what is new, concerns and endings at once; never a name in it (FY-38)."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import joinedload

from mentorkorps.clock import now, today
from mentorkorps.journal.cases import cases_of
from mentorkorps.journal.note import JournalNote, NoteCopy
from mentorkorps.messages import to_contact, told_today
from mentorkorps.working_days import is_working_day
from mentorkorps.youths.contact import plain
from tenants.scope import db


@cache
def _untold() -> Select[NoteCopy]:
    return (
        select(NoteCopy)
        .where(NoteCopy.told_at.is_(None), NoteCopy.waits())
        .options(joinedload(NoteCopy.contact_person), joinedload(NoteCopy.note).joinedload(JournalNote.youth))
        .order_by(NoteCopy.contact_person_id, NoteCopy.id)
    )


def news() -> ColumnElement[bool]:
    """Whether `daily_digest` has anything to do, on a working day."""
    return _untold().exists()


def daily_digest() -> None:
    """One mail to each address of a contact person with copies nobody has told of, with the case numbers they are about; where
    another tenant has told the address today, the next working day. On any other day nobody is at work to read it, so it waits."""
    if not is_working_day(today()):
        return
    copies = db.session.scalars(_untold()).all()
    ours = told_today({plain(copy.contact_person.email) for copy in copies})
    _tell_of([copy for copy in copies if plain(copy.contact_person.email) in ours])


def tell(contact_id: UUID, *, urgent: bool = False) -> None:
    """Tells one contact person of what is new; nothing is sent when it has been told, read or passed on."""
    theirs = _untold().where(NoteCopy.contact_person_id == contact_id)
    _tell_of(db.session.scalars(theirs.where(NoteCopy.urgent) if urgent else theirs).all(), urgent=urgent)


def _tell_of(copies: Sequence[NoteCopy], *, urgent: bool = False) -> None:
    theirs: dict[str, list[NoteCopy]] = {}
    for copy in copies:
        theirs.setdefault(plain(copy.contact_person.email), []).append(copy)
    for news in theirs.values():
        contact, cases = news[-1].contact_person, cases_of(copy.note.youth for copy in news)
        to_contact(contact, "news_urgent" if urgent else "news", contact.id, path="/unge", cases=cases)
    if not copies:
        return
    told = update(NoteCopy).where(NoteCopy.id.in_([copy.id for copy in copies])).values(told_at=now())
    db.session.execute(told, execution_options={"synchronize_session": False})
