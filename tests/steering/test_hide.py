"""No hidden cell can be worked out: attacked by trying every row that would have looked the same."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorkorps.steering.hide import LEAST, Shown, hide, may_be_told, only_together

rows = st.lists(st.integers(0, 40), min_size=2, max_size=12)


def test_a_row_without_small_cells_is_shown_whole() -> None:
    assert hide([12, 5, 30]) == Shown((12, 5, 30), 47)


def test_a_small_cell_takes_the_others_of_three_with_it() -> None:
    assert hide([3, 14, 12]) == Shown((None, None, None), 29)


def test_among_many_members_only_so_many_are_hidden_as_protect_the_small_one() -> None:
    assert hide([2, 30, 11, 9, 25]) == Shown((None, 30, None, None, 25), 77)


def test_a_sum_that_gives_a_cell_away_is_hidden_too() -> None:
    assert hide([0, 14, 0]) == Shown((None, None, None), None)
    assert hide([1, 1, 3]) == Shown((None, None, None), None)
    assert only_together([0, 9, 0]).together is None


def test_a_tenant_that_runs_alone_sees_its_own() -> None:
    assert hide([2]) == Shown((2,), 2)
    assert only_together([1]).together == 1


def test_a_figure_that_leaves_one_youth_of_a_told_whole_is_hidden_with_it() -> None:
    # Of 20, 19 and 18 youths all but one are unanswered: "56 af 57 uden svar" would say that one has answered.
    assert only_together([20, 18, 18], [0, 1, 0]).together is None
    assert only_together([14, 15, 13], [6, 4, 5]).together == 42


def test_a_cell_that_leaves_few_of_its_municipality_is_hidden_as_a_small_one_is() -> None:
    assert hide([18, 17, 20], [1, 9, 8]) == Shown((None, None, None), 55)
    assert hide([18, 17, 20], [0, 0, 2]) == Shown((None, None, None), None)
    assert hide([18, 17, 20], [6, 7, 8]) == Shown((18, 17, 20), 55)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=8))
def test_what_is_left_of_a_told_whole_is_as_safe_as_what_is_told(cells: list[tuple[int, int]]) -> None:
    counts, rest = [count for count, _left in cells], [left for _count, left in cells]
    shown = hide(counts, rest)
    for count, left, cell in zip(counts, rest, shown.cells, strict=True):
        assert cell is None or (cell == count and min(count, left) >= LEAST)
    hidden = [left for left, cell in zip(rest, shown.cells, strict=True) if cell is None]
    assert shown.together is None or not hidden or may_be_told(hidden)


@given(rows)
def test_what_is_hidden_may_be_told_as_one_figure_or_nothing_is_told(counts: list[int]) -> None:
    shown = hide(counts)
    hidden = [count for count, cell in zip(counts, shown.cells, strict=True) if cell is None]
    assert all(cell is None for count, cell in zip(counts, shown.cells, strict=True) if count < LEAST)
    assert all(cell in (None, count) for count, cell in zip(counts, shown.cells, strict=True))
    if shown.together is None:
        assert hidden == counts
    else:
        assert shown.together == sum(counts)
        assert not hidden or may_be_told(hidden)


@pytest.mark.parametrize(("members", "largest"), [(2, 20), (3, 18), (4, 13)])
def test_no_hidden_cell_is_recovered_even_by_a_member_who_knows_its_own_and_the_rule(
    members: int, largest: int
) -> None:
    looks: dict[Shown, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(largest + 1), repeat=members):
        looks[hide(counts)].append(counts)
    for shown, possible in looks.items():
        if shown.together is not None and shown.together - sum(n for n in shown.cells if n) > largest:
            continue  # a hidden cell might be larger than what was tried
        # A member's own count is known to it: what remains possible must leave every other hidden cell open.
        for me in range(members):
            by_own: dict[int, list[tuple[int, ...]]] = defaultdict(list)
            for counts in possible:
                by_own[counts[me]].append(counts)
            for own, candidates in by_own.items():
                for cell, told in enumerate(shown.cells):
                    if told is None and cell != me:
                        assert len({counts[cell] for counts in candidates}) > 1, (shown, me, own)
