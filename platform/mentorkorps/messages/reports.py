"""What comes back from the gateways: a message delivered or failed, a mail returned, a number that says stop or start."""

from uuid import UUID

from sqlalchemy import or_, select

from mentorkorps.channel import dialled
from mentorkorps.clock import now
from mentorkorps.mentors import Mentor
from mentorkorps.messages.message import Message
from mentorkorps.messages.returned import came_back
from mentorkorps.messages.write import Letter, confirm_stop
from mentorkorps.youths import Youth
from tenants import audit
from tenants.scope import db, own_id
from tenants.users import Actor

STOP = {
    "STOP", "STOPP", "STOPALT", "STOPALL", "AFMELD", "AFMELDT", "AFMELDE", "FRAMELD", "FRAMELDT", "FRAMELDE", "UNSUBSCRIBE",
    "SLUT", "END", "QUIT", "CANCEL",
}  # fmt: skip
#: What may stand beside a stop word and change nothing: STOP ALT, stop sms'er, nej tak, stop, please stop.
BESIDE = {
    "ALT", "ALL", "ALLE", "SMS", "SMSER", "SMS'ER", "SMS'ERNE", "SMSERNE", "BESKED", "BESKEDER", "BESKEDERNE", "MED", "AT", "SENDE",
    "SENDER", "SEND", "MIG", "TAK", "NEJ", "HEJ", "NU", "VENLIGST", "MENTORKORPS", "MENTORKORPSET", "PLEASE", "THANKS",
    "MESSAGES", "TEXTS",
}  # fmt: skip
START = {"START", "TILMELD", "SUBSCRIBE"}


def reported(message_id: UUID, *, delivered: bool, why: str = "") -> bool:
    """The gateway says how it went with a message of the tenant acted in; False where there is no such message.

    A failure makes the person unreachable on that address, for all who asked by the message; said twice is once.
    """
    message = db.session.scalar(select(Message).where(Message.id == message_id))
    if message is None:
        return False
    if delivered:
        message.delivered_at = message.delivered_at or now()
    else:
        came_back(message, why)
    return True


def is_stop(text: str) -> bool:
    """STOP, Stop alt, Afmeld, stop tak: the whole message is a stop word, however it is written, and at most what may stand
    beside one. "Stop lige, jeg kommer kl. 5" is none."""
    said = text.replace("’", "'")
    words = {
        word.strip("'").upper()
        for word in "".join(sign if sign.isalnum() or sign == "'" else " " for sign in said).split()
    }
    return bool(words & STOP) and words <= STOP | BESIDE


def is_start(text: str) -> bool:
    """The holder of the number wants text messages again."""
    return text.strip().strip("!.").upper() in START


def stop(number: str, *, confirm: bool) -> bool:
    """No text message of this tenant goes to that number from now on; whether anybody here has it.

    Youths of the tenant and mentors of the house. One of them gets the confirmation, where `confirm`.
    """
    found = [person for person in _with(number) if not person.has_said_stop]
    for person in found:
        person.sms_stopped_number, person.sms_stopped_at = number, now()
        audit.record("sms.stopped", person, by=_holder(person))
    db.session.flush()
    if found and confirm:
        confirm_stop(Letter(found[0], "stopped", found[0].id), number)
    return bool(found)


def start(number: str) -> bool:
    """The number takes text messages again; whether anybody here had said stop."""
    found = [person for person in _with(number) if person.has_said_stop]
    for person in found:
        person.sms_stopped_number, person.sms_stopped_at = None, None
        audit.record("sms.started", person, by=_holder(person))
    return bool(found)


def _holder(person: Mentor | Youth) -> Actor:
    return Actor("mentor" if isinstance(person, Mentor) else "youth", person.name)


def _with(number: str) -> list[Youth | Mentor]:
    """Whoever has that number, however it was written down: it ends alike."""
    ends = f"%{number[-2:]}"
    youths = select(Youth).where(or_(Youth.phone.like(ends), Youth.sms_stopped_number == number))
    mentors = select(Mentor).where(or_(Mentor.phone.like(ends), Mentor.sms_stopped_number == number))
    found = [*db.session.scalars(youths), *db.session.scalars(mentors.where(Mentor.tenant_id == own_id()))]
    return [person for person in found if dialled(person.phone) == number]
