"""How far up concerns went: numbers by level, all members together and no more (DF-18)."""

from mentorkorps.language import N_
from mentorkorps.steering.measure import Measure

REACHED = N_("Bekymringer rejst i perioden efter det højeste niveau, de nåede. Vises kun samlet.")
CONCERNS = (
    Measure(
        "concerns", "concerns", N_("Rejste bekymringer"),
        N_("Bekymringer, der er rejst i perioden om unge i programmet. Vises kun samlet."),
        unit="concerns", only_together=True, better="lower",
    ),
    *(
        Measure(
            f"concerns_{level}", "concerns", label, REACHED,
            unit="concerns", only_together=True, better="lower", within="concerns",
        )
        for level, label in (
            ("on_call", N_("Heraf kun hos kommunens vagt")),
            ("level_1", N_("Heraf til niveau 1")),
            ("level_2", N_("Heraf til niveau 2")),
            ("level_3", N_("Heraf til niveau 3")),
            ("level_4", N_("Heraf til niveau 4")),
        )
    ),
)  # fmt: skip
