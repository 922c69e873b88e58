"""What an earlier report of the period showed, and would show today for the same day: entered later, and marked (HT-10, FY-12).

A mark says that the figure was otherwise; the two numbers stand with it only where their difference can be told as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mentorkorps.steering.hide import LEAST

Row = Mapping[str, Any]
Mark = dict[str, Any] | bool
#: Sections in whose rows no youth is counted.
NO_YOUTH = ("corps", "money")


def mark_restated(rows: Sequence[dict[str, Any]], published: Sequence[Row], again: Sequence[Row]) -> None:
    """Puts `restated` on the rows and cells of a new report that an earlier one `published` otherwise than it would today.

    `again` are that report's rows as they come out today for its own cut-off. The mark is {"was": n, "now": n}, or true
    where the difference of the two is not for telling. What was not shown then has nothing to be put right.
    """
    then, now = ({row["key"]: row for row in found} for found in (published, again))
    for row in rows:
        key = row["key"]
        if key not in then or key not in now:
            continue
        numbers = _may_be_subtracted(key, then, now)
        _mark(row, then[key], now[key], numbers=numbers)
        before, after = _cells(then[key]), _cells(now[key])
        for cell in row["tenants"]:
            slug = cell["tenant"]
            if slug in before and slug in after:
                _mark(cell, before[slug], after[slug], numbers=numbers)


def _mark(fields: dict[str, Any], then: Row, now: Row, *, numbers: bool) -> None:
    was, today = then["realised"], now["realised"]
    if was is None or was == today:
        return
    mark: Mark = {"was": was, "now": today} if numbers and today is not None else True
    fields["restated"] = mark


def _may_be_subtracted(key: str, then: Mapping[str, Row], now: Mapping[str, Row]) -> bool:
    """A row on the open list, or without youths; a share, a median or a price for each as the rows it is made of; of other
    counts only where every member's is shown in both, and none differs by fewer persons than a cell needs."""
    if key not in then or key not in now:
        return False
    row, before = now[key], then[key]
    if row["section"] in NO_YOUTH and not {"per", "base"} & row.keys():
        return True
    made_of = [*row.get("of", ()), *row.get("per", ()), *([row["base"]] if "base" in row else ())]
    if made_of:
        return all(_may_be_subtracted(name, then, now) for name in made_of)
    return bool(row["open"] and before["open"]) or all(_differences(before, row))


def _differences(before: Row, row: Row) -> Iterator[bool]:
    was, now = _cells(before), _cells(row)
    if not now or was.keys() != now.keys():
        yield before["realised"] == row["realised"]
    for slug in was.keys() & now.keys():
        one, other = was[slug]["realised"], now[slug]["realised"]
        yield one is not None and other is not None and (one == other or abs(one - other) >= LEAST)


def _cells(row: Row) -> dict[str, Row]:
    return {cell["tenant"]: cell for cell in row["tenants"]}
