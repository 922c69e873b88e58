"""When to follow up: a window of days, by the rules the pair started with (FY-36)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mentorkorps.working_days import working_day_from, working_day_until

GRACE = timedelta(days=7)  # the first two contacts are due within a week of opening


@dataclass(frozen=True)
class Window:
    """One contact: not before `opens_on`, not after `due_on`."""

    kind: str
    opens_on: date
    due_on: date


def first_window(started_on: date, rules: Mapping[str, Any]) -> Window:
    """Match + 14 days: has the first meeting been held?"""
    return _window("first_meeting", started_on + timedelta(days=rules["follow_up"]["first_check_days"]))


def window_after_first_meeting(met_on: date, last_contact_on: date | None, rules: Mapping[str, Any]) -> Window:
    """First meeting + 14 days; a contact made within 7 days of that day is the same one, and the next comes after it."""
    days = rules["follow_up"]
    day = met_on + timedelta(days=days["after_first_meeting_days"])
    if last_contact_on and abs(day - last_contact_on) <= timedelta(days=days["merge_within_days"]):
        return next_window(last_contact_on, rules)
    return _window("check_in", day)


def next_window(last_contact_on: date, rules: Mapping[str, Any]) -> Window:
    """Every 4-6 weeks from the last contact: opens on a working day, due on one."""
    days = rules["follow_up"]
    opens = working_day_from(last_contact_on + timedelta(weeks=days["then_weeks_from"]))
    due = working_day_until(last_contact_on + timedelta(weeks=days["then_weeks_to"]))
    return Window("check_in", opens, max(opens, due))


def _window(kind: str, day: date) -> Window:
    opens = working_day_from(day)
    return Window(kind, opens, working_day_from(opens + GRACE))
