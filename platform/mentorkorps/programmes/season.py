"""The weeks after the summer holiday in which a school-year programme makes its pairs (HT-13)."""

from datetime import date, timedelta

from mentorkorps.programmes.settings import Rules, setting


def matching_window(rules: Rules, day: date) -> tuple[date, date] | None:
    """From the first school day to the last day for matching: the window that `day` is in, or the next, else the latest.

    None where pairs are made all year round.
    """
    within = setting(rules, "season", "match_within_days")
    begins = sorted(date.fromisoformat(first) for first in setting(rules, "season", "begins"))
    if not within or not begins:
        return None
    windows = [(first, first + timedelta(days=within - 1)) for first in begins]
    return next((window for window in windows if day <= window[1]), windows[-1])
