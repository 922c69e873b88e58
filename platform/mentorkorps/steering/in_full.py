"""What the report tells of a period and the rollup does not, for one house and in full: places, the norm, wishes, ways in, what
came of the companies' offers, costs, and its own time.

Counted by the functions that count the report's, up to the end of a day, and made into lines by the same rules (DF-02, DF-21,
DF-22, DF-26, FY-10, FY-34).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from mentorkorps.programmes import Rules
from mentorkorps.steering.agreed import bearing_in, invoiced_in, other_money_in
from mentorkorps.steering.cell import Cell, Line, amount
from mentorkorps.steering.channels import CHANNELS
from mentorkorps.steering.companies import CAME_OF, COMPANIES
from mentorkorps.steering.costs import COSTS, OWN_COSTS, costs_of, each, own_costs_of
from mentorkorps.steering.endings import ENDINGS
from mentorkorps.steering.figures import Days, of_house
from mentorkorps.steering.lines import own_line, share
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.meetings import MEETINGS, meeting_lines, norm_in, not_asked
from mentorkorps.steering.mentor_ways import MENTOR_WAYS
from mentorkorps.steering.menu import CORPS, MENU
from mentorkorps.steering.network import NETWORK
from mentorkorps.steering.own_time import OWN_TIME, own_time_of
from mentorkorps.steering.wishes import WISH, WISHES, unmet_measures
from tenants.agreements import Period
from tenants.billing import Contribution
from tenants.registry import Partnership
from tenants.scope import db, own_id

#: Rows of the menu that the others are computed from: they stand beside them.
RESTS_ON = ("enrolled", "proposed", "matched", "matches", "ended")
PLACES = ("places_taken", "places_open")
WENT_ON = ("with_outcome", "went_on", "went_on_share")
OF_MONEY = (
    "contributions", "price", "invoiced", "cost_per_youth", *(measure.key for measure in (*COSTS, *OWN_COSTS)),
)  # fmt: skip
SHOWN = (
    {measure.key for measure in (*WISHES, *MEETINGS, *CHANNELS, *OWN_TIME)}
    | {*RESTS_ON, *PLACES, *WENT_ON, *CAME_OF}
    | set(OF_MONEY)
)
#: What is put together here, and not counted there.
PUT_TOGETHER = {*OF_MONEY, "own_hours"}
COUNTED = tuple(
    measure for measure in MENU
    if measure.key in RESTS_ON or (measure.key in SHOWN - PUT_TOGETHER and not measure.parts and not measure.per)
)  # fmt: skip
SHARES = tuple(measure for measure in (*WISHES, *CHANNELS, *ENDINGS) if measure.parts and measure.key in SHOWN)
#: Rows of the report about others than the house's youths: no house but the operator's has them, and it reads them there.
OF_CORPS = tuple(measure.key for measure in (*CORPS, *NETWORK, *MENTOR_WAYS, *COMPANIES) if measure.key not in CAME_OF)
#: What the partners pay and get together: a house that shares them is told its own part instead (`costs.OWN_COSTS`).
OF_ALL = ("price", "rest", "cost_per_youth", *(measure.key for measure in COSTS))


def in_full(
    partnership: Partnership, period: Period, profile: Rules, cut_off: date, part: Days | None = None
) -> Iterator[tuple[Measure, Cell]]:
    """The rows of the report about the acting house alone, in the menu's order; none where it bears no youths in the period.

    Of a `part` of the period there is no money, which is agreed for the whole; and what stands on the cut-off only where that is
    the end of it. What a match and a youth cost rests on the price of the whole period where the house bears all its youths, and
    else on what the house itself pays and its own.
    """
    norm = norm_in(profile)
    days = part or (period.starts_on, period.ends_on)
    found = of_house(partnership, days, cut_off, norm)
    if found is None:
        return
    counts, wished = found
    lines = {measure.key: own_line(measure, counts) for measure in COUNTED}
    for measure in SHARES:
        some, every = (lines[key] for key in measure.parts or ())
        lines[measure.key] = share(some, every, measure.early_under)
    lines |= meeting_lines(lines) | own_time_of(profile, lines)
    if part is None or part[1] >= cut_off:
        lines |= _unmet(wished)
    if part is None:
        lines |= _money(partnership, period, cut_off, lines)
    told = (SHOWN | {key for key in lines if key.startswith(WISH)}) - not_asked(norm)
    told -= set() if any(counts[key] for key in CAME_OF) else set(CAME_OF)
    for measure in (*MENU, *unmet_measures(lines), *OWN_COSTS):
        if measure.key in lines and measure.key in told:
            yield measure, lines[measure.key].together


def _unmet(wished: Mapping[str, int]) -> dict[str, Line]:
    """The trades that those who wait wish for, the most wished first."""
    trades = sorted((trade for trade in wished if trade), key=lambda trade: (-wished[trade], trade))
    return {WISH + trade: Line(Cell(wished[trade])) for trade in trades}


def _money(partnership: Partnership, period: Period, cut_off: date, lines: Mapping[str, Line]) -> dict[str, Line]:
    """All of it where the house runs the partnership for itself alone, else its own part; none where no money is agreed."""
    invoiced = invoiced_in(period, cut_off)
    if partnership.tenant_id == own_id() and [own_id()] == [one.id for one in bearing_in(partnership, period, cut_off)]:
        return _whole_money(period, sum(invoiced.values(), Decimal()), other_money_in(period, cut_off), lines)
    own = Contribution.period_id == period.id, Contribution.party_tenant_id == own_id()
    contribution = db.session.scalar(select(Contribution.amount).where(*own))
    return {} if contribution is None else own_costs_of(contribution, invoiced.get(own_id(), Decimal()), lines)


def _whole_money(period: Period, invoiced: Decimal, other: Decimal, lines: Mapping[str, Line]) -> dict[str, Line]:
    if not period.price:
        return {}
    found = {"price": Line(Cell(amount(period.price))), "invoiced": Line(Cell(amount(invoiced)))}
    found["cost_per_youth"] = Line(each(period.price, lines["matched"].together))
    return found | costs_of(period.price, invoiced, other, lines)
