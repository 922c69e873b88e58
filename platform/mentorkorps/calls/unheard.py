"""Whom a pair stands on the call list about: a talk with the other one does not answer a wish to be rung (FY-38, VB-15)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from mentorkorps import follow_ups
from mentorkorps.calls.call import Call
from mentorkorps.follow_ups import FollowUp
from mentorkorps.follow_ups.questions import RUNG_AFTER
from mentorkorps.follow_ups.talk import WISH
from mentorkorps.journal import JournalNote
from mentorkorps.language import danish
from mentorkorps.matches import Match
from tenants.scope import db

#: What the journal says of who is worried, and whom that is about.
WORRIES = {
    danish(RUNG_AFTER, who="mentor"): "mentor",
    danish(RUNG_AFTER, who="den unge"): "youth",
    danish(WISH): "youth",
}


def is_unheard(step: FollowUp, reached: str) -> bool:
    """Whether, after a talk with `reached`, somebody whom the raised step is about has still to be talked with."""
    if reached == "both" or step.raised_at is None:
        return False
    others = [(side, since) for side, since in _about(step, step.raised_at) if side != reached]
    return any(not _talked_since(step.match, side, since) for side, since in others)


def _about(step: FollowUp, raised_at: datetime) -> Iterable[tuple[str, datetime]]:
    """Whom it is about and since when. What is about the pair, such as silence, is about no one side."""
    match = step.match
    if step.raised_because in ("worry", "alarm_rating"):
        return _worried(match)
    if step.raised_because == "phone":
        sides = {"mentor": match.mentor.channel, "youth": match.youth.channel}
        return [(side, raised_at) for side, channel in sides.items() if channel == "phone"]
    if step.raised_because == "unreachable":
        return [(one.holder, raised_at) for one in follow_ups.unreachable_in(match) if one.holder != "contact"]
    return []


def _worried(match: Match) -> Iterable[tuple[str, datetime]]:
    """Who has told of a worry since a call last ended a step."""
    rung = select(func.max(FollowUp.done_at)).where(FollowUp.match_id == match.id, FollowUp.done_how == "called")
    told = (
        select(JournalNote.text, func.max(JournalNote.written_at))
        .where(JournalNote.match_id == match.id, JournalNote.act == "worry", JournalNote.text.in_(WORRIES))
        .where(JournalNote.written_at > func.coalesce(rung.scalar_subquery(), match.started_on))
        .group_by(JournalNote.text)
    )
    return [(WORRIES[text], since) for text, since in db.session.execute(told)]


def _talked_since(match: Match, side: str, since: datetime) -> bool:
    talked = select(Call.id).where(Call.match_id == match.id, Call.result == "talked", Call.called_at >= since)
    return db.session.scalar(talked.where(Call.reached.in_([side, "both"])).limit(1)) is not None
