"""Month by month, quarter by quarter and year by year: enrolled, matched and ended together, counted from the start.

What is not on the agreement's open list follows the rule for months (`hide.series`): a figure that may not be told is None.
Where all of them are on it, and what they would bound, proposed youths and the pairs that run at the end stand beside: month by
month those two lie close to matched youths and to endings, and would narrow what is hidden of them.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

from mentorkorps.steering import hide
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Line
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.pace import target_to_date
from tenants.agreements import Period

#: Each series is a row of the report; the entry of the agreement's open list that shows it has the same name.
SERIES = ("enrolled", "matched", "ended")
#: Told where these and the others are all on the open list: `proposed` is counted from the start, `running` stands at the end.
OPEN_SERIES = ("proposed", "running")
NOTHING_HIDDEN = {*SERIES, *OPEN_SERIES, "waiting", "within_4_weeks"}
#: The lists in a report's content: what one entry is called, and the name of the stretch that a day lies in.
STRETCHES: Mapping[str, tuple[str, Callable[[date], str]]] = {
    "months": ("month", lambda day: f"{day:%Y-%m}"),
    "by_quarter": ("quarter", lambda day: f"{day.year}-Q{(day.month + 2) // 3}"),
    "by_year": ("year", lambda day: f"{day.year}"),
}
Contents = Sequence[Mapping[str, Any]]
Totals = Mapping[str, Sequence[int | None]]  # of each series, what is told at the end of each month


def series(
    agreed: Agreed, figures: Figures, lines: Mapping[str, Line], cut_off: date, before: Contents = ()
) -> dict[str, list[dict[str, Any]]]:
    """`months`, `by_quarter` and `by_year`: the name of the stretch, each series from the start of the period to the end
    of the stretch, and `target_to_date` of matched youths at that end; perhaps those of OPEN_SERIES. `before` are the contents of
    earlier reports."""
    ends = list(_month_ends(agreed, cut_off))
    closed = {name: _closed(agreed, name, before) for name in SERIES}
    totals = {name: _told(agreed, figures, name, ends, lines[name], closed[name]) for name in SERIES}
    if agreed.alone or set(agreed.agreement.open_figures) >= NOTHING_HIDDEN:
        totals |= _openly(figures, ends)
    return {name: list(_stretches(agreed, ends, totals, *stretch)) for name, stretch in STRETCHES.items()}


def parts(period: Period, until: date) -> dict[str, dict[str, tuple[date, date]]]:
    """The months, quarters and years of the calendar within the period that have begun by `until`: of each list of `STRETCHES` the
    first day and the last of each, by its name."""
    found: dict[str, dict[str, tuple[date, date]]] = {which: {} for which in STRETCHES}
    first = period.starts_on
    while first <= min(until, period.ends_on):
        last = min(first.replace(day=monthrange(first.year, first.month)[1]), period.ends_on)
        for which, (_label, named) in STRETCHES.items():
            begun, _end = found[which].get(named(first), (first, last))
            found[which][named(first)] = begun, last
        first = last + timedelta(days=1)
    return found


def _month_ends(agreed: Agreed, cut_off: date) -> Iterator[date]:
    last, day = min(agreed.period.ends_on, cut_off), agreed.period.starts_on
    while day <= last:
        end = min(day.replace(day=monthrange(day.year, day.month)[1]), last)
        yield end
        day = end + timedelta(days=1)


def _closed(agreed: Agreed, name: str, before: Contents) -> set[str]:
    """The months that an earlier report of the period has hidden: what is told of them later would open it."""
    first = agreed.period.starts_on.isoformat()
    same = [content for content in before if content["period"]["starts_on"] == first]
    return {one["month"] for content in same for one in content.get("months", ()) if one[name] is None}


def _told(
    agreed: Agreed, figures: Figures, name: str, ends: Sequence[date], line: Line, closed: set[str]
) -> Sequence[int | None]:
    counts: dict[tuple[date, UUID], int] = defaultdict(int)
    for one in figures.months:
        counts[one.month, one.tenant] += getattr(one, name)
    months = [[counts[end.replace(day=1), tenant.id] for tenant in agreed.bearing] for end in ends]
    opened = agreed.alone or name in agreed.agreement.open_figures
    shut = {place for place, end in enumerate(ends) if STRETCHES["months"][1](end) in closed}
    return hide.series(months, opened=opened, total_told=line.together.realised is not None, closed=shut)


def _openly(figures: Figures, ends: Sequence[date]) -> Totals:
    proposed, running = (
        [sum(getattr(one, name) for one in figures.months if one.month == end.replace(day=1)) for end in ends]
        for name in OPEN_SERIES
    )
    return {"proposed": list(accumulate(proposed)), "running": running}


def _stretches(
    agreed: Agreed, ends: Sequence[date], totals: Totals, label: str, named: Callable[[date], str]
) -> Iterator[dict[str, Any]]:
    period = agreed.period
    for index, end in enumerate(ends):
        if end == ends[-1] or named(ends[index + 1]) != named(end):
            due = target_to_date(period.target_min, period, end)
            yield {label: named(end), **{name: told[index] for name, told in totals.items()}, "target_to_date": due}
