"""What a setting may say: its kind is that of its default, its limits stand here."""

from collections.abc import Mapping
from typing import Any

from mentorkorps.programmes.settings import DEFAULTS

#: Least and most of a number, or of both ends of a span; what is not named here goes from 0 to 400.
LIMITS: Mapping[tuple[str, str], tuple[int, int]] = {
    ("follow_up", "first_check_days"): (1, 14),
    ("follow_up", "first_check_within_days"): (1, 60),
    ("follow_up", "then_weeks_from"): (1, 52),
    ("follow_up", "then_weeks_to"): (1, 52),
    ("follow_up", "merge_within_days"): (0, 28),
    ("follow_up", "mark_days_before"): (0, 28),
    ("follow_up", "mark_days_after"): (0, 28),
    ("follow_up", "marks_months"): (1, 60),
    ("journal", "paused_weeks"): (1, 53),
    ("meetings", "hours_per_month"): (0, 40),
    ("meetings", "per_month"): (0, 31),
    ("silence", "remind_after_working_days"): (1, 60),
    ("silence", "raise_after_working_days"): (1, 60),
    ("asking", "not_before"): (8, 19),  # nobody is asked at night, whatever a file says
    ("asking", "not_after"): (9, 20),
    ("asking", "sender"): (3, 11),  # characters: what a phone shows of an SMS's sender
    ("alarm", "low_rating"): (1, 5),
    ("alarm", "fall"): (1, 4),
    ("alarm", "no_first_meeting_days"): (1, 14),
    ("journal", "read_within_working_days"): (1, 60),
    ("concerns", "level_1"): (2, 40),
    ("concerns", "level_2"): (2, 40),
    ("concerns", "level_3"): (2, 40),
    ("concerns", "level_4"): (2, 40),
    ("concerns", "working_days_1"): (1, 20),
    ("concerns", "working_days_2"): (1, 20),
    ("concerns", "working_days_3"): (1, 20),
    ("concerns", "working_days_4"): (1, 20),
}
#: What may not be larger than what, within a section.
IN_ORDER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "follow_up": (("then_weeks_from", "then_weeks_to"),),
    "meetings": (("months_from", "months_to"),),
    "silence": (("remind_after_working_days", "raise_after_working_days"),),
    "asking": (("not_before", "not_after"),),
}
#: The norm of meetings is one of these.
NORMS = ("per_month", "hours_per_month", "per_season")
LONGEST_REST = 100  # days: a school's summer; longer is a mistake in a file
_LISTS = {
    ("follow_up", "marks_months"): "numbers", ("journal", "paused_weeks"): "numbers",
    ("season", "begins"): "days", ("calendar", "closed"): "ranges",
}  # fmt: skip


def kind(section: str, name: str) -> str:
    """yes, number, text, span (two numbers), numbers (a rising list), days or ranges (of days)."""
    default = DEFAULTS[section][name]
    if isinstance(default, bool):
        return "yes"
    if isinstance(default, int):
        return "number"
    return "text" if isinstance(default, str) else _LISTS.get((section, name), "span")


def limits(section: str, name: str) -> tuple[int, int]:
    """The least and the most a number may be."""
    return LIMITS.get((section, name), (0, 400))


def disordered(section: str, values: Mapping[str, Any]) -> tuple[str, str] | None:
    """The first two settings of `section` whose order is wrong; an upper end of 0 means that there is none."""
    for first, last in IN_ORDER.get(section, ()):
        if first in values and values.get(last) and values[first] > values[last]:
            return first, last
    return None


def norms(meetings: Mapping[str, Any]) -> list[str]:
    """Which of the norms are said; more than one is a mistake."""
    return [name for name in NORMS if meetings.get(name) not in (None, 0, [0, 0])]
