"""Counts become lines: what may be shown of them, percentages computed from lines that are shown, and the money."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Cell, Line, Number, amount, tenth
from mentorkorps.steering.costs import each
from mentorkorps.steering.counted_row import above
from mentorkorps.steering.disclosure import decide
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.hide import Shown
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.meetings import UNITS
from mentorkorps.steering.menu import ACTS, COUNTED
from mentorkorps.steering.over_time import comparable
from mentorkorps.steering.related import rows
from mentorkorps.steering.resting import ONE, of_mentors


def counted_lines(agreed: Agreed, figures: Figures, before: Iterable[Mapping[str, Any]] = ()) -> dict[str, Line]:
    """Every count and percentage of the menu, small cells hidden, in the menu's order.

    `before` are the contents of the partnership's earlier reports: whoever has those can subtract.
    """
    per_tenant = [figures.per_tenant[tenant.id] for tenant in agreed.bearing]
    counted = {measure.key for measure in COUNTED if not measure.parts} | {measure.base for measure in ACTS}
    counts = {key: [round(_in_units(key, own)) for own in per_tenant] for key in counted}
    table = rows(COUNTED, counts, agreed.agreement.open_figures)
    by_key = {row.key: row for row in table}
    wholes = {key: above(by_key, key) for key in by_key}
    stands = [row.key for row in table if row.stands]
    seen = comparable(before, agreed.period.starts_on.isoformat(), agreed.cut_off.isoformat(), wholes, stands)
    shown = decide([tenant.slug for tenant in agreed.bearing], table, seen, alone=agreed.alone)
    lines: dict[str, Line] = {}
    for measure in COUNTED:
        if measure.parts:
            part, whole = (lines[key] for key in measure.parts)
            lines[measure.key] = share(part, whole, measure.early_under)
        else:
            lines[measure.key] = _line(measure, shown[measure.key], [_in_units(measure.key, own) for own in per_tenant])
    return lines


def corps_lines(agreed: Agreed, figures: Figures) -> dict[str, Line]:
    """The corps itself: how many mentors, and how many of them at work (FY-04). Both have a target, so that few have retired is
    told."""
    mentors, active = (of_mentors(figures.corps[name], alone=agreed.alone) for name in ("mentors", "active_mentors"))
    return {"mentors": mentors, "active_mentors": active, "active_share": share(active, mentors, 0)}


def money_lines(agreed: Agreed, matched: Number | None) -> dict[str, Line]:
    """Contributions as written per party, the rest of the price, invoices, and kroner per matched youth (FY-09)."""
    price, paid = agreed.period.price, sum(agreed.contributions.values(), Decimal())
    if not price and not paid:
        return {}
    cost = Cell(None, too_early=True) if matched is None else each(price, Cell(matched))
    opened = "money" in agreed.agreement.open_figures
    return {
        "contributions": _amounts(agreed, agreed.contributions.get, paid, opened=opened),
        "price": Line(Cell(amount(price))),
        "rest": Line(Cell(amount(price - paid))),
        "invoiced": _amounts(agreed, agreed.invoiced.get, sum(agreed.invoiced.values(), Decimal()), opened=opened),
        "cost_per_youth": Line(cost),
    }


def own_line(measure: Measure, own: Mapping[str, int]) -> Line:
    """The count of one house, told to itself: nothing is hidden."""
    value = _in_units(measure.key, own)
    return Line(_cell(measure, round(value), value))


def _in_units(key: str, own: Mapping[str, int]) -> Decimal:
    """A count, in hours or months where it is shown in those."""
    name, unit = UNITS.get(key, (key, ONE))
    return Decimal(own[name]) / unit


def _line(measure: Measure, shown: Shown, values: Sequence[Decimal]) -> Line:
    cells = () if measure.only_together else [_cell(measure, *one) for one in zip(shown.cells, values, strict=True)]
    return Line(_cell(measure, shown.together, sum(values, Decimal())), tuple(cells))


def _cell(measure: Measure, count: int | None, value: Decimal) -> Cell:
    if count is None:
        return Cell(None, hidden=True)
    return Cell(tenth(value) if measure.key in UNITS else count)


def share(part: Line, whole: Line, early_under: int) -> Line:
    """What is shown of `part` in per cent of `whole`, as far as both are shown."""
    tenants = zip(part.tenants, whole.tenants, strict=False)
    return Line(
        _percent(part.together, whole.together, early_under), tuple(_percent(p, w, early_under) for p, w in tenants)
    )


def _percent(part: Cell, whole: Cell, early_under: int) -> Cell:
    if part.realised is None or whole.realised is None:
        return Cell(None, hidden=True)
    if whole.realised < early_under:
        return Cell(None, too_early=True)
    if not whole.realised:
        return Cell(None)
    return Cell(tenth(Decimal(100 * part.realised) / Decimal(whole.realised)))


def _amounts(agreed: Agreed, of: Callable[..., Decimal | None], total: Decimal, *, opened: bool) -> Line:
    if not opened and len(agreed.bearing) > 1:
        return Line(Cell(amount(total)))
    return Line(Cell(amount(total)), tuple(Cell(amount(of(tenant.id) or Decimal())) for tenant in agreed.bearing))
