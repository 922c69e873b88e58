"""Ayla's journal: what Karen, Kim and Cille write, and what was sent about it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN
from mentorkorps.journal import JournalNote, NoteCopy
from mentorkorps.messages import Message
from mentorkorps.messages.delivery import words_of
from tenants.scope import acting_for, db
from tests.cast import actor, enrol, tenant, youth_named

HERE = "svendborg"
SAID = "De mødes på fredag."
INTERNAL = "Bent lød træt."


def ayla(**more: Any) -> str:
    """Karen enrols Ayla; her page."""
    with acting_for(tenant(HERE)):
        return f"/{HERE}/unge/{enrol(actor('karen'), **{'case_number': '2014-77', **more}).youth_id}"


def written(text: str = SAID, *, of: str = "Ayla", by: str = "cille", **more: Any) -> None:
    """A note about the youth."""
    with acting_for(tenant(HERE)):
        JournalNote.write(youth_named(of), "called", text, by=actor(by), **more)


def copies(of: str = "Ayla") -> list[tuple[str, bool, bool, bool]]:
    """To whom, whether told, read, and passed on; in the order of the alphabet."""
    with acting_for(tenant(HERE)):
        about = select(NoteCopy).join(JournalNote, NoteCopy.of_note()).where(JournalNote.youth_id == youth_named(of).id)
        rows = db.session.scalars(about)
        return sorted(
            (row.contact_person.email, bool(row.told_at), bool(row.read_at), bool(row.passed_on_at)) for row in rows
        )


def letters(template: str) -> list[tuple[str, str]]:
    """To which address, and with what words, letters of that template went."""
    with acting_for(tenant(HERE)):
        sent = db.session.scalars(select(Message).where(Message.template == template).order_by(Message.to_address))
        return [(message.to_address, " ".join(words_of(message))) for message in sent]


def at(day: date, hour: int = 9) -> datetime:
    """That hour of that day."""
    return datetime.combine(day, time(hour), COPENHAGEN)


def later(days: int) -> datetime:
    """So many days after the opening."""
    return at(date(2014, 6, 15) + timedelta(days=days))
