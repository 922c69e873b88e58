"""What a match has cost so far, by what the partners have paid and with the other money that came (FY-10)."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from mentorkorps.language import N_
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Cell, Line, amount
from mentorkorps.steering.measure import TOO_EARLY, Measure

COSTS = (
    Measure(
        "other_money", "money", N_("Andre penge: sponsorer, fonde og ministerier"),
        N_("Modtaget for perioden til og med opgørelsesdagen, ekskl. moms, til en kommune eller til alle i fællesskab."),
        unit="kroner", opened_by="money",
    ),
    Measure(
        "all_money", "money", N_("Faktureret og andre penge i alt"),
        N_("Fakturerede bidrag lagt sammen med andre penge."),
        unit="kroner", opened_by="money",
    ),
    Measure(
        "paid_per_match", "money", N_("Kroner pr. match, betalt af parterne"),
        N_("Faktureret divideret med begyndte forløb."),
        unit="kroner", opened_by="money", better="lower", early_under=TOO_EARLY, per=("invoiced", "matches"),
    ),
    Measure(
        "all_per_match", "money", N_("Kroner pr. match med andre penge"),
        N_("Fakturerede bidrag og andre penge divideret med begyndte forløb."),
        unit="kroner", opened_by="money", better="lower", early_under=TOO_EARLY, per=("all_money", "matches"),
    ),
    Measure(
        "paid_per_youth", "money", N_("Kroner pr. matchet ung efter andre penge"),
        N_("Aftalt pris minus andre penge, divideret med matchede unge: hvad parterne selv kommer til at betale."),
        unit="kroner", opened_by="money", better="lower", early_under=TOO_EARLY, base="matched",
    ),
)  # fmt: skip
#: What a house is told of itself alone where others bear youths, too: by what it pays and its own youths.
OWN_COSTS = (
    Measure(
        "own_price_per_youth", "money", N_("Jeres bidrag pr. matchet ung hos jer"),
        N_(
            "Jeres aftalte bidrag for perioden divideret med jeres matchede unge. Det af prisen, som ikke er fordelt på parterne, "
            "er ikke med."
        ),
        unit="kroner", better="lower", early_under=TOO_EARLY, per=("contributions", "matched"),
    ),
    Measure(
        "own_paid_per_match", "money", N_("Faktureret til jer pr. match hos jer"),
        N_("Det, der er faktureret til jer for perioden, divideret med jeres begyndte forløb."),
        unit="kroner", better="lower", early_under=TOO_EARLY, per=("invoiced", "matches"),
    ),
)  # fmt: skip


def cost_lines(agreed: Agreed, lines: Mapping[str, Line]) -> dict[str, Line]:
    """The line of each of the measures above, from the counts and the money in `lines`; none where no money is agreed."""
    if "invoiced" not in lines:
        return {}
    invoiced = sum(agreed.invoiced.values(), Decimal())
    return costs_of(agreed.period.price, invoiced, agreed.other_money, lines)


def costs_of(price: Decimal, invoiced: Decimal, other: Decimal, lines: Mapping[str, Line]) -> dict[str, Line]:
    """The same of these sums, by the matches and the matched youths in `lines`."""
    matches, matched = lines["matches"].together, lines["matched"].together
    return {
        "other_money": Line(Cell(amount(other))),
        "all_money": Line(Cell(amount(invoiced + other))),
        "paid_per_match": Line(each(invoiced, matches)),
        "all_per_match": Line(each(invoiced + other, matches)),
        "paid_per_youth": Line(each(price - other, matched)),
    }


def own_costs_of(contribution: Decimal, invoiced: Decimal, lines: Mapping[str, Line]) -> dict[str, Line]:
    """What a house pays itself, and that to each of the matched youths and matches of its own in `lines`."""
    return {
        "contributions": Line(Cell(amount(contribution))),
        "invoiced": Line(Cell(amount(invoiced))),
        "own_price_per_youth": Line(each(contribution, lines["matched"].together)),
        "own_paid_per_match": Line(each(invoiced, lines["matches"].together)),
    }


def each(kroner: Decimal, count: Cell) -> Cell:
    """Whole kroner to each of `count`; too early of a few."""
    if count.realised is None:
        return Cell(None, hidden=count.hidden)
    if count.realised < TOO_EARLY:
        return Cell(None, too_early=True)
    return Cell(int((kroner / Decimal(count.realised)).quantize(Decimal(1), ROUND_HALF_UP)))
