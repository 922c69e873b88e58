"""A mentor is asked to do more once, when it goes well at the second check-in; staff may ask whenever they talk."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from mentorkorps.clock import today
from mentorkorps.field_partners import wording
from mentorkorps.field_partners.partner import aim_at
from mentorkorps.mentors import Mentor
from mentorkorps.offers import log_ask
from tenants.scope import acting_for
from tests import cast
from tests.endings.scene import on, running
from tests.forms import submit
from tests.offers.scene import CORPS, LIST, asked, asks, at_once, bent, checked_in
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


def test_what_staff_have_been_told_is_the_answer_to_the_open_question_too(app: Flask, as_cille: FlaskClient) -> None:
    running()
    phone = browser(app)
    for day in (FIRST, SECOND):
        path = checked_in(phone, day, "5")
    with on(SECOND):
        asked(as_cille, "no")
        assert "Et spørgsmål til din virksomhed" not in phone.get(path).text
        assert submit(phone, path, follow=False, do="offer", answer="yes").status_code == 409
    assert asks() == [("check_in", "no"), ("staff", "no")]


def test_whoever_has_left_is_not_among_those_to_talk_to(as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant(CORPS)):
        partner = aim_at("Smedjen", "company", "", "", by=cast.actor("cille")).id
    submit(as_cille, f"{LIST}/virksomhed/{partner}", answer="later")
    assert "Bent Madsen" in asked(as_cille, "later") and "Smedjen" in as_cille.get(LIST).text
    with acting_for(cast.tenant(CORPS)):
        Mentor.get(bent()).left_on = today()
    submit(as_cille, f"/{CORPS}/samarbejdspartnere/{partner}/skridt", step="ended", on_day="15-06-2014")
    page = as_cille.get(LIST).text
    assert "Bent Madsen" not in page and "Smedjen" not in page


def test_it_says_how_many_more_there_are_to_talk_to(as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant(CORPS)):
        for number in range(23):
            log_ask(cast.recruit(f"Nr{number}", "Holm", "carpenter"), "later", by=cast.actor("cille"))
    assert "3 flere følger, når I har talt med dem" in as_cille.get(LIST).text


def test_two_who_ask_bent_at_once_are_written_down_one_after_the_other(app: Flask) -> None:
    mentor, by = bent(), cast.actor("cille")

    def ask() -> None:
        with acting_for(cast.tenant(CORPS)):
            log_ask(Mentor.get(mentor), "later", by=by)

    assert at_once(app, ask, 3) == ["done"] * 3
    assert asks() == [("staff", "later")] * 3
