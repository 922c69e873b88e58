"""A figure over some members of a row, as more of them are hidden: whether what they have together may be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mentorkorps.steering.counted_row import Row
from mentorkorps.steering.hide import LEAST, Shown, may_be_left, safe


@dataclass
class Side:
    """A figure over the hidden members as more of them are hidden: one of the row, or one that it leaves of a whole."""

    counts: Sequence[int]
    is_left: bool
    is_of_acts: bool = False
    total: int = 0
    largest: int = 0
    contributors: int = 0

    def over(self, hidden: Iterable[int]) -> "Side":
        side = Side(self.counts, self.is_left, self.is_of_acts)
        for i in hidden:
            side.take(i)
        return side

    def take(self, i: int) -> None:
        self.total += self.counts[i]
        self.largest = max(self.largest, self.counts[i])
        self.contributors += self.counts[i] > 0

    @property
    def is_safe(self) -> bool:
        rule = may_be_left if self.is_left else safe
        return rule(self.total, self.largest, self.contributors)


def is_vague(hidden: Iterable[int], shown: Sequence[int], least: Sequence[int]) -> bool:
    """Whether a member is left room though it knows that nobody hidden has more than the smallest of those shown."""
    if not shown:
        return True
    counts = [least[i] for i in hidden]
    return (len(counts) - 1) * min(least[i] for i in shown) - (sum(counts) - min(counts)) >= LEAST


def sides_of(row: Row, rows: Mapping[str, Row], shown: Mapping[str, Shown]) -> Iterator[Side]:
    """The row and its persons, what it leaves of each told whole, and the fourth group where two wholes cross."""
    yield Side(row.counts, is_left=False, is_of_acts=bool(row.persons))
    if row.persons:
        yield Side(row.persons, is_left=False)
    for part in row.divided:
        yield Side(rows[part].counts, is_left=True)
    told = [rows[key] for key in row.wholes if shown[key].together is not None]
    for whole in told:
        beside = [other for other in rows.values() if other.beside == whole.key == row.beside and other is not row]
        taken = [other.counts for other in beside if other.key in shown and shown[other.key].together is not None]
        if not row.completes or len(taken) < len(beside):
            parts = zip(whole.counts, row.counts, *taken, strict=True)
            left = [max(have - sum(parted), 0) for have, *parted in parts]
            is_told = any(other.all_but == row.key for other in rows.values())
            yield Side(left, is_left=not is_told, is_of_acts=bool(row.persons))
    if row.across and len(told) > 1:
        of_all = (rows[row.across].counts, told[0].counts, told[1].counts, row.counts)
        fourth = [max(every - one - two + both, 0) for every, one, two, both in zip(*of_all, strict=True)]
        yield Side(fourth, is_left=True)
    if row.leaves and told and shown[row.leaves].together is not None:
        of_other = (rows[row.leaves].counts, told[0].counts, row.counts)
        yield Side([max(other - whole + part, 0) for other, whole, part in zip(*of_other, strict=True)], is_left=True)
