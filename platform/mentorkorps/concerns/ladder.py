"""The four levels of a programme: what they are called, who may own them, and how long each has (DF-18)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mentorkorps.language import N_, _
from mentorkorps.programmes import setting
from mentorkorps.working_days import working_days_after

TOP = 4
#: The house's names, as mentornetDK called them: in the catalogue. A profile's own are shown as they stand.
NAMES = (N_("Koordinatorerne"), N_("Projektlederen"), N_("Netværket"), N_("Psykologen"))

Rules = Mapping[str, Any]


def name(rules: Rules, level: int | None) -> str:
    """What the programme calls the level; without one the concern is with the municipality's on-call."""
    if level is None:
        return _("Kommunens vagt")
    return _("Niveau %(level)s: %(name)s", level=level, name=_(setting(rules, "concerns", f"level_{level}")))


def deadline(rules: Rules, level: int | None, day: date) -> date:
    """When who gets it on `day` must have done something: so many working days by level, and one for the on-call."""
    return working_days_after(day, 1 if level is None else setting(rules, "concerns", f"working_days_{level}"))


def may_own(rules: Rules, level: int | None, roles: frozenset[str]) -> bool:
    """Whether somebody with these roles (none: no account) may own the level by the programme's rules."""
    return level is None or "corps_staff" in roles or not setting(rules, "concerns", f"corps_owns_{level}")
