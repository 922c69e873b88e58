"""Who the youths come through, and how many of those are matched: the yield of each way in (DF-26)."""

from collections.abc import Iterator

from mentorkorps.language import N_
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Cell, Line
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.hide import may_be_told
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.resting import HIDDEN, counts_of, ratio

WAYS = {
    "municipality": (
        N_("Tilmeldt af kommunen"),
        N_("Heraf matchet (kommunen)"),
        N_("Andel matchet af dem, kommunen tilmeldte"),
    ),
    "school": (
        N_("Tilmeldt af en skole"),
        N_("Heraf matchet (skole)"),
        N_("Andel matchet af dem, en skole tilmeldte"),
    ),
    "guidance": (
        N_("Tilmeldt af UU"),
        N_("Heraf matchet (UU)"),
        N_("Andel matchet af dem, UU tilmeldte"),
    ),
}
CAME = N_("Tilmeldte unge i perioden efter, hvem der udfyldte tilmeldingen. Vises kun samlet.")
MATCHED = N_("Af dem de unge, hvis første forløb i perioden er begyndt.")
YIELD = N_("Matchede i procent af de tilmeldte ad samme vej.")


def _measures() -> Iterator[Measure]:
    for way, (came, matched, share) in WAYS.items():
        yield Measure(f"from_{way}", "ways", came, CAME, only_together=True)
        yield Measure(f"matched_from_{way}", "ways", matched, MATCHED, only_together=True)
        yield Measure(
            f"yield_{way}", "ways", share, YIELD,
            unit="percent", only_together=True, parts=(f"matched_from_{way}", f"from_{way}"),
        )  # fmt: skip


CHANNELS = tuple(_measures())


def channel_lines(agreed: Agreed, figures: Figures) -> dict[str, Line]:
    """All the ways or none: what two of them leave of the enrolled is the third."""
    alone = len(agreed.bearing) == 1
    came = {way: counts_of(agreed, figures, f"from_{way}") for way in WAYS}
    matched = {way: counts_of(agreed, figures, f"matched_from_{way}") for way in WAYS}
    used = [way for way in WAYS if sum(came[way])]
    told = alone or all(may_be_told(came[way]) for way in used)
    lines: dict[str, Line] = {}
    for way in used:
        rest = [have - count for have, count in zip(came[way], matched[way], strict=True)]
        both = alone or (told and may_be_told(matched[way]) and may_be_told(rest))
        one = Line(Cell(sum(came[way])) if told else HIDDEN)
        part = Line(Cell(sum(matched[way])) if both else HIDDEN)
        lines |= {f"from_{way}": one, f"matched_from_{way}": part, f"yield_{way}": ratio(part, one, times=100)}
    return lines
