"""Which cells of a report are hidden: as few as it takes, and none can be worked out by whoever has the others."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentorkorps.steering.counted_row import Row
from mentorkorps.steering.disclosure import decide
from mentorkorps.steering.hide import LEAST, Shown, may_be_told
from mentorkorps.steering.menu import COUNTED
from mentorkorps.steering.over_time import Seen
from mentorkorps.steering.related import (
    ACROSS,
    ALIKE,
    ALL_OF,
    FOLLOWS_FROM,
    LEAVES,
    MAKES_UP,
    MAY_FALL,
    PART_OF,
    RESTS_ON,
    SETTLED,
)
from tests.steering.attack import ranges_of
from tests.steering.fewest import fewest, hidden
from tests.steering.played import CHANGING, FYN, FYN_OPEN, WIDE, Place, reports

NAMES = "abcdefghijkl"
counts_of_several = st.lists(st.integers(0, 40), min_size=2, max_size=12)


def shown(counts: Sequence[int], before: Sequence[Seen] = (), whole: Sequence[int] = ()) -> Shown:
    """A row alone, or as a part of an open whole."""
    rows = [Row("whole", tuple(whole), opened=True)] if whole else []
    row = Row("row", tuple(counts), wholes=("whole",) if whole else ())
    return decide(NAMES[: len(counts)], [*rows, row], {"row": before})["row"]


def seen(one: Shown, whole: Sequence[int] = ()) -> Seen:
    return Seen(dict(zip(NAMES, one.cells, strict=False)), one.together, dict(zip(NAMES, whole, strict=False)))


def test_a_row_without_small_cells_is_shown_whole() -> None:
    assert shown([12, 5, 30]) == Shown((12, 5, 30), 47)


def test_a_small_cell_takes_the_others_of_three_with_it() -> None:
    assert shown([3, 14, 12]) == Shown((None, None, None), 29)


def test_among_many_members_only_so_many_are_hidden_as_protect_the_small_one() -> None:
    assert shown([2, 30, 11, 9, 25]) == Shown((None, 30, None, None, 25), 77)


def test_a_sum_that_gives_a_cell_away_is_hidden_too() -> None:
    assert shown([0, 14, 0]) == Shown((None, None, None), None)
    assert shown([1, 1, 3]) == Shown((None, None, None), None)


def test_a_member_that_reads_alone_sees_its_own_and_one_of_which_others_read_is_protected() -> None:
    rows = [Row("whole", (13,)), Row("few", (3,)), Row("part", (2,), wholes=("whole",), only_together=True)]
    told = {"whole": Shown((13,), 13), "few": Shown((3,), 3), "part": Shown((2,), 2)}
    assert decide(["nora"], rows, alone=True) == told
    nothing = Shown((None,), None)
    assert decide(["nora"], rows) == {"whole": told["whole"], "few": nothing, "part": nothing}


def test_what_two_parties_have_sent_together_is_told_where_neither_works_out_few_of_the_other() -> None:
    def told(school: tuple[int, ...], guidance: tuple[int, ...]) -> int | None:
        both = tuple(map(sum, zip(school, guidance, strict=True)))
        rows = [
            Row("sent", both, only_together=True, divided=("school", "guidance")),
            *(Row(key, counts, only_together=True, wholes=("sent",), beside="sent", completes=True)
              for key, counts in {"school": school, "guidance": guidance}.items()),
        ]  # fmt: skip
        return decide("abc", rows)["sent"].together

    assert told((4, 5, 6), (2, 2, 2)) == 21
    assert told((4, 5, 6), (2, 1, 1)) is None  # the school would know that the centre sent four
    assert told((4, 5, 6), (0, 0, 0)) is None  # and a figure that is hidden does not tell of some


def test_a_figure_that_leaves_two_youths_of_an_open_whole_is_hidden_as_a_small_one_is() -> None:
    assert shown([18, 17, 20], whole=[20, 26, 28]) == Shown((None, None, None), 55)
    assert shown([18, 17, 20], whole=[18, 17, 22]).together is None
    assert shown([18, 17, 20], whole=[24, 24, 28]) == Shown((18, 17, 20), 55)


def test_who_has_nobody_in_an_open_whole_is_known_to_have_nobody_in_its_part() -> None:
    assert shown([6, 0, 7, 9], whole=[14, 0, 15, 19]) == Shown((6, 0, 7, 9), 22)


@pytest.mark.parametrize(("carried", "last"), [(False, 0), (True, None)])
def test_who_began_nobody_may_still_have_ended_one_that_was_carried_into_the_period(
    carried: bool, last: int | None
) -> None:
    rows = [
        Row("begun", (30, 29, 28, 0), opened=True),
        Row("ended", (20, 21, 19, 1), opened=True, makes_up="begun", exceeds=carried),
        Row("early", (9, 8, 11, 0), wholes=("ended",)),
    ]
    assert decide(NAMES[:4], rows)["early"].cells[3] == last


def test_a_part_is_hidden_wherever_its_whole_is() -> None:
    rows = [Row("whole", (4, 20, 31, 18, 40)), Row("part", (0, 12, 5, 11, 6), wholes=("whole",))]
    told = decide(NAMES[:5], rows)
    assert told["whole"].cells == (None, None, 31, None, 40)
    assert [told["part"].cells[i] for i in (0, 1, 3)] == [None] * 3


def test_a_joining_member_with_few_is_not_opened_by_what_the_others_had_before() -> None:
    first = shown([14, 15, 17])
    assert first == Shown((14, 15, 17), 46)
    # One youth at the new member, and two more at the others: 46 of the 49 are known to be theirs.
    assert shown([15, 15, 18, 1], [seen(first)]) == Shown((None,) * 4, None)
    assert shown([19, 18, 22, 1], [seen(first)]).together == 60


def test_who_was_hidden_stays_so_until_ten_more_have_come() -> None:
    first = shown([3, 9, 11])
    assert shown([5, 9, 11], [seen(first)]) == Shown((None, None, None), 25)
    assert shown([6, 12, 15], [seen(first)]) == Shown((6, 12, 15), 33)


def test_who_was_hidden_stays_so_while_the_whole_has_hardly_grown() -> None:
    """Of 13 of 20 now there were at least 9 of 16 then, if what a part leaves of its whole only grows."""
    then, now = (16, 16, 18), (24, 20, 32)
    rows = [Row("whole", now, opened=True), Row("row", (17, 13, 22), wholes=("whole",), settled=True)]
    before = {
        "whole": [seen(Shown(then, 50))],
        "row": [seen(Shown((None, None, None), 36), then)],
    }
    assert decide("abc", rows, before)["row"].cells[1] is None
    grown = [replace(rows[0], counts=(34, 40, 52)), rows[1]]
    assert None not in decide("abc", grown, before)["row"].cells


def standing(counts: Sequence[int], other: Seen) -> Shown:
    """A row of how it stands, beside what another report of the same day shows of it."""
    row = Row("row", tuple(counts), stands=True, may_fall=True)
    return decide(NAMES[: len(counts)], [row], {"row": [replace(other, same_day=True)]})["row"]


def test_of_two_reports_of_a_day_the_one_with_a_member_more_is_hidden_where_that_one_would_be_told() -> None:
    three = seen(shown([12, 14, 17]))
    assert standing([12, 14, 17, 3], three) == Shown((None,) * 4, None)
    assert standing([12, 14, 17, 4, 4, 4], three).together == 55
    four = seen(shown([12, 14, 17, 3]))
    assert standing([12, 14, 17], four) == Shown((None,) * 3, None)
    assert standing([12, 14, 17], three) == Shown((12, 14, 17), 43)


def test_what_one_report_hides_another_one_of_that_day_does_not_show() -> None:
    assert standing([12, 14, 17], Seen(dict.fromkeys("abc"), None)) == Shown((None,) * 3, None)


def test_a_figure_that_was_hidden_between_two_reports_is_not_opened_by_the_later_one() -> None:
    then = [seen(shown([9, 9, 9])), Seen({"a": None, "b": None, "c": None}, None)]
    assert shown([9, 10, 9], then) == Shown((None, None, None), None)


def test_a_sum_that_was_hidden_between_two_reports_is_told_when_five_more_have_come() -> None:
    def told(counts: tuple[int, ...]) -> int | None:
        row = Row("row", counts, only_together=True)
        return decide("abc", [row], {"row": [Seen({}, 20), Seen({}, None)]})["row"].together

    assert told((8, 8, 8)) is None
    assert told((8, 8, 9)) == 25


def test_the_last_of_parts_that_leave_nothing_is_not_hidden_alone() -> None:
    parts = [Row(key, counts, wholes=("all",), beside="all", completes=True, only_together=True) for key, counts in {
        "one": (3, 2, 2), "two": (9, 8, 7), "three": (6, 8, 5), "four": (12, 11, 9),
    }.items()]  # fmt: skip
    told = decide(NAMES[:3], [Row("all", (30, 29, 23), opened=True), *parts])
    assert [key for key in ("one", "two", "three", "four") if told[key].together is None] == ["one", "three"]


def sent(enrolled: tuple[int, ...], by_partner: tuple[int, ...], before: tuple[int, int]) -> tuple[int | None, ...]:
    """What is told together of whom others have enrolled and of whom the houses have, after a report with these of both; the last
    one had nobody in it."""
    own = tuple(have - part for have, part in zip(enrolled, by_partner, strict=True))
    rows = [
        Row("enrolled", enrolled, opened=True),
        Row("others", by_partner, wholes=("enrolled",), only_together=True, settled=True),
        Row("own", own, wholes=("enrolled",), only_together=True, settled=True, all_but="others"),
    ]
    names = NAMES[: len(enrolled)]
    then = {"enrolled": sum(before)} | dict(zip(("others", "own"), before, strict=True))
    seen = {key: [Seen(dict.fromkeys(names[:-1]) | {names[-1]: 0}, total)] for key, total in then.items()}
    told = decide(names, rows, seen)
    return told["others"].together, told["own"].together


def test_whom_the_houses_enrolled_themselves_is_told_where_all_and_the_others_are_for_it_is_the_rest() -> None:
    # The large one could have had all that has come to the own; but 91 less 30 are 61 to anybody.
    assert sent((5, 14, 4, 3, 9, 47, 7, 2), (2, 9, 1, 1, 3, 11, 3, 0), (16, 38)) == (30, 61)
    assert sent((20, 19, 12, 9, 2), (18, 18, 11, 7, 1), (20, 4)) == (None, None)


def test_a_settled_figure_that_was_hidden_is_told_when_as_many_have_come_to_its_whole_as_it_must_leave_open() -> None:
    def told(whole: tuple[int, ...]) -> int | None:
        rows = [Row("ended", whole, opened=True), Row("early", (3, 3, 4, 0), wholes=("ended",), settled=True)]
        then = Seen(dict(zip("abcd", (13, 12, 17, 1), strict=True)), 43)
        hidden = Seen(dict.fromkeys("abcd"), None, then.cells)
        return decide("abcd", rows, {"ended": [then], "early": [hidden]})["early"].together

    assert told((13, 12, 19, 1)) is None  # of the ten, eight at least had ended then
    assert told((16, 14, 19, 1)) == 10


@pytest.mark.parametrize(("count", "together"), [(11, None), (13, 13)])
def test_a_kind_that_the_others_leave_few_of_is_told_when_it_has_grown(count: int, together: int | None) -> None:
    kinds = {"one": (count - 9, 5, 4), "other": (8, 8, 8)}
    rows = [
        Row("any", (14, 15, 14), opened=True),
        *(Row(key, counts, wholes=("any",), covers={"any": tuple(kinds)}) for key, counts in kinds.items()),
    ]
    wholes = dict(zip("abc", (10, 10, 10), strict=True))
    then = {
        "any": Seen(wholes, 30),
        "one": Seen(dict.fromkeys("abc"), None, wholes),
        "other": Seen(dict.fromkeys("abc"), 22, wholes),
    }
    # Of 30 who had one or the other 22 had the other: eight at least had the one.
    assert decide("abc", rows, {key: [one] for key, one in then.items()})["one"].together == together


@given(counts_of_several)
def test_what_is_hidden_may_be_told_as_one_figure_or_nothing_is_told(counts: list[int]) -> None:
    told = shown(counts)
    left = [count for count, cell in zip(counts, told.cells, strict=True) if cell is None]
    assert all(cell is None for count, cell in zip(counts, told.cells, strict=True) if count < LEAST)
    assert all(cell in (None, count) for count, cell in zip(counts, told.cells, strict=True))
    assert told.together in (None, sum(counts))
    assert (left == counts) if told.together is None else (not left or may_be_told(left))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=8))
def test_a_hidden_part_of_an_open_whole_can_be_five_more_or_less_or_all_that_the_whole_leaves(
    cells: list[tuple[int, int]],
) -> None:
    counts, whole = [count for count, _rest in cells], [count + rest for count, rest in cells]
    told = shown(counts, whole=whole)
    if told.together is None:
        return
    closed = [i for i, cell in enumerate(told.cells) if cell is None]
    total, room = sum(counts[i] for i in closed), sum(whole[i] for i in closed)
    for i in closed:
        width = min(whole[i], total) - max(0, total - (room - whole[i]))
        assert width >= min(LEAST, whole[i])


growing = st.lists(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=4), min_size=2, max_size=5
)


@settings(max_examples=100, deadline=None)
@given(growing, st.integers(0, 4), st.booleans())
@example([[(1, 1), (3, 1), (4, 3), (3, 2)], [(0, 0), (1, 0), (1, 0), (8, 3)]], 0, True)
def test_however_counts_grow_and_members_join_no_report_opens_another(
    steps: list[list[tuple[int, int]]], joins: int, whole_is_open: bool
) -> None:
    published, counts, wholes = [], [0] * 4, [0] * 4
    for number, step in enumerate(steps):
        step = [(0, 0) if i == 3 and number < joins else one for i, one in enumerate(step)]
        counts = [have + more for have, (more, _rest) in zip(counts, step, strict=True)]
        wholes = [have + more + rest for have, (more, rest) in zip(wholes, step, strict=True)]
        most = wholes if whole_is_open else []
        told = shown(counts, [before for before, *_ in published], most)
        published.append((seen(told, most), most or [LEAST] * 4, told))
    rules = [
        rule
        for n, (_seen, most, told) in enumerate(published)
        for rule in _rules(n, most if whole_is_open else [], told)
    ]
    for (n, i), (low, high) in ranges_of(rules).items():
        assert high - low >= min(LEAST, published[n][1][i]) - 1e-6, (n, i, low, high)


def _rules(n: int, most: list[int], told: Shown) -> list[tuple[dict[tuple[int, int], float], float, bool]]:
    rules = []
    for i, cell in enumerate(told.cells):
        rules.append(({(n, i): 1.0}, (most[i] if most else 1000) if cell is None else cell, cell is not None))
        if n:
            rules.append(({(n - 1, i): 1.0, (n, i): -1.0}, 0, False))
    if told.together is not None:
        rules.append(({(n, i): 1.0 for i in range(len(told.cells))}, told.together, True))
    return rules


@pytest.mark.parametrize(("members", "largest"), [(2, 20), (3, 18)])
def test_no_hidden_cell_is_recovered_even_by_a_member_who_knows_its_own_and_the_rule(
    members: int, largest: int
) -> None:
    looks: dict[Shown, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(largest + 1), repeat=members):
        looks[shown(counts)].append(counts)
    for told, possible in looks.items():
        if told.together is not None and told.together - sum(n for n in told.cells if n) > largest:
            continue  # a hidden cell might be larger than what was tried
        # A member's own count is known to it: what remains possible must leave every other hidden cell open.
        for me in range(members):
            by_own: dict[int, list[tuple[int, ...]]] = defaultdict(list)
            for counts in possible:
                by_own[counts[me]].append(counts)
            for own, candidates in by_own.items():
                for cell, figure in enumerate(told.cells):
                    if figure is None and cell != me:
                        assert len({counts[cell] for counts in candidates}) > 1, (told, me, own)


def test_every_relation_names_rows_of_the_menu() -> None:
    keys = {measure.key for measure in COUNTED}
    named = {*PART_OF, *FOLLOWS_FROM, *LEAVES, *MAKES_UP, *MAY_FALL, *ALL_OF, *RESTS_ON, *SETTLED, ACROSS}
    named |= {key for some in (*PART_OF.values(), *RESTS_ON.values(), *ALIKE) for key in some} | {
        *LEAVES.values(),
        *MAKES_UP.values(),
    }
    assert named - keys == set()


def test_every_counted_row_is_a_part_of_another_or_known_to_stand_by_itself() -> None:
    parts = {measure.parts[0] for measure in COUNTED if measure.parts}
    parts |= {measure.key for measure in COUNTED if measure.within} | {*PART_OF, *MAKES_UP}
    by_itself = {measure.key for measure in COUNTED if not measure.parts} - parts
    assert by_itself == {
        "enrolled", "waiting", "proposed", "places_taken", "matched", "matches", "youths", "follow_ups_due", "concerns",
        "norm_months", *RESTS_ON.keys() - {"norm_met", "from_municipality"},
    }  # fmt: skip


@pytest.mark.parametrize(("places", "opened"), [(FYN, FYN_OPEN), (CHANGING, FYN_OPEN), (WIDE, FYN_OPEN), (FYN, ())])
def test_hardly_more_is_hidden_than_the_fewest_cells_that_any_pattern_must_hide(
    places: Sequence[Place], opened: Sequence[str]
) -> None:
    alone = list(reports(places, opened, seed=1, remembers=False))[::3]
    own, least = [hidden(one) for one in alone], [fewest(one, opened) for one in alone]
    print(f"cells hidden in {len(alone)} reports: {sum(own)}; the fewest possible: {sum(least)}")
    assert all(few <= many for few, many in zip(least, own, strict=True))
    assert sum(own) <= 1.1 * sum(least)
