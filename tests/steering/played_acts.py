"""What else happens in the invented partnership, beside the youths and pairs themselves: meetings, notes, ways in, wishes; what
is entered late; and how long things took."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from statistics import quantiles
from typing import Any
from uuid import UUID

from mentorkorps.steering.companies import CAME_OF
from mentorkorps.steering.figures import Month, Span
from mentorkorps.steering.hide import may_be_told
from mentorkorps.steering.months import SERIES
from mentorkorps.trades import TRADES

OFFERED = ("praktik", "apprenticeship", "spare_time_job")
NOBODY = UUID(int=0)
MONTHLY = 2  # meetings that the programme asks for


def furnish(youth: Any, rng: random.Random) -> None:
    """Invents it for one youth, the same for the same `rng`."""
    youth.way = rng.choice(("school", "guidance")) if youth.partner else "municipality"
    youth.lag = timedelta(rng.choice((0, 0, 0, 0, 0, 0, 0, 12, 30, 60)))
    youth.wish = rng.choice(("car_mechanic", "car_mechanic", "cook", "carpenter", "nurse", ""))
    of_offers = [(kind, day) for kind, day in youth.results if kind in OFFERED]
    youth.places = [(day - timedelta(rng.randrange(30)), day) for _kind, day in of_offers]
    for pair in youth.pairs:
        day = pair.start + timedelta(rng.randrange(15))
        while day < pair.end:
            pair.meetings.append((day, rng.choice((30, 60, 60, 95))))
            day += timedelta(rng.choice((7, 14, 20, 40)))
        youth.read += [pair.start + timedelta(7 * n) for n in range(rng.randrange(4))]
        youth.answered += [pair.end + timedelta(5)] if rng.random() < 0.5 else []


def as_known(youths: Sequence[Any], day: date) -> list[Any]:
    """The youths as they were entered by the end of `day`: what was late is not there yet."""
    return [youth if not youth.lag else _without_late(youth, day) for youth in youths]


def _without_late(youth: Any, day: date) -> Any:
    until = day - youth.lag
    known = [
        replace(pair, end=pair.end if pair.end <= until else date.max, meetings=[m for m in pair.meetings if m[0] <= until])
        for pair in youth.pairs if pair.start <= until
    ]  # fmt: skip
    return replace(
        youth, pairs=known, results=[one for one in youth.results if one[1] <= until],
        moved=youth.moved if youth.moved[0] <= until else (date.max, ""),
        read=[one for one in youth.read if one <= until], places=[one for one in youth.places if one[1] <= until],
        answered=[one for one in youth.answered if one <= until],
    )  # fmt: skip


def acts(youths: Sequence[Any], first: date, until: date, cut_off: date) -> dict[str, int]:
    """The counts of acts, hours, months and ways in of one place."""
    known = [(pair, _days(pair, first, until)) for y in youths for pair in y.pairs if pair.start <= cut_off]
    course = [(pair, days) for pair, days in known if days > 0]
    held = [minutes for pair, _days in known for day, minutes in pair.meetings if first <= day <= until]
    months = [_held_in(pair, month) for pair, _days in known for month in _whole_months(pair, first, until)]
    new = [y for y in youths if first <= y.sent <= until]
    matched = [y for y in new if any(first <= pair.start <= until for pair in y.pairs)]
    return {
        "in_course": len(course),
        "course_days": sum(days for _pair, days in course),
        "meetings": len(held),
        "minutes": sum(held),
        "ended_meetings": sum(len(pair.meetings) for pair, _days in known if first <= pair.end <= until),
        "norm_months": len(months),
        "norm_met": sum(count >= MONTHLY for count in months),
        "own_enrolments": sum(not y.partner for y in new),
        "notes_read": sum(first <= day <= until for y in youths for day in y.read),
        "decisions": sum(first <= day <= until for y in youths for day in y.answered),
        "first_proposals": sum(y.proposed <= cut_off for y in new),
        **{f"from_{way}": sum(y.way == way for y in new) for way in ("municipality", "school", "guidance")},
        **{f"matched_from_{way}": sum(y.way == way for y in matched) for way in ("municipality", "school", "guidance")},
    }


def came_of(youths: Sequence[Any], first: date, until: date) -> dict[str, int]:
    """What came of companies' offers at one place; every other result came of the three together."""
    results = [day for y in youths for n, (_kind, day) in enumerate(y.results) if (y.number + n) % 2]
    return {
        "offer_places": sum(first <= given <= until for y in youths for given, _begun in y.places),
        "placements_begun": sum(first <= begun <= until for y in youths for _given, begun in y.places),
        "outcomes_of_three": sum(first <= day <= until for day in results),
    }


def companies(counts: Mapping[UUID, Mapping[str, int]]) -> dict[str, dict[UUID | None, int]]:
    """The same of each place, and what the operator counts of its own."""
    of_all: dict[UUID | None, int] = {None: 30}
    own = dict.fromkeys(("mentors_asked", "mentors_ready", "offers_made", "offers_filled", "offers_open"), of_all)
    return own | {key: {place: count[key] for place, count in counts.items()} for key in CAME_OF}


def spans(
    places: Mapping[UUID, Sequence[Any]], first: date, until: date, cut_off: date
) -> dict[str, dict[UUID | None, Span]]:
    """How long things took, exactly, at each place and over all."""
    found: dict[str, dict[UUID | None, Span]] = {}
    for what in ("wait", "length", "outcome"):
        of = {place: sorted(_took(what, youths, first, until, cut_off)) for place, youths in places.items()}
        every: dict[UUID | None, list[int]] = {**of, None: sorted(day for days in of.values() for day in days)}
        found[what] = {place: _span(days) for place, days in every.items() if days}
    return found


def months(places: Mapping[UUID, Sequence[Any]], first: date, until: date) -> list[Month]:
    """What began or ended in each month."""
    found: dict[tuple[date, UUID], list[int]] = {}
    for place, youths in places.items():
        begun = [min((p.start for p in y.pairs if first <= p.start <= until), default=None) for y in youths]
        days = ([y.sent for y in youths], [day for day in begun if day], [p.end for y in youths for p in y.pairs])
        for what, happened in enumerate(days):
            for day in happened:
                if first <= day <= until:
                    found.setdefault((day.replace(day=1), place), [0, 0, 0])[what] += 1
    return [Month(month, place, *counts) for (month, place), counts in found.items()]


def untellable(happened: Sequence[Month], places: Sequence[UUID]) -> set[str]:
    """The ends of months at which all that has happened is too little to be told, whatever came before."""
    ends = sorted({one.month for one in happened})
    sums = {
        f"{name} by {end:%Y-%m}": [
            sum(getattr(one, name) for one in happened if one.month <= end and one.tenant == place) for place in places
        ]
        for end in ends for name in SERIES
    }  # fmt: skip
    return {name for name, counts in sums.items() if not may_be_told(counts)}


def wishes(places: Mapping[UUID, Sequence[Any]], cut_off: date) -> dict[UUID, dict[str, int]]:
    """What those who wait wish for most."""
    waiting = {
        place: [y.wish for y in youths if y.sent <= cut_off < min(y.proposed, y.closed)]
        for place, youths in places.items()
    }
    return {place: {wish: wished.count(wish) for wish in wished} for place, wished in waiting.items()}


def wished(youths: Sequence[Any], cut_off: date) -> dict[str, int]:
    """The same of one place, as the rows of a report call it."""
    of = wishes({NOBODY: youths}, cut_off)[NOBODY]
    return {f"wished_{trade}": of.get(trade, 0) for trade in TRADES}


def _days(pair: Any, first: date, until: date) -> int:
    return (min(pair.end, until) - max(pair.start, first)).days + 1


def _whole_months(pair: Any, first: date, until: date) -> list[date]:
    months = [date(first.year, number, 1) for number in range(1, 13)]
    ends = [(month + timedelta(32)).replace(day=1) - timedelta(1) for month in months]
    return [
        month for month, end in zip(months, ends, strict=True) if max(pair.start, first) <= month and end <= min(pair.end, until)
    ]  # fmt: skip


def _held_in(pair: Any, month: date) -> int:
    return sum(day.replace(day=1) == month for day, _minutes in pair.meetings)


def _took(what: str, youths: Sequence[Any], first: date, until: date, cut_off: date) -> list[int]:
    if what == "wait":
        return [(y.proposed - y.sent).days for y in youths if first <= y.sent <= until and y.proposed <= cut_off]
    pairs = [(y, pair) for y in youths for pair in y.pairs]
    if what == "length":
        return [(pair.end - pair.start).days for _youth, pair in pairs if first <= pair.end <= until]
    begun = {y.number: (y, pair.start) for y, pair in reversed(pairs) if first <= pair.start <= until}
    reached = [(start, [day for _kind, day in y.results if start <= day <= cut_off]) for y, start in begun.values()]
    return [(min(days) - start).days for start, days in reached if days]


def _span(days: Sequence[int]) -> Span:
    cuts = quantiles(days, n=10, method="inclusive") if len(days) > 1 else [days[0]] * 9
    return Span(len(days), cuts[4], cuts[8])
