"""Payments read from the bank's file: every row is understood, or nothing is kept."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from babel.numbers import NumberFormatError, parse_decimal
from sqlalchemy import select

from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.billing import Invoice, Payment
from tenants.scope import db, own_id
from tenants.users import Actor

COLUMNS = ("dato", "beløb", "tekst")
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Paid:
    """One row of the file."""

    line: int
    day: date
    amount: Decimal
    text: str

    @property
    def reference(self) -> str:
        """The same row read again is the same payment."""
        return f"{self.day:%Y-%m-%d}/{self.amount}/{self.text}"[:200]


def keep(content: bytes, at: datetime, *, by: Actor) -> tuple[list[Payment], list[Paid]]:
    """The payments written, and the rows whose text names no invoice of ours; a row read before is not written twice.

    Refused with every row that cannot be read, by its number.
    """
    rows = list(_read(content))
    numbers = select(Invoice).where(Invoice.tenant_id == own_id(), Invoice.kind == "invoice")
    wanted = {number for row in rows for number in _numbers(row.text)}
    invoices = {one.number: one for one in db.session.scalars(numbers.where(Invoice.number.in_(wanted)))}
    seen = select(Payment.invoice_id, Payment.reference).where(Payment.tenant_id == own_id())
    known = {(invoice_id, reference) for invoice_id, reference in db.session.execute(seen)}
    written, unknown = [], []
    for row in rows:
        invoice = next((invoices[number] for number in _numbers(row.text) if number in invoices), None)
        if invoice is None:
            unknown.append(row)
        elif (invoice.id, row.reference) not in known:
            written.append(_payment(invoice, row.day, row.amount, row.reference, at, by))
            known.add((invoice.id, row.reference))
    db.session.add_all(written)
    db.session.flush()
    if written:
        audit.record("payments.read", None, by=by, why=str(len(written)))
    return written, unknown


def paid_by_hand(invoice: Invoice, day: date, amount: Decimal, at: datetime, *, by: Actor) -> Payment:
    """One payment written by a person. Refused for nothing, or the same day and amount twice."""
    if not amount:
        raise Refused(_("Skriv, hvor meget der er betalt."))
    payment = _payment(invoice, day, amount, f"{day:%Y-%m-%d}/{amount}", at, by)
    same = Payment.invoice_id == invoice.id, Payment.reference == payment.reference
    if db.session.scalar(select(Payment.id).where(*same)):
        raise Refused(_("Betalingen er allerede skrevet ned."))
    db.session.add(payment)
    db.session.flush()
    audit.record("payment.recorded", invoice, by=by)
    return payment


def _payment(invoice: Invoice, day: date, amount: Decimal, reference: str, at: datetime, by: Actor) -> Payment:
    return Payment(
        party_tenant_id=invoice.party_tenant_id, invoice_id=invoice.id, paid_on=day, amount=amount, reference=reference,
        recorded_at=at, recorded_by=by.signature,
    )  # fmt: skip


def _read(content: bytes) -> Iterator[Paid]:
    text = _decoded(content)
    table = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    heads = {(name or "").strip().lower(): name for name in table.fieldnames or []}
    if not set(COLUMNS) <= set(heads):
        raise Refused(_("Filen skal have kolonnerne Dato, Beløb og Tekst i første række."))
    wrong, rows = [], []
    for line, row in enumerate(table, start=2):
        try:
            day = datetime.strptime((row[heads["dato"]] or "").strip(), "%d-%m-%Y").date()
            amount = Decimal(parse_decimal((row[heads["beløb"]] or "").strip(), locale="da", strict=True))
            rows.append(Paid(line, day, amount, (row[heads["tekst"]] or "").strip()))
        except (ValueError, NumberFormatError, InvalidOperation):
            wrong.append(line)
    if wrong or not rows or len(rows) > MOST_ROWS:
        shown = ", ".join(str(line) for line in wrong[:20]) or "-"
        raise Refused(
            _(
                "Filen er ikke læst. Datoen skal være som 31-12-2014 og beløbet som 1.234,50. Fejl i række: %(lines)s.",
                lines=shown,
            )
        )
    yield from rows


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _numbers(text: str) -> list[int]:
    """Numbers in the text of a transfer: an invoice's own, or the one inside a +71 payment slip."""
    words = "".join(sign if sign.isdecimal() else " " for sign in text).split()
    slips = [int(word[:-1]) for word in words if len(word) == 15]
    return [int(word) for word in words if len(word) < 10] + slips
