"""The target to date follows the agreement's pace curve."""

from datetime import date

import pytest

from mentorkorps.steering.pace import target_to_date
from tenants.agreements import Period

FIRST, LAST = date(2014, 2, 15), date(2014, 12, 31)  # 320 days


def due(day: date, **pace: int) -> int:
    """What of eighty youths is due by then; `pace` has the per cent by the month."""
    points = {f"2014-{month[1:]}": percent for month, percent in pace.items()}
    return target_to_date(80, Period(starts_on=FIRST, ends_on=LAST, pace=points), day)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2014, 2, 14), 0),
        (date(2014, 2, 15), 0),
        (date(2014, 2, 16), 1),  # half a youth is rounded up
        (date(2014, 7, 24), 40),  # half of the days
        (date(2014, 12, 31), 80),
        (date(2015, 3, 1), 80),
    ],
)
def test_eighty_youths_are_due_evenly_over_the_odd_period_of_2014(day: date, expected: int) -> None:
    assert due(day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2014, 2, 14), 0),
        (date(2014, 4, 23), 20),  # half of the way to the end of June
        (date(2014, 6, 30), 40),
        (date(2014, 7, 31), 40),
        (date(2014, 8, 31), 40),  # nothing in the summer
        (date(2014, 10, 31), 60),  # half of the rest
        (date(2014, 12, 31), 80),
        (date(2015, 3, 1), 80),
    ],
)
def test_a_curve_of_the_agreement_has_some_points_and_is_straight_between_them(day: date, expected: int) -> None:
    assert due(day, m06=50, m08=50) == expected


def test_a_curve_may_begin_and_end_where_the_period_does() -> None:
    assert [due(day, m02=10, m12=100) for day in (FIRST, date(2014, 2, 28), LAST)] == [1, 8, 80]
