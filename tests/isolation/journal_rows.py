"""What is left of a journal: a correction, a contact person's absence, and a handover."""

from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.journal import Absence, Handover, JournalNote, correct
from mentorkorps.youths import Youth
from tenants.scope import db
from tenants.users import Actor


def write(youth: Youth, by: Actor) -> None:
    """By somebody of the corps."""
    note = db.session.scalars(select(JournalNote).where(JournalNote.youth_id == youth.id).limit(1)).one()
    correct(note, "Det var om torsdagen.", by=by)
    assert youth.contact_person is not None
    Absence.register(youth.contact_person, today(), today(), by=by)
    Handover.make(by=by)
