"""The day agreed for the end comes near, and goes by: somebody is to ring, in good time before and after (FY-45, DF-11)."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from mentorkorps.clock import today
from mentorkorps.follow_ups import agree_on_length
from mentorkorps.matches import plan_goodbye
from tenants.scope import acting_for
from tests.cast import actor, tenant
from tests.endings.scene import on, running
from tests.forms import submit
from tests.pair import HERE, the_match

LIST = "/dygtige-unge/ringeliste"
SOON, PASSED = "Den aftalte dag nærmer sig", "Den aftalte dag er gået"


@pytest.fixture
def page(as_cille: FlaskClient) -> str:
    """They have met, and agreed to go on until 15 August 2014."""
    found = running()
    with acting_for(tenant(HERE)):
        agree_on_length(the_match(), date(2014, 8, 15), "Et fritidsjob", by=actor("cille"))
    return found


def listed(client: FlaskClient, day: date) -> str:
    with on(day):
        return client.get(LIST).text


def test_the_pair_is_rung_from_a_fortnight_before_and_after_the_day(as_cille: FlaskClient, page: str) -> None:
    assert SOON not in listed(as_cille, date(2014, 7, 31))
    assert SOON in listed(as_cille, date(2014, 8, 1)) and SOON in listed(as_cille, date(2014, 8, 15))
    late = listed(as_cille, date(2014, 8, 18))
    assert PASSED in late and SOON not in late


def test_a_planned_goodbye_or_a_later_day_is_the_answer(as_cille: FlaskClient, page: str) -> None:
    with on(date(2014, 8, 4)), acting_for(tenant(HERE)):
        plan_goodbye(the_match(), ends_on=date(2014, 8, 15), reason="planned", last_meeting_on=None, by=actor("cille"))
    assert SOON not in listed(as_cille, date(2014, 8, 5))
    with on(date(2014, 8, 6)), acting_for(tenant(HERE)):
        agree_on_length(the_match(), today() + timedelta(days=90), "Et fritidsjob", by=actor("cille"))
    assert SOON not in listed(as_cille, date(2014, 8, 6))


def test_a_talk_settles_it_for_a_week_and_no_longer(as_cille: FlaskClient, page: str) -> None:
    with on(date(2014, 8, 18)):
        submit(as_cille, f"{page}/opkald?fra=ringeliste", result="talked", reached="both", note="De tænker over det.")
    assert PASSED not in listed(as_cille, date(2014, 8, 20))
    assert PASSED in listed(as_cille, date(2014, 8, 26))
