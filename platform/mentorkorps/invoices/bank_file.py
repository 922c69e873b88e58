"""Payments read from the bank's file: every row is understood, or nothing is kept."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from babel.numbers import NumberFormatError, parse_decimal
from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.invoices.electronic import payment_slip_id
from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.billing import Invoice, Payment
from tenants.billing.line import MOST, rounded
from tenants.scope import db, own_id
from tenants.users import Actor

COLUMNS = ("dato", "beløb", "tekst")
MOST_ROWS = 5_000
EARLIEST = date(2000, 1, 1)  # an older payment is a slip of the hand
#: An invoice's number behind the word for it: faktura 12, fakturanr. 12, Fakt. 12.
NAMED = re.compile(r"\bfakt(?:ura)?(?:nr|nummer)?\W{0,3}(?:nr\W{0,2})?(\d{1,9})\b", re.IGNORECASE)


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
    """The payments written, and the rows that name no invoice of ours, or more than one; a row read before, or written by
    hand, is not written twice.

    Refused with every row that cannot be read, by its number.
    """
    rows = list(_read(content))
    numbers = select(Invoice).where(Invoice.tenant_id == own_id(), Invoice.kind == "invoice")
    wanted = {number for row in rows for number in [*_named(row.text), *_slips(row.text), *_numbers(row.text)]}
    invoices = {one.number: one for one in db.session.scalars(numbers.where(Invoice.number.in_(wanted)))}
    named = [(row, _invoice_of(row, invoices)) for row in rows]
    known, by_hand = _known([invoice.id for _row, invoice in named if invoice])
    written = []
    for row, invoice in named:
        if invoice is None or (invoice.id, row.reference) in known:
            continue
        known.add((invoice.id, row.reference))
        same = (invoice.id, by_hand_reference(row.day, row.amount))
        if same in by_hand:
            by_hand.remove(same)  # the bank tells of what a person has written down
        else:
            written.append(_payment(invoice, row.day, row.amount, row.reference, at, by))
    db.session.add_all(written)
    db.session.flush()
    if written:
        audit.record("payments.read", None, by=by, why=str(len(written)))
    return written, [row for row, invoice in named if invoice is None]


def _known(invoice_ids: Iterable[UUID]) -> tuple[set[tuple[UUID, str]], set[tuple[UUID, str]]]:
    """What has been written of the invoices, by its reference: from the bank's file, and by hand."""
    seen = select(Payment.invoice_id, Payment.reference, Payment.paid_on, Payment.amount)
    of_ours = Payment.tenant_id == own_id(), Payment.invoice_id.in_(set(invoice_ids))
    known, by_hand = set[tuple[UUID, str]](), set[tuple[UUID, str]]()
    for invoice_id, reference, paid_on, amount in db.session.execute(seen.where(*of_ours)):
        is_by_hand = reference == by_hand_reference(paid_on, amount)
        (by_hand if is_by_hand else known).add((invoice_id, reference))
    return known, by_hand


def by_hand_reference(day: date, amount: Decimal) -> str:
    """What a person writes is known by day and amount: nobody writes the same twice."""
    return f"{day:%Y-%m-%d}/{amount:.2f}"


def paid_by_hand(invoice: Invoice, day: date, amount: Decimal, at: datetime, *, by: Actor) -> Payment:
    """One payment written by a person. Refused for nothing, parts of an øre, a day to come or long ago, and for what stands
    already, read from the bank's file or by hand."""
    if not amount or amount != rounded(amount):
        raise Refused(_("Skriv, hvor meget der er betalt, med højst to decimaler."))
    if not EARLIEST <= day <= today():
        raise Refused(_("Skriv den dag, pengene kom. Den kan ikke ligge i fremtiden."))
    same = Payment.invoice_id == invoice.id, Payment.paid_on == day, Payment.amount == amount
    if db.session.scalar(select(Payment.id).where(*same).limit(1)):
        raise Refused(_("Betalingen er allerede skrevet ned."))
    payment = _payment(invoice, day, amount, by_hand_reference(day, amount), at, by)
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
    wrong, rows = [], []
    try:
        heads = {(name or "").strip().lower(): name for name in table.fieldnames or []}
        if not set(COLUMNS) <= set(heads):
            raise Refused(_("Filen skal have kolonnerne Dato, Beløb og Tekst i første række."))
        for line, row in enumerate(table, start=2):
            try:
                rows.append(_paid(line, *((row[heads[name]] or "").strip() for name in COLUMNS)))
            except (ValueError, NumberFormatError, InvalidOperation):
                wrong.append(line)
    except csv.Error:  # a field beyond all measure
        wrong.append(len(rows) + len(wrong) + 2)
    if wrong or not rows or len(rows) > MOST_ROWS:
        shown = ", ".join(str(line) for line in wrong[:20]) or "-"
        raise Refused(
            _(
                "Filen er ikke læst. Datoen skal være som 31-12-2014 og ikke ligge i fremtiden, og beløbet som 1.234,50. Fejl i"
                " række: %(lines)s.",
                lines=shown,
            )
        )
    yield from rows


def _paid(line: int, day: str, amount: str, text: str) -> Paid:
    """One row as it is meant; ValueError for a day to come or long ago, for nothing, for parts of an øre and beyond any amount."""
    paid = Paid(
        line, datetime.strptime(day, "%d-%m-%Y").date(), Decimal(parse_decimal(amount, locale="da", strict=True)), text
    )
    if not EARLIEST <= paid.day <= today() or "\0" in text:
        raise ValueError(day)
    if not paid.amount.is_finite() or not 0 < abs(paid.amount) < MOST or paid.amount != rounded(paid.amount):
        raise ValueError(amount)
    return paid


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _invoice_of(row: Paid, invoices: Mapping[int, Invoice]) -> Invoice | None:
    """The one invoice that the text means; nothing is guessed.

    The number after the word faktura, or inside a +71 payment slip; else the only number there is, or the one invoice of
    those numbers that asks for the very amount.
    """
    told = {number for number in [*_named(row.text), *_slips(row.text)] if number in invoices}
    if not told and not _named(row.text):
        others = {number for number in _numbers(row.text) if number in invoices}
        is_alone = row.text.strip().isdecimal()
        told = {number for number in others if is_alone or invoices[number].total == row.amount}
    return invoices[told.pop()] if len(told) == 1 else None


def _named(text: str) -> list[int]:
    return [int(number) for number in NAMED.findall(text)]


def _slips(text: str) -> list[int]:
    """The numbers inside +71 payment slips whose check digit is right."""
    slips = [word for word in _words(text) if len(word) == 15]
    return [int(word[:-1]) for word in slips if payment_slip_id(int(word[:-1])) == word]


def _numbers(text: str) -> list[int]:
    return [int(word) for word in _words(text) if len(word) < 10]


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isdecimal() else " " for sign in text).split()
