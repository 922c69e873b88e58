"""Which cells of a whole report may be shown: one pure function over all its rows and what was published before.

In plain words, for whoever answers for data protection:

1. What the agreement declares open is shown, and so is what anybody can work out from it. A member who is the only reader
   sees its own.
2. A figure of one member with fewer than five persons is hidden, and so is one that leaves fewer than five of a figure
   that it is a part of: 18 of 20 tells of two.
3. What is hidden in a row can still be read as one figure: the figure together less the shown ones. So more members are
   hidden until that figure, and what it leaves of its whole, may be told (`hide.may_be_told`). Where it never may, the
   row is hidden altogether, with every percentage that is made of it.
4. A part is hidden wherever its whole is. Rows that make each other up are hidden for the same members.
5. A member who is hidden in a row stays so in the next reports, until those who were hidden together have at least ten
   persons more (`over_time`); whoever has been shown is not hidden so that the difference would tell of others.
6. Whatever can be read of a hidden figure is a range at least five wide, or all that the open figures leave of it.
7. Two reports of one day tell the same of how it stands. Where they have not the same members, what the one tells and the
   other does not is a figure as well: it may be told, or the row of the later report is hidden.
8. What counts acts, hours or months is hidden by the persons it rests on, and wherever their own row is.
9. Of whom the school and UU have sent, each knows its own: it is told where neither learns of the other's few.

Against whom: to whoever has all the reports and nothing else, a hidden figure is a range five wide (6). A member who takes its
own figures out of the sums can come closer, and does not find another's exactly.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mentorkorps.steering.counted_row import Row, above
from mentorkorps.steering.covered import keeps_kinds_wide
from mentorkorps.steering.hide import LEAST, Shown, openly
from mentorkorps.steering.over_time import (
    Cells,
    Seen,
    holds_inside,
    is_wide,
    rests,
    shown_most,
    stays_closed,
    sums_stay_closed,
    told_apart,
)
from mentorkorps.steering.sides import Side, is_vague, sides_of

UNBOUNDED = 1_000_000


def decide(
    members: Sequence[str],
    rows: Iterable[Row],
    before: Mapping[str, Sequence[Seen]] | None = None,
    *,
    alone: bool = False,
) -> dict[str, Shown]:
    """Each row as it may be published, by its key, in the order of `rows`.

    `members` names the columns. `before` has, for each row, what was published of it earlier that can be compared with
    this (`over_time.comparable`), the oldest first. The whole of a row must be among `rows`. Read by nobody but the one member
    that it is about, `alone`, it is shown whole: that there is one column says nothing of who has a copy.
    """
    table = _Table(tuple(members), {row.key: row for row in rows}, before or {}, alone)
    for key in table.rows:
        table.settle(key)
    for whole in {row.beside for row in table.rows.values() if row.completes}:
        table.complete(whole)
    table.follow()
    return {key: table.shown[key] for key in table.rows}


@dataclass
class _Table:
    members: tuple[str, ...]
    rows: Mapping[str, Row]
    before: Mapping[str, Sequence[Seen]]
    alone: bool
    shown: dict[str, Shown] = field(default_factory=dict)

    def settle(self, key: str) -> None:
        if key in self.shown:
            return
        row = self.rows[key]
        group = [other for other in self.rows.values() if other.alike == row.alike] if row.alike else [row]
        for other in {other for one in group for other in (*one.follows, one.leaves, one.all_but) if other}:
            self.settle(other)
        for one in group:
            if one.opened or self.alone:
                self.shown[one.key] = openly(one.counts)
            elif one.all_but:
                told = all(self.shown[other].together is not None for other in (*one.wholes, one.all_but))
                self.shown[one.key] = Shown((None,) * len(self.members), sum(one.counts) if told else None)
        closed = [one for one in group if one.key not in self.shown]
        if closed:
            self._hide([_Closed.of(one, self) for one in closed])

    def complete(self, whole: str) -> None:
        """Parts that leave nothing of a told whole are a row of their own, read downwards: one hidden figure follows from
        the others, so there are none or several."""
        parts = {row.key: sum(row.counts) for row in self.rows.values() if row.completes and row.beside == whole}
        if self.shown[whole].together is None or self.alone:
            return
        columns = zip(*(reversed(self.before.get(key, ())) for key in (whole, *parts)), strict=False)
        seen = [
            Seen(dict(zip(parts, (one.together for one in ones), strict=True)), all_.together)
            for all_, *ones in columns
        ]
        seen.reverse()
        told = {key for key in parts if self.shown[key].together is not None}
        last = seen[-1].hidden & told if seen else frozenset()
        order = sorted(told, key=lambda key: (key not in last, parts[key], key))
        caps = dict.fromkeys(parts, sum(self.rows[whole].counts))
        for start in (0, len(last), *range(1, len(order) + 1)):
            cells = {key: None if key in order[:start] or key not in told else total for key, total in parts.items()}
            few = sum(cell is None for cell in cells.values()) == 1
            if start == len(order) or (not few and stays_closed(seen, parts, cells, caps, may_fall=False)):
                break
        for key in order[:start]:
            self.shown[key] = Shown((None,) * len(self.members), None)

    def follow(self) -> None:
        """Nothing is told of a row whose whole has been hidden since, nor of one that is like it."""
        for row in (one for one in self.rows.values() if not one.opened and self.shown[one.key].together is not None):
            like = [one for one in self.rows.values() if one is row or (row.alike and one.alike == row.alike)]
            if any(self.shown[key].together is None for one in like for key in one.follows):
                self.shown[row.key] = Shown((None,) * len(self.members), None)

    def _hide(self, closed: list["_Closed"]) -> None:
        """Shows the rows with as few members hidden as it takes, the same in each; nothing of them where none is enough."""
        hidden = next((hidden for hidden in self._candidates(closed) if self._is_safe(closed, hidden)), None)
        for one in closed:
            cells = tuple(
                None if i in one.open_to and (hidden is None or i in hidden or one.row.only_together) else count
                for i, count in enumerate(one.row.counts)
            )
            self.shown[one.row.key] = Shown(cells, None if hidden is None else sum(one.row.counts))

    def _candidates(self, closed: list["_Closed"]) -> Iterator[frozenset[int]]:
        """Whom to hide, the fewest first: as the counts alone ask for, then with everybody who was hidden last time."""
        if any(self.shown[other].together is None for one in closed for other in one.row.follows):
            return
        unknown = frozenset(i for one in closed for i in one.open_to)
        if any(one.row.only_together for one in closed):
            yield unknown
            return
        last = (
            frozenset(i for i, name in enumerate(self.members) if any(one.was_hidden(name) for one in closed)) & unknown
        )
        of_persons = [side.counts for one in closed for side in one.sides if not side.is_of_acts]
        least = [min(counts[i] for counts in of_persons) for i in range(len(self.members))]
        order = sorted(unknown, key=lambda i: (i not in last, least[i], i))
        small = {i for i in unknown if least[i] < LEAST or any(self._is_hidden(one.row, i) for one in closed)}
        for start in dict.fromkeys((frozenset(small), frozenset(small | last))):
            yield from self._grown(closed, start, last, [i for i in order if i not in start], least)

    def _grown(
        self, closed: list["_Closed"], start: frozenset[int], last: frozenset[int], more: list[int], least: list[int]
    ) -> Iterator[frozenset[int]]:
        """More and more hidden; who is hidden as last time need not have fewer than whoever is shown."""
        hidden = set(start)
        if not hidden:
            yield start
            return
        sides = [side.over(hidden) for one in closed for side in one.sides]
        for n in range(len(more) + 1):
            if all(side.is_safe for side in sides) and (hidden == last or is_vague(hidden, more[n:], least)):
                yield frozenset(hidden)
            if n < len(more):
                hidden.add(more[n])
                for side in sides:
                    side.take(more[n])

    def _is_hidden(self, row: Row, i: int) -> bool:
        return any(self.shown[key].cells[i] is None for key in row.follows)

    def _is_safe(self, closed: list["_Closed"], hidden: frozenset[int]) -> bool:
        return all(one.is_safe(self, hidden) for one in closed)

    def capacities(self, row: Row, *, opened: bool) -> list[tuple[int, int]]:
        """Between what each member's count must lie by the shown wholes, or by the open ones only; its own total for none."""
        wholes = above(self.rows, row.key)
        return [self._capacity(row, i, wholes, opened=opened) for i in range(len(row.counts))]

    def _capacity(self, row: Row, i: int, wholes: Sequence[str], *, opened: bool) -> tuple[int, int]:
        known = [self.rows[key].counts[i] for key in wholes if self._tells(key, i, opened=opened)]
        high = min(known, default=UNBOUNDED if opened else sum(row.counts))
        low = 0
        if row.across and all(self._tells(key, i, opened=opened) for key in (*row.wholes, row.across)):
            one, other, every = (self.rows[key].counts[i] for key in (*row.wholes, row.across))
            low = one + other - every
        return min(max(low, 0), row.counts[i]), max(high, row.counts[i])

    def _tells(self, key: str, i: int, *, opened: bool) -> bool:
        row = self.rows.get(key)
        return row is not None and (row.opened or (not opened and self.shown[key].cells[i] is not None))


@dataclass
class _Closed:
    """A row that is not open: what must be safe in it, and for which members it is not known from open rows anyway.

    Per member the two numbers between which its count must lie: by the open wholes, and by all that are shown.
    """

    row: Row
    sides: list["Side"]
    by_open: Sequence[tuple[int, int]]
    bounds: Sequence[tuple[int, int]]
    open_to: frozenset[int]
    seen: Sequence[Seen]

    @classmethod
    def of(cls, row: Row, table: _Table) -> "_Closed":
        by_open, bounds = (table.capacities(row, opened=opened) for opened in (True, False))
        unknown = frozenset(i for i, (low, high) in enumerate(by_open) if low < high)
        return cls(
            row, list(sides_of(row, table.rows, table.shown)), by_open, bounds, unknown, table.before.get(row.key, ())
        )

    def was_hidden(self, member: str) -> bool:
        return bool(self.seen) and self.seen[-1].cells.get(member, 0) is None

    def is_safe(self, table: _Table, hidden: frozenset[int]) -> bool:
        if hidden:
            if not all(side.over(hidden).is_safe for side in self.sides):
                return False
            # What is told together only can take nothing from whom the figures per member, open or not, already narrow.
            apart = self.bounds if self.row.only_together else self.by_open
            free = {i: apart[i][1] - apart[i][0] for i in hidden}
            if not is_wide({i: self.bounds[i] for i in hidden}, sum(self.row.counts[i] for i in hidden), free):
                return False
        counts = dict(zip(table.members, self.row.counts, strict=True))
        cells = {name: None if i in hidden else counts[name] for i, name in enumerate(table.members)}
        if self.row.only_together:
            cells = dict.fromkeys(name for name, cell in cells.items() if cell is None)
        caps = {name: high for name, (_low, high) in zip(table.members, self.bounds, strict=True)}
        if not self._stays_apart(table, counts, frozenset(table.members[i] for i in hidden)):
            return False
        if self._can_be_hidden(table) and not holds_inside(self.seen, counts, cells, caps):
            return False
        if self.row.settled and self._was_taken_back:
            return False
        if not keeps_kinds_wide(self.row.key, Seen(cells, sum(self.row.counts)), table.before, self.row.covers):
            return False
        if self.row.settled:
            return self._parts_closed(table, counts, cells, caps)
        return stays_closed(self.seen, counts, cells, caps, may_fall=self.row.may_fall)

    @property
    def _was_taken_back(self) -> bool:
        """Whether an earlier report told it and a later one did not: of a settled row the next one would tell what was hidden."""
        told = [one.together is not None for one in self.seen]
        return any(then and not later for then, later in pairwise(told))

    def _can_be_hidden(self, table: _Table) -> bool:
        """Whether a figure that was told before does not follow too closely from that when it is hidden: a settled one lies
        between what it was and that with all that has come to its whole, and of two parts that leave nothing each has the
        other."""
        if self.row.may_fall or (self.row.settled and not self.row.only_together):
            return False
        if self.row.completes and table.rows[self.row.beside].only_together:
            return False
        seen = table.before.get(self.row.wholes[0], ()) if self.row.settled else ()
        last = seen[-1].together if seen else None
        return last is None or sum(table.rows[self.row.wholes[0]].counts) - last >= LEAST

    def _stays_apart(self, table: _Table, counts: Mapping[str, int], hidden: frozenset[str]) -> bool:
        """Whether what the row tells beside another report of the same day may be told."""
        for one in self.seen:
            apart = told_apart(one, counts, hidden) if one.same_day else frozenset()
            if apart is None:
                return False
            those = [i for i, name in enumerate(table.members) if name in apart]
            if those and not all(side.over(those).is_safe for side in self.sides):
                return False
        return True

    def _parts_closed(self, table: _Table, counts: Mapping[str, int], cells: Cells, caps: Mapping[str, int]) -> bool:
        """The same of a settled part and of what it leaves of its whole, member by member: both only grow, so each says how
        much the other was at most, and can be at most now."""
        whole = table.rows[self.row.wholes[0]]
        every = dict(zip(table.members, whole.counts, strict=True))
        told = dict(zip(table.members, table.shown[whole.key].cells, strict=True))
        rest = {name: every[name] - count for name, count in counts.items()}
        shown = {name for name, cell in cells.items() if cell is not None and told[name] is not None}
        left = {name: rest[name] if name in shown else None for name in cells}
        seen = table.before.get(whole.key, ())
        if not sums_stay_closed(seen, self.seen, sum(whole.counts), sum(self.row.counts)):
            return False
        before = rests(seen, self.seen)
        past, past_rest = shown_most(self.seen), shown_most(before)
        most = {
            name: min(cap, every[name] - past_rest.get(name, 0) if told[name] is not None else cap)
            for name, cap in caps.items()
        }
        most_left = {name: every[name] - past.get(name, 0) if told[name] is not None else every[name] for name in every}
        return stays_closed(
            self.seen, counts, cells, most, may_fall=self.row.may_fall, beside={name: rest[name] for name in shown}
        ) and stays_closed(
            before, rest, left, most_left, may_fall=whole.may_fall, beside={name: counts[name] for name in shown}
        )
