"""A new contact person: what the old one has not read goes on to the new one, who is told at once (FY-38)."""

from typing import Any

from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.journal.cases import cases_of
from mentorkorps.journal.note import JournalNote, NoteCopy, hold
from mentorkorps.language import N_, danish
from mentorkorps.messages import to_contact
from mentorkorps.youths import ContactPerson, Youth
from tenants import audit
from tenants.scope import db
from tenants.users import Actor


def change_contact(youth: Youth, facts: dict[str, Any], *, by: Actor, case_number: str | None = None) -> bool:
    """The youth gets the contact person with the address in `facts`; False where it is the one it has, whose name and
    phone are then kept as given.

    Copies that the old one has not read stay in the history as told and never read; the new one gets copies of them, and
    one message at once. `case_number` is the new one's own, where it is known.
    """
    hold(youth)
    before = youth.contact_person
    after = ContactPerson.named(facts, instead_of=before)
    if case_number is not None:
        youth.case_number = case_number
    if before is not None and after.id == before.id:
        return False
    youth.contact_person_id = after.id
    db.session.flush()
    db.session.expire(youth, ["contact_person"])
    audit.record("contact.changed", youth, by=by)
    if before is not None:
        _pass_on(youth, before, after)
    JournalNote.write(youth, "contact_changed", danish(N_("Den unge har fået en ny kontaktperson.")), by=by)
    _tell(youth, after)
    return True


def _pass_on(youth: Youth, before: ContactPerson, after: ContactPerson) -> None:
    theirs = select(NoteCopy).join(JournalNote, NoteCopy.of_note()).where(JournalNote.youth_id == youth.id)
    left = db.session.scalars(theirs.where(NoteCopy.contact_person_id == before.id, NoteCopy.waits())).all()
    had = {copy.note_id: copy for copy in db.session.scalars(theirs.where(NoteCopy.contact_person_id == after.id))}
    for copy in left:
        copy.passed_on_at = now()
        if copy.note_id in had:  # the youth is back with somebody who had a copy before
            had[copy.note_id].passed_on_at = None
        else:
            db.session.add(NoteCopy(note_id=copy.note_id, contact_person_id=after.id, urgent=copy.urgent))
    db.session.flush()


def _tell(youth: Youth, contact: ContactPerson) -> None:
    """One message about everything that waits; nothing of it comes again in the digest."""
    about = select(NoteCopy).join(JournalNote, NoteCopy.of_note()).where(JournalNote.youth_id == youth.id)
    for copy in db.session.scalars(about.where(NoteCopy.contact_person_id == contact.id, NoteCopy.waits())):
        copy.told_at = now()
    to_contact(contact, "new_contact", youth.id, path=f"/unge/{youth.id}", cases=cases_of([youth]))
