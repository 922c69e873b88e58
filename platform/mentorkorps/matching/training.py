"""The training gate: where the programme says so, a mentor is prepared before a course begins (VB-09)."""

from datetime import date
from typing import Any

from mentorkorps.language import _
from mentorkorps.mentors import Mentor
from mentorkorps.programmes import Rules, setting
from mentorkorps.refused import NotFound, Refused
from tenants.local_rules import rules_here


def is_needed(day: date) -> bool:
    """Whether the programme here wants it; a municipality that has left begins nothing new, so it is asked for nothing."""
    try:
        rules: dict[str, Any] = rules_here(day)
    except NotFound:
        return False
    return bool(setting(rules, "course", "training_first"))


def check_trained(mentor: Mentor, rules: Rules, day: date) -> None:
    """Refused for a mentor who is not prepared yet, where the programme wants it."""
    if setting(rules, "course", "training_first") and not mentor.is_trained(day):
        raise Refused(_("Mentor skal have mentorkursus eller iklædningssamtale, før forløbet kan begynde."))
