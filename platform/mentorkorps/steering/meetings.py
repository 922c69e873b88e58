"""Meetings and hours, held against the programme's norm (FY-34, HT-10, VB-07)."""

from collections.abc import Mapping
from decimal import Decimal

from mentorkorps.language import N_
from mentorkorps.programmes import Rules, setting
from mentorkorps.steering.agreed import Agreed
from mentorkorps.steering.cell import Line
from mentorkorps.steering.figures import Norm
from mentorkorps.steering.measure import Measure
from mentorkorps.steering.resting import ratio
from mentorkorps.steering.spans import MONTH

HOUR = 60  # minutes
#: What is shown in another unit than it is counted in: the name of the count, and how many make one.
UNITS = {"meeting_hours": ("minutes", Decimal(HOUR)), "course_months": ("course_days", MONTH)}

MEETINGS = (
    Measure(
        "course_months", "pairs", N_("Måneder i forløb i alt"),
        N_("Dage, som periodens forløb har været i gang, lagt sammen og gjort op i måneder à 30,4 dage."),
        unit="months", base="in_course",
    ),
    Measure(
        "meetings", "pairs", N_("Holdte møder"),
        N_("Møder i perioden, som er skrevet ned og blev til noget."),
        unit="meetings", base="in_course",
    ),
    Measure(
        "meeting_hours", "pairs", N_("Timer i møder"),
        N_("De holdte møders længde lagt sammen."),
        unit="hours", base="in_course",
    ),
    Measure(
        "meetings_per_month", "pairs", N_("Møder om måneden pr. forløb"),
        N_("Holdte møder divideret med måneder i forløb."),
        unit="meetings", base="in_course", per=("meetings", "course_months"),
    ),
    Measure(
        "hours_per_month", "pairs", N_("Timer om måneden pr. forløb"),
        N_(
            "Timer i møder divideret med måneder i forløb. Hvor programmet nævner et gennemsnit og ikke en norm, står "
            "det under „hvad der er regnet med“ til sammenligning."
        ),
        unit="hours", base="in_course", per=("meeting_hours", "course_months"),
    ),
    Measure(
        "ended_meetings", "pairs", N_("Møder i de afsluttede forløb"),
        N_("Holdte møder i de forløb, der er afsluttet i perioden, fra begyndelse til slutning."),
        unit="meetings", base="ended",
    ),
    Measure(
        "meetings_per_course", "pairs", N_("Møder pr. afsluttet forløb"),
        N_("Møder i de afsluttede forløb divideret med afsluttede forløb. Har programmet en norm for en sæson, er den målet."),
        unit="meetings", base="ended", per=("ended_meetings", "ended"),
    ),
    Measure(
        "norm_months", "pairs", N_("Hele måneder, hvor normen gælder"),
        N_("Hele kalendermåneder i perioden, hvor et forløb var i gang og ikke holdt pause."),
        unit="months", base="in_course",
    ),
    Measure(
        "norm_met", "pairs", N_("Heraf med normen nået"),
        N_("Måneder med mindst så mange møder eller timer, som programmets norm siger."),
        unit="months", base="in_course",
    ),
    Measure(
        "norm_share", "pairs", N_("Andel måneder med normen nået"),
        N_("Måneder med normen nået i procent af de hele måneder, hvor den gælder."),
        unit="percent", base="in_course", parts=("norm_met", "norm_months"),
    ),
)  # fmt: skip


def norm_of(agreed: Agreed) -> Norm:
    """What the programme asks of a pair in a month; a norm for a season asks nothing of a month."""
    return norm_in(agreed.profile)


def norm_in(profile: Rules) -> Norm:
    """The same, of a programme's rules."""
    hours = setting(profile, "meetings", "hours_per_month")
    return Norm(0 if hours else setting(profile, "meetings", "per_month"), hours * HOUR)


def season_norm(agreed: Agreed) -> tuple[int, int]:
    """The least and the most meetings that the programme asks of a pair in a season; 0 where it asks for none."""
    least, most = setting(agreed.profile, "meetings", "per_season")
    return least, most


def meeting_lines(lines: Mapping[str, Line]) -> dict[str, Line]:
    """What there is of one thing to each of another, of the counted `lines`."""
    found = {measure.key: ratio(lines[measure.per[0]], lines[measure.per[1]]) for measure in MEETINGS if measure.per}
    return found | {"norm_share": ratio(lines["norm_met"], lines["norm_months"], times=100)}


def not_asked(norm: Norm) -> set[str]:
    """The lines that there are not where the programme asks nothing of a month."""
    return set() if norm.meetings or norm.minutes else {"norm_months", "norm_met", "norm_share"}
