"""A house that runs the corps and bears no youths: its own figures are its members', for who reaches those."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorkorps.clock import now
from tenants.scope import acting_for, db
from tenants.users import User
from tests import cast
from tests.forms import submit
from tests.web.test_own_figures import rolled
from tests.web.test_steering import freeze

HOUSE = "dygtige-unge"


@pytest.fixture
def as_bodil(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Bodil sits in the steering group for the house that runs the corps, and has no other role."""
    roles = ["steering_member"]
    with acting_for(cast.tenant(HOUSE)):
        bodil = User(
            issuer=f"https://id.{HOUSE}.example",
            subject="bodil",
            name="Bodil Best",
            email="b@x.example",
            phone="70102030",
        )
        db.session.add(bodil)
        db.session.flush()
        bodil.grant_exactly(frozenset(roles), now())
    monkeypatch.setitem(cast.PEOPLE, "bodil", (HOUSE, "Bodil Best", roles))
    return cast.signed_in(app.test_client(), "bodil")


@pytest.mark.isolation
@pytest.mark.parametrize("view", ["kvartal", "maaned", "aar", "periode", "hele"])
def test_bodil_is_led_to_the_report_and_reads_no_others_figures(as_bodil: FlaskClient, view: str) -> None:
    rolled()
    page = as_bodil.get(f"/{HOUSE}/tal?vis={view}")
    assert page.status_code == 403
    assert "Tilmeldte unge" not in page.text and "mk-define" not in page.text
    assert f'href="/{HOUSE}/styregruppe"' in page.text and "uden at nogen kan kendes" in page.text


def test_bodils_menu_has_the_report_and_not_the_figures(as_bodil: FlaskClient, as_cille: FlaskClient) -> None:
    page = as_bodil.get(f"/{HOUSE}/styregruppe").text
    assert f'href="/{HOUSE}/tal"' not in page
    assert f'href="/{HOUSE}/tal"' in as_cille.get(f"/{HOUSE}/styregruppe").text


def test_cille_who_reaches_them_and_sofie_whose_own_they_are_still_do(
    as_cille: FlaskClient, as_sofie: FlaskClient
) -> None:
    rolled()
    assert "Tilmeldte unge" in as_cille.get(f"/{HOUSE}/tal").text
    assert "Tilmeldte unge" in as_sofie.get("/faaborg-midtfyn/tal").text


def test_cille_is_told_from_when_the_next_report_can_be_built(as_cille: FlaskClient) -> None:
    freeze()  # up to the last day of 2014
    answer = submit(as_cille, f"/{HOUSE}/styregruppe", to=f"/{HOUSE}/styregruppe/2014")
    assert answer.status_code == 409
    assert "Den næste kan bygges fra den 29. januar 2015" in answer.text
