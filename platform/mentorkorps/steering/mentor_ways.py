"""Where the corps' mentors were found, and how many of them have had a youth: the yield of each way (DF-26)."""

from collections.abc import Iterator, Mapping

from mentorkorps.language import N_
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Line
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.hide import LEAST
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.resting import HIDDEN, of_mentors, ratio

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


FEW = "others"
FEW_FOUND = N_("Mentorer fundet andre veje")
FEW_SAID = N_(
    "Korpsets mentorer på opgørelsesdagen fra de veje, der hver har givet under fem; er de under fem tilsammen, er den mindste "
    "af de andre veje med."
)


def _measures() -> Iterator[Measure]:
    for way, (label, said) in {
        **{way: (label, FOUND) for way, label in WAYS.items()},
        FEW: (FEW_FOUND, FEW_SAID),
    }.items():
        found, began = f"found_through_{way}", f"began_through_{way}"
        yield Measure(found, "ways", label, said, unit="mentors")
        yield Measure(began, "ways", BEGAN, BEGAN_SAID, unit="mentors")
        yield Measure(f"used_through_{way}", "ways", YIELD, YIELD_SAID, unit="percent", parts=(began, found))


MENTOR_WAYS = tuple(_measures())


def mentor_way_lines(agreed: Agreed, figures: Figures) -> dict[str, Line]:
    """The three lines of each way that some mentor was found; few of them are told as one with those of other ways. Where of a few
    it is not written down, the smallest way is hidden: what all the others leave of the mentors would be those few."""
    counts = {way: (figures.corps[f"found_through_{way}"], figures.corps[f"began_through_{way}"]) for way in WAYS}
    counts = {way: several for way, several in counts.items() if several[0]}
    told = counts if agreed.alone else _merged(counts)
    unknown = figures.corps["mentors"] - sum(found for found, _began in counts.values())
    silent = min(told, key=lambda way: told[way][0]) if told and 0 < unknown < LEAST and not agreed.alone else None
    lines: dict[str, Line] = {}
    for way, (found, began) in told.items():
        every = Line(HIDDEN) if way == silent else of_mentors(found, alone=agreed.alone)
        some = of_mentors(began, found, alone=agreed.alone) if every.together.realised else Line(HIDDEN)
        share = ratio(some, every, times=100)
        lines |= {f"found_through_{way}": every, f"began_through_{way}": some, f"used_through_{way}": share}
    return lines


def _merged(counts: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """The ways with as many as a cell needs, and all the others as one, with the smallest of those where they are too few."""
    order = sorted(counts, key=lambda way: counts[way][0])
    few = sum(counts[way][0] < LEAST for way in order)
    while few and few < len(order) and sum(counts[way][0] for way in order[:few]) < LEAST:
        few += 1
    merged = {way: several for way, several in counts.items() if way not in order[:few]}
    others = [counts[way] for way in order[:few]]
    return merged | ({FEW: (sum(found for found, _ in others), sum(began for _, began in others))} if others else {})
