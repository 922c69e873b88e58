"""How it goes, in five steps: what the steps are called, what is low, and how older answers are read."""

from collections.abc import Mapping

from mentorkorps.language import N_
from mentorkorps.programmes import Rules, setting

#: The best first, as it stands on the page.
RATINGS: Mapping[str, str] = {
    "5": N_("Rigtig godt"),
    "4": N_("Godt"),
    "3": N_("Nogenlunde"),
    "2": N_("Ikke så godt"),
    "1": N_("Slet ikke godt"),
}
#: Where an answer from before the five steps stands among them.
OLD = {"good": 4, "fair": 3, "bad": 2}


def rating(value: str) -> int:
    """An answer as a number from 1 to 5."""
    return OLD[value] if value in OLD else int(value)


def is_low(value: str, rules: Rules) -> bool:
    """So low that somebody rings."""
    return rating(value) <= int(setting(rules, "alarm", "low_rating"))


def is_fall(value: str, before: str | None, rules: Rules) -> bool:
    """So much lower than the last time that somebody rings."""
    return before is not None and rating(before) - rating(value) >= int(setting(rules, "alarm", "fall"))
