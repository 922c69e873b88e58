"""What an earlier report of the period showed, and would show today for the same day: entered later, and marked (HT-10, FY-12).

A mark has the two numbers where their difference can be told. Where it cannot, the mark says no more than that the figure may be
another one: which of the rows that a late fact could stand in have changed, and which have not, would tell of that fact. What is
hidden has no mark.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mentorkorps.steering.cell import Number
from mentorkorps.steering.hide import LEAST
from mentorkorps.steering.menu import COUNTED
from mentorkorps.steering.months import OPEN_SERIES, SERIES, STRETCHES
from mentorkorps.steering.related import wholes_of

Row = Mapping[str, Any]
Mark = dict[str, Any] | bool
#: Sections in whose rows no youth is counted.
NO_YOUTH = ("corps", "money")
#: Of each counted row those that it is a part of.
WHOLES = wholes_of(COUNTED)
TOGETHER = ""


def mark_restated(rows: Sequence[dict[str, Any]], published: Sequence[Row], again: Sequence[Row]) -> None:
    """Puts `restated` on the rows and cells of a new report that an earlier one `published` otherwise than it would today.

    `again` are that report's rows as they come out today for its own cut-off. The mark is {"was": n, "now": n}, or true
    where the difference of the two is not for telling; that may be none, where the row is a part of one that has changed. What was
    not shown then has nothing to be put right.
    """
    both = _Compared({row["key"]: row for row in published}, {row["key"]: row for row in again})
    for row in rows:
        for cell in (row, *row["tenants"]):
            if not cell.get("hidden") and (mark := both.mark(row["key"], cell.get("tenant", TOGETHER))):
                cell["restated"] = mark


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
                key: _otherwise(then[name].get(key), now[name].get(key), numbers=all(is_open.get(key) for is_open in rows))
                for key in (*SERIES, *OPEN_SERIES) if one.get(key) is not None
            }  # fmt: skip
            if marks := {key: mark for key, mark in marks.items() if mark}:
                one["restated"] = marks


class _Compared:
    """The rows of a report as they were published `then`, and as they would be `now`; each with its cells, by their member."""

    def __init__(self, then: Mapping[str, Row], now: Mapping[str, Row]) -> None:
        self.then, self.now = then, now
        self.cells = [{key: _cells(row) for key, row in rows.items()} for rows in (then, now)]
        self.numbers: dict[str, bool] = {}

    def mark(self, key: str, slug: str) -> Mark:
        was, today = self._told(key, slug)
        if was is None or slug not in self.cells[1].get(key, {}):
            return False
        return _otherwise(was, today, numbers=True) if self._has_numbers(key) else self._may_differ(key, slug)

    def _may_differ(self, key: str, slug: str) -> bool:
        """Whether it differs, or may for all that is told of what it is made of or a part of."""
        was, today = self._told(key, slug)
        if was != today:
            return True
        above = (*self._made_of(key), *WHOLES.get(key, ()))
        return not self._has_numbers(key) and any(self._may_differ(other, slug) for other in above)

    def _has_numbers(self, key: str) -> bool:
        if key not in self.numbers:
            self.numbers[key] = key in self.then and key in self.now and self._may_be_subtracted(key)
        return self.numbers[key]

    def _may_be_subtracted(self, key: str) -> bool:
        """A row on the open list, or without youths; a share, a median or a price for each as the rows it is made of; of other
        counts only where every member's is shown in both, and neither of them nor of what they leave of a whole there is a
        difference of fewer persons than a cell needs."""
        row, before = self.now[key], self.then[key]
        if row["section"] in NO_YOUTH and not {"per", "base"} & row.keys():
            return True
        if made_of := self._made_of(key):
            return all(map(self._has_numbers, made_of))
        return bool(row["open"] and before["open"]) or all(self._differences(key))

    def _made_of(self, key: str) -> tuple[str, ...]:
        row = self.now.get(key, {})
        return (*row.get("of", ()), *row.get("per", ()), *([row["base"]] if "base" in row else ()))

    def _differences(self, key: str) -> Iterator[bool]:
        was, now = (cells[key].keys() for cells in self.cells)
        members = was & now - {TOGETHER}
        if was != now or not members:
            yield self._more(key, TOGETHER) == 0
        for slug in members or (TOGETHER,):
            own = self._more(key, slug)
            yield own is not None and (own == 0 or abs(own) >= LEAST)
            for whole in WHOLES.get(key, ()):
                of_whole = self._more(whole, slug)
                if own is not None and of_whole is not None and of_whole != own:
                    # Of a row told together only nobody is told how the difference falls on the members.
                    yield bool(members) and abs(of_whole - own) >= LEAST

    def _more(self, key: str, slug: str) -> Number | None:
        was, today = self._told(key, slug)
        return None if was is None or today is None else today - was

    def _told(self, key: str, slug: str) -> tuple[Number | None, Number | None]:
        was, today = (cells.get(key, {}).get(slug, {}).get("realised") for cells in self.cells)
        return was, today


def _otherwise(was: Number | None, today: Number | None, *, numbers: bool) -> Mark:
    """The mark; false where there is nothing to mark."""
    if was is None or was == today:
        return False
    return {"was": was, "now": today} if numbers and today is not None else True


def _cells(row: Row) -> dict[str, Row]:
    return {TOGETHER: row} | {cell["tenant"]: cell for cell in row["tenants"]}
