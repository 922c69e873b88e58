"""Three years of reports, attacked: what is hidden in them cannot be worked out of what they show."""

from collections.abc import Sequence

import pytest

from mentorkorps.steering.menu import TILES
from mentorkorps.steering.related import FOLLOWS_FROM
from tests.steering.attack import INSTITUTIONS, recovered, unknowns
from tests.steering.played import CHANGING, FYN, FYN_OPEN, WIDE, Place, reports

#: The main page is the six tiles and the rows with a target, together and per municipality.
WITH_TARGET = {"matched", "mentors", "active_share"} | {
    f"{share}{basis}" for share in ("outcome_share", "moved_share") for basis in ("", "_finished", "_mature")
}
#: A median, a sum of acts or a price tells of the persons it rests on.
RESTING = {
    "length_median": ("ended",), "outcome_median": ("any_outcome",), "wait_median": ("promise_due", "promise_kept"),
    "wait_ninetieth": ("promise_due", "promise_kept"), "meetings": ("running", "ended"), "meeting_hours": ("running", "ended"),
    "course_months": ("running", "ended"), "norm_met": ("norm_months",), "ended_meetings": ("ended",), "notes_read": ("enrolled",),
    "meetings_per_course": ("ended_meetings", "ended"), "own_minutes_per_youth": ("own_hours", "enrolled"),
}  # fmt: skip


@pytest.mark.isolation
@pytest.mark.parametrize(
    ("places", "opened", "late"),
    [(FYN, FYN_OPEN, True), (CHANGING, FYN_OPEN, False), (FYN, (), True)],
    ids=["fyn-entered-late", "joining-and-leaving", "nothing-open-entered-late"],
)  # fmt: skip
def test_no_hidden_figure_of_three_years_comes_out_within_the_limit(
    places: Sequence[Place], opened: Sequence[str], late: bool
) -> None:
    published = list(reports(places, opened, seed=1, late=late))
    print(f"{len(published)} reports, {unknowns(published, opened)} figures not told, by linear programming:")
    found = recovered(published, opened)
    print(f"{len(found)} recovered within the limit")
    assert found == {}


@pytest.mark.isolation
def test_eight_municipalities_of_every_size_are_no_easier() -> None:
    assert recovered(_of("2015", WIDE)[:4], FYN_OPEN) == {}


def test_a_house_that_forgets_its_earlier_reports_is_opened_by_subtracting_them() -> None:
    assert recovered(_of("2016", CHANGING, remembers=False), FYN_OPEN)
    assert recovered(_of("2016", CHANGING), FYN_OPEN) == {}


@pytest.mark.isolation
def test_more_pairs_end_in_a_period_than_begin_and_nobody_is_known_to_have_no_early_ending_by_that() -> None:
    published = _of("2016", CHANGING, seed=2)
    first = {row["key"]: row["tenants"] for row in published[0]["rows"]}
    counts = published[0]["counts"]["langeland"]
    assert (counts["matches"], counts["ended"]) == (0, 1)
    assert first["early_endings"][-1] == {"tenant": "langeland", "realised": None, "hidden": True}
    assert recovered(published, FYN_OPEN) == {}


@pytest.mark.isolation
@pytest.mark.parametrize("late", [False, True], ids=["as-it-is", "entered-late"])
def test_a_period_that_is_over_is_told_again_beside_the_next_one_and_who_joined_between_is_not_opened(
    late: bool,
) -> None:
    published = [one for one in reports(CHANGING, (), seed=1, late=late, again=True) if one["cut_off"] < "2015-06"]
    days = [one["cut_off"] for one in published]
    assert len(days) - len(set(days)) == 2
    assert recovered(published, ()) == {}


@pytest.mark.isolation
@pytest.mark.parametrize(
    ("year", "places", "seed", "members"),
    [("2014", FYN, 1, ("faaborg-midtfyn", "nyborg", "svendborg")), ("2015", CHANGING, 1, ("nyborg",)),
     ("2015", CHANGING, 2, ("svendborg", "langeland")), ("2016", CHANGING, 3, ("faaborg-midtfyn",))],
    ids=["fyn", "one-joins", "another-joins", "one-leaves"],
)  # fmt: skip
def test_a_member_who_knows_its_own_figures_recovers_nobody_elses_exactly(
    year: str, places: Sequence[Place], seed: int, members: Sequence[str]
) -> None:
    published = _of(year, places, seed=seed)
    for slug in members:
        assert recovered(published, FYN_OPEN, knows=slug, limit=1) == {}


@pytest.mark.isolation
@pytest.mark.parametrize("institution", INSTITUTIONS)
def test_a_school_or_a_centre_that_knows_whom_it_has_sent_does_not_learn_of_the_others_few(institution: str) -> None:
    published = _of("2014", FYN)
    assert any(row["key"] == "enrolled_by_partner" and row["realised"] for one in published for row in one["rows"])
    assert recovered(published, FYN_OPEN, knows=institution) == {}


@pytest.mark.isolation
def test_what_follows_from_other_figures_is_told_only_where_all_of_them_are() -> None:
    for one in (*reports(FYN), *reports(CHANGING, ())):
        told = {row["key"]: [cell["realised"] is not None for cell in (row, *row["tenants"])] for row in one["rows"]}
        assert told["own_enrolments"] == told["enrolled_by_partner"]
        assert told["own_hours"] == [all(told[act][0] for act in ("own_enrolments", "notes_read", "decisions"))]
        for figure, bases in RESTING.items():
            cells = zip(told[figure], *(told[base][: len(told[figure])] for base in bases), strict=True)
            assert all(all(of) for is_told, *of in cells if is_told), (one["cut_off"], figure)


@pytest.mark.isolation
def test_a_price_for_each_is_put_right_in_numbers_only_where_its_count_is() -> None:
    for one in reports(FYN, (), late=True):
        marks = {row["key"]: row.get("restated") for row in one["rows"]}
        for price, count in {
            "cost_per_youth": "matched",
            "paid_per_youth": "matched",
            "all_per_match": "matches",
        }.items():
            assert isinstance(marks[price], bool | None) or isinstance(marks[count], dict), (one["cut_off"], marks)


def test_of_fyns_main_page_four_cells_in_five_are_shown() -> None:
    """Of the six tiles in every report; of the whole page on average, and never less than two in three."""
    tiles, main, whole = [], [], []
    for seed in (1, 2, 3):
        for one in reports(FYN, seed=seed):
            rows = {row["key"]: row for row in one["rows"]}
            tiles.append(_shown([rows[key] for key in TILES]))
            main.append(_shown([rows[key] for key in {*TILES, *WITH_TARGET}]))
            whole.append(_shown(one["rows"]))
    for name, shares in {"six tiles": tiles, "main page": main, "all rows": whole}.items():
        print(
            f"Fyn, {len(shares)} reports, {name}: {min(shares):.0%} to {max(shares):.0%} shown, mean {_mean(shares):.1%}"
        )
    assert min(tiles) >= 0.8
    assert min(main) >= 2 / 3 and round(_mean(main), 2) >= 0.8


def test_what_follows_from_open_figures_is_open_only_with_all_of_them() -> None:
    without = [one for one in FYN_OPEN if one != "running"]
    row = next(row for row in next(reports(FYN, without))["rows"] if row["key"] == "youths_finished")
    assert FOLLOWS_FROM["youths_finished"] == {"matched", "running"}
    assert not row["open"]


def _of(year: str, places: Sequence[Place], *, seed: int = 1, remembers: bool = True) -> list[dict]:
    every = reports(places, seed=seed, remembers=remembers)
    return [one for one in every if one["period"]["starts_on"].startswith(year)]


def _shown(rows: Sequence[dict]) -> float:
    cells = [cell for row in rows for cell in (row, *row["tenants"])]
    return 1 - sum(bool(cell.get("hidden")) for cell in cells) / len(cells)


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares)
