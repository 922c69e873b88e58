"""The days on which a programme rests: school holidays, as ranges with both ends in them."""

from collections.abc import Sequence
from datetime import date, timedelta

from mentorkorps.programmes.settings import Rules, setting

Closed = Sequence[tuple[date, date]]

IN_GOOD_TIME = timedelta(days=120)  # before the calendar ends: the school's next one is known by then


def is_resting(rules: Rules, day: date) -> bool:
    """Whether the programme rests on `day`: nobody is asked then, and nothing falls due."""
    return any(first <= day <= last for first, last in closed_ranges(rules))


def closed_ranges(rules: Rules) -> Closed:
    """The ranges of `rules`, in order."""
    ranges = setting(rules, "calendar", "closed")
    return sorted((date.fromisoformat(first), date.fromisoformat(last)) for first, last in ranges)


def calendar_ends(rules: Rules) -> date | None:
    """The last day that the school calendar knows of; None for a programme that follows none."""
    return max((last for _first, last in closed_ranges(rules)), default=None)


def is_guessed(rules: Rules, day: date) -> bool:
    """Whether `day` lies beyond the school calendar: its holidays are not known, and it was counted as an ordinary day."""
    ends = calendar_ends(rules)
    return ends is not None and day > ends


def calendar_is_short(rules: Rules, day: date) -> bool:
    """Whether the calendar has ended on `day`, or does so within `IN_GOOD_TIME`: the next one must be written in."""
    ends = calendar_ends(rules)
    return ends is not None and ends - IN_GOOD_TIME <= day
