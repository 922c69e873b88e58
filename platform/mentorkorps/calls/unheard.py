"""Whom a pair stands on the call list about: a talk with the other one does not answer a wish to be rung (FY-38, VB-15).

The list has one reason for each pair; who has told of what is read from the notes, whatever that reason is.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, case, func, literal, or_, select, union_all

from mentorkorps import follow_ups
from mentorkorps.calls.call import Call
from mentorkorps.courses import Wellbeing
from mentorkorps.follow_ups import FollowUp
from mentorkorps.follow_ups.heard import REPLIED
from mentorkorps.follow_ups.questions import RUNG_AFTER
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


def unheard_in(pair: FromClause) -> ColumnElement[Any]:
    """Of each `pair`, by its youth_id and about_id: the sides (mentor, youth) that have told of a worry or written to us, and
    have not been talked with since; None where there is none."""
    of_pair = (
        JournalNote.youth_id == pair.c.youth_id,
        JournalNote.match_id == pair.c.about_id,
        JournalNote.act.in_(TELLS),
    )
    noted = select(case(TOLD, value=JournalNote.text).label("side"), JournalNote.written_at)
    seen = select(literal("mentor").label("side"), Wellbeing.written_at)
    told = union_all(
        noted.where(*of_pair, JournalNote.text.in_(TOLD)).correlate(pair),
        seen.where(Wellbeing.match_id == pair.c.about_id, Wellbeing.how == "worried").correlate(pair),
    ).subquery("told")
    talked = select(Call.id).where(
        Call.match_id == pair.c.about_id, Call.result == "talked", Call.called_at >= told.c.written_at,
        or_(Call.reached == told.c.side, Call.reached == "both"),
    )  # fmt: skip
    sides = select(func.array_agg(told.c.side.distinct())).where(~talked.correlate(pair, told).exists())
    return sides.correlate(pair).scalar_subquery()


def is_unheard(step: FollowUp, reached: str) -> bool:
    """Whether, after a talk with `reached`, somebody whom the raised step is about has still to be talked with."""
    if reached == "both" or step.raised_at is None:
        return False
    about = [*_told(step.match), *_about(step, step.raised_at)]
    others = [(side, since) for side, since in about if side != reached]
    return any(not _talked_since(step.match, side, since) for side, since in others)


def _about(step: FollowUp, raised_at: datetime) -> Iterable[tuple[str, datetime]]:
    """Whom the reason is about and since when. What is about the pair, such as silence, is about no one side."""
    match = step.match
    if step.raised_because == "phone":
        sides = {"mentor": match.mentor.channel, "youth": match.youth.channel}
        return [(side, raised_at) for side, channel in sides.items() if channel == "phone"]
    if step.raised_because == "unreachable":
        return [(one.holder, raised_at) for one in follow_ups.unreachable_in(match) if one.holder != "contact"]
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
