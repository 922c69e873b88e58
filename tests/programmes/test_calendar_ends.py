"""A school calendar ends some day: it is said in good time, and nothing is planned beyond it (HT-13)."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorkorps.cli.check import _calendars
from mentorkorps.clock import COPENHAGEN, standing_at, today
from mentorkorps.follow_ups import agree_on_length
from mentorkorps.programmes import calendar_ends, calendar_is_short, complete
from mentorkorps.refused import Refused
from tenants.local_rules import adjust
from tenants.scope import acting_for
from tenants.terms import read
from tests.cast import TERMS, actor, tenant
from tests.courses.pairs import AYLA, paired
from tests.forms import submit
from tests.pair import the_match

PAIRS = "/dygtige-unge/par"
ENDS, WARNS = date(2014, 10, 19), "Skolekalenderen slutter den 19-10-2014."


@pytest.fixture
def short(app: Flask) -> None:
    """Svendborg follows a school calendar that ends with the autumn holiday."""
    with acting_for(tenant("svendborg")):
        adjust(
            "calendar",
            {"closed": [["2014-06-28", "2014-08-10"], ["2014-10-11", "2014-10-19"]]},
            "Skolen",
            by=actor("kim"),
        )


def test_hoeje_taastrup_s_ends_with_the_summer_of_2025_and_is_short_from_april() -> None:
    rules = complete(read(TERMS / "hoeje-taastrup.toml").profile)
    assert calendar_ends(rules) == date(2025, 8, 10)
    assert [calendar_is_short(rules, date(2025, 4, day)) for day in (11, 12)] == [False, True]
    assert not calendar_is_short(complete(read(TERMS / "fyn.toml").profile), date(2040, 1, 1))


def test_the_programme_s_page_warns_four_months_before(as_kim: FlaskClient, short: None) -> None:
    assert WARNS not in as_kim.get("/svendborg/program").text
    with standing_at(datetime(2014, 6, 21, 9, tzinfo=COPENHAGEN)):
        assert WARNS in as_kim.get("/svendborg/program").text


def test_the_installation_s_check_warns_too(short: None) -> None:
    assert list(_calendars()) == []
    with standing_at(datetime(2014, 6, 21, 9, tzinfo=COPENHAGEN)):
        [(good, sentence)] = list(_calendars())
    assert not good and "svendborg ends on 2014-10-19" in sentence


def test_no_length_is_agreed_beyond_the_calendar(short: None) -> None:
    paired(*AYLA)
    with acting_for(tenant("svendborg")), pytest.raises(Refused, match="Skolekalenderen slutter den 19-10-2014"):
        agree_on_length(the_match(), ENDS + timedelta(days=1), "Et fritidsjob", by=actor("cille"))
    with acting_for(tenant("svendborg")):
        assert agree_on_length(the_match(), ENDS, "Et fritidsjob", by=actor("cille")).until_on > today()


def test_a_step_beyond_the_calendar_is_shown_as_provisional(as_cille: FlaskClient, short: None) -> None:
    """Met on 15 June in a school whose calendar ends on 19 October: the next talk is known, one in November is a guess."""
    match_id = paired(*AYLA)
    page, guessed = f"/svendborg/par/{match_id}", "Det næste skridt er foreløbigt"
    assert guessed not in as_cille.get(page).text and "foreløbigt" not in as_cille.get(PAIRS).text
    with standing_at(datetime(2014, 10, 10, 9, tzinfo=COPENHAGEN)):
        answer = submit(as_cille, f"{page}/opkald", result="talked", reached="both", note="De ses hver uge.").text
        assert "foreløbigt: skolens senere ferier er ikke kendt" in as_cille.get(PAIRS).text
        assert guessed in answer and f"{WARNS[:-1]}, og senere ferier er ikke kendt." in answer
        with acting_for(tenant("svendborg")):
            youth_id = the_match().youth_id
        assert "Næste, foreløbigt: " in as_cille.get(f"/svendborg/unge/{youth_id}").text


def test_the_preview_of_newer_rules_says_which_steps_are_guessed(as_kim: FlaskClient, short: None) -> None:
    paired(*AYLA)
    with acting_for(tenant("svendborg")):
        adjust("calendar", {"closed": [["2014-05-28", "2014-06-20"]]}, "Ny kalender", by=actor("kim"))
    assert "foreløbigt: skolens senere ferier er ikke kendt" in as_kim.get("/svendborg/program/flyt").text
