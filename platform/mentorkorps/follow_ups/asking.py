"""Asking a pair how it goes: questions of one tap, reminders, silence, worries and calls (FY-36, FY-38)."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import Select, select

from mentorkorps import matches
from mentorkorps.clock import local, now, today
from mentorkorps.follow_ups.follow_up import Answer, FollowUp
from mentorkorps.follow_ups.steps import done, last_contact, locked, put_on_list
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match, Meeting, SecondYes
from mentorkorps.messages import to_mentor, to_youth
from mentorkorps.refused import Refused
from mentorkorps.working_days import working_days_after
from tenants import audit
from tenants.scope import db
from tenants.users import SYSTEM, Actor

#: At most three, one tap each. The first is left out where the meeting log has answered it.
QUESTIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "met": (N_("Har I mødtes, siden vi sidst spurgte?"), {"yes": N_("Ja"), "no": N_("Nej")}),
    "going": (N_("Hvordan går det?"), {"good": N_("Godt"), "fair": N_("Nogenlunde"), "bad": N_("Ikke godt")}),
    "call": (N_("Skal vi ringe til dig?"), {"no": N_("Nej tak"), "yes": N_("Ja, ring til mig")}),
}
#: Answers that are told at once and rung about.
WORRIES = {("going", "bad"), ("call", "yes")}
PRESSED_TWICE = timedelta(minutes=10)


def ask_due() -> None:
    """Asks both of every running pair whose window has opened; reminds once; puts silence on the staff's list."""
    for follow_up in db.session.scalars(_open_by(today())):
        silence = follow_up.match.rules["silence"]
        if follow_up.asked_at is None:
            _ask(follow_up, "follow_up")
            follow_up.asked_at = now()
        elif follow_up.reminded_at is None:
            if today() >= working_days_after(local(follow_up.asked_at).date(), silence["remind_after_working_days"]):
                follow_up.reminded_at = now()
                _ask(follow_up, "follow_up_again")
        elif today() >= working_days_after(local(follow_up.asked_at).date(), silence["raise_after_working_days"]):
            follow_up.raised_at, follow_up.raised_because = now(), "silence"
    _raise_unanswered_second_yes()


def _open_by(day: date) -> Select[FollowUp]:
    return (
        select(FollowUp)
        .join(Match, (Match.tenant_id == FollowUp.tenant_id) & (Match.id == FollowUp.match_id))
        .where(
            Match.ended_at.is_(None), FollowUp.done_at.is_(None), FollowUp.raised_at.is_(None), FollowUp.opens_on <= day
        )
        .order_by(FollowUp.opens_on, FollowUp.id)
    )


def _ask(follow_up: FollowUp, template: str) -> None:
    match = follow_up.match
    to_mentor(match.mentor, template, follow_up.id, purpose="follow_up")
    to_youth(match.youth, template, follow_up.id, purpose="follow_up")
    if template == "follow_up":
        act, text = "asked", danish(N_("Korpset har spurgt mentor og den unge, hvordan det går."))
    else:
        act, text = "reminded", danish(N_("Korpset har mindet mentor og den unge om at svare."))
    JournalNote.write(match.youth, act, text, by=SYSTEM, match_id=match.id)


def _raise_unanswered_second_yes() -> None:
    """Who has not said whether to go on is asked by phone (FY-47): the pair is put on the staff's list, once."""
    silent = (
        select(SecondYes, Match)
        .join(Match, (Match.tenant_id == SecondYes.tenant_id) & (Match.id == SecondYes.match_id))
        .where(SecondYes.answered_at.is_(None), SecondYes.raised_at.is_(None), Match.ended_at.is_(None))
        .order_by(SecondYes.asked_at, SecondYes.id)
    )
    for question, match in db.session.execute(silent).all():
        days = match.rules["silence"]["raise_after_working_days"]
        if today() >= working_days_after(local(question.asked_at).date(), days):
            question.raised_at = now()
            put_on_list(match, "second_yes")


def questions_for(follow_up: FollowUp, side: str) -> list[str]:
    """The questions still open for one side, never what the meeting log has answered."""
    answered = set(
        db.session.scalars(select(Answer.question).where(Answer.follow_up_id == follow_up.id, Answer.side == side))
    )
    known = {"met"} if _met_since_last(follow_up) else set()
    return [q for q in QUESTIONS if q not in answered | known]


def _met_since_last(follow_up: FollowUp) -> bool:
    since = last_contact(follow_up.match, before=follow_up.serial) or follow_up.match.started_on
    held = Meeting.match_id == follow_up.match_id, Meeting.took_place, Meeting.held_on >= since
    return bool(db.session.scalar(select(Meeting.id).where(*held).limit(1)))


def answer(follow_up: FollowUp, side: str, question: str, value: str, *, by: Actor) -> None:
    """Keeps one tap; a worry is acted on at once. The last of one side's makes the note and, the first time, the next step.

    Refused for an unknown or already answered question, or when the pair has ended.
    """
    match = locked(follow_up)
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet. Tak for dine svar."))
    if question not in questions_for(follow_up, side) or value not in QUESTIONS[question][1]:
        raise Refused(_("Det har du allerede svaret på. Tak."))
    db.session.add(Answer(follow_up_id=follow_up.id, side=side, question=question, value=value, answered_at=now()))
    db.session.flush()
    is_last = not questions_for(follow_up, side)
    if is_last:
        _write_note(follow_up, side, by)
        done(follow_up, "answered")
    _act_on(match, side, question, value, by)


def _act_on(match: Match, side: str, question: str, value: str, by: Actor) -> None:
    """A worry is told at once and rung about; a first meeting told of by a tap counts, and one not held is rung about."""
    if question == "met" and match.first_met_on is None:
        if value == "yes":
            matches.have_met(match, today())
        else:
            put_on_list(match, "not_met")
    if (question, value) in WORRIES:
        who = N_("mentor") if side == "mentor" else N_("den unge")
        shared = danish(N_("Korpset ringer til %(who)s efter opfølgningen."), who=who)
        internal = f"{QUESTIONS[question][0]} {QUESTIONS[question][1][value]}."
        JournalNote.write(match.youth, "worry", shared, by=by, match_id=match.id, internal=internal, urgent=True)
        put_on_list(match, "worry")


def _write_note(follow_up: FollowUp, side: str, by: Actor) -> None:
    given = db.session.scalars(select(Answer).where(Answer.follow_up_id == follow_up.id, Answer.side == side))
    values = {a.question: a.value for a in given}
    said = " ".join(f"{QUESTIONS[q][0]} {QUESTIONS[q][1][values[q]]}." for q in QUESTIONS if q in values)
    match = follow_up.match
    if side == "mentor":
        text = danish(N_("Opfølgning med mentor. %(said)s"), said=said)
        JournalNote.write(match.youth, "follow_up", text, by=by, match_id=match.id)
    else:
        text = danish(N_("Opfølgning med den unge. Den unge har svaret."))
        JournalNote.write(match.youth, "follow_up", text, by=by, match_id=match.id, internal=said)


def called(follow_up: FollowUp, note: str, *, by: Actor, internal: str = "") -> None:
    """Staff have reached the pair by phone: the note is written, and the follow-up done unless it is not due for long.

    `internal` is not copied to the contact person. Refused without a note, when the pair has ended, or for the same note
    twice (the button pressed twice).
    """
    match = locked(follow_up)
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet, så der er ingen opfølgning."))
    if not note.strip():
        raise Refused(_("Skriv kort, hvad I talte om."))
    same = JournalNote.match_id == match.id, JournalNote.act == "called", JournalNote.text == note.strip()
    if db.session.scalar(select(JournalNote.id).where(*same, JournalNote.written_at > now() - PRESSED_TWICE)):
        raise Refused(_("Opkaldet er allerede skrevet ned."))
    JournalNote.write(match.youth, "called", note.strip(), by=by, match_id=match.id, internal=internal.strip())
    audit.record("follow_up.called", follow_up, by=by)
    soon = timedelta(days=match.rules["follow_up"]["merge_within_days"])
    if follow_up.raised_at or today() >= follow_up.opens_on - soon:
        done(follow_up, "called")
