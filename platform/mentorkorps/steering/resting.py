"""Lines that count no persons but rest on them: medians, hours, acts. What may be told of them follows the persons."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Cell, Line, Number, tenth
from mentorkorps.steering.figures import Figures, Span
from mentorkorps.steering.hide import LEAST, may_be_told

ONE = Decimal(1)
HIDDEN = Cell(None, hidden=True)


def counts_of(agreed: Agreed, figures: Figures, key: str) -> list[int]:
    """One count per bearing member, in the order of the report's columns."""
    return [figures.per_tenant[tenant.id][key] for tenant in agreed.bearing]


def sums(persons: Sequence[int], values: Sequence[int], unit: Decimal = ONE) -> Line:
    """`values` per member divided by `unit` (60 for hours of minutes), and their sum.

    A member's is shown where it rests on as many `persons` as a cell needs. What is left of the sum is a figure over
    several members: members are hidden, those with the fewest persons first, until it may be told; else nothing is.
    """
    together = _cell(sum(values), unit)
    if len(values) == 1:
        return Line(together, (together,))
    order = sorted(range(len(values)), key=lambda index: (persons[index], index))
    small = sum(1 for count in persons if count < LEAST)
    for size in range(small, len(values) + 1) if small else (0,):
        hidden = order[:size]
        if not hidden or all(may_be_told([row[index] for index in hidden]) for row in (persons, values)):
            cells = (HIDDEN if index in hidden else _cell(value, unit) for index, value in enumerate(values))
            return Line(together, tuple(cells))
    return Line(HIDDEN, (HIDDEN,) * len(values))


def middles(agreed: Agreed, spans: Mapping[UUID | None, Span], *, ninetieth: bool = False, unit: Decimal = ONE) -> Line:
    """The median (or the 90th percentile) in days divided by `unit`, exact over each member's persons and over all's.

    Under the persons that a cell needs (twice as many for the 90th percentile, which is nearly the largest) it is
    hidden. A member that runs alone sees its own.
    """
    alone, least = len(agreed.bearing) == 1, 2 * LEAST if ninetieth else LEAST

    def cell(key: UUID | None, *, told: bool) -> Cell:
        span = spans.get(key)
        if span is None or not told:
            return Cell(None, hidden=not told)
        days = span.ninetieth if ninetieth else span.median
        return Cell(tenth(Decimal(str(days)) / unit))

    people = {tenant.id: spans[tenant.id].people if tenant.id in spans else 0 for tenant in agreed.bearing}
    told = alone or may_be_told(list(people.values()))
    return Line(cell(None, told=told), tuple(cell(key, told=alone or n >= least) for key, n in people.items()))


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


def _cell(value: int, unit: Decimal) -> Cell:
    shown: Number = value if unit == ONE else tenth(value / unit)
    return Cell(shown)
