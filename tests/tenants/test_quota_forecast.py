"""Where a quota leads to by its own pace, what follows into the next period, and when a mark is reached."""

from datetime import date

import pytest

from tenants.quotas import Room, forecast
from tenants.quotas.carry import carried
from tenants.quotas.notice import reached

YEAR = date(2015, 1, 1), date(2015, 12, 31)


def test_a_third_of_the_quota_in_a_third_of_the_year_fills_it_by_new_year():
    found = forecast(13, 40, *YEAR, date(2015, 4, 30))
    assert (found.places, found.days_gone, found.days, found.runs_out_on) == (40, 120, 365, None)


def test_who_uses_twice_as_fast_runs_out_in_the_middle_of_the_year():
    found = forecast(26, 40, *YEAR, date(2015, 4, 30))
    assert found.places == 79 and found.runs_out_on == date(2015, 7, 4)


@pytest.mark.parametrize(("taken", "day"), [(20, date(2015, 2, 10)), (4, date(2015, 6, 1)), (0, date(2014, 12, 1))])
def test_with_little_behind_it_is_too_early_to_say(taken, day):
    assert forecast(taken, 40, *YEAR, day).places is None


def test_a_period_that_is_over_is_what_it_came_to():
    assert forecast(3, 40, *YEAR, date(2016, 3, 1)).places == 3


@pytest.mark.parametrize(
    ("rule", "most", "follows"),
    [("none", 0, 0), ("all", 0, 10), ("places", 4, 4), ("places", 40, 10), ("percent", 10, 3), ("percent", 100, 10)],
)
def test_unused_places_follow_as_the_agreement_says(rule, most, follows):
    assert carried(Room(35, 0, 0, 0, 0, 2, 5, 20), rule, most) == follows


def test_a_mark_is_reached_once_on_the_way_up():
    assert [reached(used, 10) for used in (7, 8, 9, 10, 11)] == [[], [80], [], [100], []]
    assert reached(1, 1) == [80, 100]
