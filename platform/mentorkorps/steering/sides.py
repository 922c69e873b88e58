"""A figure over some members of a row, as more of them are hidden: whether what they have together may be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mentorkorps.steering.hide import LEAST, may_be_left, safe


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
