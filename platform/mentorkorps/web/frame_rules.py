"""What stands around a programme, as sentences: the policy it is a part of (VB-02), whom a school does not refer (DF-29), and
what a municipality does beyond its two duties (FY-13)."""

from collections.abc import Callable

from mentorkorps.language import N_, _
from mentorkorps.programmes import Rules

EXCLUDED = N_("En skole henviser ikke elever, der er ved at falde fra, eller som har en plettet straffeattest.")

MORE = N_("Kommunen har valgt at gøre mere: dens koordinatorer finder også selv mentorer.")
NO_MORE = N_("Kommunen har ikke taget opgaver på sig ud over aftalens.")


def part_of(frame: Rules) -> str:
    """The wider policy, or nothing."""
    return _("Programmet er en del af %(policy)s.", policy=frame["part_of"]) if frame["part_of"] else ""


def chosen(tasks: Rules) -> str:
    """Whether the municipality does more than its duties."""
    return _(MORE) if tasks["finds_mentors"] else _(NO_MORE)


Sentences = tuple[tuple[tuple[str, ...], Callable[[Rules], str]], ...]
FRAME: Sentences = (
    (("part_of",), part_of),
    (("school_exclusion",), lambda frame: _(EXCLUDED) if frame["school_exclusion"] else ""),
)
TASKS: Sentences = ((("finds_mentors",), chosen),)
