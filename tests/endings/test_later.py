"""A youth who is to begin school in August has it written down in June: it stands with its day, and counts from then on."""

import re
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from tests.endings.scene import begin_the_days, ended, notes, on, pair, running, work
from tests.endings.test_results import rows
from tests.forms import submit, token_in

AUGUST = date(2014, 8, 1)
SCHOOL = {"education": "01-08-2014", "goes_on": "yes", "owed_to": ["youth", "mentor"]}
WAITS = "Begynder den 01-08-2014 og tæller fra den dag."


def called_off(client: FlaskClient, page: str, where: str = "") -> int:
    """Cille presses "Blev ikke til noget" (of the address, where one is given); how it is answered."""
    shown = client.get(page).text
    address = where or re.findall(r'action="([^"]+/aflys)"', shown)[0]
    return client.post(address, data={"csrf_token": token_in(shown)}).status_code


def test_what_begins_in_august_is_written_in_june_and_is_no_result_before_its_day(
    app: Flask, as_cille: FlaskClient
) -> None:
    page = running()
    shown = submit(as_cille, f"{page}/resultat", **SCHOOL).text
    assert "Resultatet er skrevet ned." in shown and WAITS in shown and "<h2>Resultater</h2>" not in shown
    assert notes("outcome") == ["Aftalt resultat: Uddannelse fra den 01-08-2014. Det tæller, når det er begyndt."]
    work(date(2014, 7, 31))
    assert rows("outcomes") == []
    work(AUGUST)
    assert rows("outcomes") == ["education"]
    with on(AUGUST, 21):
        shown = as_cille.get(page).text
    assert WAITS not in shown and "<h2>Resultater</h2>" in shown and "Den unge, Mentor" in shown
    assert "Resultat: Uddannelse fra den 01-08-2014." in notes("outcome")


def test_a_pair_that_has_said_goodbye_gets_it_too(app: Flask, as_cille: FlaskClient) -> None:
    page = running()
    begin_the_days()
    assert WAITS in ended(as_cille, page, "goal_reached", education="01-08-2014", job="15-06-2014")
    assert rows("outcomes") == ["job"] and not pair().is_running
    work(AUGUST)
    assert rows("outcomes") == ["education", "job"]


def test_what_comes_to_nothing_is_called_off_and_never_counts(app: Flask, as_cille: FlaskClient) -> None:
    page = running()
    submit(as_cille, f"{page}/resultat", **SCHOOL)
    address = re.findall(r'action="([^"]+/aflys)"', as_cille.get(page).text)[0]
    assert called_off(as_cille, page) == 303
    assert WAITS not in as_cille.get(page).text
    assert "Det aftalte resultat blev ikke til noget: Uddannelse fra den 01-08-2014." in notes("outcome")
    assert called_off(as_cille, f"{page}/resultat", address) == 404
    work(AUGUST)
    assert rows("outcomes") == []
    assert WAITS in submit(as_cille, f"{page}/resultat", **SCHOOL).text  # and yet, after all


def test_it_is_kept_once_and_not_for_years_ahead(app: Flask, as_cille: FlaskClient) -> None:
    page = running()
    submit(as_cille, f"{page}/resultat", **SCHOOL)
    twice = submit(as_cille, f"{page}/resultat", **SCHOOL)
    assert twice.status_code == 409 and "Resultatet er allerede skrevet ned." in twice.text
    far = submit(as_cille, f"{page}/resultat", job="01-08-2016", goes_on="yes")
    assert far.status_code == 409 and "inden for et år" in far.text


def test_what_was_written_by_hand_on_the_day_is_not_counted_twice(app: Flask, as_cille: FlaskClient) -> None:
    page = running()
    submit(as_cille, f"{page}/resultat", **SCHOOL)
    with on(AUGUST, 4):
        submit(as_cille, f"{page}/resultat", education="01-08-2014", goes_on="yes")
    work(AUGUST)
    assert rows("outcomes") == ["education"]


def test_the_neighbour_calls_nothing_off(app: Flask, as_cille: FlaskClient, as_rune: FlaskClient) -> None:
    page = running()
    submit(as_cille, f"{page}/resultat", **SCHOOL)
    address = re.findall(r'action="([^"]+/aflys)"', as_cille.get(page).text)[0]
    token = token_in(as_rune.get("/nyborg/unge/ny").text)
    assert as_rune.post(address, data={"csrf_token": token}).status_code in (403, 404)
    assert WAITS in as_cille.get(page).text
