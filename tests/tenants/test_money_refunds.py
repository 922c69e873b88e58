"""Unused places paid back by a credit note: as the agreement says, after the period, and never more than was paid."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, standing_at, today
from mentorkorps.refused import Refused
from tenants import billing
from tenants.agreements import Period
from tenants.billing import Contribution, Invoice, Payment, Refund, issue_due
from tenants.quotas import Quota
from tenants.scope import acting_for, db
from tests import cast
from tests.conftest import OPENING
from tests.forms import submit

AFTER = OPENING.replace(year=2015)
SAID = {"reason": "Der kom færre unge.", "rule": "Punkt 9: ubrugte pladser betales tilbage."}


@pytest.fixture
def corps(app: Flask) -> Iterator[None]:
    """In the corps' house, a year after the opening: 2014 is invoiced, and Svendborg has paid its 133.000 and VAT."""
    with acting_for(cast.tenant("dygtige-unge")):
        for invoice in issue_due(today(), now()):
            if invoice.buyer["name"] == "Svendborg Kommune":
                pay(invoice, invoice.total)
    with standing_at(AFTER), acting_for(cast.tenant("dygtige-unge")):
        yield


def pay(invoice: Invoice, amount: Decimal) -> None:
    facts = {"paid_on": today(), "reference": "1", "recorded_at": now(), "recorded_by": "Cille Engel"}
    db.session.add(Payment(party_tenant_id=invoice.party_tenant_id, invoice_id=invoice.id, amount=amount, **facts))
    db.session.flush()


def contribution(slug: str = "svendborg") -> Contribution:
    period = select(Period.id).where(Period.name == "2014").scalar_subquery()
    party = Contribution.party_tenant_id == cast.tenant(slug)
    return db.session.scalars(select(Contribution).where(party, Contribution.period_id == period)).one()


def refund(places: int, slug: str = "svendborg", **said: str) -> Refund:
    words = SAID | said
    return billing.refund(
        contribution(slug), places, words["reason"], words["rule"], today(), now(), by=cast.actor("cille")
    )


def quota() -> Quota:
    owed = contribution()
    own = Quota.period_id == owed.period_id, Quota.party_tenant_id == owed.party_tenant_id
    return db.session.scalars(select(Quota).where(*own)).one()


def test_two_unused_places_are_a_credit_note_of_8_000_and_vat_with_reason_and_rule(corps: None) -> None:
    made = refund(2)
    note = db.session.get_one(Invoice, (made.tenant_id, made.credit_note_id))
    assert (made.price, made.amount) == (Decimal("4000.00"), Decimal("8000.00"))
    assert (note.kind, note.number, note.amount, note.vat) == ("credit_note", 4, Decimal("8000.00"), Decimal("2000.00"))
    assert note.note == "2 ubrugte pladser. Der kom færre unge. Aftalen: Punkt 9: ubrugte pladser betales tilbage."


def test_no_more_places_than_are_unused_however_often(corps: None) -> None:
    with pytest.raises(Refused, match="35 ubrugte"):
        refund(36)
    refund(30)
    with pytest.raises(Refused, match="5 ubrugte"):
        refund(6)


@pytest.mark.parametrize("lacking", ["reason", "rule"])
def test_not_without_a_reason_and_the_agreements_rule(corps: None, lacking: str) -> None:
    with pytest.raises(Refused, match="grunden"):
        refund(1, **{lacking: " "})


def test_not_while_the_places_can_still_be_used(corps: None) -> None:
    with standing_at(OPENING), pytest.raises(Refused, match="løber endnu"):
        refund(1)


def test_places_that_follow_into_the_next_period_are_not_paid_back(corps: None) -> None:
    quota().carry_over, quota().carry_over_most = "places", 33
    db.session.flush()
    assert billing.unused(contribution()) == 2
    with pytest.raises(Refused):
        refund(3)


def test_never_more_than_was_paid(corps: None) -> None:
    with pytest.raises(Refused, match="end der er betalt"):
        refund(1, "nyborg")
    invoice = db.session.scalars(select(Invoice).where(Invoice.party_tenant_id == cast.tenant("nyborg"))).one()
    pay(invoice, Decimal("9999.99"))
    with pytest.raises(Refused, match="end der er betalt"):
        refund(2, "nyborg")
    assert refund(1, "nyborg").amount == Decimal("4000.00")
    with pytest.raises(Refused, match="end der er betalt"):
        refund(1, "nyborg")


def test_what_is_paid_back_lowers_the_partners_cost(corps: None) -> None:
    refund(2)
    period = contribution().period
    found = billing.costs(period, {cast.tenant("svendborg"): 10})
    assert found.per_party[cast.tenant("svendborg")].paid_per_match == Decimal("12500.00")


def test_cille_pays_back_on_a_page_and_kim_reads_it(app: Flask, as_cille: FlaskClient, as_kim: FlaskClient) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        for invoice in issue_due(today(), now()):
            pay(invoice, invoice.total)
        where = f"/dygtige-unge/penge/bidrag/{contribution().id}/tilbagebetaling"
    assert submit(as_cille, where, follow=False, places="2", **SAID).status_code == 409
    with standing_at(AFTER):
        assert "4.000,00 kr." in as_cille.get(where).text
        assert submit(as_cille, where, follow=False, places="0", **SAID).status_code == 422
        assert submit(as_cille, where, follow=False, places="2", **SAID).status_code == 303
        periods = {"periode": str(_period_id())}
        page = as_kim.get("/svendborg/penge", query_string=periods).text
        assert "8.000,00 kr." in page and "Der kom færre unge." in page and "125.000,00 kr." in page
        assert as_kim.get(where.replace("dygtige-unge", "svendborg")).status_code == 403
        neighbour = cast.signed_in(app.test_client(), "sofie").get("/faaborg-midtfyn/penge", query_string=periods).text
        assert "8.000,00 kr." not in neighbour and "133.000,00 kr." in neighbour


def _period_id() -> object:
    with acting_for(cast.tenant("dygtige-unge")):
        return contribution().period_id
