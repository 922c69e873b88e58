"""Small cells: which figures of a row may be shown per member, and whether the sum may (security: combined figures).

Pure: a row of counts goes in, the same row with None for what is hidden comes out. The hidden cells of a row are told
only as part of the sum, so together they are one cell over several members and must pass the rule for such a cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5  # persons behind a cell
CONTRIBUTORS = 3  # members behind a cell over several members
LARGEST_PERCENT = 85  # of such a cell that may come from one member


@dataclass(frozen=True)
class Shown:
    """A row as it may be published; None is a hidden cell."""

    cells: tuple[int | None, ...]
    together: int | None


def openly(counts: Sequence[int]) -> Shown:
    """A row on the agreement's open list: every cell."""
    return Shown(tuple(counts), sum(counts))


def hide(counts: Sequence[int], rest: Sequence[int] | None = None) -> Shown:
    """`counts` per member with small cells hidden, and so many others that none can be worked out from the sum.

    Shows everything where no cell is small, or where there is one member only: a tenant may always see its own.
    Otherwise the smallest cells are hidden, one after the other, until what is hidden may be told as one figure; where
    it never may, nothing of the row is told. `rest` is what is left of a whole that is told as well: whoever reads both
    can subtract, so it is a row of its own, with the same cells hidden.
    """
    if len(counts) == 1:
        return openly(counts)
    rows = [counts] if rest is None else [counts, rest]
    least = [min(cell) for cell in zip(*rows, strict=True)]
    by_size = sorted(range(len(counts)), key=lambda i: (least[i], i))
    small = sum(1 for size in least if size < LEAST)
    for size in range(small, len(counts) + 1) if small else (0,):
        hidden, shown = by_size[:size], by_size[size:]
        together = [[row[i] for i in hidden] for row in rows]
        # A cell that is shown must not bound a hidden one: "no more than the smallest of those".
        bound = min(sum(cells) for cells in together)
        if not hidden or (all(may_be_told(cells) for cells in together) and all(least[i] >= bound for i in shown)):
            return Shown(tuple(None if i in hidden else n for i, n in enumerate(counts)), sum(counts))
    return Shown((None,) * len(counts), None)


def only_together(counts: Sequence[int], rest: Sequence[int] | None = None) -> Shown:
    """A row that is never told per member; its sum only where it, and what it leaves of a told whole, may be told."""
    if len(counts) == 1:
        return Shown((counts[0],), counts[0])
    told = may_be_told(counts) and (rest is None or may_be_told(rest))
    return Shown((None,) * len(counts), sum(counts) if told else None)


def may_be_told(counts: Sequence[int]) -> bool:
    """Whether a cell over several members is safe, also from a member who takes its own count out of it.

    What the others have must be as many persons as a cell needs; and twice as many in all, or a member with a small
    count could turn this very rule around ("nobody has more than four, so they have four each").
    """
    total, largest = sum(counts), max(counts, default=0)
    if sum(1 for count in counts if count) < CONTRIBUTORS or total < 2 * LEAST:
        return False
    return total - largest >= LEAST and 100 * largest <= LARGEST_PERCENT * total
