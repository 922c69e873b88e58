"""Asking a pair how it goes, each by their channel; reminders, silence and calls (FY-36, FY-38, DF-16, VB-15, VB-19)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import cache, partial

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from mentorkorps.clock import local, now, today
from mentorkorps.follow_ups.alarm import alarms_due, sound_alarms
from mentorkorps.follow_ups.follow_up import FollowUp
from mentorkorps.follow_ups.lists import UNREACHABLE, mind_unreachable, with_people
from mentorkorps.follow_ups.other_questions import ask_other_questions_again, other_questions_due
from mentorkorps.follow_ups.pausing import mind_pauses, pauses_due
from mentorkorps.follow_ups.silent_side import half_answered_due, mind_silent_sides
from mentorkorps.follow_ups.steps import done, locked, put_on_list
from mentorkorps.follow_ups.waited import has_waited
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.messages import Letter, ask, withdraw
from mentorkorps.programmes import closed_ranges, is_resting, setting
from mentorkorps.refused import Refused
from mentorkorps.working_days import working_days_after
from tenants import audit
from tenants.scope import db
from tenants.standing import TODAY, Look
from tenants.users import SYSTEM, Actor

PRESSED_TWICE = timedelta(minutes=10)
#: On the list, but the other one is still asked and reminded; the alarm and a message come on the same morning.
STILL_ASKED = ("phone", "unreachable", "alarm_not_met", "alarm_no_next", "alarm_one_sided")
ASKED = {
    "follow_up": {
        frozenset({"mentor", "youth"}): N_("Korpset har spurgt mentor og den unge, hvordan det går."),
        frozenset({"mentor"}): N_("Korpset har spurgt mentor, hvordan det går. Den unge bliver ringet op."),
        frozenset({"youth"}): N_("Korpset har spurgt den unge, hvordan det går. Mentor bliver ringet op."),
        frozenset(): N_("Korpset ringer til mentor og den unge for at høre, hvordan det går."),
    },
    "follow_up_again": {
        frozenset({"mentor", "youth"}): N_("Korpset har mindet mentor og den unge om at svare."),
        frozenset({"mentor"}): N_("Korpset har mindet mentor om at svare."),
        frozenset({"youth"}): N_("Korpset har mindet den unge om at svare."),
    },
}


@cache
def _steps() -> Select[FollowUp]:
    """Open steps of which it may be time to ask, to remind, or to ring."""
    return (
        select(FollowUp)
        .join(Match, (Match.tenant_id == FollowUp.tenant_id) & (Match.id == FollowUp.match_id))
        .options(with_people(contains_eager(FollowUp.match)))
        .where(
            Match.ended_at.is_(None), FollowUp.done_at.is_(None), FollowUp.opens_on <= TODAY, FollowUp.kind != "pause",
            or_(
                FollowUp.raised_at.is_(None), FollowUp.raised_because.in_(STILL_ASKED),
                and_(FollowUp.raised_because == "silence", FollowUp.asked_at.is_(None)),  # silent in the step before
            ),
            or_(
                FollowUp.asked_at.is_(None),
                and_(
                    FollowUp.reminded_at.is_(None), has_waited(FollowUp.asked_at, Match.rules, "remind_after_working_days")
                ),
                and_(FollowUp.raised_at.is_(None), has_waited(FollowUp.asked_at, Match.rules, "raise_after_working_days")),
            ),
        )
        .order_by(FollowUp.opens_on, FollowUp.id)
    )  # fmt: skip


def _parts_due() -> tuple[ColumnElement[bool], ...]:
    """Whether pauses come to their end, and whether each part of `ask_due` has anything to look at."""
    steps = _steps().exists(), half_answered_due()
    return pauses_due(), UNREACHABLE.exists(), *steps, other_questions_due(), alarms_due().exists()


_LOOK = Look(_parts_due)


def ask_due() -> None:
    """Ends the pauses that are over; asks both of every running pair whose window has opened, each by their channel; reminds
    once; puts on the staff's list who is silent, wishes to be rung, or cannot be reached, and whatever the alarm of early
    endings says."""
    pauses_end, *due = _LOOK.ask()
    if pauses_end:
        mind_pauses()
        due = list(_LOOK.ask()[1:])
    for part, is_any in zip(_parts(), due, strict=True):
        if is_any:
            part()


def _parts() -> tuple[Callable[[], None], ...]:
    """What `ask_due` does, in the order of `_parts_due` behind the pauses."""
    return mind_unreachable, _ask_steps, mind_silent_sides, ask_other_questions_again, partial(sound_alarms, today())


def _ask_steps() -> None:
    first, again = [], []
    for step in db.session.scalars(_steps()).unique().all():
        if is_resting(step.match.rules, today()):
            continue
        if step.asked_at is None:
            first.append(step)
        elif step.reminded_at is None:
            again += [step] if _has_passed(step, "remind_after_working_days") else []
        elif step.raised_at is None and _has_passed(step, "raise_after_working_days"):
            put_on_list(step.match, "silence")
    _ask_all(first, "follow_up")
    _ask_all(again, "follow_up_again")


def _has_passed(step: FollowUp, rule: str) -> bool:
    assert step.asked_at is not None
    rules, asked_on = step.match.rules, local(step.asked_at).date()
    return today() >= working_days_after(asked_on, setting(rules, "silence", rule), closed_ranges(rules))


def _ask_all(steps: Sequence[FollowUp], template: str) -> None:
    """All of the day's questions in a few statements; who is to be rung instead puts the pair on the list."""
    theirs = {step: list(_letters(step, template)) for step in steps}
    asking = ask([letter for letters in theirs.values() for letter in letters])
    for step, letters in theirs.items():
        rung = [letter for letter in letters if letter not in asking.goes]
        if template == "follow_up":
            step.asked_at = asking.at(*letters)
            for letter in rung:
                _ring(step, "phone" if getattr(letter.person, "channel", "") == "phone" else "unreachable")
        else:
            step.reminded_at = asking.at(*letters)
        _write_note(step, template, {letter.holder for letter in rung})


def _letters(step: FollowUp, template: str) -> Iterable[Letter]:
    for person in (step.match.mentor, step.match.youth):
        yield Letter(person, template, step.id, "follow_up", step.match.rules)


def _ring(step: FollowUp, because: str) -> None:
    if step.raised_at is None:
        step.raised_at, step.raised_because = now(), because


def _write_note(step: FollowUp, template: str, rung: set[str]) -> None:
    text = ASKED[template].get(frozenset({"mentor", "youth"} - rung))
    if text:
        act = "asked" if template == "follow_up" else "reminded"
        JournalNote.write(step.match.youth, act, danish(text), by=SYSTEM, match_id=step.match_id)


def called(follow_up: FollowUp, note: str, *, by: Actor, internal: str = "", ends: bool = True) -> None:
    """Staff have reached the pair by phone: the note is written, and the follow-up done unless it is not due for long.

    `internal` is not copied to the contact person. Unless it `ends` the step, whom it is about has yet to be rung. What it
    ends is no longer asked by a message that is still to go.
    Refused without a note, when the pair has ended, or for the same note twice (the button pressed twice).
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
    soon = timedelta(days=setting(match.rules, "follow_up", "merge_within_days"))
    if ends and (follow_up.raised_at or today() >= follow_up.opens_on - soon):
        withdraw(follow_up.id)
        done(follow_up, "called")
