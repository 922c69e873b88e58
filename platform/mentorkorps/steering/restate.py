"""What an earlier report of the period showed, and would show today for the same day: entered later, and marked (HT-10, FY-12).

A mark says that the figure was otherwise; the two numbers stand with it only where their difference can be told as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mentorkorps.steering.cell import Number
from mentorkorps.steering.hide import LEAST
from mentorkorps.steering.months import SERIES, STRETCHES

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


def mark_stretches(stretches: Mapping[str, Sequence[dict[str, Any]]], published: Row, again: Row) -> None:
    """Puts `restated` on the months, quarters and years of a new report that an earlier one `published` otherwise: of each such
    series a mark as above, by its key.

    `again` is the content of that report as it would come out today, as far as it follows time, with its rows. The two numbers
    are told of a row on the open list alone: of another, nobody is told of which municipality the difference is.
    """
    rows = [{row["key"]: row["open"] for row in content["rows"]} for content in (published, again)]
    for which, (label, _named) in STRETCHES.items():
        then, now = ({one[label]: one for one in content.get(which, ())} for content in (published, again))
        for one in stretches[which]:
            name = one[label]
            if name not in then or name not in now:
                continue
            marks = {
                key: _otherwise(then[name][key], now[name][key], numbers=all(is_open.get(key) for is_open in rows))
                for key in SERIES if one[key] is not None
            }  # fmt: skip
            if marks := {key: mark for key, mark in marks.items() if mark}:
                one["restated"] = marks


def _mark(fields: dict[str, Any], then: Row, now: Row, *, numbers: bool) -> None:
    if mark := _otherwise(then["realised"], now["realised"], numbers=numbers):
        fields["restated"] = mark


def _otherwise(was: Number | None, today: Number | None, *, numbers: bool) -> Mark:
    """The mark; false where there is nothing to mark."""
    if was is None or was == today:
        return False
    return {"was": was, "now": today} if numbers and today is not None else True


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
