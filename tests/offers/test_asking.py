"""A mentor is asked to do more once, when it goes well at the second check-in; staff may ask whenever they talk."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from mentorkorps.field_partners import wording
from mentorkorps.field_partners.partner import aim_at
from tenants.scope import acting_for
from tests import cast
from tests.endings.scene import on, running
from tests.forms import submit
from tests.offers.scene import CORPS, LIST, asked, asks, bent, checked_in
from tests.visitor import browser

FIRST, SECOND = date(2014, 6, 30), date(2014, 7, 31)


def test_a_satisfied_mentor_is_asked_at_the_second_check_in_and_answers_by_one_tap(
    app: Flask, as_cille: FlaskClient
) -> None:
    running()
    phone = browser(app)
    checked_in(phone, FIRST, "5")
    assert asks() == []
    path = checked_in(phone, SECOND, "4")
    assert asks() == [("check_in", None)]
    with on(SECOND):
        page = phone.get(path).text
        assert "Et spørgsmål til din virksomhed" in page and wording.MORE in page
        assert "Ikke svaret endnu" in as_cille.get(LIST).text
        assert submit(phone, path, follow=False, do="offer", answer="maybe").status_code == 409
        page = submit(phone, path, do="offer", answer="yes").text
        assert "Et spørgsmål til din virksomhed" not in page
        assert submit(phone, path, follow=False, do="offer", answer="no").status_code == 409
        assert "Ja, vi vil gerne gøre mere" in as_cille.get(LIST).text  # until there is an offer
    assert asks() == [("check_in", "yes")]


def test_a_mentor_who_is_not_satisfied_is_not_asked_for_more(app: Flask) -> None:
    running()
    phone = browser(app)
    checked_in(phone, FIRST, "5")
    path = checked_in(phone, SECOND, "3")
    with on(SECOND):
        assert "Et spørgsmål til din virksomhed" not in phone.get(path).text
    assert asks() == []


def test_whom_staff_have_asked_the_check_in_does_not_ask_again(app: Flask, as_cille: FlaskClient) -> None:
    running()
    asked(as_cille, "no")
    phone = browser(app)
    for day in (FIRST, SECOND):
        path = checked_in(phone, day, "5")
    with on(SECOND):
        assert "Et spørgsmål til din virksomhed" not in phone.get(path).text
    assert asks() == [("staff", "no")]


def test_staff_ask_from_the_mentors_page_and_later_is_asked_again(as_cille: FlaskClient) -> None:
    assert f"{LIST}/mentor/{bent()}" in as_cille.get(f"/{CORPS}/mentorer/{bent()}").text
    assert submit(as_cille, f"{LIST}/mentor/{bent()}", follow=False).status_code == 422
    assert "Spørg igen senere" in asked(as_cille, "later")
    assert "Bent Madsen" not in asked(as_cille, "no")
    page = as_cille.get(f"{LIST}/mentor/{bent()}").text
    assert "Cille Engel" in page and page.count("<td") == 6 and wording.MORE in page
    assert asks() == [("staff", "later"), ("staff", "no")]


def test_a_company_among_the_partners_is_asked_too(as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant(CORPS)):
        partner = aim_at("Smedjen", "company", "Svendborg", "", by=cast.actor("cille")).id
    assert f"{LIST}/virksomhed/{partner}" in as_cille.get(f"/{CORPS}/samarbejdspartnere/{partner}").text
    submit(as_cille, f"{LIST}/virksomhed/{partner}", answer="later")
    assert "Smedjen" in as_cille.get(LIST).text


def test_nobody_else_asks_the_corps_mentors(as_karen: FlaskClient, as_nora: FlaskClient) -> None:
    assert as_karen.get(f"/svendborg/tilbud/mentor/{bent()}").status_code == 403
    assert as_nora.get(f"/vordingborg/tilbud/mentor/{bent()}").status_code == 404
