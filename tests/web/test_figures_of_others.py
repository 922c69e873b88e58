"""A house that runs the corps and bears no youths: its own figures are its members', for who reaches those."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, standing_at, today
from tenants.registry import Member, Partnership
from tenants.scope import acting_for, db
from tenants.users import User
from tests import cast
from tests.conftest import OPENING
from tests.forms import submit
from tests.steering.planted import invent
from tests.web.test_own_figures import rolled
from tests.web.test_steering import freeze

HOUSE = "dygtige-unge"


def employed(app: Flask, monkeypatch: pytest.MonkeyPatch, slug: str, *roles: str) -> FlaskClient:
    """Bodil works for that house, in these roles and no other."""
    with acting_for(cast.tenant(slug)):
        bodil = User(
            issuer=f"https://id.{slug}.example",
            subject="bodil",
            name="Bodil Best",
            email="b@x.example",
            phone="70102030",
        )
        db.session.add(bodil)
        db.session.flush()
        bodil.grant_exactly(frozenset(roles), now())
    monkeypatch.setitem(cast.PEOPLE, "bodil", (slug, "Bodil Best", list(roles)))
    return cast.signed_in(app.test_client(), "bodil")


@pytest.fixture
def as_bodil(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Bodil sits in the steering group for the house that runs the corps, and has no other role."""
    return employed(app, monkeypatch, HOUSE, "steering_member")


@pytest.fixture
def as_bodil_of_uu(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Bodil enrols youths for UU, which bears none, and sits in the steering group for it."""
    return employed(app, monkeypatch, "uu", "counsellor", "steering_member")


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


def opened_from(client: FlaskClient, slug: str) -> set[str]:
    """What the figures of the house's copy of the report open."""
    page = client.get(f"/{slug}/styregruppe/2014/1").text
    assert "Tilmeldte unge" in page
    return set(re.findall(rf'href="/{slug}/tal/([^"?]*)', page))


def test_a_figure_together_opens_nothing_for_who_reaches_none_or_few_of_the_youths(
    app: Flask, monkeypatch: pytest.MonkeyPatch, as_bodil_of_uu: FlaskClient
) -> None:
    freeze(invent(3, 60), date(2014, 6, 14))
    assert opened_from(as_bodil_of_uu, "uu") == set()
    assert opened_from(employed(app, monkeypatch, "svendborg-erhvervsskole", "counsellor", "steering_member"),
                       "svendborg-erhvervsskole") == set()  # fmt: skip
    assert opened_from(employed(app, monkeypatch, HOUSE, "coordinator"), HOUSE) == set()


def test_for_cille_it_opens_the_youths_of_all_and_no_money_that_is_the_municipalities(as_cille: FlaskClient) -> None:
    freeze(invent(3, 60), date(2014, 6, 14))
    opens = opened_from(as_cille, HOUSE)
    assert {"enrolled", "promise_due"} <= opens
    assert not [one for one in opens if one.startswith("penge/")]


def test_a_corps_that_bears_youths_too_opens_its_own_alone_in_its_own_column(as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant(HOUSE)):
        own = Member.party_tenant_id == cast.tenant(HOUSE)
        db.session.scalars(select(Member).where(own)).one().bears = True
    with acting_for(cast.tenant(HOUSE)), standing_at(OPENING - timedelta(days=10)):
        for name in ("Ida", "Liv", "Mie", "Per", "Ole", "Eva"):
            cast.enrol(cast.actor("cille"), first_name=name)
    freeze(invent(3, 60), date(2014, 6, 14))
    page = as_cille.get(f"/{HOUSE}/styregruppe/2014/1").text
    together, alone = map(unescape, re.findall(rf'href="(/{HOUSE}/tal/enrolled[^"]*)"', page))
    assert "Svendborg Kommune" in as_cille.get(together).text
    assert "Antal på listen: 6." in as_cille.get(alone).text


@pytest.mark.parametrize("view", ["kvartal", "hele"])
def test_a_house_that_bears_none_is_told_so_and_no_false_noughts(as_bodil_of_uu: FlaskClient, view: str) -> None:
    rolled()
    page = as_bodil_of_uu.get(f"/uu/tal?vis={view}")
    assert page.status_code == 200 and "I har ingen pladser i partnerskabet" in page.text
    assert "jeres egne tal, hvor intet er skjult" not in page.text and "Tilmeldte unge" not in page.text
    assert "Hvordan tallene er delt op" not in page.text and 'href="/uu/styregruppe"' in page.text


def test_a_house_that_bears_in_another_partnership_finds_its_figures_there(as_bodil_of_uu: FlaskClient) -> None:
    with acting_for(cast.tenant("vordingborg")):
        other = db.session.scalars(select(Partnership)).one()
        member = {"party_tenant_id": cast.tenant("uu"), "bears": True, "joined_on": today()}
        db.session.add(Member(partnership_id=other.id, **member))
        there = f"/uu/tal?partnerskab={other.slug}"
    assert f'href="{there}"' in as_bodil_of_uu.get("/uu/tal?partnerskab=fyn").text
    assert "Tilmeldte unge" in as_bodil_of_uu.get(there).text
