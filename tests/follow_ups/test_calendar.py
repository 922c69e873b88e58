"""Due windows by the calendar: holidays, school holidays, leap day, year's end, and the rules of each programme."""

from datetime import date, timedelta
from typing import Any

import pytest

from mentorkorps.follow_ups.plan import Standing, Window, add_months, first_window, next_step, next_window
from mentorkorps.programmes import closed_ranges, complete
from mentorkorps.working_days import is_day_of_rest, is_working_day
from tenants.terms import read
from tests.cast import TERMS

NAMES = ("fyn", "vordingborg", "hoeje-taastrup", "mentornetdk", "mentorordning", "eepm")


def rules(name: str, **closed: Any) -> dict[str, Any]:
    return complete(read(TERMS / f"{name}.toml").profile, closed)


def school(*ranges: tuple[str, str]) -> dict[str, Any]:
    """Fyn's rules in a house with school holidays."""
    return rules("fyn", calendar={"closed": [list(one) for one in ranges]})


SUMMER = school(("2014-06-28", "2014-08-10"))


def test_a_step_due_in_the_summer_holiday_is_taken_after_it() -> None:
    assert first_window(date(2014, 6, 16), SUMMER) == Window("first_meeting", date(2014, 8, 11), date(2014, 8, 18))
    assert next_window(date(2014, 6, 2), SUMMER).opens_on == date(2014, 8, 11)


def test_a_window_that_the_holiday_shortens_to_nothing_gets_a_week() -> None:
    step = next_window(date(2014, 5, 29), SUMMER)  # 26 June to 10 July: two days before the holiday
    assert step == Window("check_in", date(2014, 6, 26), date(2014, 8, 11))


def test_no_pair_is_swallowed_by_a_holiday_however_long() -> None:
    long = school(("2014-07-01", "2014-10-05"))
    for day in range(120):
        contact = date(2014, 5, 1) + timedelta(days=day)
        step = next_step(Standing(date(2014, 4, 1), date(2014, 4, 10), contact), long, contact)
        assert contact < step.opens_on <= step.due_on <= date(2014, 11, 14)


@pytest.mark.parametrize("name", NAMES)
def test_no_window_of_any_programme_opens_or_falls_due_when_it_rests(name: str) -> None:
    """Every day of two years, leap day and year's end among them: as started, met and contacted."""
    rule = rules(name)
    closed = closed_ranges(rule)
    for number in range(730):
        day = date(2023, 12, 1) + timedelta(days=number)
        for pair in (
            Standing(day),
            Standing(day, day + timedelta(days=3)),
            Standing(day - timedelta(days=40), day - timedelta(days=30), day, "check_in"),
            Standing(day - timedelta(days=40), day - timedelta(days=30), day, "mark", day + timedelta(days=20)),
        ):
            step = next_step(pair, rule, day)
            assert is_working_day(step.opens_on, closed) and is_working_day(step.due_on, closed), (pair, step)
            assert day <= step.opens_on <= step.due_on


def test_the_first_of_the_eepm_contacts_is_due_within_two_weeks_and_the_second_within_the_month() -> None:
    rule = rules("eepm")
    late = []
    for number in range(366):
        started = date(2024, 1, 2) + timedelta(days=number)
        first = next_step(Standing(started, started + timedelta(days=2)), rule, started)
        assert (
            first.due_on <= started + timedelta(days=14) or first.opens_on == first.due_on
        )  # Christmas: opens too late
        pair = Standing(started, started + timedelta(days=2), first.due_on, first.kind)
        second = next_step(pair, rule, first.due_on)
        assert second.kind == "mark" and second.opens_on > first.due_on
        if second.due_on > add_months(started, 1):
            late.append(started)
        third = next_step(Standing(started, started, second.due_on, "mark"), rule, second.due_on)
        assert third.kind == "check_in" and third.due_on <= second.due_on + timedelta(weeks=4)
    assert late == []


def test_mentornetdk_is_followed_up_after_1_3_and_6_months() -> None:
    rule = rules("mentornetdk")
    started = date(2010, 1, 31)
    pair, marks = Standing(started, date(2010, 2, 3)), []
    day = started
    for _ in range(3):
        step = next_step(pair, rule, day)
        marks.append((step.kind, step.opens_on, step.due_on))
        day = step.opens_on
        pair = Standing(started, date(2010, 2, 3), day, step.kind)
    assert marks == [
        ("mark", date(2010, 2, 22), date(2010, 3, 5)),  # 28 February, a week either side
        ("mark", date(2010, 4, 23), date(2010, 5, 7)),
        ("mark", date(2010, 7, 26), date(2010, 8, 6)),
    ]
    assert next_step(pair, rule, day).kind == "check_in"


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2024, 12, 31), 6, date(2025, 6, 30)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
    ],
)
def test_so_many_months_later_is_a_day_that_exists(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_leap_day_is_a_day_like_any_other() -> None:
    assert first_window(date(2024, 2, 15), rules("fyn")) == Window("first_meeting", date(2024, 2, 29), date(2024, 3, 7))
    assert next_window(date(2024, 2, 29), rules("fyn")).opens_on == date(2024, 4, 2)  # four weeks: Maundy Thursday


def test_a_window_over_the_turn_of_the_year_opens_after_new_years_day() -> None:
    step = first_window(date(2014, 12, 18), rules("fyn"))  # two weeks later: 1 January
    assert step == Window("first_meeting", date(2015, 1, 2), date(2015, 1, 9))


def test_the_nights_when_the_clock_changes_lose_no_day() -> None:
    for contact in (date(2014, 3, 2), date(2014, 9, 28)):  # four weeks before 30 March and 26 October
        step = next_window(contact, rules("fyn"))
        assert (step.opens_on - contact, step.due_on - contact) == (timedelta(days=29), timedelta(days=40))


def test_a_course_agreed_to_end_is_talked_about_as_it_ends() -> None:
    pair = Standing(date(2014, 3, 3), date(2014, 3, 10), date(2014, 6, 2), "check_in", date(2014, 6, 20))
    assert next_step(pair, rules("fyn"), date(2014, 6, 2)) == Window("mark", date(2014, 6, 13), date(2014, 6, 20))
    talked = Standing(date(2014, 3, 3), date(2014, 3, 10), date(2014, 6, 16), "mark", date(2014, 6, 20))
    assert next_step(talked, rules("fyn"), date(2014, 6, 16)).kind == "check_in"


@pytest.mark.parametrize("day", [(2024, 12, 24), (2024, 12, 31), (2024, 6, 5)])
def test_christmas_eve_new_years_eve_and_constitution_day_are_off(day: tuple[int, int, int]) -> None:
    off = date(*day)
    assert not is_working_day(off) and is_day_of_rest(off)
    step = first_window(off - timedelta(days=14), rules("fyn"))
    assert step.opens_on > off


def test_the_first_of_may_is_a_day_like_any_other() -> None:
    assert is_working_day(date(2025, 5, 1)) and not is_day_of_rest(date(2025, 5, 1))
