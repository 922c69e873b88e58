"""Danish working days: Monday to Friday outside days off, and outside the ranges in which a programme rests.

The days off are the public holidays, and three days that are working days by law: 24 and 31 December, when offices and
schools are closed, and Grundlovsdag, 5 June, when most municipalities are. A message on Christmas Eve disturbs, and a
deadline there falls on nobody's desk. 1 May is an ordinary working day: only some are off, and for half of it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

Ranges = Sequence[tuple[date, date]]
CLOSED_BY_CUSTOM = ((6, 5), (12, 24), (12, 31))


@cache
def _days_off(year: int) -> frozenset[date]:
    return frozenset(country_holidays("DK", years=year)) | {date(year, *day) for day in CLOSED_BY_CUSTOM}


def is_working_day(day: date, closed: Ranges = ()) -> bool:
    """True on a weekday that is no day off, and lies in no `closed` range (both ends are in it)."""
    if any(first <= day <= last for first, last in closed):
        return False
    return day.weekday() < 5 and day not in _days_off(day.year)


def is_day_of_rest(day: date) -> bool:
    """True on a Sunday and on a day off: nobody is asked anything then."""
    return day.weekday() == 6 or day in _days_off(day.year)


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
