"""After an early or unwanted ending the youth is offered a new mentor by phone, and stands first in the queue."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.follow_ups import RematchCall, rematch_offers_due
from mentorkorps.matching import propose
from mentorkorps.matching.suggest import suggest
from mentorkorps.youths import Enrolment
from tenants.scope import acting_for, db
from tests import cast
from tests.cast import actor, tenant
from tests.endings.scene import begin_the_days, ended, exits, notes, on, running, work
from tests.forms import submit
from tests.mail import link_in, messages_in
from tests.pair import HERE

CORPS = "dygtige-unge"
JULY_1 = date(2014, 7, 1)


def offers(day: date) -> list[tuple[str, str, date]]:
    """The youths whom Cille is to ring about a new mentor."""
    with acting_for(tenant(HERE), home=tenant(CORPS)):
        calls = [RematchCall(*row) for row in db.session.execute(rematch_offers_due(day))]
        return [(call.youth_first_name, call.youth_phone, call.due_on) for call in calls]


def proposable() -> list[str]:
    """The mentors who may be proposed to Ayla now."""
    with acting_for(tenant(HERE), home=tenant(CORPS)):
        enrolment = db.session.scalars(select(Enrolment)).one()
        return [one.mentor.first_name for one in suggest(enrolment, today()) if one.is_proposable]


def test_a_mentor_who_stops_puts_the_youth_on_the_call_list_for_fourteen_days(app: Flask, as_cille: FlaskClient):
    page = running()
    with on(JULY_1):
        text = ended(as_cille, page, "mentor_stopped")
    assert "Ring og tilbyd en ny mentor senest den 15-07-2014" in text
    assert offers(JULY_1) == [("Ayla", "70102032", date(2014, 7, 15))]
    assert ("moved_on", "youth") not in messages_in(HERE)
    assert [side for side, *_ in exits()] == ["mentor"]


def test_an_ending_that_was_wished_for_makes_no_offer(app: Flask, as_cille: FlaskClient):
    page = running()
    with on(JULY_1):
        ended(as_cille, page, "planned")
    assert offers(JULY_1) == []


def test_a_youth_who_left_late_knows_what_she_does(app: Flask, as_cille: FlaskClient):
    page = running()
    with on(date(2014, 9, 15)):
        ended(as_cille, page, "youth_stopped")
    assert offers(date(2014, 9, 15)) == []


def test_a_youth_who_left_early_is_offered_another(app: Flask, as_cille: FlaskClient):
    page = running()
    with on(date(2014, 9, 12)):
        ended(as_cille, page, "youth_stopped")
    assert len(offers(date(2014, 9, 12))) == 1


def test_a_yes_leads_back_to_the_queue_without_a_new_place_and_without_the_old_mentor(
    app: Flask, as_cille: FlaskClient
):
    page = running()
    begin_the_days()
    with acting_for(tenant(CORPS)):
        cast.recruit("Mette", "Friis", "car_mechanic", email="mette@vaerksted.example", phone="70102033")
    with on(JULY_1):
        ended(as_cille, page, "mentor_stopped")
        back = submit(as_cille, page, to=f"{page}/ny-mentor").text
        assert "Den unge venter igen på en mentor." in back and "Mette" in back
        assert proposable() == ["Mette"]
        assert "Ja tak, 01-07-2014" in as_cille.get(page).text
    assert offers(JULY_1) == []
    assert [side for side, *_ in exits()] == ["mentor"]


def test_the_new_mentor_reads_nothing_of_what_the_first_one_wrote(app: Flask, as_cille: FlaskClient):
    phone, page = app.test_client(), running()
    with acting_for(tenant(CORPS)):
        cast.recruit("Mette", "Friis", "car_mechanic", email="mette@vaerksted.example", phone="70102033")
    with on(JULY_1):
        submit(as_cille, f"{page}/opkald", reached="both", note="Bent synes, at Ayla kommer for sent.")
        ended(as_cille, page, "mentor_stopped")
        submit(as_cille, page, to=f"{page}/ny-mentor")
        with acting_for(tenant(HERE), home=tenant(CORPS)):
            enrolment = db.session.scalars(select(Enrolment)).one()
            propose(enrolment, suggest(enrolment, today())[0], by=actor("cille"))
        asked = link_in(HERE, "mentor_asked")
        seen = phone.get(asked).text
    assert "for sent" not in seen and "Bent" not in seen


def test_a_no_closes_with_dignity_and_is_asked_again_later(app: Flask, as_cille: FlaskClient):
    page = running()
    with on(JULY_1):
        ended(as_cille, page, "not_a_fit")
        text = submit(as_cille, page, to=f"{page}/ingen-ny-mentor").text
        assert "døren står åben" in text and "Nej tak, 01-07-2014" in text
        assert submit(as_cille, page, to=f"{page}/ingen-ny-mentor").status_code == 409
    assert {("goodbye_for_now", "youth"), ("moved_on", "youth")} <= set(messages_in(HERE))
    assert [side for side, *_ in exits()] == ["mentor", "youth", "youth"]
    assert notes("rematch_no") == ["Den unge er tilbudt en ny mentor og har sagt nej tak for nu."]
    assert offers(JULY_1) == []


def test_a_youth_who_gets_another_mentor_is_not_asked_about_the_last_one(app: Flask, as_cille: FlaskClient):
    page = running()
    begin_the_days()
    with on(JULY_1):
        ended(as_cille, page, "planned")
        submit(as_cille, page, to=f"{page}/ny-mentor")
    work(date(2014, 7, 15))
    assert [(side, how) for side, _, _, how in exits()] == [
        ("mentor", None),
        ("youth", "dropped"),
        ("youth", "dropped"),
    ]
    assert "exit_youth" not in [template for template, _ in messages_in(HERE)]
