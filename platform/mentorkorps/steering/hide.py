"""What may be told of a cell over several members, and of a series of months (security: combined figures).

In plain words: a figure of one member is shown with five persons behind it. A figure over several members is shown when
at least three of them contribute, none of them with more than 85 per cent, and when what the others have is still five
persons to the one who takes its own out of it. `mentorkorps.steering.disclosure` applies it to a whole report.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

LEAST = 5  # persons behind a cell, and how wide the range must be in which a hidden one can lie
CONTRIBUTORS = 3  # members behind a cell over several members
LARGEST_PERCENT = 85  # of such a cell that may come from one member


@dataclass(frozen=True)
class Shown:
    """A row as it may be published; None is a hidden cell."""

    cells: tuple[int | None, ...]
    together: int | None


def openly(counts: Sequence[int]) -> Shown:
    """A row on the agreement's open list, or of a member that runs alone: every cell."""
    return Shown(tuple(counts), sum(counts))


def may_be_told(counts: Sequence[int]) -> bool:
    """Whether a cell over several members is safe, also from a member who takes its own count out of it.

    What the others have must be as many persons as a cell needs; and twice as many in all, or a member with a small
    count could turn this very rule around ("nobody has more than four, so they have four each").
    """
    return safe(sum(counts), max(counts, default=0), sum(1 for count in counts if count))


def safe(total: int, largest: int, contributors: int) -> bool:
    """`may_be_told` of a cell of which only this is known: the sum, the largest count and how many are not 0."""
    return total >= 2 * LEAST and total - largest >= LEAST and may_be_left(total, largest, contributors)


def may_be_left(total: int, largest: int, contributors: int) -> bool:
    """Whether a told cell may leave this of a told whole: a cell that nobody is shown, but anybody can work out."""
    return total >= LEAST and contributors >= CONTRIBUTORS and 100 * largest <= LARGEST_PERCENT * total


def series(
    months: Sequence[Sequence[int]], *, opened: bool = False, total_told: bool = True, closed: Collection[int] = ()
) -> tuple[int | None, ...]:
    """The figure together since the first month, at the end of each month; None where it may not be told.

    `months` has a count per member for each month. Whoever reads two ends of months subtracts them, so what came
    between two that are told is a cell over several members, and must pass as one: a month with few persons is told
    with the next one. `total_told` says that the row's own figure stands beside, so the last month is told with it, and
    months before it give way where too little would lie between; where it is hidden, so is every month. Those that are
    `closed` were hidden before, and stay so until they are the last. A row that is `opened` (it is on the open list, or
    nobody else reads it) is told whole. Sums of safe cells are safe, so any two ends may be subtracted.
    """
    if opened:
        return _running(months, range(len(months)))
    told: list[int] = []
    for month in range(len(months) if total_told else 0):
        if month not in closed and may_be_told(_between(months, told[-1] if told else -1, month)):
            told.append(month)
    last = len(months) - 1
    if total_told and last not in told:
        while told and not may_be_told(_between(months, told[-1], last)):
            told.pop()
        told += [last] if months and may_be_told(_between(months, told[-1] if told else -1, last)) else []
    return _running(months, told)


def _between(months: Sequence[Sequence[int]], after: int, until: int) -> list[int]:
    return [sum(counts) for counts in zip(*months[after + 1 : until + 1], strict=True)]


def _running(months: Sequence[Sequence[int]], told: Sequence[int]) -> tuple[int | None, ...]:
    sums = [sum(map(sum, months[: month + 1])) for month in range(len(months))]
    return tuple(total if month in set(told) else None for month, total in enumerate(sums))
