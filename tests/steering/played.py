"""A partnership of three years, invented youth by youth and counted, without a database: what its reports show."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zlib import crc32

from mentorkorps.steering.build import SETTLES_IN
from mentorkorps.steering.figures import OUTCOME_KINDS, Figures
from mentorkorps.steering.lines import Line
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.menu import COUNTED, MENU
from mentorkorps.steering.months import SERIES, series
from mentorkorps.steering.related import ALL_OF, is_open
from mentorkorps.steering.restate import mark_restated
from mentorkorps.steering.rows import all_lines
from mentorkorps.steering.targets import measured
from mentorkorps.steering.wishes import unmet_measures
from tests.steering.played_acts import (
    MONTHLY,
    acts,
    as_known,
    came_of,
    companies,
    furnish,
    months,
    spans,
    untellable,
    wished,
    wishes,
)

FYN_OPEN = (
    "enrolled", "waiting", "proposed", "matched", "running", "ended", "within_4_weeks", "on_time", "any_outcome", "quota",
    "money",
)  # fmt: skip
PERIODS = (
    (date(2014, 2, 15), date(2014, 12, 31)),
    (date(2015, 1, 1), date(2015, 12, 31)),
    (date(2016, 1, 1), date(2016, 12, 31)),
)
MONTHS = (3, 5, 7, 9, 11)  # a report before each meeting; the last of a period comes after its end


@dataclass(frozen=True)
class Place:
    """A municipality: its youths a year, and the days between which it is a member."""

    slug: str
    a_year: int
    joined_on: date = date(2014, 2, 1)
    left_on: date = date.max


@dataclass
class Pair:
    """A mentor's time with a youth."""

    start: date
    end: date
    trade: bool
    unwanted: bool
    checks: list[tuple[date, bool]]
    meetings: list[tuple[date, int]] = field(default_factory=list)


@dataclass
class Youth:
    """What happens to one, with its days."""

    number: int
    sent: date
    partner: bool
    proposed: date
    closed: date
    pairs: list[Pair] = field(default_factory=list)
    results: list[tuple[str, date]] = field(default_factory=list)
    moved: tuple[date, str] = (date.max, "")
    way: str = "municipality"
    wish: str = ""
    lag: timedelta = timedelta()  # how late all of it is entered
    read: list[date] = field(default_factory=list)  # when its contact person opened a note
    answered: list[date] = field(default_factory=list)
    places: list[tuple[date, date]] = field(default_factory=list)  # at a company: given, and begun


FYN = (Place("faaborg-midtfyn", 34), Place("nyborg", 31), Place("svendborg", 36))
#: A small one joins in the second year, and one leaves in the third.
CHANGING = (*FYN[:1], Place("nyborg", 24, left_on=date(2016, 5, 1)), FYN[2], Place("langeland", 9, date(2015, 4, 15)))
#: Eight of every size.
WIDE = (
    Place("assens", 22), Place("faaborg-midtfyn", 34), Place("kerteminde", 7), Place("langeland", 4, date(2015, 6, 1)),
    Place("nordfyns", 12), Place("nyborg", 31, left_on=date(2016, 3, 31)), Place("odense", 120), Place("svendborg", 36),
)  # fmt: skip


def play(places: Iterable[Place], seed: int) -> dict[str, list[Youth]]:
    """The youths of each place over the three years."""
    return {place.slug: list(_youths(place, random.Random(f"{place.slug} {seed}"))) for place in places}


def reports(
    places: Sequence[Place],
    opened: Sequence[str] = FYN_OPEN,
    seed: int = 1,
    *,
    remembers: bool = True,
    late: bool = False,
    again: bool = False,
) -> Iterator[dict[str, Any]]:
    """Every report of the three years as it is published, in the order of their cut-offs, each with its raw `counts`.

    Where facts are entered `late`, a report marks what the one before it would say otherwise by then, and has that one as
    it would be, `again`. Told `again`, a period that is over is reported on the days of the next one's reports, too.
    """
    youths, published = play(places, seed), []
    for first, last, cut_off in _cut_offs(again=again):
        bearing = [place for place in places if place.joined_on <= min(last, cut_off) and place.left_on >= first]
        known = {place.slug: as_known(youths[place.slug], cut_off) if late else youths[place.slug] for place in bearing}
        content = report(known, opened, (first, last, cut_off), published if remembers else ())
        if late and (same := [one for one in published if one["period"] == content["period"]]):
            before = [one for one in published if one is not same[-1]] if remembers else ()
            then = {one["slug"]: known[one["slug"]] for one in same[-1]["tenants"] if one["slug"] in known}
            days = first, last, date.fromisoformat(same[-1]["cut_off"])
            content["again"] = report(then, opened, days, before) | {"again": True}
            mark_restated(content["rows"], same[-1]["rows"], content["again"]["rows"])
        published.append(content)
        yield content


def report(
    places: Mapping[str, Sequence[Youth]],
    opened: Sequence[str],
    days: tuple[date, date, date],
    before: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The content of a report of these youths, with its raw `counts`; `days` are the period's first and last, and the cut-off."""
    first, last, cut_off = days
    until, tenants = min(last, cut_off), [SimpleNamespace(id=uuid5(NAMESPACE_URL, slug), slug=slug) for slug in places]
    counts = {slug: counted(youths, *days) | wished(youths, cut_off) for slug, youths in places.items()}
    by_id = {tenant.id: places[tenant.slug] for tenant in tenants}
    per_tenant = {tenant.id: counts[tenant.slug] for tenant in tenants}
    corps, happened = _Any(mentors=90, active_mentors=80), months(by_id, first, until)
    of_companies = companies({tenant.id: counts[tenant.slug] for tenant in tenants})
    figures = Figures(
        per_tenant, corps, spans(by_id, first, until, cut_off), happened, wishes(by_id, cut_off), of_companies
    )
    agreed: Any = _agreed(tenants, opened, days)
    lines = all_lines(agreed, figures, before)
    measures = [measure for measure in (*MENU, *unmet_measures(lines)) if measure.key in lines]
    everything: Any = _agreed(tenants, SERIES, days)
    return {
        "period": {"starts_on": first.isoformat(), "ends_on": last.isoformat()},
        "cut_off": cut_off.isoformat(),
        "tenants": [{"slug": slug} for slug in places],
        "rows": [_row(measure, lines[measure.key], list(places), opened) for measure in measures],
        "counts": counts,
        "monthly": series(everything, figures, lines, cut_off)["months"],
        "untellable": untellable(happened, [tenant.id for tenant in tenants]),
    } | series(agreed, figures, lines, cut_off, before)


def _agreed(tenants: Sequence[Any], opened: Sequence[str], days: tuple[date, date, date]) -> SimpleNamespace:
    first, last, cut_off = days
    period = SimpleNamespace(starts_on=first, ends_on=last, price=Decimal(505_000), target_min=90, pace={})
    return SimpleNamespace(
        bearing=tenants, agreement=SimpleNamespace(open_figures=opened), period=period, contributions={}, invoiced={},
        other_money=Decimal(20_000), profile={"meetings": {"per_month": MONTHLY}}, cut_off=cut_off, alone=False,
    )  # fmt: skip


def counted(youths: Sequence[Youth], first: date, last: date, cut_off: date) -> dict[str, int]:
    """Every count of the menu for one place."""
    until = min(last, cut_off)
    found = _enrolments(youths, first, until, cut_off) | _pairs(youths, first, until, cut_off)
    found |= _results(youths, first, until, cut_off) | acts(youths, first, until, cut_off)
    found |= came_of(youths, first, until)
    for measure in COUNTED:
        if not measure.parts and measure.key not in found:
            found[measure.key] = sum(first <= day <= until for _youth, day in _invented(measure.key, youths))
    return found


class _Any(dict[str, int]):
    def __missing__(self, key: str) -> int:
        return 20


def _cut_offs(*, again: bool) -> list[tuple[date, date, date]]:
    """The newest period first where several are reported on one day."""
    days = []
    for first, last in PERIODS:
        days += [(first, last, date(first.year, month, 5)) for month in MONTHS if date(first.year, month, 5) > first]
        days += [
            (first, last, date(first.year, 9, 8)),
            (first, last, last + timedelta(9)),
            (first, last, last + timedelta(70)),
        ]
    for (first, last), (after, _end) in pairwise(PERIODS) if again else ():
        days += [(first, last, cut_off) for of, _last, cut_off in days if of == after and cut_off < last + SETTLES_IN]
    return sorted(days, key=lambda one: (one[2], -one[0].toordinal()))


def _row(measure: Measure, line: Line, slugs: Sequence[str], opened: Sequence[str]) -> dict[str, Any]:
    row = {"key": measure.key, "unit": measure.unit, "section": measure.section, "open": is_open(measure, opened)}
    row |= {name: list(keys) for name, keys in (("of", measure.parts), ("per", measure.per)) if keys}
    row |= ({"base": measure.base} if measure.base else {}) | measured(line.together, None)
    row["tenants"] = [{"tenant": slug} | measured(cell, None) for slug, cell in zip(slugs, line.tenants, strict=False)]
    return row


def _youths(place: Place, rng: random.Random) -> Iterator[Youth]:
    for number in range(round(place.a_year * 2.9)):
        sent = date(2014, 2, 15) + timedelta(rng.randrange(1050))
        if not place.joined_on <= sent <= place.left_on:
            continue
        asked = sent + timedelta(round(rng.triangular(4, 60, 14)))
        youth = Youth(number, sent, rng.random() < 0.35, asked, sent + timedelta(150))
        if rng.random() < 0.08:
            youth.proposed = date.max
        elif rng.random() < 0.9:
            youth.pairs = list(_courses(asked + timedelta(rng.randint(3, 20)), rng))
            _fate(youth, rng)
        furnish(youth, random.Random(f"{place.slug} {number} {youth.sent}"))
        yield youth


def _courses(start: date, rng: random.Random) -> Iterator[Pair]:
    end = start + timedelta(round(rng.choice((rng.uniform(20, 89), rng.uniform(90, 240), rng.uniform(245, 400)))))
    days = range(14, (end - start).days, 35)
    checks = [(start + timedelta(day), rng.random() < 0.94) for day in days]
    yield Pair(start, end, rng.random() < 0.75, rng.random() < 0.5, checks)
    if rng.random() < 0.12:
        yield from _courses(end + timedelta(rng.randint(5, 40)), rng)


def _fate(youth: Youth, rng: random.Random) -> None:
    start, end = youth.pairs[0].start, youth.pairs[-1].end
    for kind in rng.sample(OUTCOME_KINDS, rng.choice((0, 0, 1, 1, 1, 2))):
        youth.results.append((kind, start + timedelta(rng.randint(20, 200))))
    youth.moved = (end + timedelta(rng.randint(0, 20)), rng.choice(("yes",) * 7 + ("no", "unsure", "")))


def _enrolments(youths: Sequence[Youth], first: date, until: date, cut_off: date) -> dict[str, int]:
    new = [y for y in youths if first <= y.sent <= until]
    waiting = [y for y in youths if y.sent <= cut_off < min(y.proposed, y.closed)]
    due = [y for y in new if y.proposed <= cut_off or y.sent + timedelta(28) <= cut_off]
    taken = [y for y in youths if first <= y.proposed <= until and y.pairs]
    return {
        "enrolled": len(new),
        "enrolled_by_partner": sum(y.partner for y in new),
        "waiting": len(waiting),
        "waiting_too_long": sum(y.sent + timedelta(28) < cut_off for y in waiting),
        "proposed": sum(first <= y.proposed <= until for y in youths),
        "promise_due": len(due),
        "promise_kept": sum(y.proposed <= min(cut_off, y.sent + timedelta(28)) for y in due),
        "places_taken": len(taken),
        "places_open": sum(y.pairs[0].start > cut_off for y in taken),
    }


def _pairs(youths: Sequence[Youth], first: date, until: date, cut_off: date) -> dict[str, int]:
    known = [pair for y in youths for pair in y.pairs if pair.start <= cut_off]
    new = [pair for pair in known if first <= pair.start <= until]
    ended = [pair for pair in known if first <= pair.end <= until]
    old = [pair for pair in new if pair.start + timedelta(243) < cut_off]
    due = [done for pair in known for day, done in pair.checks if first <= day <= until]
    return {
        "matched": sum(any(first <= pair.start <= until for pair in y.pairs) for y in youths),
        "matches": len(new),
        "trade_matches": sum(pair.trade for pair in new),
        "running": sum(pair.end > cut_off for pair in known),
        "ended": len(ended),
        "early_endings": sum(pair.unwanted and pair.end < pair.start + timedelta(90) for pair in ended),
        "could_last_8_months": len(old),
        "lasted_8_months": sum(pair.end > pair.start + timedelta(243) for pair in old),
        "follow_ups_due": len(due),
        "follow_ups_in_time": sum(due),
    }


def _results(youths: Sequence[Youth], first: date, until: date, cut_off: date) -> dict[str, int]:
    begun = [(y, [pair for pair in y.pairs if first <= pair.start <= until]) for y in youths]
    begun = [(y, pairs) for y, pairs in begun if pairs]
    bases = {
        "": begun,
        "_finished": [(y, pairs) for y, pairs in begun if all(pair.end <= cut_off for pair in pairs)],
        "_mature": [(y, pairs) for y, pairs in begun if pairs[0].start + timedelta(182) <= cut_off],
    }
    return {name + ending: n for ending, base in bases.items() for name, n in _base(base, cut_off).items()}


def _base(begun: Sequence[tuple[Youth, list[Pair]]], cut_off: date) -> dict[str, int]:
    kinds = [{kind for kind, day in y.results if pairs[0].start <= day <= cut_off} for y, pairs in begun]
    moved = [y.moved[1] if y.moved[0] <= cut_off else "" for y, _pairs in begun]
    return {
        "youths": len(begun),
        "any_outcome": sum(bool(found) for found in kinds),
        "four_kinds": sum(bool(found - {"spare_time_job", "subsidised_job"}) for found in kinds),
        **{kind: sum(kind in found for found in kinds) for kind in OUTCOME_KINDS},
        **{f"moved_{answer}": moved.count(answer) for answer in ("yes", "no", "unsure")},
        "moved_unanswered": moved.count(""),
    }


def _invented(key: str, youths: Sequence[Youth]) -> list[tuple[str, date]]:
    """What counts in a row of the menu that this little world knows nothing of: each event of its whole falls to one of
    the rows beside it."""
    known = {
        "ended": [(f"{y.number} {n}", pair.end) for y in youths for n, pair in enumerate(y.pairs)],
        "matches": [(f"{y.number} {n}", pair.start) for y in youths for n, pair in enumerate(y.pairs)],
        "proposed": [(f"{y.number}", y.proposed) for y in youths],
        "": [(f"{y.number}", y.pairs[0].start) for y in youths if y.pairs],
    }
    if key in known:
        return known[key]
    within = next(measure.within for measure in COUNTED if measure.key == key)
    beside = [measure.key for measure in COUNTED if measure.within == within] if within else [key]
    others = [] if within in ALL_OF else ["", ""]
    whole = _invented(within, youths)
    rows = [*beside, *others]
    return [one for one in whole if rows[crc32(f"{within} {one}".encode()) % len(rows)] == key]
