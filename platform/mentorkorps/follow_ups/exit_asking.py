"""Asking after the end: by link, one reminder, then the call list; done by an answer or a call (VB-16, VB-20)."""

from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from mentorkorps.clock import local, now, today
from mentorkorps.follow_ups.exits import EXIT_QUESTIONS, ExitAnswer, ExitContact
from mentorkorps.follow_ups.lists import with_people
from mentorkorps.follow_ups.rematch import waits_or_runs
from mentorkorps.follow_ups.waited import has_waited
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.links import Link
from mentorkorps.matches import Match
from mentorkorps.messages import Letter, ask
from mentorkorps.programmes import Rules, closed_ranges, is_resting, setting
from mentorkorps.refused import Refused
from mentorkorps.working_days import is_working_day, working_days_after
from tenants import audit
from tenants.scope import db
from tenants.standing import TODAY
from tenants.users import SYSTEM, Actor

WANTS_A_CALL = "talk"
WHO = {"mentor": N_("mentor"), "youth": N_("den unge")}


@cache
def _due() -> Select[ExitContact, bool]:
    """Contacts of which it may be time to ask, to remind or to ring, or whose youth has or waits for a new mentor."""
    taken = (ExitContact.side == "youth") & waits_or_runs(Match)
    return (
        select(ExitContact, taken)
        .join(Match, (Match.tenant_id == ExitContact.tenant_id) & (Match.id == ExitContact.match_id))
        .options(with_people(contains_eager(ExitContact.match)))
        .where(
            ExitContact.done_at.is_(None), ExitContact.raised_at.is_(None), ExitContact.opens_on <= TODAY,
            or_(
                ExitContact.asked_at.is_(None), taken,
                and_(
                    ExitContact.reminded_at.is_(None),
                    has_waited(ExitContact.asked_at, Match.rules, "remind_after_working_days"),
                ),
                has_waited(ExitContact.asked_at, Match.rules, "raise_after_working_days"),
            ),
        )
        .order_by(ExitContact.opens_on, ExitContact.id)
    )  # fmt: skip


def exits_to_ask() -> ColumnElement[bool]:
    """Whether `ask_exits` has anything to do, on a working day."""
    return _due().exists()


def ask_exits() -> None:
    """Asks whose window has opened, reminds once, and puts silence on the call list; on working days.

    A youth who has or waits for a new mentor is not asked. Who is only reached by phone is rung. A programme that rests asks
    nobody, and silence does not count while it does.
    """
    if not is_working_day(today()):
        return
    letters: dict[Letter, ExitContact] = {}
    for contact, is_taken in db.session.execute(_due()).unique().all():
        if is_taken:
            _done(contact, "dropped")
        elif not is_resting(contact.match.rules, today()) and (letter := _next_letter(contact)):
            letters[letter] = contact
    asking = ask(list(letters))
    for letter, contact in letters.items():
        _remember(contact, asking.at(letter))
        if letter in asking.to_ring:
            contact.raised_at = now()
        _note_asked(contact)


def _remember(contact: ExitContact, at: datetime) -> None:
    if contact.asked_at is None:
        contact.asked_at = at
    else:
        contact.reminded_at = at


def _next_letter(contact: ExitContact) -> Letter | None:
    """The letter that is due today; none while one waits for an answer, or the call list takes over."""
    if contact.asked_at is None:
        return _letter(contact, again=False)
    asked_on, rules = local(contact.asked_at).date(), contact.match.rules
    if contact.reminded_at is None:
        if _has_passed(asked_on, rules, "remind_after_working_days"):
            return _letter(contact, again=True)
    elif _has_passed(asked_on, rules, "raise_after_working_days"):
        contact.raised_at = now()
    return None


def _has_passed(asked_on: date, rules: Rules, rule: str) -> bool:
    return today() >= working_days_after(asked_on, setting(rules, "silence", rule), closed_ranges(rules))


def _letter(contact: ExitContact, *, again: bool) -> Letter:
    match = contact.match
    if contact.side == "mentor":
        return Letter(match.mentor, "exit_again_mentor" if again else "exit_mentor", contact.id, "exit", match.rules)
    return Letter(match.youth, "exit_again_youth" if again else "exit_youth", contact.id, "exit", match.rules)


def _note_asked(contact: ExitContact) -> None:
    if contact.raised_at:
        said = N_("Korpset ringer til %(who)s og hører, hvordan det er gået efter forløbet.")
    else:
        said = N_("Korpset har spurgt %(who)s, hvordan det er gået efter forløbet.")
    text = danish(said, who=WHO[contact.side])
    JournalNote.write(contact.match.youth, "exit_asked", text, by=SYSTEM, match_id=contact.match_id)


def exit_questions_for(contact: ExitContact) -> list[str]:
    """What is still to be asked; whether the story may be told is asked until it is answered once."""
    answered = set(db.session.scalars(select(ExitAnswer.question).where(ExitAnswer.exit_contact_id == contact.id)))
    before = (
        select(ExitAnswer.question)
        .join(
            ExitContact,
            (ExitContact.tenant_id == ExitAnswer.tenant_id) & (ExitContact.id == ExitAnswer.exit_contact_id),
        )
        .where(
            ExitContact.match_id == contact.match_id, ExitContact.side == contact.side, ExitAnswer.question == "story"
        )
    )
    if db.session.scalar(before.limit(1)):
        answered.add("story")
    return [question for question in EXIT_QUESTIONS[contact.side] if question not in answered]


def exit_answer(contact: ExitContact, question: str, value: str, *, by: Actor, words: str = "") -> None:
    """Keeps one tap, with words where there are some; the last makes the note. Refused when it is not asked (any longer).

    Who wants to talk about it is rung, and the contact is not done before.
    """
    match = locked_exit(contact)
    left = exit_questions_for(contact)
    if contact.done_at or question not in left:
        raise Refused(_("Det har du allerede svaret på. Tak."))
    if value not in EXIT_QUESTIONS[contact.side][question][1]:
        raise Refused(_("Vælg et af svarene."))
    db.session.add(
        ExitAnswer(exit_contact_id=contact.id, question=question, value=value, words=words.strip(), answered_at=now())
    )
    db.session.flush()
    audit.record(f"exit.{contact.side}_answered", contact, by=by)
    if value == WANTS_A_CALL:
        contact.raised_at = contact.raised_at or now()
    if left == [question]:
        _write_note(contact, match, by)
        if WANTS_A_CALL not in _values(contact).values():
            _done(contact, "answered")


def _write_note(contact: ExitContact, match: Match, by: Actor) -> None:
    """What a youth has said is for the corps; of the mentor the contact person reads that there was an answer."""
    questions = EXIT_QUESTIONS[contact.side]
    said = [
        f"{questions[question][0]} {questions[question][1][value]}." for question, value in _values(contact).items()
    ]
    words = [one.words for one in db.session.scalars(_answers(contact)) if one.words]
    text = danish(N_("Kontakt efter afslutningen: %(who)s har svaret."), who=WHO[contact.side])
    internal = " ".join([*said, *words])
    JournalNote.write(match.youth, "exit_answered", text, by=by, match_id=match.id, internal=internal)


def _values(contact: ExitContact) -> dict[str, str]:
    given = {one.question: one.value for one in db.session.scalars(_answers(contact))}
    return {question: given[question] for question in EXIT_QUESTIONS[contact.side] if question in given}


def _answers(contact: ExitContact) -> Select[ExitAnswer]:
    return select(ExitAnswer).where(ExitAnswer.exit_contact_id == contact.id)


def exit_called(contact: ExitContact, note: str, *, by: Actor, internal: str = "") -> None:
    """Staff have talked with the one after the end: the note is written, and the contact is done.

    Refused without a note, or when it is done already.
    """
    match = locked_exit(contact)
    if contact.done_at:
        raise Refused(_("Kontakten efter afslutningen er allerede gjort."))
    if not note.strip():
        raise Refused(_("Skriv kort, hvad I talte om."))
    JournalNote.write(match.youth, "exit_called", note.strip(), by=by, match_id=match.id, internal=internal.strip())
    audit.record("exit.called", contact, by=by)
    _done(contact, "called")


def locked_exit(contact: ExitContact) -> Match:
    """The pair, locked, and the contact read afresh."""
    match = contact.match
    match.lock()
    db.session.refresh(contact)
    return match


def _done(contact: ExitContact, how: str) -> None:
    contact.done_at, contact.done_how = now(), how
    if how != "answered":
        Link.revoke(contact.id)
    db.session.flush()
