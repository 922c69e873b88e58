"""Telling the contact person: one notice a day of what is new, concerns and endings at once; never a name in it (FY-38)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from mentorkorps.clock import now
from mentorkorps.journal.note import NoteCopy, untold_copies
from mentorkorps.messages import to_contact
from mentorkorps.youths.contact import plain
from tenants.scope import db


def daily_digest() -> None:
    """One mail to each address of a contact person with copies nobody has told of."""
    _tell_of(db.session.scalars(_untold()).all())


def tell(contact_id: UUID, *, urgent: bool = False) -> None:
    """Tells one contact person of what is new; nothing is sent when it has been told."""
    theirs = _untold().where(NoteCopy.contact_person_id == contact_id)
    _tell_of(db.session.scalars(theirs.where(NoteCopy.urgent) if urgent else theirs).all(), urgent=urgent)


def _untold() -> Select[NoteCopy]:
    return (
        untold_copies().options(joinedload(NoteCopy.contact_person)).order_by(NoteCopy.contact_person_id, NoteCopy.id)
    )


def _tell_of(copies: Sequence[NoteCopy], *, urgent: bool = False) -> None:
    for contact in {plain(copy.contact_person.email): copy.contact_person for copy in copies}.values():
        to_contact(contact, "news_urgent" if urgent else "news", contact.id, path="/unge")
    for copy in copies:
        copy.told_at = now()
