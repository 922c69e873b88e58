"""Which cells of a whole report may be shown: one pure function over all its rows and what was published before.

In plain words, for whoever answers for data protection:

1. What the agreement declares open is shown, and so is what anybody can work out from it. A member alone sees its own.
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
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mentorkorps.steering.hide import LEAST, Shown, openly
from mentorkorps.steering.over_time import Cells, Seen, is_wide, rests, stays_closed, told_apart
from mentorkorps.steering.sides import Side, is_vague

UNBOUNDED = 1_000_000


@dataclass(frozen=True)
class Row:
    """A row of counts per member, and how it follows from other rows (by their keys; `related` says which).

    `wholes` are the rows it is a part of; with two of them, both are parts of `across`. Rows that lie `beside` each other
    in one whole have nobody in common, and where each `completes` it they leave nothing. `alike` is the group of rows
    hidden for the same members, and `makes_up` a row that this one is a part of without leaving a remainder; it `exceeds`
    that one where something was carried into the period. What it
    `leaves` of its whole is a part of that row. A row that `stands` tells of the day of the cut-off and not of the
    period; one that `may_fall` can also become smaller, and what a `settled` part leaves of its whole cannot. A row that
    counts acts has the `persons` behind it, and `rests_on` the rows that tell of those.
    """

    key: str
    counts: tuple[int, ...]
    opened: bool = False
    only_together: bool = False
    wholes: tuple[str, ...] = ()
    beside: str = ""
    completes: bool = False
    across: str = ""
    makes_up: str = ""
    exceeds: bool = False
    alike: str = ""
    leaves: str = ""
    stands: bool = False
    may_fall: bool = False
    settled: bool = False
    persons: tuple[int, ...] = ()
    rests_on: tuple[str, ...] = ()

    @property
    def all_wholes(self) -> tuple[str, ...]:
        """`wholes`, and the row that this one makes up."""
        return (*self.wholes, self.makes_up) if self.makes_up else self.wholes

    @property
    def follows(self) -> tuple[str, ...]:
        """The rows without which this one is not told."""
        return (*self.all_wholes, *self.rests_on)


def decide(
    members: Sequence[str], rows: Iterable[Row], before: Mapping[str, Sequence[Seen]] | None = None
) -> dict[str, Shown]:
    """Each row as it may be published, by its key, in the order of `rows`.

    `members` names the columns. `before` has, for each row, what was published of it earlier that can be compared with
    this (`over_time.comparable`), the oldest first. The whole of a row must be among `rows`.
    """
    table = _Table(tuple(members), {row.key: row for row in rows}, before or {})
    for key in table.rows:
        table.settle(key)
    for whole in {row.beside for row in table.rows.values() if row.completes}:
        table.complete(whole)
    table.follow()
    return {key: table.shown[key] for key in table.rows}


def above(rows: Mapping[str, Row], key: str) -> tuple[str, ...]:
    """The keys of the rows that a row is no larger than, and of those that these are no larger than."""
    row = rows[key]
    found = dict.fromkeys(row.wholes if row.exceeds else row.all_wholes)
    return tuple(found | dict.fromkeys(further for whole in found for further in above(rows, whole)))


@dataclass
class _Table:
    members: tuple[str, ...]
    rows: Mapping[str, Row]
    before: Mapping[str, Sequence[Seen]]
    shown: dict[str, Shown] = field(default_factory=dict)

    def settle(self, key: str) -> None:
        if key in self.shown:
            return
        row = self.rows[key]
        group = [other for other in self.rows.values() if other.alike == row.alike] if row.alike else [row]
        for other in {other for one in group for other in (*one.follows, one.leaves) if other}:
            self.settle(other)
        for one in group:
            if one.opened or len(self.members) == 1:
                self.shown[one.key] = openly(one.counts)
        closed = [one for one in group if one.key not in self.shown]
        if closed:
            self._hide([_Closed.of(one, self) for one in closed])

    def complete(self, whole: str) -> None:
        """Parts that leave nothing of a told whole are a row of their own, read downwards: one hidden figure follows from
        the others, so there are none or several."""
        parts = {row.key: sum(row.counts) for row in self.rows.values() if row.completes and row.beside == whole}
        if self.shown[whole].together is None or len(self.members) == 1:
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

    def capacity(self, row: Row, i: int, *, opened: bool) -> tuple[int, int]:
        """Between what a member's count must lie by the shown wholes, or by the open ones only; its own total for none."""
        known = [self.rows[key].counts[i] for key in above(self.rows, row.key) if self._tells(key, i, opened=opened)]
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
    """A row that is not open: what must be safe in it, and for which members it is not known from open rows anyway."""

    row: Row
    sides: list["Side"]
    open_to: frozenset[int]
    seen: Sequence[Seen]

    @classmethod
    def of(cls, row: Row, table: _Table) -> "_Closed":
        free = [table.capacity(row, i, opened=True) for i in range(len(row.counts))]
        unknown = frozenset(i for i, (low, high) in enumerate(free) if low < high)
        return cls(row, list(_sides(row, table)), unknown, table.before.get(row.key, ()))

    def was_hidden(self, member: str) -> bool:
        return bool(self.seen) and self.seen[-1].cells.get(member, 0) is None

    def is_safe(self, table: _Table, hidden: frozenset[int]) -> bool:
        if hidden:
            if not all(side.over(hidden).is_safe for side in self.sides):
                return False
            bounds = {i: table.capacity(self.row, i, opened=False) for i in hidden}
            # What is told together only can take nothing from whom the figures per member, open or not, already narrow.
            apart = not self.row.only_together
            free = {i: high - low for i in hidden for low, high in [table.capacity(self.row, i, opened=apart)]}
            if not is_wide(bounds, sum(self.row.counts[i] for i in hidden), free):
                return False
        counts = dict(zip(table.members, self.row.counts, strict=True))
        cells = {name: None if i in hidden else counts[name] for i, name in enumerate(table.members)}
        if self.row.only_together:
            cells = dict.fromkeys(name for name, cell in cells.items() if cell is None)
        caps = {name: table.capacity(self.row, i, opened=False)[1] for i, name in enumerate(table.members)}
        if self.row.settled and not self._leaves_closed(table, counts, cells):
            return False
        if not self._stays_apart(table, counts, frozenset(table.members[i] for i in hidden)):
            return False
        return stays_closed(self.seen, counts, cells, caps, may_fall=self.row.may_fall)

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

    def _leaves_closed(self, table: _Table, counts: Mapping[str, int], cells: Cells) -> bool:
        """The same of what a settled part leaves of its whole, member by member."""
        whole = table.rows[self.row.wholes[0]]
        every = dict(zip(table.members, zip(whole.counts, table.shown[whole.key].cells, strict=True), strict=True))
        rest = {name: have - counts[name] for name, (have, _shown) in every.items()}
        left = {name: None if cell is None or every[name][1] is None else rest[name] for name, cell in cells.items()}
        caps = {name: have for name, (have, _shown) in every.items()}
        seen = rests(table.before.get(whole.key, ()), self.seen)
        return stays_closed(seen, rest, left, caps, may_fall=whole.may_fall)


def _sides(row: Row, table: _Table) -> Iterator[Side]:
    """The row and its persons, what it leaves of each told whole, and the fourth group where two wholes cross."""
    yield Side(row.counts, is_left=False, is_of_acts=bool(row.persons))
    if row.persons:
        yield Side(row.persons, is_left=False)
    told = [table.rows[key] for key in row.wholes if table.shown[key].together is not None]
    for whole in told:
        beside = [
            other for other in table.rows.values() if other.beside == whole.key == row.beside and other is not row
        ]
        taken = [
            other.counts for other in beside if other.key in table.shown and table.shown[other.key].together is not None
        ]
        if not row.completes or len(taken) < len(beside):
            parts = zip(whole.counts, row.counts, *taken, strict=True)
            left = [max(have - sum(parted), 0) for have, *parted in parts]
            yield Side(left, is_left=True, is_of_acts=bool(row.persons))
    if row.across and len(told) > 1:
        of_all = (table.rows[row.across].counts, told[0].counts, told[1].counts, row.counts)
        fourth = [max(every - one - two + both, 0) for every, one, two, both in zip(*of_all, strict=True)]
        yield Side(fourth, is_left=True)
    if row.leaves and told and table.shown[row.leaves].together is not None:
        of_other = (table.rows[row.leaves].counts, told[0].counts, row.counts)
        yield Side([max(other - whole + part, 0) for other, whole, part in zip(*of_other, strict=True)], is_left=True)
