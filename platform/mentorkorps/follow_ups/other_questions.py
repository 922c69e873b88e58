"""The second yes and what it came to: one reminder each, then the list (FY-07, FY-47)."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from mentorkorps.clock import local, now, today
from mentorkorps.follow_ups.lists import list_too
from mentorkorps.follow_ups.pause import is_paused
from mentorkorps.follow_ups.waited import has_waited
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, danish
from mentorkorps.matches import Match, MovedOn, SecondYes
from mentorkorps.matches.ring import to_ring
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Letter, ask
from mentorkorps.programmes import closed_ranges, is_resting, setting
from mentorkorps.working_days import working_days_after
from mentorkorps.youths import ContactPerson, Youth
from tenants.scope import db
from tenants.users import SYSTEM

Question = SecondYes | MovedOn
_SILENT = MovedOn.answered_at.is_(None), MovedOn.raised_at.is_not(None), MovedOn.rung_at.is_(None)
REMINDED = N_("Korpset har mindet om et spørgsmål, der ikke er svaret på endnu.")


def _unanswered(model: Any, standing: Any) -> Select[*tuple[Any, ...]]:
    """Those of which it may be time to remind, or to ring."""
    return (
        select(model, Match)
        .join(Match, (Match.tenant_id == model.tenant_id) & (Match.id == model.match_id))
        .options(joinedload(Match.mentor), joinedload(Match.youth).joinedload(Youth.contact_person))
        .where(
            model.answered_at.is_(None), model.raised_at.is_(None), standing,
            or_(
                and_(model.reminded_at.is_(None), has_waited(model.asked_at, Match.rules, "remind_after_working_days")),
                has_waited(model.asked_at, Match.rules, "raise_after_working_days"),
            ),
        )
        .order_by(model.asked_at, model.id)
    )  # fmt: skip


@cache
def _second_yes() -> Select[*tuple[Any, ...]]:
    return _unanswered(SecondYes, Match.ended_at.is_(None) & ~is_paused())


@cache
def _moved_on() -> Select[*tuple[Any, ...]]:
    return _unanswered(MovedOn, Match.ended_at.is_not(None))


def other_questions_due() -> ColumnElement[bool]:
    """Whether there is anything to look at."""
    return or_(_second_yes().exists(), _moved_on().exists())


def ask_other_questions_again() -> None:
    """Who has not said whether to go on, or what it came to, is reminded once, and then rung: also who wishes to be rung."""
    for question, match in _go_on(_found(_second_yes()), "second_yes"):
        question.raised_at = now()
        list_too(match, "second_yes")
    for question, _match in _go_on(_found(_moved_on()), "moved_on"):
        question.raised_at = now()


def moved_on_to_ring() -> Select[*tuple[Any, ...]]:
    """Youths of ended pairs who have not said what it came to, after a reminder (the youth's answer is the one that counts)."""
    theirs = and_(MovedOn.tenant_id == Match.tenant_id, MovedOn.match_id == Match.id, MovedOn.side == "youth", *_SILENT)
    return to_ring(Match, reason="moved_on", since=MovedOn.raised_at, whom="youth").join(MovedOn, theirs)


def moved_on_rung(match: Match) -> bool:
    """Staff have talked with the youth, whose own answer by link is still welcome; whether there was anything to ring about."""
    theirs = select(MovedOn).where(MovedOn.match_id == match.id, MovedOn.side == "youth", *_SILENT)
    silent = db.session.scalars(theirs).all()
    for question in silent:
        question.rung_at = now()
    return bool(silent)


def is_moved_on_silent(match: Match) -> bool:
    """The youth of an ended pair is to be rung about what it came to."""
    theirs = select(MovedOn.id).where(MovedOn.match_id == match.id, MovedOn.side == "youth", *_SILENT)
    return db.session.scalar(theirs) is not None


def _found(unanswered: Select[*tuple[Any, ...]]) -> Sequence[tuple[Question, Match]]:
    """But for those of programmes that rest today."""
    found = db.session.execute(unanswered).unique().all()
    return [(question, match) for question, match in found if not is_resting(match.rules, today())]


def _go_on(open_ones: Sequence[tuple[Question, Match]], purpose: str) -> list[tuple[Question, Match]]:
    """Reminds those whose time has come; returns those that are to be rung about."""
    letters: dict[Letter, tuple[Question, Match]] = {}
    to_ring = []
    for question, match in open_ones:
        if question.reminded_at is None and _has_passed(question.asked_at, match, "remind_after_working_days"):
            letters[_letter(question, match, purpose)] = question, match
        elif _has_passed(question.asked_at, match, "raise_after_working_days"):
            to_ring.append((question, match))
    asking = ask(list(letters))
    for letter, (question, match) in letters.items():
        question.reminded_at = asking.at(letter)
        if letter in asking.goes:
            JournalNote.write(match.youth, "reminded", danish(REMINDED), by=SYSTEM, match_id=match.id)
    return to_ring + [letters[letter] for letter in asking.to_ring]


def _letter(question: Question, match: Match, purpose: str) -> Letter:
    youth = match.youth
    people: dict[str, Mentor | Youth | ContactPerson] = {
        "mentor": match.mentor, "youth": youth, "contact": youth.contact_person or youth,
    }  # fmt: skip
    template = "moved_on_contact" if question.side == "contact" else purpose
    return Letter(people[question.side], template, match.id, purpose, match.rules)


def _has_passed(asked_at: datetime, match: Match, rule: str) -> bool:
    rules, asked_on = match.rules, local(asked_at).date()
    return today() >= working_days_after(asked_on, setting(rules, "silence", rule), closed_ranges(rules))
