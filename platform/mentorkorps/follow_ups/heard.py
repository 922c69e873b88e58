"""What somebody tells us about hearing from us: another channel, stop, start, or words in answer to a text message (VB-19)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from mentorkorps.channel import CHANNELS, dialled
from mentorkorps.clock import now
from mentorkorps.follow_ups.exits import ExitContact
from mentorkorps.follow_ups.follow_up import FollowUp
from mentorkorps.follow_ups.lists import running_with
from mentorkorps.follow_ups.steps import put_on_list
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, danish
from mentorkorps.matches import Match
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Message, person_of
from mentorkorps.youths import Youth
from tenants.scope import db
from tenants.users import Actor

LONGEST = 500  # of an answer by SMS
CHANNEL = {
    "mentor": N_("Mentor hører fremover fra os sådan: %(channel)s."),
    "youth": N_("Den unge hører fremover fra os sådan: %(channel)s."),
}
STOPPED = {
    "mentor": N_("Mentor har sagt stop til SMS fra os."),
    "youth": N_("Den unge har sagt stop til SMS fra os."),
}
STARTED = {
    "mentor": N_("Mentor vil gerne have SMS fra os igen."),
    "youth": N_("Den unge vil gerne have SMS fra os igen."),
}
REPLIED = {
    "mentor": N_("Mentor har svaret på en SMS. Korpset læser svaret og ringer."),
    "youth": N_("Den unge har svaret på en SMS. Korpset læser svaret og ringer."),
}


def note_channel(holder: str, person_id: UUID, channel: str, *, by: Actor) -> None:
    """A note in this tenant that the person hears from us by `channel`: about the youth, or each youth the mentor is with."""
    _note(holder, person_id, "channel", danish(CHANNEL[holder], channel=CHANNELS[channel]), by)


def note_stop(number: str, *, stopped: bool) -> None:
    """A note in this tenant that whoever has that number has said stop to text messages, or start; the number is not told."""
    sentences = STOPPED if stopped else STARTED
    for holder, person in _with(number):
        by = Actor(holder, person.name)
        _note(holder, person.id, "channel", danish(sentences[holder]), by)


def last_text_to(number: str) -> tuple[datetime, UUID] | None:
    """When this tenant last wrote to the number, and by which message."""
    theirs = Message.channel == "sms", Message.to_address == number, Message.person_id.is_not(None)
    newest = (
        select(Message.written_at, Message.id).where(*theirs).order_by(Message.written_at.desc(), Message.id).limit(1)
    )
    row = db.session.execute(newest).one_or_none()
    return (row.written_at, row.id) if row else None


def replied(message_id: UUID, text: str) -> bool:
    """Somebody has answered this tenant's message with words that are no stop: they come back as work to read. Whether anybody
    rings about it: about a pair that runs, or that has ended and is asked about.

    The words stand in the internal part of a note about the pair the message was about; where that cannot be told, they stand
    with nobody's, and somebody rings to ask.
    """
    message = Message.get(message_id)
    person = person_of(message.holder, message.person_id) if message.person_id else None
    if person is None:
        return False
    by, said = Actor(message.holder, person.name), text.strip()[:LONGEST]
    steps = running_with([person.id])
    about = [step for step in steps if message.about_id in (step.id, step.match_id)] or steps
    for step in about:
        put_on_list(step.match, "replied")
        shared, internal = danish(REPLIED[message.holder]), said if len(about) == 1 else ""
        JournalNote.write(step.match.youth, "replied", shared, by=by, match_id=step.match_id, internal=internal)
    return bool(steps) or _replied_after_the_end(message.holder, person, said, by)


def _replied_after_the_end(holder: str, person: Mentor | Youth, said: str, by: Actor) -> bool:
    """Who is asked how it has gone since the end, and answers in words, is rung; a youth's words are kept in any case."""
    whose = Match.mentor_id if holder == "mentor" else Match.youth_id
    asked = ExitContact.side == holder, ExitContact.asked_at.is_not(None), ExitContact.done_at.is_(None)
    contact = db.session.scalar(
        select(ExitContact)
        .join(ExitContact.match)
        .where(whose == person.id, *asked)
        .order_by(ExitContact.asked_at.desc())
        .limit(1)
    )
    if contact is not None:
        contact.raised_at = contact.raised_at or now()
        text = danish(REPLIED[holder])
        JournalNote.write(contact.match.youth, "replied", text, by=by, match_id=contact.match_id, internal=said)
    elif isinstance(person, Youth):
        JournalNote.write(person, "replied", danish(REPLIED["youth"]), by=by, internal=said)
    return contact is not None


def _note(holder: str, person_id: UUID, act: str, text: str, by: Actor) -> None:
    steps: list[FollowUp] = running_with([person_id])
    for step in steps:
        JournalNote.write(step.match.youth, act, text, by=by, match_id=step.match_id)
    person = person_of(holder, person_id) if not steps else None
    if isinstance(person, Youth):
        JournalNote.write(person, act, text, by=by)


def _with(number: str) -> list[tuple[str, Mentor | Youth]]:
    """Youths of the tenant and mentors of its running pairs, by a number however it was written down."""
    ends = f"%{number[-2:]}"
    youths = db.session.scalars(select(Youth).where(Youth.phone.like(ends)))
    mentors = db.session.scalars(select(Mentor).where(Mentor.phone.like(ends)))
    found: list[tuple[str, Mentor | Youth]] = [("youth", one) for one in youths]
    found += [("mentor", one) for one in mentors]
    return [(holder, one) for holder, one in found if dialled(one.phone) == number]
