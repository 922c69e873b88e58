"""The municipality's own time: so many minutes for each act, over all who do it and never for one of them (FY-13, FY-14)."""

from collections.abc import Mapping
from decimal import Decimal

from mentorkorps.language import N_
from mentorkorps.programmes import Rules, own_time
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Cell, Line, tenth
from mentorkorps.steering.figures import Figures
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.resting import as_told, ratio

HOUR = 60  # minutes

OWN_TIME = (
    Measure(
        "own_enrolments", "own_time", N_("Tilmeldinger, kommunen selv har udfyldt"),
        N_("Sendte tilmeldinger i perioden, som ikke er udfyldt af en skole eller UU. I rapporten vises det kun samlet."),
        unit="acts", only_together=True, better="lower", base="enrolled",
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
            "i kommunen og måler ingen medarbejder. I rapporten vises det kun samlet."
        ),
        unit="hours", only_together=True, better="lower", base="enrolled",
    ),
    Measure(
        "own_minutes_per_youth", "own_time", N_("Kommunens egne minutter pr. tilmeldt ung"),
        N_(
            "Kommunens egne timer i perioden, gjort op i minutter og divideret med tilmeldte unge. I rapporten vises det kun "
            "samlet."
        ),
        unit="minutes", only_together=True, better="lower", base="enrolled", per=("own_hours", "enrolled"),
    ),
)  # fmt: skip


def own_time_lines(agreed: Agreed, figures: Figures, lines: Mapping[str, Line]) -> dict[str, Line]:
    """The line of each of the measures above that is not counted in `lines`, told together only: what the houses enrolled
    themselves is told where it is what others enrolled for them, for the one is all enrolled without the other; and the time
    where all its acts are."""
    own = sum(figures.per_tenant[tenant.id]["own_enrolments"] for tenant in agreed.bearing)
    enrolments = as_told([_together(lines["enrolled_by_partner"]), _together(lines["enrolled"])], (), own)
    counted = {
        "enrolment": enrolments,
        "note": _together(lines["notes_read"]),
        "decision": _together(lines["decisions"]),
    }
    spent = _hours(own_time(agreed.profile), {act: line.together for act, line in counted.items()})
    hours = as_told(list(counted.values()), (), spent)
    each = ratio(hours, lines["enrolled"], times=HOUR)
    return {"own_enrolments": enrolments, "own_hours": hours, "own_minutes_per_youth": each}


def own_time_of(profile: Rules, lines: Mapping[str, Line]) -> dict[str, Line]:
    """The same two of one house, told to itself."""
    acts = {"enrolment": "own_enrolments", "note": "notes_read", "decision": "decisions"}
    spent = _hours(own_time(profile), {act: lines[key].together for act, key in acts.items()})
    hours = Line(Cell(spent))
    return {"own_hours": hours, "own_minutes_per_youth": ratio(hours, lines["enrolled"], times=HOUR)}


def _together(line: Line) -> Line:
    return Line(line.together)


def _hours(minutes: Mapping[str, int], acts: Mapping[str, Cell]) -> float:
    return tenth(Decimal(sum(minutes[act] * (cell.realised or 0) for act, cell in acts.items())) / HOUR)
