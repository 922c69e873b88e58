"""A talk with the one does not answer the wish of the other to be rung."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorkorps.calls.reading import line_of
from mentorkorps.clock import now
from mentorkorps.follow_ups import open_follow_up
from mentorkorps.follow_ups.talk import wants_to_talk
from mentorkorps.follow_ups.wellbeing import wellbeing_noted
from mentorkorps.matches import Match
from mentorkorps.youths import Youth
from tenants.scope import acting_for, db
from tests import cast
from tests.calls.test_call_list import LIST, form, pair, raise_
from tests.forms import submit
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import mentors, paired

__all__ = ["pair"]


@pytest.fixture
def wish(pair):
    """Ayla has pressed that she wants to talk with somebody."""
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        wants_to_talk(Match.get(pair), by=cast.actor("cille"))
    return pair


def talked(client, pair, reached):
    return submit(client, form(pair), result="talked", reached=reached, note=f"Fint med {reached}.")


def test_a_talk_with_the_mentor_is_noted_and_the_youth_is_still_to_be_rung(as_cille, wish):
    worry = "Ayla (den unge) vil ringes op."
    assert worry in as_cille.get(LIST).text
    assert worry in talked(as_cille, wish, "mentor").text
    assert "Fint med mentor." in as_cille.get(f"/svendborg/par/{wish}").text
    assert worry not in talked(as_cille, wish, "youth").text


def test_a_talk_with_both_answers_it(as_cille, wish):
    assert "vil ringes op" not in talked(as_cille, wish, "both").text


def test_who_is_to_be_asked_by_phone_is_not_answered_for_by_the_other(as_cille, pair):
    with acting_for(cast.tenant("svendborg")):
        db.session.scalars(select(Youth)).one().channel = "phone"
    raise_(pair, "phone")
    talked(as_cille, pair, "mentor")
    assert "En af dem skal spørges på telefon." in as_cille.get(LIST).text
    talked(as_cille, pair, "youth")
    assert "En af dem skal spørges på telefon." not in as_cille.get(LIST).text


def test_the_list_says_which_of_each_pair_asks_to_be_rung(as_cille, pair, wish):
    mentors("Maja")
    other = paired(enrolled("Jonas", days_ago=9), days_ago=8)
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        wellbeing_noted(Match.get(other), "worried", by=cast.actor("cille"))
    text = as_cille.get(LIST).text
    assert "Ayla (den unge) vil ringes op" in text and "Maja (mentor) er bekymret" in text


def test_the_list_says_which_of_them_asks_to_be_rung(as_cille, pair, wish):
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        wellbeing_noted(Match.get(pair), "worried", by=cast.actor("cille"))
    text = as_cille.get(LIST).text
    assert "Bent (mentor) er bekymret. Ayla (den unge) vil ringes op." in text
    left = talked(as_cille, pair, "mentor").text
    assert "Ayla (den unge) vil ringes op." in left and "er bekymret" not in left


def test_silence_on_both_sides_is_not_settled_by_a_talk_with_one(as_cille, pair):
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        open_follow_up(Match.get(pair)).asked_at = now() - timedelta(days=8)
    raise_(pair, "silence")
    silence = "Ingen af dem har svaret."
    assert silence in talked(as_cille, pair, "mentor").text
    assert silence not in talked(as_cille, pair, "youth").text


def test_the_list_says_which_of_them_wants_to_be_asked_by_phone(as_cille, pair):
    with acting_for(cast.tenant("svendborg")):
        db.session.scalars(select(Youth)).one().channel = "phone"
    raise_(pair, "phone")
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        assert line_of(pair, by=cast.actor("cille")).whom == "youth"
