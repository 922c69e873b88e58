"""Lists of results: the youths whose pairs began in the days, with an outcome or moved on, on each of the three bases."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from mentorkorps.behind.facts import Rows, day_of, in_periods, months, pairs, row, within
from mentorkorps.behind.window import Asked
from mentorkorps.matches import MovedOn, Outcome
from mentorkorps.steering.figures import OUTCOME_KINDS
from tenants.users import Actor

FOUR_KINDS = tuple(kind for kind in OUTCOME_KINDS if kind not in ("spare_time_job", "subsidised_job"))
MATURE = 6  # months since the first pair began
Base = Callable[[CTE, Asked], list[ColumnElement[bool]]]


def everybody(began: CTE, window: Asked) -> list[ColumnElement[bool]]:
    """All whose pairs began: the official basis of the agreement."""
    return []


def finished(began: CTE, window: Asked) -> list[ColumnElement[bool]]:
    """Those whose pairs have all ended."""
    return [func.bool_and(began.c.ended_on.is_not(None))]


def mature(began: CTE, window: Asked) -> list[ColumnElement[bool]]:
    """Those whose first pair began so many months before the cut-off."""
    return [func.min(began.c.day) + months(MATURE) <= window.due]


def youths(base: Base = everybody) -> Callable[[Asked, Actor], Rows]:
    """All of a basis; the day is that on which the first pair began."""

    def rows(window: Asked, by: Actor) -> Rows:
        began = _began(window, by)
        return _of_base(row(began.c.youth_id, func.min(began.c.day)), began, window, base)

    return rows


def with_outcome(*kinds: str, base: Base = everybody) -> Callable[[Asked, Actor], Rows]:
    """Those with an outcome of these kinds; the day is the first one's, the amount the days that it took."""

    def rows(window: Asked, by: Actor) -> Rows:
        began = _began(window, by)
        own = and_(
            Outcome.match_id == began.c.match_id, Outcome.began_on.between(began.c.day, window.known), Outcome.kind.in_(kinds)
        )  # fmt: skip
        first = func.min(Outcome.began_on)
        found = row(began.c.youth_id, first, amount=first - func.min(began.c.day)).join_from(
            began, Outcome, own, isouter=True
        )
        return _of_base(found, began, window, base).having(first.is_not(None))

    return rows


def moved(answer: str | None, base: Base = everybody) -> Callable[[Asked, Actor], Rows]:
    """Those of one answer, the youth's own before the contact person's, on its day; or none, on the day they began."""

    def rows(window: Asked, by: Actor) -> Rows:
        began = _began(window, by)
        told = _answers(began, window)
        whose = and_(told.c.period_id == began.c.period_id, told.c.youth_id == began.c.youth_id)
        said, day = func.max(told.c.answer), func.coalesce(func.max(told.c.day), func.min(began.c.day))
        found = row(began.c.youth_id, day).join_from(began, told, whose, isouter=True)
        return _of_base(found, began, window, base).having(said == answer if answer else said.is_(None))

    return rows


def _began(window: Asked, by: Actor) -> CTE:
    of = pairs(window, by)
    facts = select(of.c.youth_id, of.c.match_id, of.c.started_on.label("day"), of.c.ended_on)
    return in_periods(window, facts).cte()


def _answers(began: CTE, window: Asked) -> Any:
    answered = and_(MovedOn.match_id == began.c.match_id, day_of(MovedOn.answered_at) <= window.known)
    best = (MovedOn.side == "youth").desc(), MovedOn.answered_at.desc(), began.c.day.desc(), MovedOn.answer.desc()
    told = select(began.c.period_id, began.c.youth_id, MovedOn.answer, day_of(MovedOn.answered_at).label("day"))
    told = told.join_from(began, MovedOn, answered).ext(distinct_on(began.c.period_id, began.c.youth_id))
    return told.order_by(began.c.period_id, began.c.youth_id, *best).subquery()


def _of_base(found: Rows, began: CTE, window: Asked, base: Base) -> Rows:
    """A youth counts once in a period, on the day on which its first pair began."""
    found = found.group_by(began.c.period_id, began.c.youth_id)
    return found.having(within(window, func.min(began.c.day)), *base(began, window))
