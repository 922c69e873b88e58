"""Three years of reports, attacked: what is hidden in them cannot be worked out of what they show."""

from collections.abc import Sequence

import pytest

from mentorkorps.steering.menu import TILES
from mentorkorps.steering.related import FOLLOWS_FROM
from tests.steering.attack import recovered, unknowns
from tests.steering.played import CHANGING, FYN, FYN_OPEN, WIDE, Place, reports

#: The main page is the six tiles, the rows with a target, and what the agreement shows per municipality.
WITH_TARGET = {"matched", "mentors", "active_share"} | {
    f"{share}{basis}" for share in ("outcome_share", "moved_share") for basis in ("", "_finished", "_mature")
}


@pytest.mark.isolation
@pytest.mark.parametrize(
    ("places", "opened"), [(FYN, FYN_OPEN), (CHANGING, FYN_OPEN), (FYN, ()), (CHANGING, ())],
    ids=["fyn", "joining-and-leaving", "nothing-open", "nothing-open-joining-and-leaving"],
)  # fmt: skip
def test_no_hidden_figure_of_three_years_comes_out_within_the_limit(
    places: Sequence[Place], opened: Sequence[str]
) -> None:
    published = list(reports(places, opened, seed=1))
    print(f"{len(published)} reports, {unknowns(published, opened)} figures not told, by linear programming:")
    found = recovered(published, opened)
    print(f"{len(found)} recovered within the limit")
    assert found == {}


@pytest.mark.isolation
def test_eight_municipalities_of_every_size_are_no_easier() -> None:
    assert recovered(_of("2015", WIDE), FYN_OPEN) == {}


def test_a_house_that_forgets_its_earlier_reports_is_opened_by_subtracting_them() -> None:
    assert recovered(_of("2016", CHANGING, remembers=False), FYN_OPEN)
    assert recovered(_of("2016", CHANGING), FYN_OPEN) == {}


@pytest.mark.isolation
def test_a_member_who_knows_its_own_figures_recovers_nobody_elses_exactly() -> None:
    published = _of("2014", FYN)
    for place in FYN:
        assert recovered(published, FYN_OPEN, knows=place.slug, limit=1) == {}


def test_of_fyns_main_page_more_than_four_cells_in_five_are_shown() -> None:
    shares, whole = [], []
    for seed in (1, 2, 3):
        for one in reports(FYN, seed=seed):
            main = [row for row in one["rows"] if row["key"] in {*TILES, *WITH_TARGET} or row["open"]]
            shares.append(_shown(main))
            whole.append(_shown(one["rows"]))
    print(
        f"Fyn, {len(shares)} reports: main page {min(shares):.0%} to {max(shares):.0%} shown, mean {_mean(shares):.0%};"
    )
    print(f"all rows of counts and shares {min(whole):.0%} to {max(whole):.0%}, mean {_mean(whole):.0%}")
    assert min(shares) >= 0.8


def test_what_follows_from_open_figures_is_open_only_with_all_of_them() -> None:
    without = [one for one in FYN_OPEN if one != "running"]
    row = next(row for row in next(reports(FYN, without))["rows"] if row["key"] == "youths_finished")
    assert FOLLOWS_FROM["youths_finished"] == {"matched", "running"}
    assert not row["open"]


def _of(year: str, places: Sequence[Place], *, remembers: bool = True) -> list[dict]:
    every = reports(places, seed=1, remembers=remembers)
    return [one for one in every if one["period"]["starts_on"].startswith(year)]


def _shown(rows: Sequence[dict]) -> float:
    cells = [cell for row in rows for cell in (row, *row["tenants"])]
    return 1 - sum(bool(cell.get("hidden")) for cell in cells) / len(cells)


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares)
