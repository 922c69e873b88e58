"""The bank's file and payments by hand: what is no payment is refused by row, nothing is guessed, and nobody pays twice."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mentorkorps.clock import now, today
from mentorkorps.invoices.electronic import payment_slip_id
from tenants.billing import Invoice, Payment, issue_due
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit

HOUSE = "/dygtige-unge/fakturaer"
HEAD = "Dato;Beløb;Tekst\r\n"


@pytest.fixture
def issued(app: Flask) -> Iterator[dict[int, UUID]]:
    """The three contributions of 2014 are invoiced, 166.250 each; the ids by number."""
    with acting_for(cast.tenant("dygtige-unge")):
        made = {one.number: one.id for one in issue_due(today(), now())}
    yield made


def read(client: FlaskClient, *rows: str) -> TestResponse:
    content = HEAD + "".join(f"{row}\r\n" for row in rows)
    return submit(client, f"{HOUSE}/bankfil", file=(BytesIO(content.encode()), "bank.csv"))


def paid() -> list[tuple[int, Decimal]]:
    """Which invoice has been paid with how much, by number."""
    with acting_for(cast.tenant("dygtige-unge")):
        of = (Invoice.tenant_id == Payment.tenant_id) & (Invoice.id == Payment.invoice_id)
        rows = db.session.execute(select(Invoice.number, Payment.amount).join(Payment, of).order_by(Invoice.number))
        return [(number, amount) for number, amount in rows]


@pytest.mark.parametrize(
    "row",
    [
        "01-06-2014;NaN;Faktura 1",
        "01-06-2014;0,00;Faktura 1",
        "01-06-2014;99999999999999;Faktura 1",
        "01-06-2014;1,234;Faktura 1",
        "01-06-2014;5,00;Faktura 1\x00",
        "01-06-2099;5,00;Faktura 1",
        "01-06-1014;5,00;Faktura 1",
        "01-06-2014;5,00;" + "x" * 200_000 + " 1",
    ],
    ids=["no number", "nothing", "beyond all", "parts of an øre", "a zero byte", "to come", "long ago", "endless"],
)
def test_a_row_that_is_no_payment_is_named_and_the_list_stands(issued, as_cille: FlaskClient, row: str) -> None:
    answer = read(as_cille, "01-06-2014;166.250,00;Faktura 2", row)
    assert answer.status_code == 409 and "Fejl i række: 3" in answer.text
    assert paid() == []
    assert as_cille.get(HOUSE).status_code == 200


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ("01-06-2014;166.250,00;Svendborg Kommune rate 2 faktura 1", 1),
        ("01-06-2014;50.000,00;Fakturanr. 3", 3),
        ("01-06-2014;50.000,00;2", 2),
        ("01-06-2014;166.250,00;Nyborg Kommune 2", 2),
        (f"01-06-2014;166.250,00;{payment_slip_id(3)}", 3),
        ("01-06-2014;-166.250,00;Retur faktura 1", 1),
    ],
)
def test_a_payment_goes_to_the_invoice_that_its_text_means(
    issued, as_cille: FlaskClient, row: str, number: int
) -> None:
    assert read(as_cille, row).status_code == 200
    assert [one for one, _amount in paid()] == [number]


@pytest.mark.parametrize(
    "row",
    [
        "01-06-2014;50.000,00;rate 2",
        "01-06-2014;332.500,00;Faktura 1 og faktura 2",
        "01-06-2014;166.250,00;Faktura 47 rate 2",
        f"01-06-2014;166.250,00;{payment_slip_id(3)[:-1]}{(int(payment_slip_id(3)[-1]) + 1) % 10}",
    ],
    ids=["an instalment", "two invoices", "another's", "a wrong check digit"],
)
def test_what_names_no_one_invoice_is_shown_and_not_guessed(issued, as_cille: FlaskClient, row: str) -> None:
    page = read(as_cille, row)
    assert "0 betalinger" in page.text and row.split(";")[2] in page.text
    assert paid() == []


def test_what_cille_has_written_by_hand_is_not_paid_again_by_the_bank(issued, as_cille: FlaskClient) -> None:
    submit(as_cille, f"{HOUSE}/{issued[1]}/betalt", paid_on="01-06-2014", amount="166.250,00")
    row = "01-06-2014;166.250,00;Faktura 1"
    for _again in range(2):
        assert "0 betalinger" in read(as_cille, row).text
    assert "1 betalinger" in read(as_cille, row, "01-06-2014;166.250,00;Faktura 1 igen").text
    assert paid() == [(1, Decimal("166250.00"))] * 2


def test_what_the_bank_has_told_is_not_written_again_by_hand(issued, as_cille: FlaskClient) -> None:
    read(as_cille, "01-06-2014;166.250,00;Faktura 1")
    said = {"paid_on": "01-06-2014", "amount": "166.250,00"}
    answer = submit(as_cille, f"{HOUSE}/{issued[1]}/betalt", follow=False, **said)
    assert answer.status_code == 409 and "allerede skrevet ned" in answer.text
    assert len(paid()) == 1


@pytest.mark.parametrize(("day", "amount"), [("01-06-2099", "5"), ("01-06-2014", "0,001"), ("01-06-2014", "0")])
def test_by_hand_too_it_is_a_day_that_has_been_and_whole_oere(
    issued, as_cille: FlaskClient, day: str, amount: str
) -> None:
    answer = submit(as_cille, f"{HOUSE}/{issued[1]}/betalt", follow=False, paid_on=day, amount=amount)
    assert answer.status_code in (409, 422)
    assert paid() == []
