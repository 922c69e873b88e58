"""Issuing: an invoice for each contribution in time, credit notes, and an invoice instead of a credited one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import set_committed_value

from mentorkorps.clock import now
from mentorkorps.language import N_, _, danish
from mentorkorps.refused import Refused
from tenants import audit, outbox
from tenants.billing.checking import faults, faults_of_line
from tenants.billing.contribution import Contribution
from tenants.billing.details import BillingDetails, missing_of_buyer, missing_of_seller
from tenants.billing.invoice import Invoice
from tenants.billing.line import InvoiceLine, net_of, totals_of
from tenants.billing.series import NumberSeries
from tenants.rows import new_id
from tenants.scope import db, own_id
from tenants.users import SYSTEM, Actor

PAY_WITHIN = timedelta(days=14)  # who is invoiced late has so long to pay


def issue_due(day: date, at: datetime) -> list[Invoice]:
    """Issues an invoice for each contribution whose lead days have begun; never one twice. What lacks a detail waits, and so
    does what cannot be written, without keeping the others back.

    Who waits for what is told by `waiting_for`, and issued by the first run after it has been put right.
    """
    if db.session.scalars(Contribution.to_invoice(day).limit(1)).first() is None:
        return []
    NumberSeries.locked("invoice")  # who waited for it sees what the colleague has issued
    return [_invoice(one, day, at, by=SYSTEM) for one, lacking in waiting_for(day) if not lacking]


def waiting_for(day: date, *, drawn_by: date | None = None) -> list[tuple[Contribution, list[str]]]:
    """Contributions whose invoice should have gone out by `day`, each with what it lacks, as sentences.

    With `drawn_by` the papers are drawn, which takes a tenth of a second each, only of what should have gone out by that day.
    """
    details = BillingDetails.by_party()
    seller = details[own_id()].as_seller
    waiting = db.session.scalars(Contribution.to_invoice(day)).all()
    drawn = set(db.session.scalars(Contribution.to_invoice(drawn_by))) if drawn_by else set(waiting)
    return [(one, _lacks(one, seller, details[one.party_tenant_id].as_buyer, day, one in drawn)) for one in waiting]


def _lacks(
    contribution: Contribution, seller: dict[str, Any], buyer: dict[str, Any], day: date, is_drawn: bool
) -> list[str]:
    """What is missing, or else, where it `is_drawn`, what keeps the document itself from being written."""
    missing = missing_of_seller(seller) + missing_of_buyer(buyer)
    if missing or not is_drawn:
        return missing
    facts = _facts_of(contribution) | {"seller": seller, "buyer": buyer, "pay_by": _pay_by(contribution, day)}
    return faults(_draft(contribution.party_tenant_id, [_line_of(contribution)], day, now(), by=SYSTEM, **facts))


def issue(
    party: UUID, lines: Sequence[InvoiceLine], day: date, at: datetime, *, pay_by: date, by: Actor, **facts: Any
) -> Invoice:
    """Issues an invoice of `lines` to `party`. Refused, with the whole list, when anything is missing or cannot be written."""
    series = NumberSeries.locked("invoice")
    seller, buyer = BillingDetails.of(own_id()).as_seller, BillingDetails.of(party).as_buyer
    lacking = missing_of_seller(seller) + missing_of_buyer(buyer)
    if not lines or not any(line.price for line in lines):
        lacking.append(_("Fakturaen har ingen linjer med et beløb."))
    _refuse(lacking)
    facts |= {"seller": seller, "buyer": buyer, "pay_by": pay_by}
    return _write(series, _draft(party, lines, day, at, by=by, **facts), by)


def credit(
    invoice: Invoice, reason: str, day: date, at: datetime, *, by: Actor, amounts: Sequence[Decimal] = ()
) -> Invoice:
    """Takes an invoice back by a credit note: whole, or `amounts` of its lines (kroner ekskl. moms, one for each).

    Refused without a reason, for a credit note, and for more than is left of a line.
    """
    series = NumberSeries.locked("invoice")
    if invoice.is_credit_note:
        raise Refused(_("En kreditnota kan ikke krediteres. Udsted en ny faktura i stedet."))
    if not reason.strip():
        raise Refused(_("Skriv, hvorfor fakturaen krediteres."))
    left = _left_of(invoice)
    wanted = list(amounts) or left
    if (
        len(wanted) != len(left)
        or any(not 0 <= want <= rest for want, rest in zip(wanted, left, strict=False))
        or not any(wanted)
    ):
        raise Refused(_("Der kan højst krediteres det, der er tilbage på hver linje."))
    lines = [_credited(line, want) for line, want in zip(invoice.lines, wanted, strict=True) if want]
    facts = {
        "kind": "credit_note", "corrects_id": invoice.id, "contribution_id": invoice.contribution_id, "note": reason.strip(),
        "seller": invoice.seller, "buyer": invoice.buyer, "covers_from": invoice.covers_from, "covers_to": invoice.covers_to,
        "pay_by": day,
    }  # fmt: skip
    return _write(series, _draft(invoice.party_tenant_id, lines, day, at, by=by, **facts), by)


def issue_again(invoice: Invoice, day: date, at: datetime, *, by: Actor) -> Invoice:
    """An invoice for the same contribution instead of a wholly credited one. Refused while anything is left of it."""
    NumberSeries.locked("invoice")
    contribution = invoice.contribution
    if contribution is None or any(_left_of(invoice)):
        raise Refused(_("Kreditér først hele fakturaen. Så kan der udstedes en ny i stedet."))
    if db.session.scalar(select(Invoice.id).where(Invoice.replaces_id == invoice.id)):
        raise Refused(_("Der er allerede udstedt en ny faktura i stedet."))
    return _invoice(contribution, day, at, by=by, replaces_id=invoice.id)


def _invoice(contribution: Contribution, day: date, at: datetime, *, by: Actor, **facts: Any) -> Invoice:
    facts |= _facts_of(contribution) | {"pay_by": _pay_by(contribution, day)}
    return issue(contribution.party_tenant_id, [_line_of(contribution)], day, at, by=by, **facts)


def _line_of(contribution: Contribution) -> InvoiceLine:
    percent = contribution.vat_percent
    return InvoiceLine(
        text=danish(N_("Bidrag til erhvervsmentorkorps, perioden %(period)s"), period=contribution.period.name),
        price=contribution.amount, quantity=Decimal(1), discount=Decimal(0), vat_category="S" if percent else "O",
        vat_percent=percent, vat_reason="" if percent else danish(N_("Uden for momslovens område")),
    )  # fmt: skip


def _facts_of(contribution: Contribution) -> dict[str, Any]:
    period = contribution.period
    return {"contribution_id": contribution.id, "covers_from": period.starts_on, "covers_to": period.ends_on}


def _pay_by(contribution: Contribution, day: date) -> date:
    return max(day + PAY_WITHIN, contribution.due_on)


def _draft(party: UUID, lines: Sequence[InvoiceLine], day: date, at: datetime, *, by: Actor, **facts: Any) -> Invoice:
    """The document as it would stand, without a number and not kept yet. Refused for lines that cannot be counted."""
    _refuse([sentence for line in lines for sentence in faults_of_line(line)])
    for line in lines:
        line.net = net_of(line.quantity, line.price, line.discount)
    totals = totals_of(lines)
    drafted = Invoice(
        tenant_id=own_id(), id=new_id(), party_tenant_id=party, number=0, issued_on=day, issued_at=at, issued_by=by.signature,
        amount=totals.amount, vat=totals.vat, **({"kind": "invoice", "note": ""} | facts),
    )  # fmt: skip
    set_committed_value(drafted, "lines", list(lines))
    return drafted


def _write(series: NumberSeries, invoice: Invoice, by: Actor) -> Invoice:
    """Keeps a drafted document under the next number. Refused, and no number taken, where it cannot be written."""
    invoice.number = series.next_number
    _refuse(faults(invoice))
    db.session.add(invoice)  # and with the row the number is taken
    db.session.flush()
    for position, line in enumerate(invoice.lines, start=1):
        line.invoice_id, line.party_tenant_id, line.position = invoice.id, invoice.party_tenant_id, position
    db.session.add_all(invoice.lines)
    db.session.flush()
    audit.record(f"{invoice.kind}.issued", invoice, by=by)
    outbox.post("deliver_invoice", f"invoice:{invoice.id}:delivered", {"invoice_id": str(invoice.id)})
    return invoice


def _refuse(wrong: Sequence[str]) -> None:
    if wrong:
        raise Refused(_("Der er ikke udstedt noget: %(list)s", list=" ".join(wrong)))


def _credited(line: InvoiceLine, amount: Decimal) -> InvoiceLine:
    return InvoiceLine(
        text=line.text, quantity=Decimal(1), price=amount, discount=Decimal(0), vat_category=line.vat_category,
        vat_percent=line.vat_percent, vat_reason=line.vat_reason, corrects_position=line.position,
    )  # fmt: skip


def _left_of(invoice: Invoice) -> list[Decimal]:
    """What has not been credited of each line yet, in kroner ekskl. moms."""
    credited = (
        select(InvoiceLine.corrects_position, func.sum(InvoiceLine.net))
        .join(Invoice, (Invoice.tenant_id == InvoiceLine.tenant_id) & (Invoice.id == InvoiceLine.invoice_id))
        .where(Invoice.corrects_id == invoice.id)
        .group_by(InvoiceLine.corrects_position)
    )
    taken = {position: net for position, net in db.session.execute(credited)}  # noqa: C416 (rows are not pairs to mypy)
    return [line.net - taken.get(line.position, Decimal(0)) for line in invoice.lines]
