"""The municipality's own time: so many minutes for each act, over all who do it and never for one of them (FY-13, FY-14)."""

from decimal import Decimal

from mentorkorps.language import N_
from mentorkorps.programmes import own_time
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Line
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.resting import counts_of, ratio, sums

HOUR = 60  # minutes
ACTS = {"enrolment": "own_enrolments", "note": "notes_read", "decision": "decisions"}

OWN_TIME = (
    Measure(
        "own_enrolments", "own_time", N_("Tilmeldinger, kommunen selv har udfyldt"),
        N_("Sendte tilmeldinger i perioden, som ikke er udfyldt af en skole eller UU."),
        unit="acts", better="lower", base="enrolled",
    ),
    Measure(
        "notes_read", "own_time", N_("Læste journalnotater"),
        N_("Kopier af notater, som kommunen har åbnet i perioden."),
        unit="acts", better="lower", base="enrolled",
    ),
    Measure(
        "decisions", "own_time", N_("Svar og beslutninger"),
        N_(
            "Kontaktpersoners svar på, om det er gået videre, og kommunens svar om kvoten: åbnede, tilbudte og "
            "modtagne pladser."
        ),
        unit="acts", better="lower", base="enrolled",
    ),
    Measure(
        "own_hours", "own_time", N_("Kommunens egne timer i alt"),
        N_(
            "Antallet af hver slags gange de minutter, der står under „hvad der er regnet med“. Det er et skøn over alle "
            "i kommunen og måler ingen medarbejder."
        ),
        unit="hours", better="lower", base="enrolled",
    ),
    Measure(
        "own_minutes_per_youth", "own_time", N_("Kommunens egne minutter pr. tilmeldt ung"),
        N_("Kommunens egne timer i perioden, gjort op i minutter og divideret med tilmeldte unge."),
        unit="minutes", better="lower", base="enrolled", per=("own_hours", "enrolled"),
    ),
)  # fmt: skip


def own_time_lines(agreed: Agreed, figures: Figures, enrolled: Line) -> dict[str, Line]:
    """The line of each of the acts and of the time; `enrolled` is the line of enrolled youths."""
    persons, minutes = counts_of(agreed, figures, "enrolled"), own_time(agreed.profile)
    acts = {act: counts_of(agreed, figures, key) for act, key in ACTS.items()}
    spent = [sum(minutes[act] * counts[i] for act, counts in acts.items()) for i in range(len(persons))]
    hours = sums(persons, spent, Decimal(HOUR))
    lines = {key: sums(persons, acts[act]) for act, key in ACTS.items()}
    return lines | {"own_hours": hours, "own_minutes_per_youth": ratio(hours, enrolled, times=HOUR)}
