"""What the report tells of a period and the rollup does not, for one house and in full: the norm, wishes, ways in, and costs.

Counted by the functions that count the report's, up to the end of a day, and made into lines by the same rules (DF-02, DF-21,
DF-22, DF-26, FY-10, FY-34).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from mentorkorps.programmes import Rules
from mentorkorps.steering.agreed import bearing_in, invoiced_in, other_money_in
from mentorkorps.steering.cell import Cell, Line, amount
from mentorkorps.steering.channels import CHANNELS
from mentorkorps.steering.costs import COSTS, costs_of, each
from mentorkorps.steering.figures import of_house
from mentorkorps.steering.lines import own_line, share
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.meetings import MEETINGS, meeting_lines, norm_in, not_asked
from mentorkorps.steering.menu import MENU
from mentorkorps.steering.wishes import WISH, WISHES, unmet_measures
from tenants.agreements import Period
from tenants.registry import Partnership
from tenants.scope import own_id

#: Rows of the menu that the others are computed from.
RESTS_ON = ("proposed", "matched", "matches", "ended")
OF_MONEY = ("price", "invoiced", "cost_per_youth", *(measure.key for measure in COSTS))
SHOWN = {measure.key for measure in (*WISHES, *MEETINGS, *CHANNELS)} | set(OF_MONEY)
COUNTED = tuple(
    measure for measure in MENU
    if measure.key in RESTS_ON or (measure.key in SHOWN - set(OF_MONEY) and not measure.parts and not measure.per)
)  # fmt: skip


def is_together(partnership: Partnership, period: Period, cut_off: date) -> bool:
    """Whether the acting house runs the partnership for others, too: theirs together are told in the report."""
    return partnership.tenant_id == own_id() and [own_id()] != [one.id for one in bearing_in(partnership, period, cut_off)]


def in_full(partnership: Partnership, period: Period, profile: Rules, cut_off: date) -> Iterator[tuple[Measure, Cell]]:
    """The rows of the report about the acting house alone, in the menu's order; none where it bears no youths in the period.

    What a match and a youth cost rests on the price of the whole period and everybody's youths, so that only a house that has
    them all is told it here.
    """
    norm = norm_in(profile)
    found = of_house(partnership, period, cut_off, norm)
    if found is None:
        return
    counts, wished = found
    lines = {measure.key: own_line(measure, counts) for measure in COUNTED}
    for measure in (*WISHES, *CHANNELS):
        if measure.parts:
            part, whole = (lines[key] for key in measure.parts)
            lines[measure.key] = share(part, whole, measure.early_under)
    lines |= meeting_lines(lines) | _unmet(wished)
    if partnership.tenant_id == own_id() and period.price:
        lines |= _money(period, cut_off, lines)
    told = (SHOWN | {key for key in lines if key.startswith(WISH)}) - not_asked(norm)
    for measure in (*MENU, *unmet_measures(lines)):
        if measure.key in lines and measure.key in told:
            yield measure, lines[measure.key].together


def _unmet(wished: Mapping[str, int]) -> dict[str, Line]:
    """The trades that those who wait wish for, the most wished first."""
    trades = sorted((trade for trade in wished if trade), key=lambda trade: (-wished[trade], trade))
    return {WISH + trade: Line(Cell(wished[trade])) for trade in trades}


def _money(period: Period, cut_off: date, lines: Mapping[str, Line]) -> dict[str, Line]:
    invoiced = sum(invoiced_in(period, cut_off).values(), Decimal())
    found = {"price": Line(Cell(amount(period.price))), "invoiced": Line(Cell(amount(invoiced)))}
    found["cost_per_youth"] = Line(each(period.price, lines["matched"].together))
    return found | costs_of(period.price, invoiced, other_money_in(period, cut_off), lines)
