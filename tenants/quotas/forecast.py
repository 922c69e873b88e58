"""Where a quota will stand at the end of its period, by the member's own pace (FY-05). Plain calculation."""

from dataclasses import dataclass
from datetime import date, timedelta

LEAST_DAYS, LEAST_PLACES = 42, 5


@dataclass(frozen=True)
class Forecast:
    """Places at the period's end; None is too early to say."""

    places: int | None
    days_gone: int
    days: int
    runs_out_on: date | None = None


def forecast(taken: int, capacity: int, starts_on: date, ends_on: date, day: date) -> Forecast:
    """What `taken` places by the end of `day` become at the same pace, rounded to a whole place, half upwards.

    Too early in the first six weeks, and with fewer than five places taken; a period that is over is what it came to.
    """
    days = (ends_on - starts_on).days + 1
    gone = min(max((day - starts_on).days + 1, 0), days)
    if gone < days and (gone < LEAST_DAYS or taken < LEAST_PLACES):
        return Forecast(None, gone, days)
    places = (2 * taken * days + gone) // (2 * gone)
    runs_out = None
    if places > capacity and taken:
        runs_out = starts_on + timedelta(days=max(-(-capacity * gone // taken) - 1, 0))
    return Forecast(places, gone, days, runs_out)
