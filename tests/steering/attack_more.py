"""What else a report publishes than its counts, as rules of the attack: costs, medians, months, wishes, and what it has put
right of the one before."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mentorkorps.programmes import OWN_TIME as MINUTES
from mentorkorps.steering.figures import OUTCOME_KINDS
from mentorkorps.steering.hide import LEAST
from mentorkorps.steering.months import SERIES
from tests.steering.played_acts import OFFERED

Content = Mapping[str, Any]
Name = tuple[int, str, str]
Said = tuple[list[tuple[float, Name]], float, bool]  # the sum is at most, or equal to, a number
WAYS = ("municipality", "school", "guidance")
#: A median told says that there are so many.
MEDIANS = {"length_median": "ended", "outcome_median": "any_outcome", "wait_median": "promise_due"}
COSTS = {
    "cost_per_youth": (505_000, "matched"),
    "paid_per_youth": (485_000, "matched"),
    "all_per_match": (20_000, "matches"),
}
HALF = 0.05  # what is shown with one decimal may be so much more or less


def with_corrected(reports: Sequence[Content]) -> list[Content]:
    """The reports, and before each one that put something right the report before it as anybody now reads it."""
    found: list[Content] = []
    for report in reports:
        if "again" in report:
            last = next(one for one in reversed(found) if one["period"] == report["period"] and "again" not in one)
            found.append(_corrected(last, report))
        found.append({key: value for key, value in report.items() if key != "again"})
    return found


def _corrected(last: Content, report: Content) -> Content:
    marks = {row["key"]: row for row in report["rows"]}
    rows = [
        _as_read(row, marks.get(row["key"], {})) | {
            "tenants": [
                _as_read(cell, next((c for c in marks[row["key"]]["tenants"] if c["tenant"] == cell["tenant"]), {}))
                for cell in row["tenants"]
            ] if row["key"] in marks else []
        }
        for row in last["rows"]
    ]  # fmt: skip
    return {**last, "rows": rows, "counts": report["again"]["counts"], "again": True, "months": []}


def _as_read(then: Content, now: Content) -> dict[str, Any]:
    """What the mark beside the new figure says of the one before; of a figure that is hidden now nothing is said."""
    mark = now.get("restated")
    if not mark and not now.get("hidden"):
        return dict(then)
    return {**then, "realised": mark["now"] if isinstance(mark, Mapping) else None}


def said_together(n: int, report: Content, told: Mapping[tuple[str, str], Any]) -> Iterator[Said]:
    """Of the rows together and their cells: ways in, own time, costs, medians, wishes."""
    for slug in (*report["counts"], ""):
        partner = [(1.0, (n, f"from_{way}", slug)) for way in WAYS[1:]]
        yield [*partner, (-1.0, (n, "enrolled_by_partner", slug))], 0, True
        own = (1.0, (n, "own_enrolments", slug))
        yield [own, (1.0, (n, "enrolled_by_partner", slug)), (-1.0, (n, "enrolled", slug))], 0, True
        yield [own, (-1.0, (n, "from_municipality", slug))], 0, True
        matched = [(1.0, (n, f"matched_from_{way}", slug)) for way in WAYS]
        first = report["period"]["starts_on"].startswith("2014")
        yield [*matched, (-1.0, (n, "matched", slug))], 0, first
        if first:  # before it nobody had begun: what came of the offers is among the results of its pairs
            offered = [(-1.0, (n, kind, slug)) for kind in OFFERED]
            yield [(1.0, (n, "placements_begun", slug)), *offered], 0, False
            every = [(-1.0, (n, kind, slug)) for kind in OUTCOME_KINDS]
            yield [(1.0, (n, "outcomes_of_three", slug)), *every], 0, False
        acts = {"enrolment": "own_enrolments", "note": "notes_read", "decision": "decisions"}
        hours = [(MINUTES[act] / 60, (n, key, slug)) for act, key in acts.items()]
        yield [*hours, (-1.0, (n, "own_hours", slug))], 0, True
    rows = {row["key"]: row for row in report["rows"]}
    for key, (kroner, count) in COSTS.items():
        cost = rows[key]["realised"]
        if cost:
            yield [(1.0, (n, count, ""))], kroner / (cost - 0.5), False
            yield [(-1.0, (n, count, ""))], -kroner / (cost + 0.5), False
    for key, base in MEDIANS.items():
        for cell in rows[key]["tenants"]:
            if cell["realised"] is not None:
                yield [(-1.0, (n, base, cell["tenant"]))], -LEAST, False
    wished = sorted(key for key in rows if key.startswith("wished_"))
    for slug in (*report["counts"], ""):
        yield [*((1.0, (n, key, slug)) for key in wished), (-1.0, (n, "waiting", slug))], 0, False
    for key in wished:
        yield [*((1.0, (n, key, slug)) for slug in report["counts"]), (-1.0, (n, key, ""))], 0, True


def said_in_months(n: int, report: Content) -> Iterator[Said]:
    """Month by month: never fewer than before, and at the last as many as the row says."""
    for name in SERIES if report["months"] else ():
        ends = [(n, f"{name} by {one['month']}", "") for one in report["months"]]
        for one, later in zip(ends, [*ends[1:], (n, name, "")], strict=True):
            yield [(1.0, one), (-1.0, later)], 0, later[1] == name


def same_months(reports: Sequence[Content], *, exact: bool) -> Iterator[Said]:
    """A month that is over is told alike in every report of the period, but for what is entered late."""
    seen: dict[tuple[str, str], Name] = {}
    for n, report in enumerate(reports):
        for one in report["months"][:-1]:
            for name in SERIES:
                key, own = (
                    (report["period"]["starts_on"], f"{name} {one['month']}"),
                    (n, f"{name} by {one['month']}", ""),
                )
                if key in seen:
                    yield [(1.0, seen[key]), (-1.0, own)], 0, exact
                seen[key] = own


def months_told(report: Content, opened: Sequence[str], *, sees_all: bool) -> dict[tuple[str, str], int | None]:
    """The figures of the months, as far as they are told."""
    return {
        (f"{name} by {one['month']}", ""): one[name]
        for one in report["months"] for name in SERIES if sees_all or name in opened
    }  # fmt: skip


def months_true(report: Content) -> dict[str, int]:
    """The same as they are."""
    return {f"{name} by {one['month']}": one[name] for one in report["monthly"] for name in SERIES}


def by_period(reports: Sequence[Content]) -> Mapping[str, list[int]]:
    """The places of the reports of each period."""
    found = defaultdict(list)
    for n, report in enumerate(reports):
        found[report["period"]["starts_on"]].append(n)
    return found
