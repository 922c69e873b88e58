"""Whether wishes are met, and which trades those who wait wish for (DF-21, DF-22)."""

from collections.abc import Iterable

from mentorkorps.language import N_
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Cell, Line
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.hide import may_be_told
from mentorkorps.steering.measure import Measure
from mentorkorps.trades import TRADES

WISHES = (
    Measure(
        "first_wish_met", "youths", N_("Unge foreslået en mentor i det fag, de helst vil"),
        N_("Unge, der i perioden er foreslået en mentor i samme fag som deres første ønske."),
        within="proposed",
    ),
    Measure(
        "first_wish_share", "youths", N_("Andel, der fik opfyldt det første ønske"),
        N_(
            "Foreslået en mentor i det ønskede fag i procent af unge med et matchforslag. I et tidligere landsprojekt var "
            "det 90 procent; det er til sammenligning og ikke et mål."
        ),
        unit="percent", parts=("first_wish_met", "proposed"),
    ),
)  # fmt: skip
WISH = "wished_"
WISHED = N_("Unge, der venter på opgørelsesdagen, efter det fag, de helst vil møde en mentor fra. Vises kun samlet.")


def unmet_measures(lines: Iterable[str]) -> tuple[Measure, ...]:
    """A row for each trade among the keys of `lines`."""
    return tuple(
        Measure(key, "wishes", TRADES[key.removeprefix(WISH)], WISHED, only_together=True, better="lower")
        for key in lines
        if key.startswith(WISH)
    )


def unmet_lines(agreed: Agreed, figures: Figures) -> dict[str, Line]:
    """The trades that those who wait wish for most, by `wished_<trade>`, the most wished first.

    A trade is told together only, and only where it and all that is not told of the waiting are safe to tell.
    """
    columns = [figures.wishes.get(tenant.id, {}) for tenant in agreed.bearing]
    alone = len(columns) == 1
    counts = {trade: [column.get(trade, 0) for column in columns] for trade in TRADES}
    told = [trade for trade in counts if sum(counts[trade]) and (alone or may_be_told(counts[trade]))]
    told.sort(key=lambda trade: (-sum(counts[trade]), trade))
    waiting = [sum(column.values()) for column in columns]
    while told and not alone and not may_be_told(_rest(waiting, [counts[trade] for trade in told])):
        told.pop()
    return {WISH + trade: Line(Cell(sum(counts[trade]))) for trade in told}


def _rest(waiting: list[int], told: list[list[int]]) -> list[int]:
    return [have - sum(counts) for have, *counts in zip(waiting, *told, strict=True)]
