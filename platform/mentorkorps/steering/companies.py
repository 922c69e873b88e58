"""What companies will do beyond a mentor: who was asked, what they offer, and what came of it (FY-40, FY-43, FY-46).

Asks and offers are the operator's own, and no youth stands in them. What came of them is told together only, by the rule of
small cells and as earlier reports allow.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mentorkorps.language import N_
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Cell, Line
from mentorkorps.steering.counted_row import Row
from mentorkorps.steering.disclosure import decide
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.measure import TOO_EARLY, Measure
from mentorkorps.steering.over_time import comparable
from mentorkorps.steering.resting import HIDDEN, of_mentors, ratio

COMPANIES = (
    Measure(
        "mentors_asked", "companies", N_("Mentorer, der er spurgt, om de vil gøre mere"),
        N_("Mentorer, der til og med opgørelsesdagen er spurgt, om deres virksomhed vil gøre mere end at være mentorsted."),
        unit="mentors",
    ),
    Measure(
        "mentors_ready", "companies", N_("Heraf parate til at gøre mere"),
        N_("Spurgte mentorer, hvis seneste svar er ja."),
        unit="mentors",
    ),
    Measure(
        "ready_share", "companies", N_("Andel parate til at gøre mere"),
        N_("Parate i procent af de spurgte. Erfaringen fra tidligere forløb er 52 procent; aftalen nævner intet mål."),
        unit="percent", parts=("mentors_ready", "mentors_asked"),
    ),
    Measure(
        "offers_made", "companies", N_("Tilbud fra virksomheder i perioden"),
        N_("Tilbud om fritidsjob, praktikpladser, lærepladser, træningsforløb og donationer, der er kommet i perioden."),
        unit="offers",
    ),
    Measure(
        "offers_filled", "companies", N_("Heraf besat"),
        N_("Tilbud fra perioden, hvor alle pladser er givet på opgørelsesdagen."),
        unit="offers",
    ),
    Measure(
        "offers_open", "companies", N_("Åbne tilbud"),
        N_("Tilbud, der gælder på opgørelsesdagen og har ledige pladser."),
        unit="offers",
    ),
    Measure(
        "offer_places", "companies", N_("Pladser givet hos virksomheder"),
        N_("Pladser, der i perioden er givet til unge og til grupper af unge. Vises kun samlet."),
        unit="places", only_together=True,
    ),
    Measure(
        "placements_begun", "companies", N_("Unge begyndt på en plads hos en virksomhed"),
        N_("Pladser fra tilbuddene, hvor en ung er begyndt i perioden. Er det et af de seks resultater, tæller det også dér."),
        unit="places", only_together=True,
    ),
    Measure(
        "outcomes_of_three", "companies", N_("Resultater af samarbejdet mellem jobcenter, ung og mentor"),
        N_("Resultater fra perioden, hvor korpset har skrevet, at de kom af samarbejdet mellem alle tre."),
        unit="results", only_together=True,
    ),
)  # fmt: skip
OWN = ("offers_made", "offers_filled", "offers_open")
#: Of youths: the rule of small cells decides, as for the rows that are counted per member.
CAME_OF = ("offer_places", "placements_begun", "outcomes_of_three")


def company_lines(agreed: Agreed, figures: Figures, before: Sequence[Mapping[str, Any]]) -> dict[str, Line]:
    """The line of each of the measures above; none where no company was asked and nothing has come of it."""
    counted = figures.companies
    if not any(count for counts in counted.values() for count in counts.values()):
        return {}
    lines = {key: Line(Cell(counted[key][None])) for key in OWN}
    asked, ready = (counted[key][None] for key in ("mentors_asked", "mentors_ready"))
    lines["mentors_asked"] = of_mentors(asked, alone=agreed.alone)
    lines["mentors_ready"] = of_mentors(ready, asked, alone=agreed.alone)
    share = ratio(lines["mentors_ready"], lines["mentors_asked"], times=100)
    lines["ready_share"] = share if asked >= TOO_EARLY else Line(Cell(None, too_early=True))
    return lines | _came_of(agreed, figures, before)


def _came_of(agreed: Agreed, figures: Figures, before: Sequence[Mapping[str, Any]]) -> dict[str, Line]:
    """Told together only, where the rule of small cells allows it beside the earlier reports."""
    rows = [
        Row(key, tuple(figures.companies[key][tenant.id] for tenant in agreed.bearing), only_together=True)
        for key in CAME_OF
    ]
    seen = comparable(before, agreed.period.starts_on.isoformat(), agreed.cut_off.isoformat(), {}, ())
    shown = decide([tenant.slug for tenant in agreed.bearing], rows, seen, alone=agreed.alone)
    told = {key: one.together for key, one in shown.items()}
    return {key: Line(HIDDEN if count is None else Cell(count)) for key, count in told.items()}
