"""The invoice on paper: a tagged PDF (PDF/UA-1) set by Typst. No text of the invoice is ever Typst source."""

import json
import re
from datetime import UTC, date
from decimal import Decimal
from typing import Any

import typst
from babel.numbers import format_decimal

from mentorkorps.config import folder
from mentorkorps.invoices.electronic import payment_slip_id
from mentorkorps.language import N_, _, danish
from mentorkorps.refused import Refused
from tenants.billing import Invoice, InvoiceLine, totals_of

#: What Typst says of a sign that no font has.
UNSET = re.compile(r'the text `"(.+?)"` could not be displayed')
COLUMNS = (N_("Tekst"), N_("Antal"), N_("Pris"), N_("Rabat"), N_("Moms"), N_("Beløb"))


def pdf(invoice: Invoice) -> bytes:
    """The document in Danish, the language of who pays and of the law; the same bytes each time. Refused for a sign that the
    letters of the paper do not have, naming it."""
    pages = folder("templates") / "report"
    try:
        paper = typst.compile(
            pages / "invoice.typ", root=pages, format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"],
            sys_inputs={"invoice": json.dumps(_words(invoice), ensure_ascii=False)},
            timestamp=invoice.issued_at.astimezone(UTC).replace(microsecond=0),
        )  # fmt: skip
    except typst.TypstError as unset:
        sign = UNSET.search(str(unset))
        if sign is None:
            raise
        raise Refused(
            _("Tegnet „%(sign)s“ kan ikke skrives på papir. Skriv det med almindelige bogstaver.", sign=sign[1])
        ) from unset
    if not isinstance(paper, bytes):
        raise TypeError("Typst gave no single document")
    return paper


def _words(invoice: Invoice) -> dict[str, Any]:
    kind = N_("Kreditnota %(number)s") if invoice.is_credit_note else N_("Faktura %(number)s")
    return {
        "title": danish(kind, number=invoice.number),
        "seller": _party(invoice.seller),
        "buyer": _party(invoice.buyer),
        "facts": [[danish(name), value] for name, value in _facts(invoice) if value],
        "columns": [danish(name) for name in COLUMNS],
        "rows": [_row(line) for line in invoice.lines],
        "totals": _totals(invoice),
        "reasons": list(dict.fromkeys(line.vat_reason for line in invoice.lines if line.vat_reason)),
        "note": invoice.note,
        "payment": _payment(invoice),
    }  # fmt: skip


def _row(line: InvoiceLine) -> list[str]:
    discount = _money(line.discount) if line.discount else ""
    return [
        line.text,
        _number(line.quantity),
        _money(line.price),
        discount,
        _percent(line.vat_percent),
        _money(line.net),
    ]


def _party(party: dict[str, Any]) -> list[str]:
    cvr = danish(N_("CVR %(number)s"), number=party["cvr"])
    ean = danish(N_("EAN %(number)s"), number=party["ean"]) if party["ean"] else ""
    lines = [party["name"], party["street"], f"{party['postcode']} {party['city']}", cvr, ean]
    return [line for line in lines if line.strip()]


def _facts(invoice: Invoice) -> list[tuple[str, str]]:
    corrected = invoice.corrects
    covers = (
        f"{_day(invoice.covers_from)} - {_day(invoice.covers_to)}" if invoice.covers_from and invoice.covers_to else ""
    )
    return [
        (N_("Dato"), _day(invoice.issued_on)),
        (N_("Betales senest"), "" if invoice.is_credit_note else _day(invoice.pay_by)),
        (N_("Periode"), covers),
        (N_("Krediterer faktura"), f"{corrected.number}, {_day(corrected.issued_on)}" if corrected else ""),
        (N_("Personreference"), invoice.buyer["contact"]),
        (N_("Ordrenummer"), invoice.buyer["order_number"]),
        (N_("Kontostreng"), invoice.buyer["account_string"]),
    ]


def _totals(invoice: Invoice) -> list[list[str]]:
    rows = [[danish(N_("I alt ekskl. moms")), _money(invoice.amount)]]
    for part in totals_of(invoice.lines).parts:
        rows.append(
            [
                danish(N_("Moms %(rate)s af %(net)s"), rate=_percent(part.percent), net=_money(part.net)),
                _money(part.vat),
            ]
        )
    return [*rows, [danish(N_("I alt inkl. moms, kr.")), _money(invoice.total)]]


def _payment(invoice: Invoice) -> str:
    seller = invoice.seller
    if invoice.is_credit_note:
        return danish(N_("Beløbet modregnes eller betales tilbage."))
    if seller["means"] == "42":
        return danish(
            N_("Betales til konto %(reg)s %(account)s med teksten %(number)s."),
            reg=seller["registration_number"], account=seller["account_number"].zfill(10), number=invoice.number,
        )  # fmt: skip
    if seller["means"] == "58":
        return danish(
            N_("Betales til IBAN %(iban)s med teksten %(number)s."), iban=seller["iban"], number=invoice.number
        )
    slip = f"+71<{payment_slip_id(invoice.number)}+{seller['creditor_number']}<"
    return danish(N_("Betales med indbetalingskort %(slip)s."), slip=slip)


def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def _money(amount: Decimal) -> str:
    return str(format_decimal(amount, format="#,##0.00", locale="da"))


def _number(number: Decimal) -> str:
    return str(format_decimal(number.normalize(), locale="da"))


def _percent(rate: Decimal) -> str:
    return f"{_number(rate)} %"
