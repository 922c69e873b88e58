"""Reading the rollup: a house's own figures by month, quarter, year or period, in full, as they stand (DF-02).

A house that bears youths sees its own rows, and those alone. One that operates a partnership and bears none in it sees those of
its members added up, where it asks for them `together`: less its own they would be the others'. What happens counts at once; a
deadline, and the months that a pair or a youth must have had, count when the day is over, as in a report.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from functools import cache, reduce
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Date, Row, Select, Uuid, bindparam, func, select

from mentorkorps.steering.facts import COUNTS, DAYS, OPEN
from mentorkorps.steering.rollup import MonthFigures, PeriodFigures
from mentorkorps.steering.summed import SummedFigures
from tenants.agreements import Period
from tenants.registry import Member
from tenants.scope import OWN, db

STANDING = ("running", "waiting", "waiting_too_long")
#: What happened in a span; by how much that which stands changed is asked for by itself.
HAPPENED = tuple(name for name in COUNTS if name.removesuffix("_change") not in STANDING)
GROUP = 6  # digits of a count of days
#: What is counted whether its day has come or not: less what is still to come.
TO_COME = {
    "follow_ups_due": ("follow_ups_due", "follow_ups_open"),
    "follow_ups_in_time": ("follow_ups_in_time", "follow_ups_ahead"),
    "could_last_8_months": ("matches", "long_open"),
    "lasted_8_months": ("lasted_8_months", "lasting_open"),
    "youths_mature": ("matched", "mature_open"),
    "any_outcome_mature": ("any_outcome", "outcome_mature_open"),
    "moved_yes_mature": ("moved_yes", "moved_mature_open"),
}
#: Fifty years of days; Python's own context would round to 28 digits, and lose whoever waited for less than the last few.
EXACT = Context(prec=50 * 366 * GROUP)
PLACES = 10 ** np.arange(GROUP - 1, -1, -1, dtype=np.int64)
Values = dict[str, float | None]
Rows = list[Row[*tuple[Any, ...]]]
Query = Select[*tuple[Any, ...]]

_PARTNERSHIP = bindparam("partnership", type_=Uuid())
_DAY, _DAY_BEFORE = bindparam("day", type_=Date()), bindparam("day_before", type_=Date())


@dataclass(frozen=True)
class Span:
    """What happened from `first` to `last`, and how it stood at the end; `key` is the month, quarter, year or period."""

    key: str
    first: date
    last: date
    values: Values


def months(partnership_id: UUID, period: Period, day: date, *, together: bool = False) -> list[Span]:
    """The months of the period that have begun by `day`, the first first."""
    asked = _asked(partnership_id, day) | {"periods": [period.id]}
    found = {row.key: row for row in _found(_months_of, asked, together)}
    standing, spans = _found(_standing, asked, together), []
    first = period.starts_on
    while first <= min(day, period.ends_on):
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = min(following - timedelta(days=1), period.ends_on)
        spans.append(_span(f"{first:%Y-%m}", first, last, [found.get(first.replace(day=1))], standing))
        first = following
    return spans


def quarters(partnership_id: UUID, period: Period, day: date, *, together: bool = False) -> list[Span]:
    """The quarters of the calendar within the period that have begun by `day`."""
    return _together(
        months(partnership_id, period, day, together=together),
        lambda span: f"{span.first.year}-{(span.first.month + 2) // 3}",
    )


def years(partnership_id: UUID, known: Sequence[Period], day: date, *, together: bool = False) -> list[Span]:
    """The years of the calendar; a youth that is in two periods of a year counts in each.

    A period that lies in one year is read whole, and of one that lies in several its months.
    """
    year_of = {period.id: period.starts_on.year for period in known if period.starts_on.year == period.ends_on.year}
    others = [period.id for period in known if period.id not in year_of]
    asked = _asked(partnership_id, day) | {"periods": others}
    found: dict[int, Rows] = {}
    for row in _found(_periods_of, asked, together):
        if row.key in year_of:
            found.setdefault(year_of[row.key], []).append(row)
    for row in _found(_months_of, asked, together) if others else ():
        found.setdefault(row.key.year, []).append(row)
    standing = _found(_standing, asked, together)
    return [
        _span(f"{year}", date(year, 1, 1), date(year, 12, 31), rows, standing)
        for year, rows in sorted(found.items()) if year <= day.year
    ]  # fmt: skip


def periods(partnership_id: UUID, known: Iterable[Period], day: date, *, together: bool = False) -> list[Span]:
    """The periods of the agreement that have begun by `day`."""
    asked = _asked(partnership_id, day)
    found = {row.key: row for row in _found(_periods_of, asked, together)}
    standing = _found(_standing, asked, together)
    return [
        _span(period.name, period.starts_on, period.ends_on, [found.get(period.id)], standing)
        for period in known if period.starts_on <= day
    ]  # fmt: skip


def percentiles(histogram: Decimal, *shares: float) -> list[float | None]:
    """The days below which such shares of them lie, between two days where one falls there; None of nobody."""
    running = np.cumsum(_counts(histogram))
    people = int(running[-1])
    return [_day_at(running, share * (people - 1)) if people else None for share in shares]


def _asked(partnership_id: UUID, day: date) -> dict[str, Any]:
    return {"partnership": partnership_id, "day": day, "day_before": day - timedelta(days=1)}


def _found(make: Callable[[str], Query], asked: Mapping[str, Any], together: bool) -> Rows:
    """What is asked, of the acting house; or of all its members: as the job has summed it up, or before it has, of each."""
    for whose in ("summed", "members") if together else ("own",):
        rows = list(db.session.execute(make(whose), asked))
        if rows:
            return rows
    return []


@cache
def _periods_of(whose: str) -> Query:
    table = SummedFigures if whose == "summed" else PeriodFigures
    within = (table.month.is_(None),) if table is SummedFigures else ()
    return _sums(whose, table, table.period_id).where(*within)


@cache
def _months_of(whose: str) -> Query:
    table = SummedFigures if whose == "summed" else MonthFigures
    within = table.month.is_not(None), table.period_id.in_(bindparam("periods", expanding=True))
    return _sums(whose, table, table.month).where(*within)


@cache
def _standing(whose: str) -> Query:
    """How it stood at the end of each month in which that changed, the first first, up to the day: that one of those who wait
    will have waited too long is known before it comes, and not told."""
    table = SummedFigures if whose == "summed" else MonthFigures
    changed: dict[str, ColumnElement[Any]] = {name: func.sum(getattr(table, f"{name}_change")) for name in STANDING}
    changed["waiting_too_long"] = changed["waiting_too_long"] - _days(table.too_long_open)
    changes = [func.sum(change).over(order_by=table.month).label(name) for name, change in changed.items()]
    here = *_whose(whose, table), table.period_id.is_(None), table.month <= _DAY
    return select(table.month, *changes).where(*here).group_by(table.month).order_by(table.month)


def _whose(whose: str, table: Any) -> Iterable[ColumnElement[bool]]:
    """The rows of the acting house itself, or of all the members of a partnership that it operates and bears no youths in."""
    yield table.partnership_id == _PARTNERSHIP
    yield (table.party_tenant_id if whose == "members" else table.tenant_id) == OWN
    if whose != "own":
        itself = Member.partnership_id == _PARTNERSHIP, Member.party_tenant_id == OWN, Member.bears
        yield ~select(Member.id).where(*itself).exists()


def _sums(whose: str, table: Any, key: Any) -> Query:
    """Made once: putting a hundred sums together takes longer than they do."""
    sums = [func.sum(getattr(table, name)).label(name) for name in (*HAPPENED, *DAYS)]
    days = [_days(getattr(table, name), passed=name == "promises_open").label(name) for name in OPEN]
    return select(key.label("key"), *sums, *days).where(*_whose(whose, table)).group_by(key)


def _days(column: Any, *, passed: bool = False) -> ColumnElement[int]:
    """How many of the days, which stand in their order, are still to come on the day, or have passed."""
    gone = func.width_bucket(_DAY_BEFORE, column)
    return func.coalesce(func.sum(gone if passed else func.cardinality(column) - gone), 0)


def _span(key: str, first: date, last: date, rows: Sequence[Any], standing: Sequence[Any]) -> Span:
    summed = [row._mapping for row in rows if row is not None]
    values: dict[str, Any] = {name: sum(int(row[name]) for row in summed) for name in HAPPENED}
    values |= {name: reduce(EXACT.add, (row[name] for row in summed), Decimal()) for name in DAYS}
    values["promise_due"] = values["promise_proposed"] + sum(int(row["promises_open"]) for row in summed)
    values |= {key: values[of] - sum(int(row[days]) for row in summed) for key, (of, days) in TO_COME.items()}
    values["youths"] = values["matched"]
    at = bisect_right(standing, last, key=lambda row: row.month)
    values |= {name: int(getattr(standing[at - 1], name)) if at else 0 for name in STANDING}
    return Span(key, first, last, values)


def _together(spans: Iterable[Span], key: Any) -> list[Span]:
    """Spans that share a key as one: what happened adds up, what stands is as it stood at the end of the last."""
    found: dict[str, Span] = {}
    for span in spans:
        one = found.get(key(span))
        found[key(span)] = Span(key(span), span.first, span.last, span.values) if one is None else _add(one, span)
    return list(found.values())


def _add(one: Span, other: Span) -> Span:
    values: Mapping[str, Any] = one.values
    more: Mapping[str, Any] = other.values
    summed = {name: value if name in STANDING else values[name] + value for name, value in more.items()}
    summed |= {name: EXACT.add(values[name], more[name]) for name in DAYS}
    return Span(one.key, one.first, other.last, summed)


def total(spans: Sequence[Span]) -> Span | None:
    """All of them as one; None of none."""
    return next(iter(_together(spans, lambda span: "")), None)


def _counts(histogram: Decimal) -> NDArray[np.int64]:
    """How many took 0, 1, 2 … days."""
    digits = f"{histogram:f}"
    digits = digits.zfill(-(-len(digits) // GROUP) * GROUP)
    figures = np.frombuffer(digits.encode(), dtype=np.uint8).reshape(-1, GROUP) - ord("0")
    counts: NDArray[np.int64] = (figures @ PLACES)[::-1]
    return counts


def _day_at(running: NDArray[np.int64], rank: float) -> float:
    """The day of that rank, where `running` counts those who took so many days or fewer."""
    last = int(running[-1]) - 1
    below, above = np.searchsorted(running, [int(rank), min(int(rank) + 1, last)], side="right").tolist()
    return float(below + (above - below) * (rank - int(rank)))
