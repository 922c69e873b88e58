"""Telling the contact person: one notice a day of what is new, concerns and endings at once; never a name in it (FY-38)."""

from uuid import UUID

from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.journal.note import NoteCopy, untold_copies
from mentorkorps.messages import to_contact
from mentorkorps.youths import ContactPerson
from tenants.scope import db


def daily_digest() -> None:
    """One mail to each contact person with copies nobody has told of."""
    for contact_id in {copy.contact_person_id for copy in db.session.scalars(untold_copies())}:
        tell(contact_id)


def tell(contact_id: UUID, *, urgent: bool = False) -> None:
    """Tells one contact person of what is new; nothing is sent when it has been told."""
    theirs = untold_copies().where(NoteCopy.contact_person_id == contact_id)
    untold = db.session.scalars(theirs.where(NoteCopy.urgent) if urgent else theirs).all()
    if not untold:
        return
    contact = db.session.scalars(select(ContactPerson).where(ContactPerson.id == contact_id)).one()
    to_contact(contact, "news_urgent" if urgent else "news", contact.id, path="/unge")
    for copy in untold:
        copy.told_at = now()
