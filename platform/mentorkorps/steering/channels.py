"""Who the youths come through, and how many of those are matched: the yield of each way in (DF-26)."""

from collections.abc import Iterator

from mentorkorps.language import N_
from mentorkorps.steering.measure import Measure

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
        within = "" if way == "municipality" else "enrolled_by_partner"
        yield Measure(f"from_{way}", "ways", came, CAME, only_together=True, within=within)
        yield Measure(f"matched_from_{way}", "ways", matched, MATCHED, only_together=True)
        yield Measure(
            f"yield_{way}", "ways", share, YIELD,
            unit="percent", only_together=True, parts=(f"matched_from_{way}", f"from_{way}"),
        )  # fmt: skip


CHANNELS = tuple(_measures())
