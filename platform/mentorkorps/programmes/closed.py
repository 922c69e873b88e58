"""The days on which a programme rests: school holidays, as ranges with both ends in them."""

from collections.abc import Sequence
from datetime import date

from mentorkorps.programmes.settings import Rules, setting

Closed = Sequence[tuple[date, date]]


def is_resting(rules: Rules, day: date) -> bool:
    """Whether the programme rests on `day`: nobody is asked then, and nothing falls due."""
    return any(first <= day <= last for first, last in closed_ranges(rules))


def closed_ranges(rules: Rules) -> Closed:
    """The ranges of `rules`, in order."""
    ranges = setting(rules, "calendar", "closed")
    return sorted((date.fromisoformat(first), date.fromisoformat(last)) for first, last in ranges)
