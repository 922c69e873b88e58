"""A municipality has left, and its pairs still run: each is looked after by its own programme until it has ended."""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps import follow_ups
from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.concerns import Concern
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal, propose
from mentorkorps.matching.suggest import suggest
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment, Youth
from tenants.agreements.moving import leave
from tenants.quotas import Reservation
from tenants.scope import acting_for, db
from tests import cast, pair
from tests.forms import submit
from tests.mail import link_in, messages_in
from tests.tenants.test_agreement_versions import fyn
from workers.perform import drain

HERE, CORPS = "svendborg", "dygtige-unge"
LAST = date(2014, 6, 30)
HOTLINE = "tel:62000011"
DANGER = {"danger": "yes", "about": "wellbeing", "internal": "Hun er i fare."}


def morning(day: date) -> datetime:
    """In working hours."""
    return datetime.combine(day, time(9, 45), COPENHAGEN)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Bent's telephone."""
    return app.test_client()


def svendborg_leaves() -> None:
    with acting_for(cast.tenant(CORPS)):
        leave(fyn(), cast.tenant(HERE), LAST, "Byrådet", now(), today(), by=cast.actor("cille"))


@pytest.fixture
def bents_page(client: FlaskClient) -> Iterator[str]:
    """Ayla and Bent are a pair, Svendborg has left, and it is the day after; the address of Bent's page."""
    pair.matched(client)
    path = pair.known(client, "start", "2031")
    svendborg_leaves()
    with standing_at(morning(date(2014, 7, 1))):
        yield path


def concerns() -> list[tuple[str, str, str]]:
    """What is raised, who must act and on which number."""
    with acting_for(cast.tenant(HERE)):
        found = db.session.scalars(select(Concern).order_by(Concern.opened_at)).all()
        return [(one.internal, one.now.owner_name, one.now.owner_phone) for one in found]


def test_danger_now_is_heard_from_bent_and_stands_with_those_who_care_for_the_pair(
    client: FlaskClient, bents_page: str
) -> None:
    answer = submit(client, bents_page + "/bekymring", **DANGER)
    assert answer.status_code == 200
    assert concerns() == [("Hun er i fare.", "Korpsets koordinatorer", "62 00 00 11")]


@pytest.mark.parametrize("who", ["karen", "kim", "cille"])
def test_danger_now_is_heard_from_staff(app: Flask, bents_page: str, who: str) -> None:
    with acting_for(cast.tenant(HERE)):
        where = f"/{HERE}/unge/{db.session.scalars(select(Youth.id)).one()}/bekymring"
    answer = submit(cast.signed_in(app.test_client(), who), where, **DANGER)
    assert answer.status_code == 200 and [one[0] for one in concerns()] == ["Hun er i fare."]


def test_karen_is_heard_about_a_youth_who_still_waits(app: Flask) -> None:
    with acting_for(cast.tenant(HERE)):
        where = f"/{HERE}/unge/{cast.enrol(cast.actor('karen')).youth_id}/bekymring"
    svendborg_leaves()
    with standing_at(morning(date(2014, 7, 1))):
        answer = submit(cast.signed_in(app.test_client(), "karen"), where, danger="no", about="home", internal="Uro.")
    assert answer.status_code == 200 and [one[0] for one in concerns()] == ["Uro."]


def test_a_running_pair_stays_on_every_list_for_as_long_as_it_runs(app: Flask, bents_page: str) -> None:
    with acting_for(cast.tenant(HERE)):
        match_id = db.session.scalars(select(Match.id)).one()
    for day in (date(2014, 12, 29), date(2015, 11, 2)):
        with standing_at(morning(day)):
            cille, kim = (cast.signed_in(app.test_client(), who) for who in ("cille", "kim"))
            for page in (f"/{CORPS}/ringeliste?hvem=alle", f"/{CORPS}/par"):
                assert "Ayla" in cille.get(page).text, (day, page)
            assert cille.get(f"/{HERE}/par/{match_id}").status_code == 200
            assert "Ayla" in kim.get(f"/{HERE}/unge").text


def test_when_the_last_pair_has_ended_long_ago_the_corps_has_no_way_in(app: Flask, bents_page: str) -> None:
    with acting_for(cast.tenant(HERE), home=cast.tenant(CORPS)):
        match = pair.the_match()
        match_id = match.id
        follow_ups.end_match(match, "planned", by=cast.actor("cille"))
    for day, status in ((date(2014, 12, 20), 200), (date(2015, 1, 10), 404)):
        with standing_at(morning(day)):
            cille = cast.signed_in(app.test_client(), "cille")
            assert cille.get(f"/{HERE}/par/{match_id}").status_code == status, day


def test_every_page_of_the_pair_names_the_number_that_the_mails_speak_of(
    app: Flask, client: FlaskClient, bents_page: str
) -> None:
    ayla = app.test_client()
    aylas_page = pair.known(ayla, "mentor_will_call", "2032")
    assert HOTLINE in client.get(bents_page).text and HOTLINE in client.get(bents_page + "/bekymring").text
    assert HOTLINE in ayla.get(aylas_page).text and HOTLINE in ayla.get(aylas_page + "/tal-med-nogen").text


def ayla_waits() -> Enrolment:
    """Karen has enrolled her; call it inside the scope of Svendborg."""
    return db.session.scalars(select(Enrolment)).one()


def test_nobody_is_proposed_in_a_municipality_that_has_left(app: Flask) -> None:
    with acting_for(cast.tenant(HERE)):
        cast.enrol(cast.actor("karen"))
    svendborg_leaves()
    with standing_at(morning(date(2014, 7, 1))), acting_for(cast.tenant(HERE), home=cast.tenant(CORPS)):
        enrolment = ayla_waits()
        with pytest.raises(Refused, match="ikke længere med i aftalen"):
            propose(enrolment, suggest(enrolment, today())[0], by=cast.actor("cille"))
        assert db.session.scalars(select(Proposal)).all() == []
    assert messages_in(HERE) == []


def test_a_youth_is_promised_no_new_mentor_where_none_can_come(app: Flask, bents_page: str) -> None:
    with acting_for(cast.tenant(HERE), home=cast.tenant(CORPS)):
        follow_ups.end_match(pair.the_match(), "mentor_stopped", by=cast.actor("cille"))
        assert follow_ups.offer_of(pair.the_match()) is None
        with pytest.raises(Refused, match="ikke længere med i aftalen"):
            follow_ups.find_new_mentor(pair.the_match(), by=cast.actor("cille"))


def test_a_mentor_who_answers_after_the_last_day_is_thanked_and_nobody_else_is_asked(
    app: Flask, client: FlaskClient
) -> None:
    pair.proposed()
    svendborg_leaves()
    with standing_at(morning(date(2014, 7, 1))):
        answer = submit(client, link_in(HERE, "mentor_asked"), answer="yes")
    assert "Aftalen med kommunen er udløbet" in answer.text
    assert ("youth_asked", "youth") not in messages_in(HERE)
    assert proposal_stands() == ("agreement_over", False)


def test_a_youth_who_says_yes_too_late_is_told_kindly_and_the_place_is_free(app: Flask, client: FlaskClient) -> None:
    pair.proposed()
    submit(client, link_in(HERE, "mentor_asked"), answer="yes")
    svendborg_leaves()
    with standing_at(morning(date(2014, 7, 1))):
        answer = submit(client, link_in(HERE, "youth_asked"), answer="yes")
        assert "Aftalen med kommunen er udløbet" in answer.text
    assert proposal_stands() == ("agreement_over", False)
    assert ("not_this_time", "mentor") in messages_in(HERE)


def test_a_proposal_without_an_agreement_falls_in_the_morning_and_reminds_nobody(
    app: Flask, client: FlaskClient
) -> None:
    """Proposed on the last days of the last year that is agreed on."""
    with standing_at(morning(date(2015, 12, 30))):
        pair.proposed()
        submit(client, link_in(HERE, "mentor_asked"), answer="yes")
    for day in (date(2016, 1, 4), date(2016, 1, 11)):
        with standing_at(morning(day)):
            drain(now(), [cast.tenant(HERE)])
    assert proposal_stands() == ("agreement_over", False)
    assert ("youth_asked_again", "youth") not in messages_in(HERE)


def proposal_stands() -> tuple[str | None, bool]:
    """Why it fell, and whether the municipality's place is still taken."""
    with acting_for(cast.tenant(HERE)):
        taken = db.session.scalars(select(Reservation)).one().freed_at is None
        return db.session.scalars(select(Proposal)).one().fell_because, taken
