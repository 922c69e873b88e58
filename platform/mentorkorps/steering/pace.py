"""How far a target should have come by a day: the agreement's pace curve, a straight line (FY-06)."""

from datetime import date


def share_gone(starts_on: date, ends_on: date, day: date) -> tuple[int, int]:
    """Days gone of the period at the end of `day`, and its days in all. Before it 0, after it all."""
    days = (ends_on - starts_on).days + 1
    return min(max((day - starts_on).days + 1, 0), days), days


def target_to_date(target: int, starts_on: date, ends_on: date, day: date) -> int:
    """What of `target` is due by the end of `day`, linear over the days of the period.

    Rounded to a whole youth, half a youth upwards.
    """
    gone, days = share_gone(starts_on, ends_on, day)
    return (2 * target * gone + days) // (2 * days)
