"""Invoices on pages: issued, waiting for a detail, credited, paid by hand or by the bank's file, and closed to neighbours."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mentorkorps.clock import now, today
from mentorkorps.invoices import export
from tenants.billing import BillingDetails, Invoice, InvoiceLine, credit, issue, issue_due
from tenants.scope import acting_for, db
from tenants.users import SYSTEM
from tests import cast
from tests.forms import submit
from tests.web.counting import PAGE, statements

NYBORG = {
    "name": "Nyborg Kommune", "cvr": "99000228", "ean": "5798009900036", "street": "Torvet 1", "postcode": "5800", "city": "Nyborg",
    "contact": "Rune Vang",
}  # fmt: skip
HOUSE = "/dygtige-unge/fakturaer"


@pytest.fixture
def issued(app: Flask) -> Iterator[dict[str, UUID]]:
    """The three contributions of 2014 are invoiced; the ids by who pays."""
    with acting_for(cast.tenant("dygtige-unge")):
        made = {one.buyer["name"]: one.id for one in issue_due(today(), now())}
    yield made


def one(ids: dict[str, UUID], who: str = "Svendborg Kommune") -> str:
    return f"{HOUSE}/{ids[who]}"


def test_cille_sees_all_three_and_kim_the_one_to_svendborg(issued, as_cille: FlaskClient, as_kim: FlaskClient) -> None:
    page = as_cille.get(HOUSE).text
    assert all(name in page for name in issued) and page.count("166.250,00 kr.") == 3 and "Sendt" in page
    own = as_kim.get("/svendborg/fakturaer").text
    assert "Svendborg Kommune" in own and "Nyborg" not in own
    answer = as_kim.get(f"/svendborg/fakturaer/{issued['Svendborg Kommune']}")
    assert answer.status_code == 200 and '<span lang="da">Bidrag til erhvervsmentorkorps' in answer.text  # written in Danish
    assert as_kim.get(f"/svendborg/fakturaer/{issued['Nyborg Kommune']}").status_code == 404
    assert as_kim.get(f"/svendborg/fakturaer/{issued['Nyborg Kommune']}.xml").status_code == 404


def test_the_documents_are_there_as_pdf_and_as_electronic_invoice(issued, as_kim: FlaskClient) -> None:
    where = f"/svendborg/fakturaer/{issued['Svendborg Kommune']}"
    assert as_kim.get(f"{where}.pdf").data.startswith(b"%PDF")
    answer = as_kim.get(f"{where}.xml")
    assert b"5798009900012" in answer.data and "dygtige-unge-invoice-" in answer.headers["Content-Disposition"]


def test_what_is_missing_is_told_and_the_invoice_goes_out_when_it_is_filled_in(
    app: Flask, as_cille: FlaskClient
) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        BillingDetails.of(cast.tenant("nyborg")).ean = ""
        assert len(issue_due(today(), now())) == 2
    assert "Nyborg Kommune: EAN-nummeret mangler" in as_cille.get(HOUSE).text
    where = f"{HOUSE}/oplysninger/nyborg"
    submit(as_cille, where, follow=False, **NYBORG)
    with acting_for(cast.tenant("dygtige-unge")):
        assert [invoice.number for invoice in issue_due(today(), now())] == [3]


def test_an_invoice_is_credited_whole_and_issued_again_once(issued, as_cille: FlaskClient) -> None:
    where = one(issued)
    assert submit(as_cille, f"{where}/krediter", follow=False, reason="").status_code == 422
    submit(as_cille, f"{where}/krediter", follow=False, reason="Forkert ordrenummer")
    page = as_cille.get(where).text
    assert "Kreditnota 4" in page and "Udsted en ny i stedet" in page
    assert submit(as_cille, f"{where}/krediter", follow=False, reason="Igen").status_code == 409
    assert submit(as_cille, where, to=f"{where}/igen", follow=False).status_code == 303
    assert submit(as_cille, where, to=f"{where}/igen", follow=False).status_code == 409
    with acting_for(cast.tenant("dygtige-unge")):
        kinds = db.session.execute(select(Invoice.number, Invoice.kind).order_by(Invoice.number)).all()
    assert kinds == [(1, "invoice"), (2, "invoice"), (3, "invoice"), (4, "credit_note"), (5, "invoice")]


def test_an_invoice_taken_back_by_several_notes_is_credited_though_their_moms_is_rounded_for_each(
    app: Flask, as_cille: FlaskClient
) -> None:
    line = InvoiceLine(
        text="Ekstra", price=Decimal("100.02"), quantity=Decimal(1), discount=Decimal(0), discount_reason="", vat_reason="",
        vat_category="S", vat_percent=Decimal(25),
    )  # fmt: skip
    with acting_for(cast.tenant("dygtige-unge")):
        invoice = issue(cast.tenant("svendborg"), [line], today(), now(), pay_by=today(), by=SYSTEM)
        notes = [credit(invoice, "Halvt", today(), now(), by=SYSTEM, amounts=[half]) for half in [Decimal("50.01")] * 2]
        assert sum(note.total for note in notes) == invoice.total - Decimal("0.01")
        where = f"{HOUSE}/{invoice.id}"
    assert "Krediteret" in as_cille.get(HOUSE).text
    assert f"{where}/krediter" not in as_cille.get(where).text


def test_a_payment_is_written_once_and_the_invoice_is_paid(issued, as_cille: FlaskClient) -> None:
    where = one(issued)
    assert submit(as_cille, f"{where}/betalt", follow=False, paid_on="15-06-2014", amount="meget").status_code == 422
    paid = {"paid_on": "15-06-2014", "amount": "166.250,00"}
    assert submit(as_cille, f"{where}/betalt", follow=False, **paid).status_code == 303
    assert submit(as_cille, f"{where}/betalt", follow=False, **paid).status_code == 409
    assert as_cille.get(HOUSE).text.count("Betalt<") == 1


def test_the_banks_file_is_read_once_and_a_wrong_row_keeps_everything_out(issued, as_cille: FlaskClient) -> None:
    rows = "Dato;Beløb;Tekst\r\n01-06-2014;166.250,00;Faktura 1\r\n02-06-2014;166.250,00;Tak for kaffe\r\n"

    def read(text: str) -> TestResponse:
        return submit(as_cille, f"{HOUSE}/bankfil", file=(BytesIO(text.encode("cp1252")), "bank.csv"))

    assert "Fejl i række: 4" in read(f"{rows}i går;1;Faktura 2\r\n").text
    assert "Betalt<" not in as_cille.get(HOUSE).text
    page = read(rows).text
    assert "1 betalinger" in page and "Tak for kaffe" in page
    assert "0 betalinger" in read(rows).text


def test_kim_and_rune_handle_no_invoices(issued, as_kim: FlaskClient, as_rune: FlaskClient) -> None:
    where = f"/svendborg/fakturaer/{issued['Svendborg Kommune']}/krediter"
    assert as_kim.get(where).status_code == 403
    assert as_rune.get("/nyborg/fakturaer").status_code == 403


def test_the_export_writes_each_document_twice_and_the_same_again(issued, tmp_path: Path) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        first = {file.name: file.read_bytes() for file in export(tmp_path).files}
        assert {file.name: file.read_bytes() for file in export(tmp_path).files} == first
    assert len(first) == 6 and "dygtige-unge-invoice-000001.xml" in first


def test_the_list_costs_few_statements_however_many_invoices(issued, as_cille: FlaskClient) -> None:
    with statements() as made:
        as_cille.get(HOUSE)
    assert len(made) <= PAGE + 6
