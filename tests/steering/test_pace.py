"""The target to date follows the agreement's pace curve."""

from datetime import date

import pytest

from mentorkorps.steering.pace import target_to_date

FIRST, LAST = date(2014, 2, 15), date(2014, 12, 31)  # 320 days


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2014, 2, 14), 0),
        (date(2014, 2, 15), 0),
        (date(2014, 2, 16), 1),  # half a youth is rounded up
        (date(2014, 7, 24), 40),  # half of the days
        (date(2014, 12, 31), 80),
        (date(2015, 3, 1), 80),
    ],
)
def test_eighty_youths_are_due_evenly_over_the_odd_period_of_2014(day: date, due: int) -> None:
    assert target_to_date(80, FIRST, LAST, day) == due
