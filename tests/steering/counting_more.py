"""Further figures, counted in plain Python over plain facts."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date
from statistics import median, quantiles
from typing import Any

from mentorkorps.matches import END_REASONS
from tests.steering.planted import Pair, Plan

VEHICLES = ("car_mechanic", "bicycle_mechanic")  # of the mentor's trade
NORM = 2  # meetings a month

Mine = list[Plan]


def more(mine: Mine, first: date, until: date, cut_off: date) -> dict[str, int]:
    """What `figures.courses` counts of one municipality."""
    new = [plan for plan in mine if first <= plan.sent_on <= until]
    proposed = [plan for plan in mine if any(first <= one.on <= until for one in plan.proposals)]
    return {
        "first_proposals": sum(bool(waits([plan], first, until, cut_off)) for plan in new),
        "first_wish_met": sum(bool(plan.wishes) and plan.wishes[0] in VEHICLES for plan in proposed),
        "own_enrolments": sum(not plan.by_partner for plan in new),
        "notes_read": sum(first <= day <= until for plan in mine for day in plan.read_on if day),
        "decisions": sum(
            side == "contact" and day is not None and first <= day <= until
            for pair in _known(mine, cut_off) for side, day, _answer in pair.moved
        ),
        **_ways(new, first, until),
        **_courses(mine, first, until, cut_off),
        **_concerns(mine, first, until, cut_off),
    }  # fmt: skip


def waits(mine: Mine, first: date, until: date, cut_off: date) -> list[int]:
    """Days from each enrolment of the period to its first proposal."""
    days = [[one.on for one in plan.proposals if one.on <= cut_off] for plan in mine if first <= plan.sent_on <= until]
    sent = [plan.sent_on for plan in mine if first <= plan.sent_on <= until]
    return [(min(found) - day).days for found, day in zip(days, sent, strict=True) if found]


def lengths(mine: Mine, first: date, until: date, cut_off: date) -> list[int]:
    """Days that each pair lasted that ended in the period."""
    return [
        (pair.ended_on - pair.started_on).days
        for pair in _known(mine, cut_off) if pair.ended_on and first <= pair.ended_on <= until
    ]  # fmt: skip


def outcome_times(mine: Mine, first: date, until: date, cut_off: date) -> list[int]:
    """Days from each youth's first pair of the period to its first outcome."""
    found = []
    for plan in mine:
        pairs = [pair for pair in plan.pairs if first <= pair.started_on <= until]
        began = [day for pair in pairs for _kind, day in pair.outcomes if pair.started_on <= day <= cut_off]
        if began:
            found.append((min(began) - min(pair.started_on for pair in pairs)).days)
    return found


def middle(days: list[int]) -> tuple[float, float]:
    """The median and the 90th percentile, by Python's own rule for them."""
    return median(days), quantiles(days, n=10, method="inclusive")[8] if len(days) > 1 else days[0]


def wished(mine: Mine, cut_off: date, waits: Any) -> Counter[str]:
    """The first wishes of those who wait; `waits` says who does."""
    waiting = [plan for plan in mine if plan.sent_on <= cut_off and waits(plan, cut_off)]
    return Counter(plan.wishes[0] if plan.wishes else "" for plan in waiting)


def _known(mine: Mine, cut_off: date) -> list[Pair]:
    return [pair for plan in mine for pair in plan.pairs if pair.started_on <= cut_off]


def _ways(new: Mine, first: date, until: date) -> dict[str, int]:
    ways = {"municipality": [], "school": [], "guidance": []}
    for plan in new:
        ways["municipality" if not plan.by_partner else "school" if plan.from_school else "guidance"].append(plan)
    matched = {
        way: sum(any(first <= pair.started_on <= until for pair in plan.pairs) for plan in came)
        for way, came in ways.items()
    }
    return {f"from_{way}": len(came) for way, came in ways.items()} | {
        f"matched_from_{way}": n for way, n in matched.items()
    }


def _courses(mine: Mine, first: date, until: date, cut_off: date) -> dict[str, int]:
    known = _known(mine, cut_off)
    ended = [pair for pair in known if pair.ended_on and first <= pair.ended_on <= until]
    days = [(min(_ended(pair, until), until) - max(pair.started_on, first)).days + 1 for pair in known]
    held = [(day, minutes) for pair in known for day, minutes in pair.meetings if minutes and first <= day <= until]
    months = [month for pair in known for month in _whole_months(pair, first, until)]
    results = [(pair, _first_outcome(pair, cut_off)) for pair in known if first <= pair.started_on <= until]
    with_outcome = [(pair, day) for pair, day in results if day]
    return {
        "in_course": sum(n > 0 for n in days),
        "course_days": sum(n for n in days if n > 0),
        "meetings": len(held),
        "minutes": sum(minutes for _day, minutes in held),
        "ended_meetings": sum(
            minutes is not None and day <= cut_off for pair in ended for day, minutes in pair.meetings
        ),
        "norm_months": len(months),
        "norm_met": sum(n >= NORM for n in months),
        **{f"ended_{reason}": sum(pair.reason == reason for pair in ended) for reason in END_REASONS},
        "with_outcome": len(with_outcome),
        "went_on": sum(pair.ended_on is None or pair.ended_on > day for pair, day in with_outcome),
    }


def _ended(pair: Pair, otherwise: date) -> date:
    return min(pair.ended_on, otherwise) if pair.ended_on else otherwise


def _first_outcome(pair: Pair, cut_off: date) -> date | None:
    return min((day for _kind, day in pair.outcomes if pair.started_on <= day <= cut_off), default=None)


def _whole_months(pair: Pair, first: date, until: date) -> Iterator[int]:
    """How often they met in each month that the pair ran from end to end, without a pause."""
    begins, ends = max(pair.started_on, first), _ended(pair, until)
    for number in range(first.year * 12 + first.month - 1, until.year * 12 + until.month):
        year, month = divmod(number, 12)
        one, last = date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])
        paused = any(start <= last and (stop is None or stop >= one) for start, stop in pair.pauses)
        if begins <= one and last <= ends and not paused:
            yield sum(minutes is not None and one <= day <= last for day, minutes in pair.meetings)


def _concerns(mine: Mine, first: date, until: date, cut_off: date) -> dict[str, int]:
    raised = [steps for plan in mine for steps in plan.concerns if first <= steps[0][0] <= until]
    tops = Counter(max((level or 0 for day, level in steps if day <= cut_off), default=0) for steps in raised)
    return {
        "concerns": len(raised),
        "concerns_on_call": tops[0],
        **{f"concerns_level_{level}": tops[level] for level in range(1, 5)},
    }
