"""How long things take: from sending to a proposal (FY-28), a course (FY-37), from the match to a first result (DF-34)."""

from collections.abc import Mapping
from decimal import Decimal

from mentorkorps.language import N_
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Line
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.resting import middles

MONTH = Decimal("30.4375")  # days: a year's twelfth

WAITS = (
    Measure(
        "wait_median", "youths", N_("Ventetid på et forslag, median"),
        N_(
            "Dage fra tilmeldingen er sendt, til den første mentor er foreslået. Halvdelen ventede højst så længe. "
            "Grundlag: tilmeldinger fra perioden med et første forslag."
        ),
        unit="days", better="lower", base="first_proposals",
    ),
    Measure(
        "wait_ninetieth", "youths", N_("Ventetid på et forslag, 90 procent"),
        N_("Ni ud af ti fik det første forslag inden for så mange dage. Grundlaget er det samme som for medianen."),
        unit="days", better="lower", base="first_proposals",
    ),
)  # fmt: skip
LENGTHS = (
    Measure(
        "length_median", "pairs", N_("Typisk længde af et forløb"),
        N_(
            "Median i måneder for de forløb, der er afsluttet i perioden. Forløb, der er i gang "
            "endnu, er ikke med."
        ),
        unit="months", base="ended",
    ),
)  # fmt: skip
OUTCOME_TIMES = (
    Measure(
        "outcome_median", "results", N_("Tid fra match til første resultat"),
        N_(
            "Median i dage, fra den unges første forløb i perioden begyndte, til det første af de seks resultater "
            "begyndte. Grundlag: unge med mindst ét resultat."
        ),
        unit="days", better="lower", base="any_outcome",
    ),
)  # fmt: skip


def span_lines(agreed: Agreed, figures: Figures, lines: Mapping[str, Line]) -> dict[str, Line]:
    """The line of each of the measures above, hidden where those in `lines` are that tell of its persons."""
    wait, length, outcome = (figures.spans.get(what, {}) for what in ("wait", "length", "outcome"))
    promised = lines["promise_due"], lines["promise_kept"]
    return {
        "wait_median": middles(agreed, wait, promised),
        "wait_ninetieth": middles(agreed, wait, promised, ninetieth=True),
        "length_median": middles(agreed, length, [lines["ended"]], unit=MONTH),
        "outcome_median": middles(agreed, outcome, [lines["any_outcome"]]),
    }
