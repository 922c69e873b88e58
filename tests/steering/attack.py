"""What anybody can work out of published reports: every hidden figure between its least and its most, by linear programming.

The one who attacks has every report, knows how the rows hang together and that counts grow, and solves for each hidden
cell: all counts, acts, hours and months of the tables, per member and together, of all the reports at once, so that two are
also subtracted; with the percentages, medians, costs, months and corrections that stand beside them (`attack_more`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

import highspy
import numpy as np

from mentorkorps.steering.companies import CAME_OF, COMPANIES
from mentorkorps.steering.hide import LEAST, may_be_left
from mentorkorps.steering.meetings import HOUR, UNITS
from mentorkorps.steering.menu import COUNTED
from mentorkorps.steering.own_time import OWN_TIME
from mentorkorps.steering.related import ACROSS, ALL_OF, MAY_FALL, PART_OF, SETTLED, STANDS, is_open
from mentorkorps.steering.results import RESULTS
from tests.steering.attack_more import (
    HALF,
    MINUTES,
    by_period,
    months_told,
    months_true,
    said_in_months,
    said_together,
    same_months,
    with_corrected,
)  # fmt: skip

Content = Mapping[str, Any]
Name = tuple[int, str, str]  # which report, row and member; the member "" is the figure together
Terms = Sequence[tuple[float, Name]]
Rule = tuple[dict[int, float], float, bool]  # of unknowns by their index: the sum is at most, or equal to, a number
EPSILON = 1e-6
ROUNDED = ("hours", "months")
INSTITUTIONS = ("school", "guidance")
ESTIMATE = "own_hours"  # so many minutes for each of three counts; it is those that are protected
#: What becomes fewer where it is entered late that a pair has ended.
FALLS_LATE = {"lasted_8_months", "course_months", "norm_months", "norm_met", "went_on"}
#: All that is counted, in its order.
ALL = tuple(dict.fromkeys((*COUNTED, *OWN_TIME, *(one for one in COMPANIES if one.key in CAME_OF))))
KINDS = ("praktik", "apprenticeship", "education", "spare_time_job", "subsidised_job", "job")
FOUR = ("praktik", "apprenticeship", "education", "job")
CROSSING = {key: wholes for key, wholes in PART_OF.items() if len(wholes) > 1}


class Attack:
    """The reports of one partnership, and all that follows from them.

    `knows` is the member that attacks, who has its own figures in full, or the "school" or "guidance" centre, who knows whom it
    has sent to each; "" for anybody. `sees` is "all" of the reports, only
    the "open" figures, or what stands per "member": how wide a cell is without the rest.
    """

    def __init__(
        self, reports: Sequence[Content], opened: Sequence[str], *, knows: str = "", sees: str = "all"
    ) -> None:
        self.reports, self.knows, self.sees, self.opened = with_corrected(reports), knows, sees, opened
        self.counts = [measure for measure in ALL if not measure.parts and not measure.per]
        self.open = {measure.key for measure in self.counts if is_open(measure, opened)}
        self.exact = all("again" not in report for report in reports)
        self.rows = [{row["key"]: row for row in report["rows"]} for report in self.reports]
        self.told = [self._told(n) for n in range(len(self.reports))]
        self.index: dict[Name, int] = {}
        self.rules: list[Rule] = []
        for n, report in enumerate(self.reports):
            self._sums(n)
            self._relations(n)
            self._rounded(n)
            for terms, most, equal in (*said_together(n, report, self.told[n]), *said_in_months(n, report)):
                if sees == "all" or not equal or most == 0:
                    self._rule(terms, most, equal=equal)
        self._growth()
        self._same_day()
        for terms, most, equal in same_months(self.reports, exact=self.exact):
            self._rule(terms, most, equal=equal)

    def ranges(self, wanted: Iterable[Name] | None = None) -> dict[Name, tuple[float, float]]:
        """The least and the most that each unknown (or those wanted) can be; exact where that is under LEAST apart."""
        asked = (
            list(self.index.values()) if wanted is None else [self.index[name] for name in wanted if name in self.index]
        )
        solved = _solve(self.rules, self._lots(), asked)
        return {name: solved[index] for name, index in self.index.items() if index in solved}

    def truth(self, name: Name) -> float:
        n, key, member = name
        if " by " in key:
            return months_true(self.reports[n])[key]
        counts = self.reports[n]["counts"]
        return sum(_true(key, own) for slug, own in counts.items() if member in ("", slug))

    def is_hidden(self, name: Name) -> bool:
        """Whether it is a figure that is not told, nor told rounded, nor by another report of the same day and members."""
        n, key, member = name
        if " by " in key:
            return key in self.reports[n]["untellable"]
        same = [m for m in range(len(self.reports)) if self._tells_the_same(n, m)] if key in STANDS else []
        if any(self.told[m].get((key, member)) is not None for m in same):
            return False
        row = self.rows[n].get(key, {"tenants": []})
        cells = {cell["tenant"]: cell["realised"] for cell in row["tenants"]} | {"": row.get("realised")}
        return cells.get(member) is None

    def is_of_many(self, name: Name) -> bool:
        """Whether it is the figure together, known to one whose own it is not all, and what the others have may be told."""
        n, key, member = name
        if not self.knows or member or " by " in key:
            return False
        others = [_true(key, own) for slug, own in self.reports[n]["counts"].items() if slug != self.knows]
        return may_be_left(sum(others), max(others, default=0), sum(1 for count in others if count))

    def _tells_the_same(self, n: int, other: int) -> bool:
        one, another = self.reports[n], self.reports[other]
        same = (one["cut_off"], one["tenants"]) == (another["cut_off"], another["tenants"])
        return same and n != other and "again" not in another

    def _told(self, n: int) -> dict[tuple[str, str], int]:
        told = {}
        for measure in self.counts:
            row = self.rows[n][measure.key]
            if measure.unit in ROUNDED:
                continue
            if measure.key in self.open:
                told |= {(measure.key, slug): own[measure.key] for slug, own in self.reports[n]["counts"].items()}
            elif self.sees == "all" or (self.sees == "member" and not measure.only_together):
                told[measure.key, ""] = row["realised"]
                told |= {(measure.key, cell["tenant"]): cell["realised"] for cell in row["tenants"]}
        told |= months_told(self.reports[n], self.opened, sees_all=self.sees == "all")
        if self.sees == "all":
            wished = {key: row for key, row in self.rows[n].items() if key.startswith("wished_")}
            told |= {(key, ""): row["realised"] for key, row in wished.items()}
        if own := self.reports[n]["counts"].get(self.knows):
            told |= {(measure.key, self.knows): _true(measure.key, own) for measure in self.counts}
        for key in (f"from_{self.knows}", f"matched_from_{self.knows}") if self.knows in INSTITUTIONS else ():
            told |= {(key, slug): own[key] for slug, own in self.reports[n]["counts"].items()}
            told[key, ""] = sum(own[key] for own in self.reports[n]["counts"].values())
        return {name: number for name, number in told.items() if number is not None}

    def _rule(self, terms: Terms, most: float, *, equal: bool = False) -> None:
        """The sum of `terms` is at most (or equal to) a number; what is told goes into the number."""
        unknown: dict[int, float] = defaultdict(float)
        for factor, (n, key, member) in terms:
            number = self.told[n].get((key, member)) if n >= 0 else None
            if number is None:
                unknown[self.index.setdefault((n, key, member), len(self.index))] += factor
            else:
                most -= factor * number
        if unknown:
            self.rules.append((dict(unknown), most, equal))
        else:
            assert most >= -EPSILON, terms

    def _sums(self, n: int) -> None:
        for measure in self.counts:
            members = [(1.0, (n, measure.key, slug)) for slug in self.reports[n]["counts"]]
            self._rule([*members, (-1.0, (n, measure.key, ""))], 0, equal=True)
        for row in self.rows[n].values():
            if row.get("of") and self.sees == "all":
                for share, slug in [(row, ""), *((cell, cell["tenant"]) for cell in row["tenants"])]:
                    if share["realised"] is not None:
                        part, whole = ((n, key, slug) for key in row["of"])
                        tenths = share["realised"]
                        if {part[1], whole[1]} <= {measure.key for measure in self.counts}:
                            self._rule([(100, part), (-tenths - 0.05, whole)], EPSILON)
                            self._rule([(-100, part), (tenths - 0.05, whole)], EPSILON)

    def _rounded(self, n: int) -> None:
        """Hours and months are told with one decimal."""
        for measure in self.counts:
            row = self.rows[n][measure.key]
            if measure.unit in ROUNDED and self.sees != "open":
                for cell, slug in [(row, ""), *((cell, cell["tenant"]) for cell in row["tenants"])]:
                    if cell["realised"] is not None and (slug or self.sees == "all"):
                        name = (n, measure.key, slug)
                        self._rule([(1, name)], cell["realised"] + HALF + EPSILON)
                        self._rule([(-1, name)], HALF + EPSILON - cell["realised"])

    def _relations(self, n: int) -> None:
        for slug in self.reports[n]["counts"]:
            for part, whole in _parts():
                self._rule([(1, (n, part, slug)), (-1, (n, whole, slug))], 0)
            for whole, parts in _disjoint().items():
                terms = [(1.0, (n, part, slug)) for part in parts]
                self._rule([*terms, (-1.0, (n, whole, slug))], 0, equal=whole in ALL_OF)
            for both, (one, other) in CROSSING.items():
                signs = ((1, one), (1, other), (-1, both), (-1, ACROSS))
                self._rule([(sign, (n, key, slug)) for sign, key in signs], 0)
            self._rule([(1, (n, "youths", slug)), (-1, (n, "matched", slug))], 0, equal=True)
            for some, several in (("four_kinds", FOUR), ("any_outcome", KINDS)):
                self._rule([(1, (n, some, slug)), *((-1, (n, kind, slug)) for kind in several)], 0)
            self._rule([(1, (n, "youths", slug)), (-1, (n, "youths_finished", slug)), (-1, (n, "running", slug))], 0)
            # Pairs that run or have ended are those begun in the period and those carried into it: none into the first.
            period = self.reports[n]["period"]
            carried = (
                [] if period["starts_on"].startswith("2014") else [(1.0, (-1, f"carried {period['starts_on']}", slug))]
            )
            pairs = ((1, "matches"), (-1, "running"), (-1, "ended"))
            if self.reports[n]["cut_off"] <= period["ends_on"]:
                self._rule([*carried, *((sign, (n, key, slug)) for sign, key in pairs)], 0, equal=True)

    def _growth(self) -> None:
        for numbers in by_period(self.reports).values():
            for one, later in pairwise(numbers):
                for measure in self.counts:
                    if measure.key in SETTLED:
                        self._rest_grows(measure.key, one, later)
                    if measure.key not in MAY_FALL and (self.exact or measure.key not in FALLS_LATE):
                        for slug in {*self.reports[one]["counts"], ""}:
                            self._rule([(1, (one, measure.key, slug)), (-1, (later, measure.key, slug))], 0)

    def _same_day(self) -> None:
        """What stands is the same in two reports of one day; that one as it reads today is another."""
        days = [None if "again" in report else report["cut_off"] for report in self.reports]
        for one, later in combinations(range(len(days)), 2):
            if days[one] and days[one] == days[later]:
                wished = {key for n in (one, later) for key in self.rows[n] if key.startswith("wished_")}
                for key in STANDS | wished:
                    for slug in self.reports[one]["counts"].keys() & self.reports[later]["counts"].keys():
                        self._rule([(1.0, (one, key, slug)), (-1.0, (later, key, slug))], 0, equal=True)

    def _rest_grows(self, key: str, one: int, later: int) -> None:
        whole = next(whole for part, whole in _parts() if part == key)
        for slug in {*self.reports[one]["counts"], ""}:
            was, now = ([(1.0, (n, whole, slug)), (-1.0, (n, key, slug))] for n in (one, later))
            self._rule([*was, *((-sign, name) for sign, name in now)], 0)

    def _lots(self) -> list[int]:
        """For each unknown the lot it belongs to: those in different lots have no rule in common."""
        lot = list(range(len(self.index)))

        def find(one: int) -> int:
            while lot[one] != one:
                lot[one] = lot[lot[one]]
                one = lot[one]
            return one

        for terms, _most, _equal in self.rules:
            first, *others = terms
            for other in others:
                lot[find(other)] = find(first)
        return [find(one) for one in range(len(lot))]


def recovered(
    reports: Sequence[Content], opened: Sequence[str], *, knows: str = "", limit: float = LEAST
) -> dict[Name, Any]:
    """The hidden figures that come out in a range under `limit` wide, though the open figures alone leave it as wide; and
    of those that the open figures leave less (a part of 3 open youths), the ones that come out as one number. What who `knows`
    works out of all the others as one figure is left out where that may be told."""
    attack = Attack(reports, opened, knows=knows)
    asked = [
        name for name in attack.index if name[0] >= 0 and "again" not in attack.reports[name[0]] and name[1] != ESTIMATE
    ]
    hidden = [name for name in asked if attack.is_hidden(name) and not attack.is_of_many(name)]
    ranges = attack.ranges(hidden)
    narrow = {name: span for name, span in ranges.items() if span[1] - span[0] < limit - 1e-4}
    for name, (low, high) in narrow.items():
        assert low - 1e-3 <= attack.truth(name) <= high + 1e-3, (name, "is not in the range that was worked out")
    apart = {measure.key for measure in ALL if measure.only_together} | {name[1] for name in narrow if "wished_" in name[1]}
    alone = {}
    for sees, names in (
        ("open", [one for one in narrow if one[1] not in apart or not one[2]]),
        ("member", list(narrow)),
    ):
        if names:
            found = Attack(reports, opened, knows=knows, sees=sees).ranges(names)
            alone = {name: found.get(name, (0, 0)) for name in names} | alone
    return {
        name: (span, attack.truth(name), alone[name])
        for name, span in narrow.items()
        if span[1] - span[0] < min(limit, alone[name][1] - alone[name][0]) - 1e-4
    }


def ranges_of(rules: Sequence[tuple[Mapping[Any, float], float, bool]]) -> dict[Any, tuple[float, float]]:
    """The least and the most of each unknown that is not fixed by one rule alone; `rules` name unknowns as they like."""
    fixed = {next(iter(terms)): most for terms, most, equal in rules if equal and len(terms) == 1}
    place = {name: n for n, name in enumerate(dict.fromkeys(name for terms, *_ in rules for name in terms))}
    numbered = [({place[name]: factor for name, factor in terms.items()}, most, equal) for terms, most, equal in rules]
    low, high = _reach(_model(numbered, {n: n for n in place.values()}), list(place.values()))
    return {name: (low[n], high[n]) for name, n in place.items() if name not in fixed}


def unknowns(reports: Sequence[Content], opened: Sequence[str]) -> int:
    """How many figures are hidden, or never told, in all the reports."""
    return sum(n >= 0 for n, _key, _member in Attack(reports, opened).index)


def _true(key: str, own: Mapping[str, int]) -> float:
    if key == "own_hours":
        acts = {"enrolment": "own_enrolments", "note": "notes_read", "decision": "decisions"}
        return sum(MINUTES[act] * own[count] for act, count in acts.items()) / HOUR
    name, unit = UNITS.get(key, (key, 1))
    return float(own[name] / unit)


def _parts() -> Iterator[tuple[str, str]]:
    counted = {measure.key for measure in COUNTED}
    for measure in COUNTED:
        wholes = measure.parts[1:] if measure.parts else PART_OF.get(measure.key, (measure.within,))
        part = measure.parts[0] if measure.parts else measure.key
        yield from ((part, whole) for whole in wholes if whole in counted)
    yield "matched", "matches"
    yield from ((kind, "four_kinds") for kind in FOUR)
    yield from (
        (f"{one.key}_{base}", one.key) for one in RESULTS for base in ("finished", "mature") if one.key == "any_outcome"
    )


def _disjoint() -> dict[str, list[str]]:
    beside = defaultdict(list)
    for measure in COUNTED:
        if measure.within:
            beside[measure.within].append(measure.key)
    return {whole: parts for whole, parts in beside.items() if len(parts) > 1}


def _solve(rules: Sequence[Rule], lots: Sequence[int], asked: Sequence[int]) -> dict[int, tuple[float, float]]:
    members, own_rules, wanted = defaultdict(list), defaultdict(list), defaultdict(list)
    for one, lot in enumerate(lots):
        members[lot].append(one)
    for rule in rules:
        own_rules[lots[next(iter(rule[0]))]].append(rule)
    for one in asked:
        wanted[lots[one]].append(one)
    found: dict[int, tuple[float, float]] = {}
    for lot, cells in wanted.items():
        place = {one: n for n, one in enumerate(members[lot])}
        low, high = _reach(_model(own_rules[lot], place), [place[one] for one in cells])
        found |= {one: (low[place[one]], high[place[one]]) for one in cells}
    return found


def _model(rules: Sequence[Rule], place: Mapping[int, int]) -> highspy.Highs:
    model = highspy.Highs()
    model.silent()
    model.addVars(len(place), np.zeros(len(place)), np.full(len(place), 100_000.0))
    for terms, most, equal in rules:
        cells = np.array([place[one] for one in terms], np.int32)
        model.addRow(most if equal else -highspy.kHighsInf, most, len(cells), cells, np.array(list(terms.values())))
    return model


def _reach(model: highspy.Highs, wanted: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """How low and high each can be. Answers to random goals are all possible, and show most to be wide; the others are
    solved one by one, each from where the last left off."""
    width = model.getNumCol()
    every = np.arange(width, dtype=np.int32)
    low, high = np.full(width, np.inf), np.full(width, -np.inf)
    rng = np.random.default_rng(1)

    def reach(cells: Sequence[int], weights: Sequence[float]) -> None:
        goal = np.zeros(width)
        goal[cells] = weights
        for sign in (1, -1):
            model.changeColsCost(width, every, sign * goal)
            model.run()
            assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal, model.getModelStatus()
            answer = np.array(model.getSolution().col_value)
            np.minimum(low, answer, out=low)
            np.maximum(high, answer, out=high)

    narrow = list(wanted)
    for _ in range(30):
        reach(narrow, rng.choice([-1.0, 1.0], len(narrow)) * rng.random(len(narrow)))
        narrow, before = [one for one in narrow if high[one] - low[one] < LEAST], len(narrow)
        if not narrow or len(narrow) > 0.95 * before:
            break
    for one in narrow:
        if high[one] - low[one] < LEAST:
            reach([one], [1.0])
    return low, high
