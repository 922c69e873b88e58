"""Danish working days: Monday to Friday outside public holidays, and outside the ranges in which a programme rests."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays
from holidays.holiday_base import HolidayBase

Ranges = Sequence[tuple[date, date]]


@cache
def _danish(year: int) -> HolidayBase:
    return country_holidays("DK", years=year)


def is_working_day(day: date, closed: Ranges = ()) -> bool:
    """True on a weekday that is no Danish public holiday, and lies in no `closed` range (both ends are in it)."""
    if any(first <= day <= last for first, last in closed):
        return False
    return day.weekday() < 5 and day not in _danish(day.year)


def is_day_of_rest(day: date) -> bool:
    """True on a Sunday and on a Danish public holiday: days on which nobody is asked anything."""
    return day.weekday() == 6 or day in _danish(day.year)


def working_day_from(day: date, closed: Ranges = ()) -> date:
    """`day` itself or the first working day after it."""
    while not is_working_day(day, closed):
        day += timedelta(days=1)
    return day


def working_day_until(day: date, closed: Ranges = ()) -> date:
    """`day` itself or the last working day before it."""
    while not is_working_day(day, closed):
        day -= timedelta(days=1)
    return day


def working_days_after(day: date, count: int, closed: Ranges = ()) -> date:
    """The working day `count` working days after `day`."""
    for _ in range(count):
        day = working_day_from(day + timedelta(days=1), closed)
    return day
