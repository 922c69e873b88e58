"""Where the corps' mentors were found, and how many of them have had a youth: the yield of each way (DF-26)."""

from collections.abc import Iterator

from mentorkorps.language import N_
from mentorkorps.steering.cell import Cell, Line
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.resting import ratio

WAYS = {
    "corps": N_("Mentorer fra korpsets eget netværk"),
    "mentor": N_("Mentorer fundet af en anden mentor"),
    "company": N_("Mentorer fundet gennem en virksomhed"),
    "business_network": N_("Mentorer fundet gennem et erhvervsnetværk"),
    "school": N_("Mentorer fundet gennem en skole eller et universitet"),
    "municipality": N_("Mentorer fundet gennem en kommune"),
    "website": N_("Mentorer fundet på hjemmeside eller sociale medier"),
    "press": N_("Mentorer fundet gennem avis, radio eller tv"),
    "event": N_("Mentorer fundet til et arrangement"),
    "other": N_("Mentorer fundet et andet sted"),
}
FOUND = N_("Korpsets mentorer på opgørelsesdagen efter det sted, de blev fundet, hvor det er skrevet ned.")
BEGAN = N_("Heraf har haft en ung")
BEGAN_SAID = N_("Af dem i rækken ovenover de mentorer, der er begyndt på mindst ét forløb.")
YIELD = N_("Andel, der har haft en ung")
YIELD_SAID = N_("Mentorer, der har haft en ung, i procent af dem, der er fundet samme sted.")


def _measures() -> Iterator[Measure]:
    for way, label in WAYS.items():
        found, began = f"found_through_{way}", f"began_through_{way}"
        yield Measure(found, "ways", label, FOUND, unit="mentors")
        yield Measure(began, "ways", BEGAN, BEGAN_SAID, unit="mentors")
        yield Measure(f"used_through_{way}", "ways", YIELD, YIELD_SAID, unit="percent", parts=(began, found))


MENTOR_WAYS = tuple(_measures())


def mentor_way_lines(figures: Figures) -> dict[str, Line]:
    """The three lines of each way that some mentor was found."""
    lines: dict[str, Line] = {}
    for way in WAYS:
        found, began = (Line(Cell(figures.corps[f"{name}_through_{way}"])) for name in ("found", "began"))
        if found.together.realised:
            share = ratio(began, found, times=100)
            lines |= {f"found_through_{way}": found, f"began_through_{way}": began, f"used_through_{way}": share}
    return lines
