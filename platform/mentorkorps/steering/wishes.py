"""Whether wishes are met, and which trades those who wait wish for (DF-21, DF-22)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

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
Contents = Sequence[Mapping[str, Any]]
WISHED = N_("Unge, der venter på opgørelsesdagen, efter det fag, de helst vil møde en mentor fra. Vises kun samlet.")


def unmet_measures(lines: Iterable[str]) -> tuple[Measure, ...]:
    """A row for each trade among the keys of `lines`."""
    return tuple(
        Measure(key, "wishes", TRADES[key.removeprefix(WISH)], WISHED, only_together=True, better="lower")
        for key in lines
        if key.startswith(WISH)
    )


def unmet_lines(agreed: Agreed, figures: Figures, before: Contents = ()) -> dict[str, Line]:
    """The trades that those who wait wish for most, by `wished_<trade>`, the most wished first; `before` are the contents of
    earlier reports.

    A trade is told together only, and only where it and all that is not told of the waiting are safe to tell: of all the
    members, and of those alone whom another report of the same day does not have.
    """
    columns = [figures.wishes.get(tenant.id, {}) for tenant in agreed.bearing]
    counts = {trade: [column.get(trade, 0) for column in columns] for trade in TRADES}
    waiting = [sum(column.values()) for column in columns]
    told = sorted((trade for trade in counts if sum(counts[trade])), key=lambda trade: (-sum(counts[trade]), trade))
    if not agreed.alone:
        for some in ([True] * len(columns), *_apart(agreed, before)):
            told = _safe(told, counts, waiting, some)
    return {WISH + trade: Line(Cell(sum(counts[trade]))) for trade in told}


def _apart(agreed: Agreed, before: Contents) -> Iterator[list[bool]]:
    """For each other report of the same day that tells of wishes, which members it does not have; none of them are enough where
    it has some that are not here."""
    here = [tenant.slug for tenant in agreed.bearing]
    for content in before:
        theirs = {one["slug"] for one in content["tenants"]}
        tells = any(row["key"].startswith(WISH) for row in content["rows"])
        if tells and content["cut_off"] == agreed.cut_off.isoformat() and theirs != set(here):
            yield [slug not in theirs and theirs < set(here) for slug in here]


def _safe(told: list[str], counts: Mapping[str, list[int]], waiting: list[int], some: list[bool]) -> list[str]:
    """The trades that may be told of these members, beside what is left of those who wait there."""
    safe = [trade for trade in told if may_be_told(_of(counts[trade], some))]
    while safe and not may_be_told(_of(_rest(waiting, [counts[trade] for trade in safe]), some)):
        safe.pop()
    return safe


def _of(counts: list[int], some: list[bool]) -> list[int]:
    return [count for count, is_one in zip(counts, some, strict=True) if is_one]


def _rest(waiting: list[int], told: list[list[int]]) -> list[int]:
    return [have - sum(counts) for have, *counts in zip(waiting, *told, strict=True)]
