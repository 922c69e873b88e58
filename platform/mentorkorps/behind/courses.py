"""Lists of pairs: begun, running, ended, how long they lasted, their follow-ups, and their meetings against the norm."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, func, or_, select

from mentorkorps.behind.facts import Rows, each, months, pairs, row, within
from mentorkorps.behind.window import Asked
from mentorkorps.follow_ups import FollowUp
from mentorkorps.follow_ups.pause import Pause
from mentorkorps.matches import Meeting, Outcome
from tenants.users import Actor

EARLY = 3  # months: a pair that ends within them has ended early, unless it was meant to
LONG = 8  # months: over them is long
MEANT = ("goal_reached", "planned")


def started(window: Asked, by: Actor) -> Rows:
    """Pairs that began."""
    of = pairs(window, by)
    return each(window, _of(of, of.c.started_on))


def trade(window: Asked, by: Actor) -> Rows:
    """Those whose mentor's trade is one that the youth wishes for."""
    of = pairs(window, by)
    return each(window, _of(of, of.c.started_on).where(of.c.is_trade_match))


def running(window: Asked, by: Actor) -> Rows:
    """Pairs that run on the day."""
    of = pairs(window, by)
    still = or_(of.c.ended_on.is_(None), of.c.ended_on > window.at)
    return _of(of, of.c.started_on).where(of.c.started_on <= window.at, still)


def ended(window: Asked, by: Actor) -> Rows:
    """With the days that each lasted."""
    of = pairs(window, by)
    return each(window, _of(of, of.c.ended_on, of.c.ended_on - of.c.started_on))


def ended_because(reason: str) -> Callable[[Asked, Actor], Rows]:
    """The ended ones of one reason."""

    def rows(window: Asked, by: Actor) -> Rows:
        of = pairs(window, by)
        return each(window, _of(of, of.c.ended_on).where(of.c.end_reason == reason))

    return rows


def early(window: Asked, by: Actor) -> Rows:
    """Pairs that ended within the first months, and were not meant to."""
    of = pairs(window, by)
    soon = of.c.ended_on < of.c.started_on + months(EARLY)
    return each(window, _of(of, of.c.ended_on).where(soon, of.c.end_reason.not_in(MEANT)))


def could_be_long(window: Asked, by: Actor) -> Rows:
    """Pairs that began so long ago that they can have lasted long."""
    of = pairs(window, by)
    return each(window, _of(of, of.c.started_on).where(of.c.started_on + months(LONG) < window.due))


def long(window: Asked, by: Actor) -> Rows:
    """Those of them that did."""
    of = pairs(window, by)
    over = of.c.started_on + months(LONG)
    lasted = or_(of.c.ended_on.is_(None), of.c.ended_on > over)
    return each(window, _of(of, of.c.started_on).where(over < window.due, lasted))


def with_outcome(window: Asked, by: Actor) -> Rows:
    """Pairs that began and have an outcome; the day is its first."""
    return _with_outcome(window, by)


def went_on(window: Asked, by: Actor) -> Rows:
    """Those that went on after it."""
    return _with_outcome(window, by, went_on=True)


def in_course(window: Asked, by: Actor) -> Rows:
    """With the days of the figure that each ran."""
    of, ran = pairs(window, by), window.ran
    last = func.least(func.coalesce(of.c.ended_on, ran), ran)
    days = last - func.greatest(of.c.started_on, window.first) + 1
    return _of(of, of.c.started_on, days).where(days > 0)


def held(window: Asked, by: Actor) -> Rows:
    """The meetings that came to something, with their minutes."""
    of = pairs(window, by)
    met = _of(of, Meeting.held_on, Meeting.minutes).join(Meeting, Meeting.match_id == of.c.match_id)
    return each(window, met.where(Meeting.took_place))


def held_in_ended(window: Asked, by: Actor) -> Rows:
    """The meetings of the pairs that ended, from their beginning."""
    of = ended(window, by).subquery()
    met = row(of.c.youth_id, Meeting.held_on, pair=of.c.match_id).join_from(
        of, Meeting, Meeting.match_id == of.c.match_id
    )
    return met.where(Meeting.took_place, Meeting.held_on <= window.known)


def due(window: Asked, by: Actor) -> Rows:
    """Follow-ups that should have been made."""
    return _due(window, by)


def in_time(window: Asked, by: Actor) -> Rows:
    """Those that were made in time."""
    return _due(window, by, FollowUp.done_on <= FollowUp.due_on)


def late(window: Asked, by: Actor) -> Rows:
    """Those that were not."""
    return _due(window, by, or_(FollowUp.done_on.is_(None), FollowUp.done_on > FollowUp.due_on))


def norm_months(window: Asked, by: Actor) -> Rows:
    """Whole months of pairs that the norm holds for."""
    return _in_months(window, by)


def norm_met(window: Asked, by: Actor) -> Rows:
    """Those in which it was met."""
    return _in_months(window, by, _is_met(window))


def _of(of: CTE, day: Any, amount: Any = None) -> Rows:
    more = {} if amount is None else {"amount": amount}
    return row(of.c.youth_id, day, pair=of.c.match_id, **more).select_from(of)


def _with_outcome(window: Asked, by: Actor, *, went_on: bool = False) -> Rows:
    """The pairs that began in the days and have an outcome; the day is its first."""
    of = pairs(window, by)
    own = and_(Outcome.match_id == of.c.match_id, Outcome.began_on.between(of.c.started_on, window.known))
    first = func.min(Outcome.began_on)
    found = _of(of, first).join(Outcome, own).where(within(window, of.c.started_on))
    found = found.group_by(of.c.youth_id, of.c.match_id, of.c.ended_on)
    return found.having(or_(of.c.ended_on.is_(None), of.c.ended_on > first)) if went_on else found


def _due(window: Asked, by: Actor, *more: ColumnElement[bool]) -> Rows:
    """A follow-up is due when its last day is over; one that fell away before that, was done before its window opened, or only
    looks in on a pause never was."""
    of = pairs(window, by)
    fell_away = and_(func.coalesce(FollowUp.done_how, "") == "ended", FollowUp.done_on <= FollowUp.due_on)
    asked = FollowUp.kind != "pause", or_(FollowUp.done_on.is_(None), FollowUp.done_on >= FollowUp.opens_on)
    found = _of(of, FollowUp.due_on).join(FollowUp, FollowUp.match_id == of.c.match_id)
    return each(window, found.where(~func.coalesce(fell_away, False), FollowUp.due_on <= window.due, *asked, *more))


def _in_months(window: Asked, by: Actor, *having: ColumnElement[bool]) -> Rows:
    """A row for each whole month that a pair ran in without a pause; the day is its first."""
    of, month = pairs(window, by), window.months
    ran = and_(month.c.first_on >= of.c.started_on, month.c.last_on <= func.coalesce(of.c.ended_on, window.ran))
    paused = select(Pause.id).where(
        Pause.match_id == of.c.match_id, Pause.from_on <= month.c.last_on,
        func.coalesce(Pause.ended_on, Pause.until_on, month.c.last_on) >= month.c.first_on,
    )  # fmt: skip
    met = and_(
        Meeting.match_id == of.c.match_id,
        Meeting.took_place,
        Meeting.held_on.between(month.c.first_on, month.c.last_on),
    )
    found = _of(of, month.c.first_on).join(month, ran).outerjoin(Meeting, met).where(~paused.exists())
    return found.group_by(of.c.youth_id, of.c.match_id, month.c.first_on).having(*having)


def _is_met(window: Asked) -> ColumnElement[bool]:
    enough = func.count(Meeting.id) >= window.meetings
    return case((window.meetings > 0, enough), else_=func.coalesce(func.sum(Meeting.minutes), 0) >= window.minutes)
