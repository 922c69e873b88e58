"""Nights in which the clock is moved, Sundays and Danish holidays: when somebody may be written to (VB-19)."""

from datetime import UTC, datetime

import pytest

from mentorkorps.clock import COPENHAGEN
from mentorkorps.messages.pace import first_allowed, next_day


def dk(*moment: int, fold: int = 0) -> datetime:
    return datetime(*moment, tzinfo=COPENHAGEN, fold=fold)  # type: ignore[misc]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("written", "goes"),
    [
        (dk(2024, 3, 30, 21), datetime(2024, 4, 2, 6, tzinfo=UTC)),  # Easter, and summer time begins on Easter Sunday
        (dk(2025, 3, 29, 21), datetime(2025, 3, 31, 6, tzinfo=UTC)),  # Saturday evening; the clock goes forward at two
        (datetime(2025, 3, 30, 1, 30, tzinfo=UTC), datetime(2025, 3, 31, 6, tzinfo=UTC)),  # in that very night
        (dk(2025, 10, 25, 20), datetime(2025, 10, 27, 7, tzinfo=UTC)),  # Saturday evening; the clock goes back at three
        (dk(2025, 10, 26, 2, 30), datetime(2025, 10, 27, 7, tzinfo=UTC)),  # half past two, the first time
        (dk(2025, 10, 26, 2, 30, fold=1), datetime(2025, 10, 27, 7, tzinfo=UTC)),  # and the second
        (dk(2025, 10, 24, 23, 59), datetime(2025, 10, 25, 6, tzinfo=UTC)),  # still summer time on Saturday morning
        (dk(2024, 12, 31, 20), datetime(2025, 1, 2, 7, tzinfo=UTC)),  # the year's end, and New Year's Day
        (dk(2024, 2, 28, 20), datetime(2024, 2, 29, 7, tzinfo=UTC)),  # a leap day
    ],
)
def test_the_first_allowed_moment_is_eight_on_a_danish_clock(written: datetime, goes: datetime) -> None:
    assert first_allowed(written, {}) == goes


@pytest.mark.parametrize(
    "day",
    [
        (2014, 4, 17),
        (2014, 4, 18),
        (2014, 4, 20),
        (2014, 4, 21),
        (2014, 5, 29),
        (2014, 6, 9),
        (2014, 6, 5),
        (2014, 12, 24),
        (2014, 12, 25),
        (2014, 12, 26),
        (2014, 12, 31),
    ],
)
def test_nobody_is_written_to_on_a_holiday(day: tuple[int, int, int]) -> None:
    assert first_allowed(dk(*day, 12), {}).astimezone(COPENHAGEN).date() > dk(*day).date()


def test_the_great_prayer_day_is_a_holiday_until_2023_and_no_longer() -> None:
    assert first_allowed(dk(2023, 5, 5, 12), {}) == dk(2023, 5, 6, 8)
    assert first_allowed(dk(2024, 4, 26, 12), {}) == dk(2024, 4, 26, 12)


@pytest.mark.parametrize(("hour", "minute", "allowed"), [(7, 59, False), (8, 0, True), (19, 59, True), (20, 0, False)])
def test_the_day_is_from_eight_until_twenty(hour: int, minute: int, allowed: bool) -> None:
    written = dk(2025, 6, 17, hour, minute)
    assert (first_allowed(written, {}) == written) == allowed


def test_the_next_day_begins_at_the_hour_of_the_programme() -> None:
    assert next_day(dk(2025, 6, 13, 12), {"asking": {"not_before": 9}}) == dk(2025, 6, 14, 9)


def test_the_next_day_of_a_question_lies_after_the_school_holidays_and_a_letter_that_asks_nothing_does_not_wait() -> (
    None
):
    rules = {"calendar": {"closed": [["2025-06-28", "2025-08-10"]]}}
    assert next_day(dk(2025, 6, 27, 12), rules, asks=True) == dk(2025, 8, 11, 8)
    assert first_allowed(dk(2025, 7, 4, 12), rules, asks=True) == dk(2025, 8, 11, 8)
    assert next_day(dk(2025, 6, 27, 12), rules) == dk(2025, 6, 28, 8)
