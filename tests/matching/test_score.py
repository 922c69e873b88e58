"""The weighing itself: the trade leads whatever else there is, and every point has its sentence."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkorps.courses.basis import KIND_FOR
from mentorkorps.language import speaking
from mentorkorps.matching.reason import sentence
from mentorkorps.matching.score import Offer, Wishes, judge
from mentorkorps.matching.wishes import GENDERS, MATTERS_MOST, TRAITS
from mentorkorps.mentors import KINDS
from mentorkorps.trades import OCCUPATIONS, wish_nearness
from mentorkorps.youths.main_need import MAIN_NEEDS

PLACES = ["5700", "5800", "5600", "5000", "4760", ""]
keys = st.sampled_from(sorted(OCCUPATIONS))
traits = st.lists(st.sampled_from(sorted(TRAITS)), unique=True, max_size=5).map(tuple)
genders = st.sampled_from(["", *GENDERS])
languages = st.lists(st.sampled_from(["da", "en", "ar", "so"]), unique=True, max_size=4).map(tuple)
offers = st.builds(
    Offer, occupation=keys, gender=genders, traits=traits, postcode=st.sampled_from(PLACES),
    max_travel_minutes=st.integers(10, 120), languages=languages, capacity=st.integers(1, 2), taken=st.integers(0, 2),
    kind=st.sampled_from([None, *KINDS]),
)  # fmt: skip


def wishes(*matters_most):
    return st.builds(
        Wishes, trades=st.lists(keys, unique=True, min_size=1, max_size=7).map(tuple), gender=genders, traits=traits,
        place=st.sampled_from(PLACES), languages=languages, matters_most=st.sampled_from(matters_most),
    )  # fmt: skip


needs = st.sampled_from(MAIN_NEEDS)


def rank(wished, offer):
    """How good the trade is: higher is better, wishes from the fifth on alike."""
    found = wish_nearness(wished.trades, offer.occupation)
    return (-3, 0) if found is None else (-["same", "trade", "near"].index(found[1]), -min(found[0], 4))


@given(wishes("", "trade"), offers, offers)
def test_the_trade_weighs_more_than_all_the_rest_together(wished, one, other):
    if rank(wished, one) > rank(wished, other):
        assert judge(wished, one).score > judge(wished, other).score


@given(wishes("", *MATTERS_MOST), offers, offers)
def test_the_occupation_wished_first_is_first_whatever_matters_most(wished, one, other):
    if one.occupation == wished.trades[0] != other.occupation:
        assert judge(wished, one).score > judge(wished, other).score


@settings(deadline=None)  # the first one reads the translations
@given(wishes("", *MATTERS_MOST), offers, needs)
def test_every_point_has_a_sentence_that_survives_being_kept(wished, offer, need):
    verdict = judge(replace(wished, need=need), offer)
    kept = json.loads(json.dumps([reason.as_data() for reason in verdict.reasons]))
    assert sum(reason["points"] for reason in kept) == verdict.score
    for language in ("da", "en"):
        with speaking(language):
            assert all("%(" not in sentence(reason) and sentence(reason) for reason in kept)
            assert [sentence(reason) for reason in kept] == [reason.sentence for reason in verdict.reasons]


@given(wishes("", *MATTERS_MOST), offers, offers)
def test_who_is_to_enter_a_trade_gets_one_of_it_whatever_matters_most(wished, one, other):
    """Unless the one of the trade says to be a personal mentor only."""
    wished = replace(wished, need="trade")
    if one.kind != "personal" and judge(wished, one).is_trade_match and not judge(wished, other).is_trade_match:
        assert judge(wished, one).score > judge(wished, other).score


@given(wishes("", *MATTERS_MOST), st.tuples(offers, offers), st.sampled_from(sorted(KIND_FOR)))
def test_who_says_to_be_of_the_other_kind_stands_behind_everybody_of_the_kind_that_is_needed(wished, two, need):
    """Also with the first wish against the last."""
    wished, wanted = replace(wished, need=need), KIND_FOR[need]
    other_kind = next(kind for kind in KIND_FOR.values() if kind != wanted)
    wrong = replace(two[0], kind=other_kind, occupation=wished.trades[0])
    for kind in (wanted, "both"):
        assert judge(wished, replace(two[1], kind=kind, occupation=wished.trades[-1])).score > judge(wished, wrong).score


@given(wishes("", *MATTERS_MOST), offers)
def test_nobody_is_stopped_for_another_reason_than_room_way_or_language(wished, offer):
    stops = judge(wished, offer).stops
    assert ("full" in stops) == (offer.taken >= offer.capacity)
    assert ("no_language" in stops) == bool(wished.languages and not set(wished.languages) & set(offer.languages))


BENT = Offer("car_mechanic", "m", (), "5700", 30, ("da",))


def test_when_the_person_matters_most_a_woman_passes_a_man_a_wish_nearer_but_never_the_first_wish():
    trades = ("waiter", "cook", "baker")
    waiter, cook = (Offer(trade, "m", (), "5700", 30, ("da",)) for trade in trades[:2])
    baker = Offer("baker", "f", (), "5700", 30, ("da",))

    def order(matters_most):
        wished = Wishes(trades, "f", (), "5700", ("da",), matters_most)
        return sorted([waiter, cook, baker], key=lambda offer: judge(wished, offer).order)

    assert order("") == order("trade") == [waiter, cook, baker]
    assert order("person") == [waiter, baker, cook]


def test_when_the_place_matters_most_the_near_one_passes_a_wish_nearer_but_never_the_first_wish():
    def score(trade, postcode, matters_most):
        wished = Wishes(("waiter", "cook", "baker"), place="5700", matters_most=matters_most)
        return judge(wished, Offer(trade, postcode=postcode, max_travel_minutes=60)).score

    assert score("waiter", "5800", "") > score("cook", "5800", "") > score("baker", "5700", "")
    assert score("waiter", "5800", "area") > score("baker", "5700", "area") > score("cook", "5800", "area")


def test_the_reasons_are_told_in_danish():
    wished = Wishes(("motorcycle_mechanic", "car_mechanic"), "f", ("calm",), "5800", ("da", "en"), "area")
    bent = replace(BENT, max_travel_minutes=60)
    assert [reason.sentence for reason in judge(wished, bent).reasons] == [
        "Er automekaniker: den unges ønske nummer 2.",
        "Er ikke kvinde, som den unge ønsker.",
        "Den unge ønsker, men mentor har ikke nævnt: rolig.",
        "Cirka 48 minutters vej for mentor til Nyborg. Det betyder mest for den unge.",
        "Fælles sprog: dansk.",
        "Mentor har plads: 0 af 1 pladser er taget.",
    ]


def test_a_reason_kept_under_an_old_code_is_shown_as_the_code():
    assert sentence({"code": "zodiac", "points": 3, "values": {}}) == "zodiac"
