"""The tree of trades: complete, symmetric, and sorted as a Dane expects."""

import re
from itertools import product

import pytest

from mentorkorps import trades
from mentorkorps.language import speaking


def test_the_tree_is_large_enough_for_a_programme():
    assert len(trades.TRADES) >= 20
    assert len(trades.OCCUPATIONS) >= 60


def test_every_occupation_has_a_title_of_its_own_and_a_code_of_four_digits_or_none():
    titles = [occupation.title for occupation in trades.OCCUPATIONS.values()]
    assert len(set(titles)) == len(titles)
    assert all(re.fullmatch(r"[0-9]{4}|", occupation.disco) for occupation in trades.OCCUPATIONS.values())


@pytest.mark.parametrize(
    ("wish", "occupation", "near"),
    [
        ("hairdresser", "hairdresser", "same"),
        ("hairdresser", "barber", "trade"),
        ("hairdresser", "beautician", "near"),
        ("hairdresser", "accountant", None),
        ("car_mechanic", "motorcycle_mechanic", "trade"),
        ("car_mechanic", "smith", "near"),
        ("carpenter", "joiner", "trade"),
        ("cook", "waiter", "near"),
        ("beautician", "sales_assistant", "near"),
        ("no_longer_there", "no_longer_there", "same"),
        ("no_longer_there", "cook", None),
    ],
)
def test_how_near_a_mentor_is_to_a_wish(wish, occupation, near):
    assert trades.nearness(wish, occupation) == near


def test_nearness_is_the_same_from_both_sides():
    for one, other in product(trades.OCCUPATIONS, repeat=2):
        assert trades.nearness(one, other) == trades.nearness(other, one)


def test_every_trade_has_a_neighbour_so_that_no_wish_stands_alone():
    for occupation in trades.OCCUPATIONS.values():
        others = (other for other in trades.OCCUPATIONS if other != occupation.key)
        assert any(trades.nearness(occupation.key, other) for other in others)


def test_a_second_wish_that_is_met_wins_over_a_first_wish_that_is_only_near():
    assert trades.wish_nearness(["hairdresser", "cook"], "cook") == (1, "same")
    assert trades.wish_nearness(["hairdresser", "cook"], "beautician") == (0, "near")
    assert trades.wish_nearness(["hairdresser"], "lawyer") is None


def test_choices_stand_in_danish_order_with_oe_after_z():
    groups = trades.choices()
    assert next(iter(groups)) == "Butik og salg" and list(groups)[-1] == "Økonomi og jura"
    assert [title for _, title in groups["Træfag"]] == ["Møbelsnedker", "Snedker", "Tagdækker", "Tømrer"]
    assert {key for group in groups.values() for key, _ in group} == set(trades.OCCUPATIONS)


def test_an_old_key_is_shown_as_it_stands():
    with speaking("da"):
        assert trades.title("car_mechanic") == "Automekaniker"
        assert trades.title("lamplighter") == "lamplighter"
