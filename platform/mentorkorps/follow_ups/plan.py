"""When to follow up: a window of days, by the rules the pair keeps (FY-36, DF-16, HT-14). Plain calculation.

A window opens and falls due on a working day on which the programme does not rest; a long rest moves a step, and never
swallows it.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from mentorkorps.programmes import Closed, Rules, closed_ranges, setting
from mentorkorps.working_days import working_day_from, working_day_until

GRACE = timedelta(days=7)  # to make a contact in, once a window has been moved
TIGHT = timedelta(days=2)  # a window shorter than this is given the grace
BEFORE_THE_END = timedelta(days=7)  # the talk about how it ends, or goes on


@dataclass(frozen=True)
class Window:
    """One contact: not before `opens_on`, not after `due_on`."""

    kind: str
    opens_on: date
    due_on: date


@dataclass(frozen=True)
class Standing:
    """What of a pair decides its next step."""

    started_on: date
    first_met_on: date | None = None
    last_contact_on: date | None = None
    last_kind: str | None = None  # what that contact was
    agreed_until: date | None = None


def next_step(pair: Standing, rules: Rules, day: date) -> Window:
    """The next step of a running pair as it stands on `day`; never in the past."""
    if pair.first_met_on is None:
        window = first_window(pair.last_contact_on or pair.started_on, rules)
    elif pair.last_contact_on is None and setting(rules, "follow_up", "first_check_always"):
        window = replace(first_window(pair.started_on, rules), kind="check_in")
    elif _met_and_not_asked(pair, pair.first_met_on, rules):
        window = window_after_first_meeting(pair.first_met_on, pair.last_contact_on, rules, pair.started_on)
    else:
        window = next_window(pair.last_contact_on or pair.first_met_on, rules, pair.started_on, pair.last_kind)
    return not_before(_by_the_end(pair, window, rules), day, closed_ranges(rules))


def _met_and_not_asked(pair: Standing, met_on: date, rules: Rules) -> bool:
    days = timedelta(days=setting(rules, "follow_up", "after_first_meeting_days"))
    merge = timedelta(days=setting(rules, "follow_up", "merge_within_days"))
    return pair.last_contact_on is None or pair.last_contact_on < met_on + days - merge


def first_window(from_day: date, rules: Rules) -> Window:
    """Match + 14 days: has the first meeting been held? A pair that has not met is looked at again after the same time."""
    closed = closed_ranges(rules)
    opens = working_day_from(from_day + _days(rules, "first_check_days"), closed)
    due = working_day_from(opens + _days(rules, "first_check_within_days"), closed)
    latest = setting(rules, "follow_up", "first_check_latest_days")
    if latest:
        due = max(opens, min(due, working_day_until(from_day + timedelta(days=latest), closed)))
    return Window("first_meeting", opens, due)


def window_after_first_meeting(
    met_on: date, last_contact_on: date | None, rules: Rules, started_on: date | None = None
) -> Window:
    """First meeting + 14 days; a contact made within 7 days of that day is the same one, and the next comes after it."""
    days, begun_on = _days(rules, "after_first_meeting_days"), started_on or met_on
    if not days:
        return _mark_after(last_contact_on or begun_on, rules, begun_on) or _in_some_weeks(
            last_contact_on or met_on, rules
        )
    if last_contact_on and abs(met_on + days - last_contact_on) <= _days(rules, "merge_within_days"):
        return next_window(last_contact_on, rules, begun_on)
    closed = closed_ranges(rules)
    opens = working_day_from(met_on + days, closed)
    return Window("check_in", opens, working_day_from(opens + GRACE, closed))


def next_window(
    last_contact_on: date, rules: Rules, started_on: date | None = None, last_kind: str | None = None
) -> Window:
    """The next mark, as after 1, 3 and 6 months; without one, every 4-6 weeks from the last contact."""
    mark = _mark_after(last_contact_on, rules, started_on, last_kind) if started_on else None
    return mark or _in_some_weeks(last_contact_on, rules)


def _mark_after(contact_on: date, rules: Rules, started_on: date, last_kind: str | None = None) -> Window | None:
    """The first mark whose contact is still to be made. One shortly before it is the mark's, and one that was a mark's own
    contact is so also at the front of its window."""
    before, merge = _days(rules, "mark_days_before"), _days(rules, "merge_within_days")
    counts_from = before + merge if last_kind == "mark" else merge
    for months in sorted(setting(rules, "follow_up", "marks_months")):
        mark = add_months(started_on, months)
        if contact_on < mark - counts_from:
            earliest = max(mark - before, min(contact_on + GRACE, mark))
            return _window("mark", earliest, mark + _days(rules, "mark_days_after"), rules)
    return None


def _in_some_weeks(contact_on: date, rules: Rules) -> Window:
    return _window("check_in", contact_on + _weeks(rules, "from"), contact_on + _weeks(rules, "to"), rules)


def _by_the_end(pair: Standing, window: Window, rules: Rules) -> Window:
    """A course agreed to end before the plan's next contact is talked about as it ends (FY-45, DF-11)."""
    end = pair.agreed_until
    since = pair.last_contact_on or pair.started_on
    if end is None or window.opens_on <= end or since >= end - BEFORE_THE_END - _days(rules, "merge_within_days"):
        return window
    return _window("mark", end - BEFORE_THE_END, end, rules)


def not_before(window: Window, day: date, closed: Closed = ()) -> Window:
    """`window`, or where it opened before `day` one that opens then, with time to make the contact in."""
    if window.opens_on >= day:
        return window
    opens = working_day_from(day, closed)
    return Window(window.kind, opens, max(window.due_on, working_day_from(opens + GRACE, closed)))


def look_again(day: date, rules: Rules) -> Window:
    """The one step of a pair that pauses: somebody looks at it on `day`, or the first working day after it."""
    opens = working_day_from(day, closed_ranges(rules))
    return Window("pause", opens, opens)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day (31 January + 1: 28 or 29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def _window(kind: str, earliest: date, latest: date, rules: Rules) -> Window:
    closed = closed_ranges(rules)
    opens, due = working_day_from(earliest, closed), working_day_until(latest, closed)
    return Window(kind, opens, due if due - opens >= TIGHT else working_day_from(opens + GRACE, closed))


def _days(rules: Rules, name: str) -> timedelta:
    return timedelta(days=setting(rules, "follow_up", name))


def _weeks(rules: Rules, end: str) -> timedelta:
    return timedelta(weeks=setting(rules, "follow_up", f"then_weeks_{end}"))
