"""What cannot be written waits with a sentence about what is wrong, and takes no number: nothing is issued that cannot leave."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.invoices import export, ubl
from mentorkorps.refused import Refused
from tenants.agreements import Agreement
from tenants.billing import BillingDetails, Invoice, InvoiceLine, issue, issue_due
from tenants.scope import acting_for, db
from tenants.users import SYSTEM
from tests import cast
from tests.forms import submit
from tests.invoices import rules
from tests.web.test_invoices import HOUSE, NYBORG

CORPS = "dygtige-unge"
OURS = NYBORG | {
    "name": "Dygtige Unge", "cvr": "99000317", "ean": "", "street": "Havnegade 4", "postcode": "5700", "city": "Svendborg",
    "email": "f@dygtige-unge.example", "phone": "62000011", "means": "42", "registration_number": "0999",
    "account_number": "12345678",
}  # fmt: skip


@pytest.fixture
def corps(app: Flask) -> Iterator[None]:
    with acting_for(cast.tenant(CORPS)):
        yield


def numbers() -> list[int]:
    return list(db.session.scalars(select(Invoice.number).order_by(Invoice.number)))


def due() -> dict[str, bytes]:
    """What is issued today, as electronic documents, by buyer."""
    with acting_for(cast.tenant(CORPS)):
        return {one.buyer["name"]: ubl(one) for one in issue_due(today(), now())}


def line(**facts: object) -> InvoiceLine:
    usual: dict[str, object] = {"text": "Bidrag", "price": Decimal(100), "quantity": Decimal(1), "discount": Decimal(0)}
    more = {"discount_reason": "", "vat_category": "S", "vat_percent": Decimal(25), "vat_reason": ""}
    return InvoiceLine(**(usual | more | facts))


@pytest.mark.parametrize("written", ["DK99000228", "99.00.02.28", "DK 99 00 02 28"])
def test_a_cvr_number_is_the_same_however_it_is_written(app: Flask, as_cille: FlaskClient, written: str) -> None:
    submit(as_cille, f"{HOUSE}/oplysninger/nyborg", follow=False, **(NYBORG | {"cvr": written}))
    document = due()["Nyborg Kommune"]
    assert b"DK99000228" in document and b"DKDK" not in document and rules.broken(document) == set()


@pytest.mark.parametrize("field", ["name", "contact", "city", "street", "order_number", "account_string"])
def test_a_sign_that_no_invoice_can_hold_is_refused_at_its_field(app: Flask, as_cille: FlaskClient, field: str) -> None:
    answer = submit(as_cille, f"{HOUSE}/oplysninger/nyborg", follow=False, **(NYBORG | {field: "Ny\x0bborg"}))
    assert answer.status_code == 422 and "usynligt tegn" in answer.text
    assert len(due()) == 3


@pytest.mark.parametrize("wrong", ["5798009900010", "123", "579800990000３"])
def test_the_issuers_own_ean_number_is_looked_at_too(app: Flask, as_cille: FlaskClient, wrong: str) -> None:
    submit(as_cille, f"{HOUSE}/oplysninger/{CORPS}", follow=False, **(OURS | {"ean": wrong}))
    assert due() == {}
    assert "EAN-nummeret er forkert" in as_cille.get(HOUSE).text
    submit(as_cille, f"{HOUSE}/oplysninger/{CORPS}", follow=False, **OURS)
    assert len(due()) == 3


@pytest.mark.parametrize(("name", "sentence"), [("Nyborg 👍", "Tegnet „👍“"), ("Nyborg 中文", "Tegnet „中")])
def test_a_name_that_paper_cannot_show_waits_and_holds_nobody_back(
    app: Flask, as_cille: FlaskClient, name: str, sentence: str
) -> None:
    submit(as_cille, f"{HOUSE}/oplysninger/nyborg", follow=False, **(NYBORG | {"name": name}))
    assert sorted(due()) == ["Faaborg-Midtfyn Kommune", "Svendborg Kommune"]
    assert sentence in as_cille.get(HOUSE).text
    submit(as_cille, f"{HOUSE}/oplysninger/nyborg", follow=False, **NYBORG)
    due()
    with acting_for(cast.tenant(CORPS)):
        assert numbers() == [1, 2, 3]


def test_no_paper_is_drawn_to_show_the_page_of_what_the_nights_job_has_not_tried(
    app: Flask, as_cille: FlaskClient
) -> None:
    submit(as_cille, f"{HOUSE}/oplysninger/nyborg", follow=False, **(NYBORG | {"name": "Nyborg 👍"}))
    due()
    with acting_for(cast.tenant(CORPS)):
        lead = db.session.scalars(select(Agreement.invoice_lead_days)).one()
    first_day = datetime(2015, 1, 1, 9, tzinfo=COPENHAGEN) - timedelta(days=lead)
    for day, said in ((first_day, 1), (first_day + timedelta(days=1), 2)):
        with standing_at(day):
            assert as_cille.get(HOUSE).text.count("Tegnet „👍“") == said


@pytest.mark.parametrize("reason", ["Fejl 👍", "中文", "Fejl\x0b her"])
def test_a_reason_that_cannot_be_written_gives_no_credit_note_and_the_export_goes_on(
    app: Flask, as_cille: FlaskClient, tmp_path: Path, reason: str
) -> None:
    with acting_for(cast.tenant(CORPS)):
        where = f"{HOUSE}/{issue_due(today(), now())[0].id}/krediter"
    assert submit(as_cille, where, follow=False, reason=reason).status_code in (409, 422)
    assert submit(as_cille, where, follow=False, reason="Fejl: Dvořák – ” € ½ ™ → ✓").status_code == 303
    with acting_for(cast.tenant(CORPS)):
        assert numbers() == [1, 2, 3, 4]
        done = export(tmp_path)
    assert (len(done.files), done.failed) == (8, [])


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"quantity": Decimal("0.333")}, "højst have to decimaler"),
        ({"price": Decimal("NaN")}, "højst have to decimaler"),
        ({"price": Decimal("0.001")}, "højst have to decimaler"),
        ({"quantity": Decimal(0)}, "over nul"),
        ({"price": Decimal(-1)}, "under nul"),
        ({"price": Decimal(10) ** 6, "quantity": Decimal(10) ** 4}, "større, end en faktura kan rumme"),
        ({"discount": Decimal(150), "discount_reason": "Rabat"}, "rabatten"),
        ({"text": "Bid\x08rag"}, "usynligt tegn"),
        ({"text": ""}, "siger nej"),
        ({"vat_category": "E", "vat_percent": Decimal(0), "vat_reason": ""}, "siger nej"),
    ],
)
def test_a_line_that_breaks_a_rule_is_refused_and_takes_no_number(corps: None, facts: dict, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        issue(cast.tenant("svendborg"), [line(**facts)], today(), now(), pay_by=today(), by=SYSTEM)
    assert numbers() == []
    made = issue(cast.tenant("svendborg"), [line()], today(), now(), pay_by=today(), by=SYSTEM)
    assert (made.number, rules.broken(ubl(made))) == (1, set())


@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        ("cvr", "99000229", "CVR"), ("cvr", "", "CVR"), ("ean", "5798009900013", "EAN"), ("ean", "", "EAN"),
        ("street", "", "adressen"), ("postcode", " ", "adressen"), ("city", "", "adressen"), ("contact", "", "personreference"),
        ("name", "", "Navnet"),
    ],
)  # fmt: skip
def test_what_a_buyer_lacks_is_said_before_anything_is_issued(
    corps: None, field: str, wrong: str, sentence: str
) -> None:
    setattr(BillingDetails.of(cast.tenant("svendborg")), field, wrong)
    db.session.flush()
    with pytest.raises(Refused, match=sentence):
        issue(cast.tenant("svendborg"), [line()], today(), now(), pay_by=today(), by=SYSTEM)
    assert numbers() == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"cvr": "1"}, "CVR"), ({"email": "", "phone": ""}, "mail eller telefon"), ({"means": ""}, "vælg, hvordan"),
        ({"means": "42", "registration_number": "99"}, "registreringsnummer"), ({"means": "58", "iban": "DK1"}, "IBAN"),
        ({"means": "93", "creditor_number": "8123"}, "FIK"),
    ],
)  # fmt: skip
def test_what_the_issuer_lacks_is_said_before_anything_is_issued(corps: None, facts: dict, sentence: str) -> None:
    for name, value in facts.items():
        setattr(BillingDetails.of(cast.tenant(CORPS)), name, value)
    db.session.flush()
    with pytest.raises(Refused, match=sentence):
        issue(cast.tenant("svendborg"), [line()], today(), now(), pay_by=today(), by=SYSTEM)
    assert issue_due(today(), now()) == [] and numbers() == []
