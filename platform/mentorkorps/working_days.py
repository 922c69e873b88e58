"""Danish working days: Monday to Friday outside public holidays."""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays
from holidays.holiday_base import HolidayBase


@cache
def _danish(year: int) -> HolidayBase:
    return country_holidays("DK", years=year)


def is_working_day(day: date) -> bool:
    """True on a weekday that is no Danish public holiday."""
    return day.weekday() < 5 and day not in _danish(day.year)


def working_day_from(day: date) -> date:
    """`day` itself or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_day_until(day: date) -> date:
    """`day` itself or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_days_after(day: date, count: int) -> date:
    """The working day `count` working days after `day`."""
    for _ in range(count):
        day = working_day_from(day + timedelta(days=1))
    return day
