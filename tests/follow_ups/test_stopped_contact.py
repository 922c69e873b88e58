"""An authority has stopped the contact: it is stopped on every page, both are told so in a neutral sentence, and what is
logged all the same brings the pair onto the call list (DF-33)."""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps import follow_ups
from mentorkorps.calls.nudge import nudge
from mentorkorps.clock import COPENHAGEN, now, standing_at
from mentorkorps.journal import JournalNote
from mentorkorps.matches import Meeting
from mentorkorps.messages import Message
from mentorkorps.messages.delivery import words_of
from mentorkorps.refused import Refused
from tenants.scope import acting_for, db
from tests import cast, pair
from tests.forms import submit, token_in
from tests.mail import messages_in
from workers.perform import drain

HERE, CORPS = "svendborg", "dygtige-unge"
STOPPED = date(2014, 6, 20)
AYLA, BENT, HOTLINE = "tel:70102032", "tel:70102031", "tel:62000011"
MEETING = {"do": "meeting", "held_on": "2014-06-20", "minutes": "60", "place": "workplace", "next_on": "", "met": "yes"}
WORD = "Kontakten mellem mentor og den unge holder pause"


@pytest.fixture
def bent(app: Flask) -> FlaskClient:
    """Bent's telephone."""
    return app.test_client()


@pytest.fixture
def bents_page(bent: FlaskClient) -> Iterator[str]:
    """Where Bent logs his meetings; an authority has stopped the contact today."""
    pair.matched(bent)
    path = pair.known(bent, "start", "2031")
    with standing_at(datetime.combine(STOPPED, time(9, 45), COPENHAGEN)):
        with acting_for(cast.tenant(HERE), home=cast.tenant(CORPS)):
            by = cast.actor("cille")
            follow_ups.pause(pair.the_match(), "authority", until_on=None, look_again_on=date(2014, 7, 18), by=by)
        yield path


def raised() -> list[str | None]:
    """Why the pair is on the call list."""
    with acting_for(cast.tenant(HERE)):
        steps = select(follow_ups.FollowUp.raised_because).where(follow_ups.FollowUp.done_at.is_(None))
        return list(db.session.scalars(steps))


def test_neither_page_leads_to_the_other(app: Flask, bent: FlaskClient, bents_page: str) -> None:
    ayla = app.test_client()
    his, hers = bent.get(bents_page).text, ayla.get(pair.known(ayla, "mentor_will_call", "2032")).text
    assert WORD in his and AYLA not in his and "Ayla" not in his and 'name="held_on"' not in his
    assert WORD in hers and BENT not in hers and "Bent" not in hers and "ringer til dig." not in hers.split(WORD)[0]
    assert HOTLINE in his and HOTLINE in hers


def test_he_still_says_that_he_is_worried_and_she_that_she_wants_to_talk(
    app: Flask, bent: FlaskClient, bents_page: str
) -> None:
    ayla = app.test_client()
    hers = pair.known(ayla, "mentor_will_call", "2032")
    assert bents_page + "/bekymring" in bent.get(bents_page).text
    assert hers + "/tal-med-nogen" in ayla.get(hers).text


def test_both_are_told_in_the_same_neutral_sentence_when_it_stops_and_when_it_goes_on(bents_page: str) -> None:
    with acting_for(cast.tenant(HERE), home=cast.tenant(CORPS)):
        told = db.session.scalars(select(Message).where(Message.template == "contact_paused")).all()
        assert sorted(one.holder for one in told) == ["mentor", "youth"]
        for one in told:
            _subject, text = words_of(one)
            assert WORD in text and "myndighed" not in text
        follow_ups.resume(pair.the_match(), by=cast.actor("cille"))
    assert {("contact_resumed", "mentor"), ("contact_resumed", "youth")} <= set(messages_in(HERE))


def test_an_ordinary_pause_is_told_nobody_and_closes_no_page(bent: FlaskClient) -> None:
    pair.matched(bent)
    path = pair.known(bent, "start", "2031")
    with acting_for(cast.tenant(HERE), home=cast.tenant(CORPS)):
        follow_ups.pause(pair.the_match(), "travel", until_on=None, look_again_on=None, by=cast.actor("cille"))
    assert AYLA in bent.get(path).text
    assert ("contact_paused", "mentor") not in messages_in(HERE)


def test_a_meeting_logged_on_a_page_that_was_open_is_kept_and_rung_about(bent: FlaskClient, bents_page: str) -> None:
    start = submit(bent, bents_page + "/bekymring", danger="no", about="other", internal="")  # any page with a form
    answer = bent.post(bents_page, data=MEETING | {"csrf_token": token_in(start.text)}, follow_redirects=True)
    assert answer.status_code == 200
    with acting_for(cast.tenant(HERE)):
        assert len(db.session.scalars(select(Meeting)).all()) == 1
        assert "stop_broken" in db.session.scalars(select(JournalNote.act)).all()
    assert raised() == ["stop_broken"]


def test_what_staff_log_is_rung_about_and_asks_nobody(bents_page: str) -> None:
    with acting_for(cast.tenant(HERE), home=cast.tenant(CORPS)):
        follow_ups.log_meeting(
            pair.the_match(), held_on=STOPPED, took_place=True, minutes=30, place="school", next_on=None,
            by=cast.actor("cille"),
        )  # fmt: skip
    assert raised() == ["stop_broken"]
    assert ("second_yes", "mentor") not in messages_in(HERE)
    with acting_for(cast.tenant(HERE), home=cast.tenant(CORPS)):
        follow_ups.resume(pair.the_match(), by=cast.actor("cille"))
    assert {("second_yes", "mentor"), ("second_yes", "youth")} <= set(messages_in(HERE))  # what the stop held back


def test_the_course_is_closed_but_a_contact_that_was_had_is_kept_and_rung_about(
    bent: FlaskClient, bents_page: str
) -> None:
    assert bent.get(bents_page + "/forloeb").status_code == 409
    start = submit(bent, bents_page + "/bekymring", danger="no", about="other", internal="")
    bent.post(
        bents_page + "/forloeb/kontakt", data={"way": "phone", "begun_by": "mentor", "csrf_token": token_in(start.text)}
    )
    assert raised() == ["stop_broken"]


def test_nobody_reminds_the_mentor_while_it_lasts(bents_page: str) -> None:
    with acting_for(cast.tenant(HERE), home=cast.tenant(CORPS)), pytest.raises(Refused, match="holder pause"):
        nudge(pair.the_match(), by=cast.actor("cille"))
    drain(now(), [cast.tenant(HERE)])
    assert ("log_meeting", "mentor") not in messages_in(HERE)
