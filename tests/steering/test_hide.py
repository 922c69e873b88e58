"""What may be told of a figure over several members, and of the months of a series."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkorps.steering.hide import LEAST, may_be_told, series

months_of_three = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), max_size=12)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([4, 4, 4], True),
        ([0, 9, 3], False),  # two contribute
        ([9, 1, 1], False),  # the others have two
        ([40, 3, 3], False),  # 87 per cent come from one
        ([3, 3, 3], False),  # whoever has three knows that nobody has more than four
        ([2, 3, 5], True),
    ],
)
def test_a_figure_over_several_needs_ten_persons_of_three_and_five_beside_the_largest(
    counts: list[int], told: bool
) -> None:
    assert may_be_told(counts) is told


def test_a_month_with_few_persons_is_told_with_the_next_one() -> None:
    assert series([[4, 4, 4], [1, 0, 1], [3, 4, 5], [6, 3, 4]]) == (12, None, 26, 39)


def test_a_month_before_the_last_gives_way_where_too_little_would_lie_between() -> None:
    assert series([[4, 4, 4], [3, 4, 5], [1, 0, 0]]) == (12, None, 25)


def test_where_the_rows_own_figure_is_hidden_no_month_is_told() -> None:
    assert series([[4, 4, 4], [5, 6, 5]], total_told=False) == (None, None)


def test_a_month_that_was_hidden_before_stays_so_until_it_is_the_last() -> None:
    assert series([[4, 4, 4], [3, 4, 5], [6, 5, 4]], closed={0}) == (None, 24, 39)
    assert series([[4, 4, 4], [3, 4, 5]], closed={1}) == (12, 24)


def test_a_series_that_is_open_is_told_whole_and_not_because_there_is_one_column() -> None:
    assert series([[1, 0, 0], [0, 2, 0]], opened=True) == (1, 3)
    assert series([[1], [0], [2]], opened=True) == (1, 1, 3)
    assert series([[1], [0], [2]]) == (None, None, None)


@given(months_of_three, st.booleans())
def test_any_two_ends_of_months_that_are_told_leave_a_figure_that_may_be_told(
    months: list[list[int]], total_told: bool
) -> None:
    told = series(months, total_told=total_told)
    ends = [-1, *(month for month, figure in enumerate(told) if figure is not None)]
    for after, until in combinations(ends, 2):
        between = [sum(counts) for counts in zip(*months[after + 1 : until + 1], strict=True)]
        assert may_be_told(between)
        assert sum(between) >= 2 * LEAST
