"""The corps and the companies behind it: counts of the operator's own, in which no youth stands (FY-04, FY-42, DF-03). Few
mentors are not told of."""

from mentorkorps.language import N_
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Cell, Line
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.resting import of_mentors, ratio

NETWORK = (
    Measure(
        "private_mentors", "corps", N_("Mentorer fra den private sektor"),
        N_("Mentorer, hvis virksomhed er privat."),
        unit="mentors",
    ),
    Measure(
        "private_share", "corps", N_("Andel fra den private sektor"),
        N_("Mentorer fra private virksomheder i procent af korpsets mentorer."),
        unit="percent", parts=("private_mentors", "mentors"),
    ),
    Measure(
        "new_mentors", "corps", N_("Nye mentorer i perioden"),
        N_("Mentorer, der er kommet til i perioden og er i korpset på opgørelsesdagen."),
        unit="mentors",
    ),
    Measure(
        "companies", "corps", N_("Virksomheder med mentorer"),
        N_("Virksomheder, som korpsets mentorer på opgørelsesdagen kommer fra."),
        unit="companies",
    ),
    Measure(
        "new_companies", "corps", N_("Nye virksomheder i perioden"),
        N_("Virksomheder, hvis første mentor er kommet til korpset i perioden."),
        unit="companies",
    ),
    Measure(
        "companies_aimed_at", "corps", N_("Andre virksomheder, korpset gerne vil samarbejde med"),
        N_(
            "Virksomheder på korpsets liste over samarbejdspartnere på opgørelsesdagen. Listen føres for sig: virksomheder "
            "med mentorer tæller ovenfor."
        ),
        unit="companies",
    ),
    Measure(
        "companies_contacted", "corps", N_("Heraf kontaktet"),
        N_("Virksomheder på listen, som korpset har talt med."),
        unit="companies",
    ),
    Measure(
        "companies_cooperating", "corps", N_("Heraf i samarbejde"),
        N_("Virksomheder på listen, som et samarbejde er begyndt med."),
        unit="companies",
    ),
)  # fmt: skip


#: Of the list of partners: told where there is one.
LISTED = ("companies_aimed_at", "companies_contacted", "companies_cooperating")


def network_lines(agreed: Agreed, figures: Figures) -> dict[str, Line]:
    """The line of each of the measures above: of companies as they are, of mentors where they are not few."""
    corps = figures.corps
    counted = [measure.key for measure in NETWORK if not measure.parts]
    lines = {key: Line(Cell(corps[key])) for key in counted if corps[LISTED[0]] > 0 or key not in LISTED}
    mentors = of_mentors(corps["mentors"], alone=agreed.alone)
    private = of_mentors(corps["private_mentors"], corps["mentors"], alone=agreed.alone)
    lines |= {"private_mentors": private, "private_share": ratio(private, mentors, times=100)}
    return lines | {"new_mentors": of_mentors(corps["new_mentors"], corps["mentors"], alone=agreed.alone)}
