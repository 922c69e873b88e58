"""Counts become lines: what may be shown of them, percentages computed from lines that are shown, and the money."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.hide import Shown, hide, only_together, openly
from mentorkorps.steering.measure import TOO_EARLY, Measure
from mentorkorps.steering.menu import COUNTED

Number = int | float


@dataclass(frozen=True)
class Cell:
    """One figure: a number, or why there is none."""

    realised: Number | None
    hidden: bool = False
    too_early: bool = False


@dataclass(frozen=True)
class Line:
    """The figure together, and per bearing member (nothing where it is told together only)."""

    together: Cell
    tenants: tuple[Cell, ...] = ()


def counted_lines(agreed: Agreed, figures: Figures) -> dict[str, Line]:
    """Every count and percentage of the menu, small cells hidden, in the menu's order."""
    lines: dict[str, Line] = {}
    left: dict[str, list[int]] = {}  # of each row that is told: what its parts, so far as they are told, leave of it
    for measure in COUNTED:
        if measure.parts:
            part, whole = (lines[key] for key in measure.parts)
            lines[measure.key] = _share(part, whole, measure.early_under)
        else:
            counts = [figures.per_tenant[tenant.id][measure.key] for tenant in agreed.bearing]
            rest = [have - count for have, count in zip(left.get(measure.within, ()), counts, strict=False)] or None
            line = lines[measure.key] = _counts(measure, counts, agreed.agreement.open_figures, rest)
            if line.together.realised is not None:
                left[measure.key] = counts
                left |= {measure.within: rest} if rest else {}
    return lines


def corps_lines(figures: Figures) -> dict[str, Line]:
    """The corps itself: how many mentors, and how many of them at work (FY-04)."""
    mentors, active = (Line(Cell(figures.corps[name])) for name in ("mentors", "active_mentors"))
    return {"mentors": mentors, "active_mentors": active, "active_share": _share(active, mentors, 0)}


def money_lines(agreed: Agreed, matched: Number | None) -> dict[str, Line]:
    """Contributions as written per party, the rest of the price, invoices, and kroner per matched youth (FY-09)."""
    price, paid = agreed.period.price, sum(agreed.contributions.values(), Decimal())
    if not price and not paid:
        return {}
    cost = Cell(None, too_early=True)
    if matched and matched >= TOO_EARLY:
        cost = Cell(int((price / Decimal(matched)).quantize(Decimal(1), ROUND_HALF_UP)))
    opened = "money" in agreed.agreement.open_figures
    return {
        "contributions": _amounts(agreed, agreed.contributions.get, paid, opened=opened),
        "price": Line(Cell(amount(price))),
        "rest": Line(Cell(amount(price - paid))),
        "invoiced": _amounts(agreed, agreed.invoiced.get, sum(agreed.invoiced.values(), Decimal()), opened=opened),
        "cost_per_youth": Line(cost),
    }


def tenth(number: Decimal) -> float:
    """Rounded to one decimal, half upwards."""
    return float(number.quantize(Decimal("0.1"), ROUND_HALF_UP)) + 0.0


def amount(kroner: Decimal) -> Number:
    """Kroner as a number of JSON: whole where it is whole."""
    return int(kroner) if kroner == int(kroner) else float(kroner)


def _counts(measure: Measure, counts: Sequence[int], opened: Sequence[str], rest: Sequence[int] | None) -> Line:
    if measure.only_together:
        return Line(_cell(only_together(counts, rest).together))
    shown: Shown = openly(counts) if measure.opened_by in opened else hide(counts, rest)
    return Line(_cell(shown.together), tuple(_cell(count) for count in shown.cells))


def _cell(count: int | None) -> Cell:
    return Cell(count, hidden=count is None)


def _share(part: Line, whole: Line, early_under: int) -> Line:
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
