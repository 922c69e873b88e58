"""The fewest cells of a report that must be hidden, found exactly, to hold against what the product hides."""

from collections.abc import Mapping, Sequence
from typing import Any

import highspy

from mentorkorps.steering.counted_row import Row, above
from mentorkorps.steering.hide import CONTRIBUTORS, LARGEST_PERCENT, LEAST, may_be_left, safe
from mentorkorps.steering.meetings import UNITS
from mentorkorps.steering.menu import ACTS, COUNTED
from mentorkorps.steering.related import rows

Model = highspy.Highs


def hidden(report: Mapping[str, Any]) -> int:
    """How many cells of the rows of counts a report hides."""
    counted = {measure.key for measure in COUNTED if not measure.parts}
    found = [cell for row in report["rows"] if row["key"] in counted for cell in (row, *row["tenants"])]
    return sum(cell["realised"] is None for cell in found)


def fewest(report: Mapping[str, Any], opened: Sequence[str]) -> int:
    """As many as any pattern needs that keeps the rules for one report: small cells and small remainders hidden, what is
    hidden of a row safe to read as one figure, and so is what it leaves of its whole.

    Rules that would ask for more are left out (earlier reports, several wholes, rows beside each other), so no pattern
    has fewer.
    """
    slugs = [one["slug"] for one in report["tenants"]]
    own = report["counts"]
    keys = {m.key for m in COUNTED if not m.parts} | {m.base for m in ACTS}
    counts = {key: [_count(key, own[slug]) for slug in slugs] for key in keys}
    every = {row.key: row for row in rows(COUNTED, counts, opened)}
    table = {key: row for key, row in every.items() if not row.opened}
    model = highspy.Highs()
    model.silent()
    whole = {key: model.addBinary(obj=1) for key in table}
    cell = {
        (key, i): model.addBinary(obj=0 if row.only_together else 1)
        for key, row in table.items()
        for i in range(len(slugs))
    }
    for key, row in table.items():
        free = [i for i in range(len(slugs)) if _is_free(row, i, every)]
        for i in range(len(slugs)):
            if i not in free:
                model.addConstr(cell[key, i] == 0)
        for upper in row.follows:
            if upper in table:
                model.addConstr(whole[key] >= whole[upper])
                for i in free:
                    model.addConstr(cell[key, i] >= cell[upper, i])
        _protect(model, row, free, counts, whole[key], {i: cell[key, i] for i in free})
    for group in {row.alike for row in table.values()}:
        first, *others = [key for key, row in table.items() if row.alike == group]
        for other in others:
            model.addConstr(whole[other] == whole[first])
    model.run()
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(model.getInfo().objective_function_value)


def _count(key: str, own: Mapping[str, int]) -> int:
    name, unit = UNITS.get(key, (key, 1))
    return round(own[name] / unit)


def _is_free(row: Row, i: int, every: Mapping[str, Row]) -> bool:
    """Whether open rows leave it open what a member has."""
    most = min((every[key].counts[i] for key in above(every, row.key) if every[key].opened), default=1)
    least = 0
    if row.across and all(every[key].opened for key in (*row.wholes, row.across)):
        one, other, both = (every[key].counts[i] for key in (*row.wholes, row.across))
        least = max(0, one + other - both)
    return least < most


def _protect(
    model: Model,
    row: Row,
    free: Sequence[int],
    counts: Mapping[str, Sequence[int]],
    nothing: Any,
    cell: Mapping[int, Any],
) -> None:
    """`nothing` is 1 where no figure of the row is told, `cell` where a member's is hidden."""
    sides = [(row.counts, True)] + ([(row.persons, True)] if row.persons else [])
    sides += [([have - n for have, n in zip(counts[key], row.counts, strict=True)], False) for key in row.wholes[:1]]
    for i in free:
        model.addConstr(cell[i] >= nothing)
        small = [side for side, _itself in sides if not row.persons or side is row.persons]
        if row.only_together or any(side[i] < LEAST for side in small):
            model.addConstr(cell[i] >= 1)
    for side, itself in sides:
        own = [side[i] for i in free]
        rule = safe if itself else may_be_left
        if row.only_together and free and not rule(sum(own), max(own), sum(1 for n in own if n)):
            model.addConstr(nothing >= 1)
        much = 2 * sum(own) + 2 * LEAST
        total = sum((side[j] * cell[j] for j in free), start=0 * nothing)
        several = sum((cell[j] for j in free if side[j]), start=0 * nothing)
        for i in free:
            model.addConstr(several + CONTRIBUTORS * nothing >= CONTRIBUTORS * cell[i])
            model.addConstr(total + much * nothing >= (2 * LEAST if itself else LEAST) * cell[i])
            model.addConstr(LARGEST_PERCENT * total + 100 * much * nothing >= 100 * side[i] * cell[i])
            if itself:
                model.addConstr(total - side[i] * cell[i] + much * nothing >= LEAST * cell[i])
