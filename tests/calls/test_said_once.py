"""The call list says a thing once, and both numbers look alike."""

import re

from flask.testing import FlaskClient

from tests.calls.test_call_list import LIST, met, raise_
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import paired


def test_two_reasons_with_the_same_words_stand_once(as_cille: FlaskClient) -> None:
    pair = paired(enrolled(days_ago=25), days_ago=21)
    met(pair)
    raise_(pair, "alarm_no_next")
    line = as_cille.get(LIST).text.split('<li class="mk-call">')[1]
    assert line.count("Der er ikke aftalt et nyt møde.") == 1


def test_both_numbers_are_buttons_of_one_look_and_who_is_asked_for_stands_first(as_cille: FlaskClient) -> None:
    met(paired(enrolled(days_ago=25), days_ago=21))
    looks = re.findall(r'<a class="([^"]*mk-phone)" href="tel:(\d+)"', as_cille.get(LIST).text)
    assert [number for _look, number in looks] == ["70102031", "70102032"]
    assert len({look for look, _number in looks}) == 1
