"""The electronic invoice: Peppol BIS Billing 3.0 in UBL, as a Danish municipality receives it.

The writer is a library behind this one function; another format replaces this file alone.
"""

from decimal import Decimal
from typing import Any

from eu_einvoice import ubl as writer
from eu_einvoice.model import prepare
from eu_einvoice.profiles import PROFILES
from stdnum import luhn

from mentorkorps.language import N_, _, danish
from mentorkorps.refused import Refused
from tenants.billing import Invoice, InvoiceLine

PEPPOL = "peppol"
CVR, GLN = "0184", "0088"
FIK = "71"


def ubl(invoice: Invoice) -> bytes:
    """The document as XML. Refused, with every reason, when it would break a rule of EN 16931 or Peppol."""
    prepared, issues = prepare(_facts(invoice), PEPPOL)
    wrong = [
        _("Reglerne for elektroniske fakturaer siger nej til feltet %(field)s.", field=issue["path"])
        for issue in issues.errors
    ]
    totals = prepared.get("totals", {})
    if not wrong and (totals["tax_exclusive"], totals["tax_total"]) != (invoice.amount, invoice.vat):
        wrong.append(_("Linjerne giver ikke fakturaens beløb."))
    if wrong:
        raise Refused(
            _("Faktura %(number)s kan ikke skrives elektronisk: %(list)s", number=invoice.number, list=" ".join(wrong))
        )
    try:
        document: bytes = writer.generate(prepared, PROFILES[PEPPOL])
    except ValueError as unwritten:  # a sign that XML cannot hold
        raise Refused(
            _("Faktura %(number)s indeholder et tegn, der ikke kan skrives.", number=invoice.number)
        ) from unwritten
    return document


def _facts(invoice: Invoice) -> dict[str, Any]:
    buyer, corrected = invoice.buyer, invoice.corrects
    categories = {line.vat_category for line in invoice.lines}
    facts = {
        "type_code": "381" if invoice.is_credit_note else "380",
        "number": str(invoice.number),
        "issue_date": invoice.issued_on.isoformat(),
        "due_date": None if invoice.is_credit_note else invoice.pay_by.isoformat(),
        "currency": "DKK",
        "notes": [invoice.note] if invoice.note else [],
        "buyer_reference": buyer["contact"] or buyer["order_number"],
        "order_reference": buyer["order_number"],
        "accounting_reference": buyer["account_string"],
        "period": _covers(invoice),
        "preceding_invoices": [{"number": str(corrected.number), "date": corrected.issued_on.isoformat()}]
        if corrected
        else [],
        "seller": _seller(invoice.seller, registered=categories != {"O"}),
        "buyer": _buyer(buyer, registered=categories != {"O"}),
        "delivery": {"address": _address(buyer), "date": invoice.issued_on.isoformat()} if "K" in categories else None,
        "payment": _payment(invoice),
        "vat_exemptions": _reasons(invoice.lines),
        "lines": [_line(line) for line in invoice.lines],
    }
    return {key: value for key, value in facts.items() if value not in (None, "", [], {})}


def _party(party: dict[str, Any], endpoint: tuple[str, str]) -> dict[str, Any]:
    return {
        "name": party["name"],
        "legal_id": {"id": party["cvr"], "scheme": CVR},
        "electronic_address": {"id": endpoint[1], "scheme": endpoint[0]},
        "address": _address(party),
    }


def _address(party: dict[str, Any]) -> dict[str, str]:
    return {"line1": party["street"], "city": party["city"], "postal_code": party["postcode"], "country": "DK"}


def _covers(invoice: Invoice) -> dict[str, str] | None:
    if not (invoice.covers_from and invoice.covers_to):
        return None
    return {"start": invoice.covers_from.isoformat(), "end": invoice.covers_to.isoformat()}


def _reasons(lines: list[InvoiceLine]) -> dict[str, str]:
    """Why there is no VAT, once for each category: several reasons stand side by side."""
    reasons: dict[str, dict[str, None]] = {}
    for line in lines:
        if line.vat_reason:
            reasons.setdefault(line.vat_category, {})[line.vat_reason] = None
    return {category: "; ".join(said) for category, said in reasons.items()}


def _seller(seller: dict[str, Any], *, registered: bool) -> dict[str, Any]:
    """`registered`: what lies outside the VAT act is invoiced without a VAT number (BR-O-02)."""
    endpoint = (GLN, seller["ean"]) if seller["ean"] else (CVR, seller["cvr"])
    contact = {"name": seller["contact"] or seller["name"], "email": seller["email"], "phone": seller["phone"]}
    vat = {"vat_id": f"DK{seller['cvr']}"} if registered else {}
    return _party(seller, endpoint) | vat | {"contact": {key: value for key, value in contact.items() if value}}


def _buyer(buyer: dict[str, Any], *, registered: bool) -> dict[str, Any]:
    contact = {"name": buyer["contact"], "email": buyer["email"]}
    said = {key: value for key, value in contact.items() if value}
    vat = {"vat_id": f"DK{buyer['cvr']}"} if registered else {}
    return _party(buyer, (GLN, buyer["ean"])) | vat | ({"contact": said} if said else {})


def _payment(invoice: Invoice) -> dict[str, Any] | None:
    """Account with registration number (42), IBAN (58) or payment slip (93, +71)."""
    if invoice.is_credit_note:
        return None
    seller = invoice.seller
    accounts = {
        "42": {"account_id": seller["account_number"].zfill(10), "bic": seller["registration_number"]},
        "58": {"iban": seller["iban"]},
        "93": {"account_id": seller["creditor_number"]},
    }
    reference = f"{FIK}#{payment_slip_id(invoice.number)}" if seller["means"] == "93" else str(invoice.number)
    return {
        "means_code": seller["means"],
        "remittance_info": reference,
        "credit_transfers": [accounts[seller["means"]]],
    }


def payment_slip_id(number: int) -> str:
    """The 15 digits of a +71 payment slip: 14 for the invoice's number, and the check digit (modulus 10)."""
    return f"{number:014}" + luhn.calc_check_digit(f"{number:014}")


def _line(line: InvoiceLine) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "name": line.text, "quantity": str(line.quantity), "unit": "EA", "price": str(line.price),
        "vat_category": line.vat_category, "vat_rate": _rate(line),
    }  # fmt: skip
    if line.discount:
        facts["allowances"] = [{"reason": line.discount_reason or danish(N_("Rabat")), "amount": str(line.discount)}]
    return facts


def _rate(line: InvoiceLine) -> Decimal | None:
    return None if line.vat_category == "O" else line.vat_percent
