"""Meetings, as a mentor logs them in twenty seconds, and the second yes after the first (DF-15, FY-47)."""

from datetime import date

from sqlalchemy import select

from mentorkorps.clock import now, today
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches.facts import PLACES, Meeting, SecondYes
from mentorkorps.matches.match import Match
from mentorkorps.messages import Letter, ask
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import new_id
from tenants.scope import db
from tenants.users import SYSTEM, Actor


class AlreadyWritten(Refused):
    """The same day was logged before, as held or as missed."""


def record_meeting(
    match: Match,
    *,
    held_on: date,
    took_place: bool,
    minutes: int | None,
    place: str | None,
    next_on: date | None,
    by: Actor,
    asks: bool = True,
) -> Meeting:
    """Remembers a meeting, held or missed, and the next date.

    Refused for an ended pair, a day to come, one before the start, or (AlreadyWritten) a meeting already logged: the button
    pressed twice.
    """
    match.lock()
    _check(match, held_on, took_place, minutes, place, next_on)
    meeting = Meeting(
        id=new_id(), match_id=match.id, held_on=held_on, took_place=took_place, minutes=minutes if took_place else None,
        place=place if took_place else None, next_on=next_on, logged_at=now(), logged_by=by.signature,
    )  # fmt: skip
    db.session.add(meeting)
    audit.record("meeting.logged", meeting, by=by)
    JournalNote.write(match.youth, "meeting", sentence(meeting), by=by, match_id=match.id)
    if took_place:
        have_met(match, held_on, asks=asks)
    return meeting


def have_met(match: Match, day: date, *, asks: bool = True) -> None:
    """They met on `day`. The first time both are asked whether to go on, unless nobody `asks` now (`ask_second_yes`); a meeting
    told of later may turn out to be the first."""
    first_time = match.first_met_on is None
    match.first_met_on = min(day, match.first_met_on or day)
    if first_time and asks:
        ask_second_yes(match)


def _check(
    match: Match, held_on: date, took_place: bool, minutes: int | None, place: str | None, next_on: date | None
) -> None:
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet, så der kan ikke skrives møder på det."))
    if held_on > today():
        raise Refused(_("Mødet ligger ude i fremtiden. Skriv det som næste møde i stedet."), about=("held_on",))
    if held_on < match.started_on:
        raise Refused(_("Mødet ligger før forløbet begyndte."), about=("held_on",))
    if took_place and not (minutes and 1 <= minutes <= 600 and place in PLACES):
        raise Refused(_("Skriv hvor mange minutter I mødtes, og hvor."), about=("minutes", "place"))
    if next_on and next_on < held_on:
        raise Refused(_("Det næste møde skal ligge efter dette."), about=("held_on", "next_on"))
    same = Meeting.match_id == match.id, Meeting.held_on == held_on, Meeting.took_place == took_place
    if db.session.scalar(select(Meeting.id).where(*same)):
        raise AlreadyWritten(_("Mødet er allerede skrevet ned. Tak."))


def sentence(meeting: Meeting) -> str:
    """What the journal says of it."""
    if not meeting.took_place:
        return danish(N_("Mødet den %(day)s blev ikke til noget."), day=f"{meeting.held_on:%d-%m-%Y}")
    return danish(
        N_("De mødtes den %(day)s i %(minutes)s minutter. Sted: %(place)s."),
        day=f"{meeting.held_on:%d-%m-%Y}", minutes=meeting.minutes, place=PLACES[meeting.place or "other"],
    )  # fmt: skip


def ask_second_yes(match: Match) -> None:
    """After the first meeting both are asked, once, whether to go on (FY-47); nobody before it."""
    asked = select(SecondYes.id).where(SecondYes.match_id == match.id).limit(1)
    if match.first_met_on is None or db.session.scalar(asked):
        return
    letters = {
        "mentor": Letter(match.mentor, "second_yes", match.id, "second_yes", match.rules),
        "youth": Letter(match.youth, "second_yes", match.id, "second_yes", match.rules),
    }
    asking = ask(list(letters.values()))
    db.session.add_all(
        SecondYes(match_id=match.id, side=side, asked_at=asking.at(one)) for side, one in letters.items()
    )
    text = danish(N_("Mentor og den unge bliver spurgt, om de vil fortsætte efter det første møde."))
    JournalNote.write(match.youth, "second_yes", text, by=SYSTEM, match_id=match.id)


def is_second_yes_awaited(match: Match) -> bool:
    """Whether one of them has been asked to go on, and has yet to answer."""
    open_ones = select(SecondYes.id).where(SecondYes.match_id == match.id, SecondYes.answered_at.is_(None))
    return db.session.scalar(open_ones.limit(1)) is not None


def second_answer(match: Match, side: str, goes_on: bool, *, by: Actor) -> None:
    """Keeps one side's answer; Refused when it is not asked or has answered. What a no leads to is `follow_ups.say_goodbye`."""
    match.lock()
    row = db.session.scalar(select(SecondYes).where(SecondYes.match_id == match.id, SecondYes.side == side))
    if row is None or row.answered_at:
        raise Refused(_("Der er ikke noget at svare på lige nu. Tak."))
    row.answered_at, row.goes_on = now(), goes_on
    audit.record(f"second_yes.{side}_{'yes' if goes_on else 'no'}", match, by=by)
    if goes_on:
        who = N_("Mentor") if side == "mentor" else N_("Den unge")
        JournalNote.write(
            match.youth,
            "second_yes",
            danish(N_("%(who)s vil gerne fortsætte efter det første møde."), who=who),
            by=by,
            match_id=match.id,
        )
