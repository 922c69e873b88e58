"""The plan on the pair's page: staff hold it, take it up again, agree on its length, and see how far it has come."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorkorps.clock import standing_at
from tests.cast import signed_in
from tests.conftest import OPENING
from tests.follow_ups.test_plan import june, met, next_step, pair
from tests.forms import submit

__all__ = ["pair"]


@pytest.fixture
def page(pair: UUID, app: Flask) -> str:
    return f"/svendborg/par/{pair}"


@pytest.fixture
def cille(app: Flask) -> FlaskClient:
    return signed_in(app.test_client(), "cille")


def test_a_pause_is_begun_and_ended_on_the_pairs_page(page: str, cille: FlaskClient) -> None:
    with standing_at(OPENING + timedelta(days=3)):
        told = submit(
            cille, f"{page}/pause", reason="remand", until_on="", look_again_on="01-08-2014", words="Ringet fra retten."
        )
        assert "Forløbet holder pause fra den 18-06-2014" in told.text
        assert (
            "Den unge er varetægtsfængslet. Ingen bliver spurgt. Den 01-08-2014 hører korpset, om pausen er slut."
            in told.text
        )
        assert next_step() == ("pause", date(2014, 8, 1), date(2014, 8, 1))
        assert submit(cille, f"{page}/pause", follow=False, reason="illness").status_code == 409
        told = submit(cille, f"{page}/fortsaet", words="Løsladt.")
        assert "Pausen er slut, og forløbet fortsætter." in told.text
        assert "Pause 18-06-2014 til 18-06-2014: Den unge er varetægtsfængslet" in told.text
        assert submit(cille, f"{page}/fortsaet", follow=False).status_code == 409


def test_what_is_written_wrong_is_told_at_its_field(page: str, cille: FlaskClient) -> None:
    assert submit(cille, f"{page}/pause", follow=False, reason="").status_code == 422
    assert submit(cille, f"{page}/pause", follow=False, reason="illness", until_on="31-02-2015").status_code == 422
    assert submit(cille, f"{page}/varighed", follow=False, until_on="01-12-2014", content="").status_code == 422
    assert submit(cille, f"{page}/varighed", follow=False, until_on="01-01-2014", content="Slut").status_code == 409


def test_a_length_is_agreed_and_what_was_agreed_before_is_still_read(page: str, cille: FlaskClient) -> None:
    met(june(18))
    with standing_at(OPENING + timedelta(days=5)):
        shown = cille.get(page).text
        assert "Ikke aftalt. Programmet siger mindst til 16-08-2014." in shown
        assert "De er aftalt" not in shown
        submit(cille, f"{page}/varighed", until_on="15-10-2014", content="Find en læreplads")
        told = submit(cille, f"{page}/varighed", until_on="20-12-2014", content="Følge med ind i lærepladsen").text
    assert "Aftalt til" in told and "20-12-2014" in told
    assert "til 15-10-2014 · Find en læreplads" in told
