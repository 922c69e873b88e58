"""Money on pages: income, grants, what a match costs, and each partner's own part and no more (FY-10, FY-11)."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mentorkorps.clock import now, today
from tenants.agreements import Period
from tenants.billing import Income, Invoice, Subsidy, credit, issue_due
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.pair import matched
from tests.web.counting import PAGE, statements

CORPS = "/dygtige-unge/penge"
GRANT = {
    "source": "foundation", "giver": "Fyns Fond", "party": "svendborg", "co_applicants": "Cabi og VINSA",
    "applied_on": "01-03-2014",
    "starts_on": "01-01-2014", "ends_on": "31-12-2014", "per_match": "500,00", "most_matches": "3", "amount": "",
}  # fmt: skip


@pytest.fixture
def issued(app: Flask) -> None:
    """The three contributions of 2014 are invoiced."""
    with acting_for(cast.tenant("dygtige-unge")):
        issue_due(today(), now())


def period(name: str = "2014") -> str:
    with acting_for(cast.tenant("dygtige-unge")):
        return str(db.session.scalars(select(Period.id).where(Period.name == name)).one())


def enter(client: FlaskClient, amount: str = "25.000,50", **more: str) -> TestResponse:
    said = {"source": "sponsor", "giver": "Fynbanken", "party": "svendborg", "period": period(), "amount": amount, "vat": "25",
            "received_on": "01-06-2014"}  # fmt: skip
    return submit(client, f"{CORPS}/indtaegt", follow=False, **said | more)


def grant(client: FlaskClient, answer: str = "granted", **more: str) -> str:
    """An application with its answer; the address of it."""
    assert submit(client, f"{CORPS}/tilskud", follow=False, **GRANT | more).status_code == 303
    with acting_for(cast.tenant("dygtige-unge")):
        waiting = select(Subsidy.id).where(Subsidy.decided_on.is_(None))
        where = f"{CORPS}/tilskud/{db.session.scalars(waiting).one()}"
    if answer:
        assert submit(client, f"{where}/svar", follow=False, how=answer, on_day="01-04-2014").status_code == 303
    return where


def tile(page: str, label: str) -> str:
    """The figure under that label."""
    found = re.search(rf"{label}</p>\s*<p class=\"mk-tile-value\">([^<]*)<", page)
    assert found, label
    return found[1]


def test_contributions_are_what_is_invoiced_less_what_is_credited(issued: None, as_cille: FlaskClient) -> None:
    assert tile(as_cille.get(CORPS).text, "Bidrag") == "399.000,00 kr."
    with acting_for(cast.tenant("dygtige-unge")):
        first = db.session.scalars(select(Invoice).where(Invoice.number == 1)).one()
        credit(first, "Rabat", today(), now(), by=cast.actor("cille"), amounts=[first.amount / 4])
    assert tile(as_cille.get(CORPS).text, "Bidrag") == "365.750,00 kr."
    assert enter(as_cille, source="contribution").status_code == 422


def test_income_is_a_dated_fact_per_source_with_who_wrote_it(issued: None, as_cille: FlaskClient) -> None:
    enter(as_cille)
    enter(as_cille, "0,10", source="ministry", giver="Ministeriet", party="dygtige-unge", vat="0")
    page = as_cille.get(CORPS).text
    assert tile(page, "Andre penge") == "25.000,60 kr." and "424.000,60 kr." in page
    assert "Fynbanken" in page and "01-06-2014" in page and "Cille Engel, 15-06-2014" in page and "25 %" in page
    assert "Alle i fællesskab" in page and tile(page, "Partnernes udgift pr. match") == "For tidligt"
    assert "bidrag ÷ startede match" in page and "alle indtægter ÷ startede match" in page


@pytest.mark.parametrize("amount", ["0", "-5", "1,005", "99999999999", "NaN"])
def test_an_amount_is_over_nothing_with_two_decimals(as_cille: FlaskClient, amount: str) -> None:
    assert enter(as_cille, amount).status_code in (409, 422)
    assert enter(as_cille, received_on="16-06-2014").status_code == 409


def test_what_was_written_wrong_is_taken_back_and_still_stands(as_cille: FlaskClient) -> None:
    enter(as_cille)
    with acting_for(cast.tenant("dygtige-unge")):
        where = f"{CORPS}/indtaegt/{db.session.scalars(select(Income.id)).one()}/tilbage"
    assert submit(as_cille, where, follow=False, why=" ").status_code == 422
    page = submit(as_cille, where, why="Skrevet to gange").text
    assert tile(page, "Andre penge") == "0,00 kr." and "25.000,50 kr." in page and "Skrevet to gange" in page
    assert submit(as_cille, where, follow=False, why="Igen").status_code == 409


def test_a_grant_is_applied_for_decided_and_drawn_on_by_a_count_of_matches(app: Flask, as_cille: FlaskClient) -> None:
    where = grant(as_cille, answer="")
    assert "søgt med Cabi og VINSA" in as_cille.get(CORPS).text
    received = {"period": period(), "amount": "500,00", "vat": "0", "received_on": "01-06-2014"}
    assert submit(as_cille, f"{where}/modtaget", follow=False, **received).status_code == 409
    assert submit(as_cille, f"{where}/svar", follow=False, how="granted", on_day="01-02-2014").status_code == 409
    submit(as_cille, f"{where}/svar", how="granted", on_day="01-04-2014")
    assert submit(as_cille, f"{where}/svar", follow=False, how="refused", on_day="01-04-2014").status_code == 409
    matched(app.test_client())
    page = as_cille.get(CORPS).text
    assert "500,00 kr. pr. match, højst 3" in page and "1.000,00 kr." in page and tile(page, "Startede match") == "1"
    assert not re.search("Ayla|Bent|Demir|Madsen", page)


def test_no_more_is_received_of_a_grant_than_is_granted(as_cille: FlaskClient) -> None:
    where, received = grant(as_cille), {"period": period(), "vat": "0", "received_on": "01-06-2014"}
    assert submit(as_cille, f"{where}/modtaget", follow=False, amount="1.500,01", **received).status_code == 409
    assert submit(as_cille, f"{where}/modtaget", follow=False, amount="1.000,00", **received).status_code == 303
    assert submit(as_cille, f"{where}/modtaget", follow=False, amount="500,01", **received).status_code == 409
    assert submit(as_cille, f"{where}/modtaget", follow=False, amount="500,00", **received).status_code == 303
    assert tile(as_cille.get(CORPS).text, "Andre penge") == "1.500,00 kr."


def test_a_refused_application_gives_nothing(as_cille: FlaskClient) -> None:
    where = grant(as_cille, answer="refused")
    assert "Afslag 01-04-2014" in as_cille.get(CORPS).text
    received = {"period": period(), "vat": "0", "received_on": "01-06-2014", "amount": "1,00"}
    assert submit(as_cille, f"{where}/modtaget", follow=False, **received).status_code == 409


def test_terms_that_are_neither_or_both_are_refused(as_cille: FlaskClient) -> None:
    for said in ({"per_match": ""}, {"amount": "1.000"}, {"starts_on": "01-01-2015"}, {"applied_on": "16-06-2014"}):
        assert submit(as_cille, f"{CORPS}/tilskud", follow=False, **GRANT | said).status_code == 409


def test_a_partner_reads_its_own_part_and_nothing_of_the_neighbours(
    issued: None, as_cille: FlaskClient, as_kim: FlaskClient
) -> None:
    enter(as_cille)
    enter(as_cille, "7.000,00", giver="Nyborgs Fond", party="nyborg")
    enter(as_cille, "9.000,00", giver="Fælles Fond", party="dygtige-unge")
    grant(as_cille)
    grant(as_cille, party="nyborg", giver="Nyborgs Anden Fond")
    page = as_kim.get("/svendborg/penge").text
    assert tile(page, "Bidrag") == "133.000,00 kr." and tile(page, "Andre penge") == "25.000,50 kr."
    assert "Fynbanken" in page and "Fyns Fond" in page
    assert not re.search("Nyborg|Fælles Fond|Cille|7.000,00|9.000,00", page)


def test_the_steering_member_reads_and_nobody_else_of_the_house_does(app: Flask, as_sofie: FlaskClient) -> None:
    assert as_sofie.get("/faaborg-midtfyn/penge").status_code == 200
    for name, slug in (("karen", "svendborg"), ("dorte", "svendborg"), ("rune", "nyborg"), ("ulla", "uu")):
        assert cast.signed_in(app.test_client(), name).get(f"/{slug}/penge").status_code == 403
    assert as_sofie.get(CORPS).status_code == 404


def test_a_partner_writes_nothing_down(as_kim: FlaskClient, as_cille: FlaskClient) -> None:
    where = grant(as_cille).removeprefix("/dygtige-unge")
    for path in ("/penge/indtaegt", "/penge/tilskud", f"{where}/svar", f"{where}/modtaget"):
        assert as_kim.get(f"/svendborg{path}").status_code == 403
    assert as_cille.get("/svendborg/penge").status_code == 302
    assert as_cille.get("/svendborg/penge/indtaegt").status_code == 404


def test_nora_who_is_both_sees_her_own_as_one(as_nora: FlaskClient) -> None:
    page = as_nora.get("/vordingborg/penge").text
    assert page.count("Vordingborg") and "Alle i fællesskab" not in page


def test_the_page_costs_the_same_however_many_incomes(issued: None, as_cille: FlaskClient) -> None:
    made = []
    for _round in range(2):
        for _income in range(3):
            enter(as_cille)
        grant(as_cille)
        with statements() as seen:
            as_cille.get(CORPS)
        made.append(len(seen))
    assert made[0] == made[1] <= PAGE + 24


def test_another_period_is_a_link_away(issued: None, as_cille: FlaskClient) -> None:
    assert "Vis 2015" in as_cille.get(CORPS).text
    later = as_cille.get(f"{CORPS}?periode={period('2015')}").text
    assert tile(later, "Bidrag") == "0,00 kr." and "160.000,00 kr." in later
    assert as_cille.get(f"{CORPS}?periode=nonsens").status_code == 200
