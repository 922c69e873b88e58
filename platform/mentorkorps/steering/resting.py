"""Lines that rest on others: medians, and what there is of one thing to each of another. What may be told follows those."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Cell, Line, Number, tenth
from mentorkorps.steering.figures import Span
from mentorkorps.steering.hide import LEAST, may_be_told

ONE = Decimal(1)
HIDDEN = Cell(None, hidden=True)


def of_mentors(count: int, whole: int | None = None, *, alone: bool) -> Line:
    """A count of the corps' mentors, who are persons too: told with as many as a cell needs, and where what it leaves of
    `whole` is nobody or as many. A house that is the only reader sees its own."""
    rest = 0 if whole is None else whole - count
    return Line(Cell(count) if alone or (count >= LEAST and (rest == 0 or rest >= LEAST)) else HIDDEN)


def middles(
    agreed: Agreed,
    spans: Mapping[UUID | None, Span],
    bases: Sequence[Line],
    *,
    ninetieth: bool = False,
    unit: Decimal = ONE,
) -> Line:
    """The median (or the 90th percentile) in days divided by `unit`, exact over each member's persons and over all's.

    Under the persons that a cell needs (twice as many for the 90th percentile, which is nearly the largest) it is
    hidden, and wherever one of its `bases` is: a median tells that there are so many. A member that runs alone sees its own.
    """
    alone, least = agreed.alone, 2 * LEAST if ninetieth else LEAST

    def cell(key: UUID | None, *, told: bool) -> Cell:
        span = spans.get(key)
        if span is None or not told:
            return Cell(None, hidden=not told)
        days = span.ninetieth if ninetieth else span.median
        return Cell(tenth(Decimal(str(days)) / unit))

    people = {tenant.id: spans[tenant.id].people if tenant.id in spans else 0 for tenant in agreed.bearing}
    told = alone or (may_be_told(list(people.values())) and not any(base.together.hidden for base in bases))
    free = [not any(base.tenants[place].hidden for base in bases) for place in range(len(people))]
    cells = zip(people.items(), free, strict=True)
    return Line(
        cell(None, told=told), tuple(cell(key, told=alone or (n >= least and is_free)) for (key, n), is_free in cells)
    )


def as_told(parts: Sequence[Line], values: Sequence[Number], together: Number) -> Line:
    """What follows from other lines: told where all of them are."""
    told = [
        all(cells)
        for cells in zip(*([cell.realised is not None for cell in line.tenants] for line in parts), strict=True)
    ]
    whole = Cell(together) if all(line.together.realised is not None for line in parts) else HIDDEN
    return Line(whole, tuple(Cell(value) if is_told else HIDDEN for value, is_told in zip(values, told, strict=True)))


def ratio(part: Line, whole: Line, times: int = 1) -> Line:
    """`times` what is shown of `part` to each one of `whole`, as far as both are shown."""
    tenants = zip(part.tenants, whole.tenants, strict=False)
    return Line(_ratio(part.together, whole.together, times), tuple(_ratio(p, w, times) for p, w in tenants))


def _ratio(part: Cell, whole: Cell, times: int) -> Cell:
    if part.realised is None or whole.realised is None:
        return Cell(None, hidden=part.hidden or whole.hidden, too_early=part.too_early or whole.too_early)
    if not whole.realised:
        return Cell(None)
    return Cell(tenth(times * Decimal(str(part.realised)) / Decimal(str(whole.realised))))
