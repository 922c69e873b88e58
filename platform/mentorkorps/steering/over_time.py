"""What a report may show, given the earlier ones: whoever has both may subtract.

Nearly every count of a period only grows from one report to the next. So a figure that was shown is a floor under a later
hidden one, and one that is shown is a ceiling over an earlier hidden one; a hidden figure must keep its range.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mentorkorps.steering.hide import LEAST

Cells = Mapping[str, int | None]
OPENS_AT = 2 * LEAST  # persons that have come since, before those who were hidden together are shown


@dataclass(frozen=True)
class Seen:
    """What a report showed of a row: a cell per member (None where it was hidden), and the figure together.

    `caps` has for a member the smallest figure shown of a whole that the row is a part of. What stands is the same in two
    reports of the `same_day`.
    """

    cells: Cells
    together: int | None
    caps: Mapping[str, int] = field(default_factory=dict)
    same_day: bool = False

    @cached_property
    def hidden(self) -> frozenset[str]:
        return frozenset(name for name, cell in self.cells.items() if cell is None)

    @cached_property
    def hidden_total(self) -> int | None:
        """What anybody could work out that the hidden members have together."""
        return None if self.together is None else self.together - sum(cell for cell in self.cells.values() if cell)


def comparable(
    contents: Iterable[Mapping[str, Any]],
    period: str,
    cut_off: str,
    wholes: Mapping[str, Sequence[str]],
    stands: Iterable[str],
) -> dict[str, list[Seen]]:
    """What earlier reports showed of each row, the oldest first, to compare with one of that `cut_off`; `contents` are whole
    published reports.

    Of other periods than the one that starts on `period` only the rows that tell how it `stands`: all others start anew.
    """
    standing = set(stands)
    seen: dict[str, list[Seen]] = {}
    for content in sorted(contents, key=lambda content: (content["cut_off"], content.get("number", 0))):
        rows = {row["key"]: row for row in content["rows"] if row["unit"] != "percent"}
        cells = {key: {cell["tenant"]: cell["realised"] for cell in row["tenants"]} for key, row in rows.items()}
        for key, row in rows.items():
            if key in standing or content["period"]["starts_on"] == period:
                caps = _caps(cells[whole] for whole in wholes.get(key, ()) if whole in cells)
                # Of a row told together only, everybody is hidden who is not known to have none.
                apart = {one["slug"]: None if caps.get(one["slug"], 1) else 0 for one in content["tenants"]}
                same_day = key in standing and content["cut_off"] == cut_off
                seen.setdefault(key, []).append(Seen(cells[key] or apart, row["realised"], caps, same_day))
    return seen


def told_apart(one: Seen, counts: Mapping[str, int], hidden: frozenset[str]) -> frozenset[str] | None:
    """Whose figure as one the report `one` gives away together with another of the same day, which has these `counts` and
    hides these members beside their sum; None where that opens the earlier one, or tells of members of it that are not here.

    Whoever is shown in one of them is known in both. Where those hidden in one are among those hidden in the other, what the
    others of them have is the difference of two sums.
    """
    left = frozenset(name for name in hidden if one.cells.get(name) is None)
    theirs = one.hidden
    if one.together is None or (theirs & counts.keys()) - hidden:
        return None
    if theirs <= left:
        return left - theirs
    return None if left <= theirs else frozenset()


def rests(whole: Sequence[Seen], part: Sequence[Seen]) -> list[Seen]:
    """What earlier reports showed of what a part leaves of its whole; both as in `comparable`."""
    found = []
    for all_, some in zip(reversed(whole), reversed(part), strict=False):
        cells = {name: _less(all_.cells.get(name), cell) for name, cell in some.cells.items()}
        caps = {name: cell for name, cell in all_.cells.items() if cell is not None}
        found.append(Seen(cells, _less(all_.together, some.together), caps))
    return found[::-1]


def sums_stay_closed(whole: Sequence[Seen], part: Sequence[Seen], every: int, total: int) -> bool:
    """Whether what a settled part was together stays in a range in the reports that tell its whole and not the part, now that the
    whole is `every` and the part's `total` is told: neither the part nor what it leaves has become fewer since."""
    reports = list(zip(reversed(whole), reversed(part), strict=False))[::-1]
    floor = floor_left = 0
    for all_, some in reports:
        if all_.together is not None and some.together is not None:
            floor, floor_left = some.together, all_.together - some.together
        elif all_.together is not None:
            low, high = max(floor, all_.together - (every - total)), min(total, all_.together - floor_left)
            if high - low < min(LEAST, all_.together):
                return False
    return True


def is_wide(bounds: Mapping[Any, tuple[int, int]], total: int | None, free: Mapping[Any, int]) -> bool:
    """Whether each of some hidden counts keeps a range at least LEAST wide, or as wide as it is `free` to be.

    Each lies within its `bounds`, and they make up `total`; None where that is not told.
    """
    lows, highs = (sum(bound[n] for bound in bounds.values()) for n in (0, 1))
    for name, (low, high) in bounds.items():
        if total is not None:
            low, high = max(low, total - (highs - high)), min(high, total - (lows - low))
        if high - low < min(LEAST, free.get(name, LEAST)):
            return False
    return True


def stays_closed(
    seen: Sequence[Seen],
    counts: Mapping[str, int],
    cells: Cells,
    caps: Mapping[str, int],
    *,
    may_fall: bool,
    beside: Mapping[str, int] | None = None,
) -> bool:
    """Whether publishing a row leaves every hidden cell of it closed, the new ones and those of the reports `seen`.

    `counts` is what the members have, `cells` what would be shown of them beside their sum, and `caps` the smallest shown
    whole of each; whoever is left out of `cells` is not hidden, and was not before. `beside` is what the row leaves of its
    whole, for the members of whom that is told and only grows: whoever knows it knows how much it was at most. A count
    that `may_fall` bounds no other one; there a member is only kept hidden until those hidden together have changed by
    as many persons as would open them.
    """
    hidden = frozenset(name for name, cell in cells.items() if cell is None)
    if may_fall:
        return not seen or _has_moved(seen[-1], counts, hidden)
    told = [one.together for one in seen]
    floors = [max((past for past in told[:n] if past is not None), default=0) for n in range(len(seen))]
    total = sum(counts.values())
    if any(one.together is None and total - floor < LEAST for one, floor in zip(seen, floors, strict=True)):
        return False
    return _no_floor(seen, counts, hidden, caps) and all(
        _no_ceiling(one, seen[:n], counts, cells, caps, beside or {}) for n, one in enumerate(seen)
    )


def _has_moved(last: Seen, counts: Mapping[str, int], hidden: frozenset[str]) -> bool:
    opened = {name for name in last.hidden if name in counts and name not in hidden}
    if not opened or last.hidden_total is None:
        return True
    return abs(sum(counts.get(name, 0) for name in last.hidden) - last.hidden_total) >= OPENS_AT


def _no_floor(seen: Sequence[Seen], counts: Mapping[str, int], hidden: frozenset[str], caps: Mapping[str, int]) -> bool:
    """Whether those who were not hidden before lie in a range, though what the others had then is still below them."""
    floors = {name: min(floor, counts[name]) for name, floor in shown_most(seen).items() if name in hidden}
    total, most = sum(counts[name] for name in hidden), sum(caps[name] for name in hidden)
    for one in seen:
        together = one.hidden if one.hidden <= hidden and one.hidden_total is not None else frozenset()
        base = sum(floor for name, floor in floors.items() if name not in together)
        spare = total - base - ((one.hidden_total or 0) if together else 0)
        for name in hidden:
            # Whoever was hidden with the others may have had all that they had then, or all that its wholes allowed.
            floor = 0 if name in together else floors.get(name, 0)
            then = min(one.caps.get(name, total), one.hidden_total or 0) if name in together else floor
            low, high = max(floor, total - (most - caps[name])), min(caps[name], then + spare)
            if high - low < min(LEAST, caps[name]):
                return False
    return True


def holds_inside(seen: Sequence[Seen], counts: Mapping[str, int], cells: Cells, caps: Mapping[str, int]) -> bool:
    """Whether one of those who were hidden together, and knows what it had itself, cannot know that one who has come to be
    hidden with them since has nobody: more has come than it could have by itself. As in `stays_closed`, of a row whose counts
    only grow.
    """
    hidden = frozenset(name for name, cell in cells.items() if cell is None)
    floors, total = shown_most(seen), sum(counts[name] for name in hidden)
    for one in seen:
        if one.hidden and one.hidden <= hidden and one.hidden_total is not None:
            new = hidden - one.hidden
            spare = total - one.hidden_total - sum(min(floors.get(name, 0), counts[name]) for name in new)
            if any(caps[name] for name in new) and max(counts[name] for name in one.hidden) >= spare:
                return False
    return True


def _no_ceiling(
    one: Seen,
    earlier: Sequence[Seen],
    counts: Mapping[str, int],
    cells: Cells,
    caps: Mapping[str, int],
    beside: Mapping[str, int],
) -> bool:
    """Whether those hidden in a report lie in a range beside those that were `earlier`, though some of them are now shown."""
    opened = {name for name in one.hidden if cells.get(name) is not None}
    if not opened:
        return True
    total = one.hidden_total
    if total is not None and sum(counts.get(name, 0) for name in one.hidden) - total < OPENS_AT:
        return False
    most = sum(counts.values()) if total is None else total
    others = sum(counts.get(name, 0) for name in one.hidden - opened)  # who had no more than this then, all of them
    bounds, floors = {}, shown_most(earlier)
    for name in one.hidden & beside.keys() & one.caps.keys():
        floors[name] = max(floors.get(name, 0), one.caps[name] - beside[name])
    for name in one.hidden:
        high = min(
            counts[name] if name in opened else min(others, most), one.caps.get(name, most), caps.get(name, most)
        )
        bounds[name] = (min(floors.get(name, 0), high), high)
    if total is not None:
        known = sum(bounds[name][1] for name in opened)
        room = known + min(others, sum(bounds[name][1] for name in one.hidden - opened))
        for name in opened:
            low, high = bounds[name]
            bounds[name] = (min(max(low, total - (room - high)), high), high)
    return is_wide(bounds, total, {name: min(LEAST, one.caps.get(name, LEAST)) for name in one.hidden})


def _less(whole: int | None, part: int | None) -> int | None:
    return None if whole is None or part is None else whole - part


def shown_most(seen: Iterable[Seen]) -> dict[str, int]:
    """The most that these reports have shown of each member; who was never shown is not there."""
    most: dict[str, int] = {}
    for one in seen:
        for name, cell in one.cells.items():
            if cell:
                most[name] = max(most.get(name, 0), cell)
    return most


def _caps(wholes: Iterable[Cells]) -> dict[str, int]:
    caps: dict[str, int] = {}
    for cells in wholes:
        for name, cell in cells.items():
            if cell is not None:
                caps[name] = min(caps.get(name, cell), cell)
    return caps
