"""How far a target should have come by a day: the agreement's pace curve (FY-06)."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from tenants.agreements import Period

DAY, MONTH = timedelta(days=1), timedelta(days=32)


def target_to_date(target: int, period: Period, day: date) -> int:
    """What of `target` is due by the end of `day`, rounded to a whole youth, half a youth upwards."""
    due = target * _share(period, day)
    return (2 * due.numerator + due.denominator) // (2 * due.denominator)


def _share(period: Period, day: date) -> Fraction:
    """Nothing before the period and all of it after; in between straight over the days from one point to the next."""
    named = [(min(_last_of(month), period.ends_on), percent) for month, percent in sorted(period.pace.items())]
    points = [(period.starts_on - DAY, 0), *named, (period.ends_on, 100)]
    for (start, least), (end, most) in pairwise(points):
        if day <= end:
            gone = Fraction(max((day - start).days, 0), (end - start).days)
            return Fraction(least, 100) + Fraction(most - least, 100) * gone
    return Fraction(1)


def _last_of(month: str) -> date:
    return (date.fromisoformat(f"{month}-01") + MONTH).replace(day=1) - DAY
