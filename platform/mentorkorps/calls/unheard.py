"""Whom a pair stands on the call list about: a talk with the other one does not answer a wish to be rung (FY-38, VB-15).

The list has one reason for each pair; who has told of what is read from the notes, whatever that reason is.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, literal, or_, select, union_all

from mentorkorps import follow_ups
from mentorkorps.calls.call import Call
from mentorkorps.courses import Wellbeing
from mentorkorps.follow_ups import Answer, FollowUp
from mentorkorps.follow_ups.heard import REPLIED
from mentorkorps.follow_ups.questions import QUESTIONS, RUNG_AFTER
from mentorkorps.follow_ups.talk import WISH
from mentorkorps.journal import JournalNote
from mentorkorps.language import danish
from mentorkorps.matches import Match
from tenants.scope import db

#: What the journal says of who is worried, or has answered an SMS, and who that is.
TOLD = {
    danish(RUNG_AFTER, who="mentor"): "mentor",
    danish(RUNG_AFTER, who="den unge"): "youth",
    danish(WISH): "youth",
    danish(REPLIED["mentor"]): "mentor",
    danish(REPLIED["youth"]): "youth",
}
TELLS = ("worry", "replied")
#: How the internal part of a note begins that tells of a low rating.
LOW = danish(QUESTIONS["going"][0])


def unheard_in(pair: FromClause) -> ColumnElement[Any]:
    """Of each `pair`, by its youth_id and about_id: the sides (mentor, youth) that have told of a worry or written to us, and
    have not been talked with since; None where there is none. With "mentor_call" and "youth_low" beside them: who has asked
    to be rung, and who has answered that it goes badly."""
    of_pair: tuple[ColumnElement[bool], ...] = (
        JournalNote.youth_id == pair.c.youth_id,
        JournalNote.match_id == pair.c.about_id,
        JournalNote.act.in_(TELLS),
        JournalNote.text.in_(TOLD),
    )
    noted = select(case(TOLD, value=JournalNote.text).label("side"), JournalNote.written_at)
    low, wish = JournalNote.internal.startswith(LOW, autoescape=True), JournalNote.text == danish(WISH)
    seen = select(literal("mentor").label("side"), Wellbeing.written_at)
    told = union_all(
        noted.add_columns(literal("").label("how")).where(*of_pair).correlate(pair),
        noted.add_columns(literal("_low")).where(*of_pair, low).correlate(pair),
        noted.add_columns(literal("_call")).where(*of_pair, wish).correlate(pair),
        _asked_for_a_call().where(FollowUp.match_id == pair.c.about_id).correlate(pair),
        seen.add_columns(literal(""))
        .where(Wellbeing.match_id == pair.c.about_id, Wellbeing.how == "worried")
        .correlate(pair),
    ).subquery("told")
    talked = select(Call.id).where(
        Call.match_id == pair.c.about_id, Call.result == "talked", Call.called_at >= told.c.written_at,
        or_(Call.reached == told.c.side, Call.reached == "both"),
    )  # fmt: skip
    sides = select(func.array_agg((told.c.side + told.c.how).distinct())).where(~talked.correlate(pair, told).exists())
    return sides.correlate(pair).scalar_subquery()


def _asked_for_a_call() -> Select[*tuple[Any, ...]]:
    of_step = and_(FollowUp.tenant_id == Answer.tenant_id, FollowUp.id == Answer.follow_up_id)
    asked = select(Answer.side, Answer.answered_at, literal("_call")).join(FollowUp, of_step)
    return asked.where(Answer.question == "call", Answer.value == "yes")


def is_unheard(step: FollowUp, reached: str) -> bool:
    """Whether, after a talk with `reached`, somebody whom the raised step is about has still to be talked with."""
    if reached == "both" or step.raised_at is None:
        return False
    about = [*_told(step.match), *_about(step, step.raised_at)]
    others = [(side, since) for side, since in about if side != reached]
    return any(not _talked_since(step.match, side, since) for side, since in others)


def _about(step: FollowUp, raised_at: datetime) -> Iterable[tuple[str, datetime]]:
    """Whom the reason is about and since when. What is about the pair, such as a missing meeting, is about no one side."""
    match = step.match
    if step.raised_because == "phone":
        sides = {"mentor": match.mentor.channel, "youth": match.youth.channel}
        return [(side, raised_at) for side, channel in sides.items() if channel == "phone"]
    if step.raised_because == "unreachable":
        return [(one.holder, raised_at) for one in follow_ups.unreachable_in(match) if one.holder != "contact"]
    if step.raised_because == "silence":
        return [(side, raised_at) for side in follow_ups.silent_sides(step)]
    return []


def _told(match: Match) -> Iterable[tuple[str, datetime]]:
    """Who has told of a worry, or written to us, since a call last ended a step, and when."""
    called = FollowUp.match_id == match.id, FollowUp.done_how == "called"
    rung = func.coalesce(select(func.max(FollowUp.done_at)).where(*called).scalar_subquery(), match.started_at)
    told = (
        select(JournalNote.text, func.max(JournalNote.written_at))
        .where(JournalNote.match_id == match.id, JournalNote.act.in_(TELLS))
        .where(JournalNote.text.in_(TOLD), JournalNote.written_at > rung)
        .group_by(JournalNote.text)
    )
    seen = select(func.max(Wellbeing.written_at)).where(Wellbeing.match_id == match.id, Wellbeing.how == "worried")
    worried = db.session.scalar(seen.where(Wellbeing.written_at > rung))
    yield from ((TOLD[text], since) for text, since in db.session.execute(told))
    if worried is not None:
        yield "mentor", worried


def _talked_since(match: Match, side: str, since: datetime) -> bool:
    talked = select(Call.id).where(Call.match_id == match.id, Call.result == "talked", Call.called_at >= since)
    return db.session.scalar(talked.where(Call.reached.in_([side, "both"])).limit(1)) is not None
