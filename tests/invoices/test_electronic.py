"""Every document that leaves the house is taken by whoever holds it to the rules; a broken one is refused by us first."""

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps.clock import now, today
from mentorkorps.invoices import pdf, ubl
from mentorkorps.refused import Refused
from tenants.billing import BillingDetails, Invoice, InvoiceLine, credit, issue, issue_due
from tenants.billing.line import CATEGORIES
from tenants.scope import acting_for, db
from tenants.users import SYSTEM
from tests import cast
from tests.invoices import rules

NAMES = ("Bidrag", 'Ærø & Ø-havets <ungdom> "æøå"', "Plads i korpset, " + "meget lang tekst " * 12, "0,01 kr. i øre")
MEANS = {
    "42": {"registration_number": "0999", "account_number": "12345678"},
    "58": {"iban": "DK5000400440116243"},
    "93": {"creditor_number": "81234567"},
}
HOW_MANY = 100  # invoices, and as many credit notes


@pytest.fixture
def corps(app: Flask) -> Iterator[None]:
    with acting_for(cast.tenant("dygtige-unge")):
        yield


def test_the_contributions_of_fyn_are_valid_in_every_rule_set(corps: None) -> None:
    for invoice in issue_due(today(), now()):
        assert rules.broken(ubl(invoice)) == set()


def test_two_hundred_made_up_documents_are_valid_in_every_rule_set(corps: None) -> None:
    rng = random.Random(7)
    wrong = {}
    for number in range(HOW_MANY):
        invoice = _made_up(rng, number)
        back = credit(
            invoice, f"Fejl nr. {number}: æøå & <b>", today(), now(), by=SYSTEM, amounts=_some_of(rng, invoice)
        )
        wrong |= {document.number: found for document in (invoice, back) if (found := rules.broken(ubl(document)))}
    assert wrong == {}
    assert db.session.scalars(select(Invoice.number).order_by(Invoice.number)).all() == list(range(1, 2 * HOW_MANY + 1))


def test_the_rules_do_find_what_is_wrong(corps: None) -> None:
    document = ubl(_made_up(random.Random(1), 0))
    assert "BR-02" in rules.official(document.replace(b"<cbc:ID>1</cbc:ID>", b"", 1))
    assert "DK-R-002" in rules.danish(document.replace(b'<cbc:CompanyID schemeID="0184">99000317</cbc:CompanyID>', b""))
    assert rules.schema(document.replace(b"cbc:IssueDate", b"cbc:IssuedDate"))
    assert rules.peppol(
        document.replace(b'<cbc:PayableAmount currencyID="DKK">', b'<cbc:PayableAmount currencyID="DKK">9')
    )


@pytest.mark.parametrize("gone", ["cvr", "ean", "street", "contact"])
def test_what_a_municipality_may_refuse_to_pay_without_is_refused_by_us_first(corps: None, gone: str) -> None:
    buyer = BillingDetails.of(cast.tenant("svendborg"))
    setattr(buyer, gone, "")
    with pytest.raises(Refused, match="Svendborg Kommune"):
        _issue([_line("Bidrag", "100")])
    assert db.session.scalars(select(Invoice)).all() == []


@pytest.mark.parametrize("wrong", ["1234567890127", "57980099000", "abc"])
def test_a_wrong_ean_number_is_refused(corps: None, wrong: str) -> None:
    BillingDetails.of(cast.tenant("svendborg")).ean = wrong
    with pytest.raises(Refused, match="EAN-nummeret"):
        _issue([_line("Bidrag", "100")])


def test_one_municipality_that_lacks_a_number_does_not_hold_the_others_back(corps: None) -> None:
    BillingDetails.of(cast.tenant("nyborg")).ean = ""
    assert len(issue_due(today(), now())) == 2
    BillingDetails.of(cast.tenant("nyborg")).ean = "5798009900036"
    assert [invoice.number for invoice in issue_due(today(), now())] == [3]


def test_the_paper_is_a_pdf_and_the_same_twice(corps: None) -> None:
    invoice = _made_up(random.Random(3), 2)
    assert pdf(invoice).startswith(b"%PDF") and pdf(invoice) == pdf(invoice)


def _made_up(rng: random.Random, number: int) -> Invoice:
    means = list(MEANS)[number % 3]
    seller = BillingDetails.of(cast.tenant("dygtige-unge"))
    seller.means = means
    for name, value in MEANS[means].items():
        setattr(seller, name, value)
    category = list(CATEGORIES)[number % len(CATEGORIES)]
    mixed = [category] if category == "O" else [category, "S", "Z"]
    return _issue([_any_line(rng, rng.choice(mixed) if n else category) for n in range(rng.randint(1, 5))])


def _any_line(rng: random.Random, category: str) -> InvoiceLine:
    price = rng.choice(["0.01", "0.05", "133000.00", "33.33", "4000.00", "999.99", "1234567.89"])
    line = _line(rng.choice(NAMES), price, category, quantity=Decimal(rng.choice(["1", "3", "0.5", "7.25"])))
    if rng.random() < 0.4 and line.quantity * line.price > 10:
        line.discount = min(Decimal(price), Decimal("0.01") * rng.randint(1, 900)).quantize(Decimal("0.01"))
        line.discount = min(line.discount, (line.quantity * line.price).quantize(Decimal("0.01")))
        line.discount_reason = "Rabat for ærlighed"
    return line


def _line(text: str, price: str, category: str = "S", **more: object) -> InvoiceLine:
    facts = {"quantity": Decimal(1), "discount": Decimal(0), "discount_reason": "", "vat_reason": ""} | more
    if category not in ("S", "Z"):
        facts["vat_reason"] = CATEGORIES[category]
    percent = Decimal(25) if category == "S" else Decimal(0)
    return InvoiceLine(text=text, price=Decimal(price), vat_category=category, vat_percent=percent, **facts)


def _issue(lines: list[InvoiceLine]) -> Invoice:
    period = {"covers_from": date(2014, 2, 15), "covers_to": date(2014, 12, 31)}
    return issue(cast.tenant("svendborg"), lines, today(), now(), pay_by=today(), by=SYSTEM, **period)


def _some_of(rng: random.Random, invoice: Invoice) -> list[Decimal]:
    return (
        []
        if rng.random() < 0.5
        else [line.net if n == 0 else (line.net / 2).quantize(Decimal("0.01")) for n, line in enumerate(invoice.lines)]
    )
