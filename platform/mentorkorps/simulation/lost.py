"""Whether a pair has been lost, looked at from outside while the year is played: the plan's own steps are not believed.

From what happened to a pair (both said yes, somebody answered, staff talked with it, a pause ended) and the rules it keeps
follows by when it must have been heard, or be seen by a person. By then it has been heard, or it stands on the call list as
staff are shown it; else it is lost. So is one without exactly one next step.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Text, cast, func, select

from mentorkorps.calls import Call, Whose
from mentorkorps.calls.call_list import on_day, on_list
from mentorkorps.follow_ups import Answer, FollowUp, Pause
from mentorkorps.matches import Match
from mentorkorps.programmes import Rules, closed_ranges, setting
from mentorkorps.simulation.world import STAFF, World
from mentorkorps.working_days import working_day_from, working_days_after
from tenants.scope import acting_for, db, own_id

A_MONTH, A_WEEK = 31, 7  # days, at the most


class Known(NamedTuple):
    """What is known of a running pair without asking its plan."""

    match_id: UUID
    started_on: date
    first_met_on: date | None
    rules: str  # as JSON
    heard_on: date | None  # the last answer or talk, or the end of a pause
    looked_at_on: date | None  # while it pauses: the day on which somebody is to look at it
    steps: int  # open ones
    due_on: date | None  # of the open one


def look_for_lost(world: World, day: date) -> None:
    """Remembers in the world which running pairs are lost in the evening of `day`."""
    for tenant in world.bearing:
        with acting_for(tenant.id, home=world.operator):
            world.lost.update(lost_here(day))


def lost_here(day: date) -> Iterator[UUID]:
    """The running pairs of the tenant acted in that are lost on `day`. One statement; the call list is asked where a pair must
    be on it."""
    pairs = [Known(*row) for row in db.session.execute(_pairs())]
    late = [pair for pair in pairs if day > latest(pair) or pair.steps != 1]
    seen = _shown_to_staff(day) if late else set()
    return (pair.match_id for pair in late if pair.steps != 1 or pair.match_id not in seen)


def _shown_to_staff(day: date) -> set[UUID]:
    return set(db.session.scalars(_list_of(own_id()), on_day(day)))


@cache
def _list_of(house: UUID) -> Select[UUID]:
    shown = on_list(STAFF, Whose(frozenset())).order_by(None).subquery()
    return select(shown.c.about_id)


@lru_cache(maxsize=4096)
def latest(pair: Known) -> date:
    """The last day on which a pair may be unheard and unseen: when its step is due, or when a question put on the last day that
    the rules allow has stayed without an answer, whichever comes first."""
    rules = _read(pair.rules)
    closed = closed_ranges(rules)
    if pair.looked_at_on is not None:
        return working_day_from(pair.looked_at_on, closed)
    since = pair.heard_on or pair.first_met_on or pair.started_on
    asked = working_day_from(since + timedelta(days=_longest(pair, rules)), closed)
    unanswered = working_days_after(asked, setting(rules, "silence", "raise_after_working_days"), closed)
    return min(unanswered, pair.due_on or unanswered)


@lru_cache(maxsize=128)
def _read(rules: str) -> Rules:
    found: Rules = json.loads(rules)
    return found


def _longest(pair: Known, rules: Rules) -> int:
    """Days from one contact to the last day of the next, at the most; a window moved by a rest is given a week."""

    def says(name: str) -> Any:
        return setting(rules, "follow_up", name)

    if pair.first_met_on is None:
        return int(says("first_check_days")) + max(int(says("first_check_within_days")), A_WEEK)
    marks = [0, *sorted(says("marks_months"))]
    gaps = [A_MONTH * (later - earlier) for earlier, later in pairwise(marks)]
    around = int(says("mark_days_before")) + int(says("mark_days_after")) + int(says("merge_within_days"))
    return A_WEEK + max(
        int(says("then_weeks_to")) * A_WEEK,
        int(says("after_first_meeting_days")) + int(says("merge_within_days")),
        max(gaps) + around if gaps else 0,
    )


@cache
def _pairs() -> Select[*tuple[Any, ...]]:
    of_pair = FollowUp.tenant_id == Match.tenant_id, FollowUp.match_id == Match.id
    step = select(func.count(), func.min(FollowUp.due_on)).where(*of_pair, FollowUp.done_at.is_(None))
    resting = select(Pause.look_again_on).where(
        Pause.tenant_id == Match.tenant_id, Pause.match_id == Match.id, Pause.ended_at.is_(None)
    )
    steps = step.lateral("steps")
    heard = func.greatest(_answered(), _talked(), _resumed())
    columns = Match.id, Match.started_on, Match.first_met_on, cast(Match.rules, Text)
    return select(*columns, heard, resting.scalar_subquery(), *steps.c).where(Match.ended_at.is_(None))


def _answered() -> ColumnElement[date]:
    said = Answer.tenant_id == FollowUp.tenant_id, Answer.follow_up_id == FollowUp.id
    of_pair = FollowUp.tenant_id == Match.tenant_id, FollowUp.match_id == Match.id
    return select(func.max(_day(Answer.answered_at))).where(*said, *of_pair).correlate(Match).scalar_subquery()


def _talked() -> ColumnElement[date]:
    of_pair = Call.tenant_id == Match.tenant_id, Call.match_id == Match.id
    return select(func.max(_day(Call.called_at))).where(*of_pair, Call.result == "talked").scalar_subquery()


def _resumed() -> ColumnElement[date | None]:
    of_pair = Pause.tenant_id == Match.tenant_id, Pause.match_id == Match.id
    return select(func.max(Pause.ended_on)).where(*of_pair).scalar_subquery()


def _day(moment: Any) -> ColumnElement[date]:
    return cast(func.timezone("Europe/Copenhagen", moment), Date)
