"""Invoices: what has been issued and paid, what waits for a detail, and the documents themselves (FY-09)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from mentorkorps.clock import now, today
from mentorkorps.invoices import bank_file, pdf, ubl
from mentorkorps.invoices.deliver import file_name
from mentorkorps.language import _
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act, attempt
from mentorkorps.web.invoice_forms import BankFileForm, CreditForm, DetailsForm, PaymentForm, SellerForm
from mentorkorps.web.paging import page_of
from mentorkorps.web.widgets import Form
from tenants import audit, billing
from tenants.billing import BillingDetails, Contribution, Invoice, Payment
from tenants.billing.details import DETAILS
from tenants.registry import Partnership, Tenant
from tenants.scope import db

room = Blueprint("invoices", __name__)

PER_PAGE = 50


@room.get("/<slug>/fakturaer")
@may("see the agreement")
def index(slug: str) -> ResponseReturnValue:
    """Issued invoices, newest first: the operator's all, a member's own; and which contributions lack a detail."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    page, pages = page_of(db.session.scalar(select(func.count()).select_from(Invoice)) or 0, PER_PAGE)
    rows = db.session.execute(_issued().offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    operates = db.session.scalar(select(Partnership.id).where(Partnership.tenant_id == g.home.id).limit(1)) is not None
    waiting = _waiting() if operates else []
    parties = {one.id: one for one in db.session.scalars(select(Tenant))} if waiting else {}
    return render_template(
        "invoices/index.html",
        rows=rows,
        page=page,
        pages=pages,
        waiting=waiting,
        parties=parties,
        operates=operates,
        day=today(),
    )


def _waiting() -> list[tuple[Contribution, list[str]]]:
    """What has not gone out for a reason; papers are drawn of what the night's job has passed over, not of what is its own."""
    found = billing.waiting_for(today(), drawn_by=today() - timedelta(days=1))
    return [(one, lacking) for one, lacking in found if lacking]


def _issued() -> Select[tuple[Invoice, str, Decimal, Decimal, bool]]:
    """Every document with its buyer's name, what has been paid and credited in kroner inkl. moms, and whether all of it has
    been credited: ekskl. moms, since the moms of several notes is rounded for each."""
    paid = select(func.coalesce(func.sum(Payment.amount), 0)).where(
        Payment.tenant_id == Invoice.tenant_id, Payment.invoice_id == Invoice.id
    )
    note = Invoice.__table__.alias("note")
    credited = select(func.coalesce(func.sum(note.c.amount + note.c.vat), 0)).where(
        note.c.tenant_id == Invoice.tenant_id, note.c.corrects_id == Invoice.id
    )
    whole = credited.with_only_columns(func.coalesce(func.sum(note.c.amount), 0))
    return (
        select(
            Invoice,
            Tenant.name,
            paid.correlate(Invoice).scalar_subquery(),
            credited.correlate(Invoice).scalar_subquery(),
            (whole.correlate(Invoice).scalar_subquery() >= Invoice.amount).label("is_credited"),
        )
        .join(Tenant, Tenant.id == Invoice.party_tenant_id)
        .order_by(Invoice.issued_at.desc(), Invoice.number.desc())
    )


@room.get("/<slug>/fakturaer/<uuid:invoice_id>")
@may("see the agreement")
def show(slug: str, invoice_id: UUID) -> ResponseReturnValue:
    """One document with its lines and payments."""
    invoice = _invoice(invoice_id)
    notes = db.session.scalars(select(Invoice).where(Invoice.corrects_id == invoice.id).order_by(Invoice.number)).all()
    credited = sum((note.total for note in notes), Decimal(0))
    is_credited = sum((note.amount for note in notes), Decimal(0)) >= invoice.amount
    replaced = db.session.scalar(select(Invoice.id).where(Invoice.replaces_id == invoice.id))
    return render_template(
        "invoices/show.html", invoice=invoice, notes=notes, credited=credited, replaced=replaced,
        is_credited=is_credited,
        paid=sum((payment.amount for payment in invoice.payments), Decimal(0)), totals=billing.totals_of(invoice.lines),
    )  # fmt: skip


@room.get("/<slug>/fakturaer/<uuid:invoice_id>.xml")
@may("see the agreement")
def electronic(slug: str, invoice_id: UUID) -> ResponseReturnValue:
    """Peppol BIS Billing 3.0."""
    invoice = _invoice(invoice_id)
    return ubl(invoice), 200, _file(invoice, "xml", "application/xml")


@room.get("/<slug>/fakturaer/<uuid:invoice_id>.pdf")
@may("see the agreement")
def paper(slug: str, invoice_id: UUID) -> ResponseReturnValue:
    """The tagged PDF."""
    invoice = _invoice(invoice_id)
    return pdf(invoice), 200, _file(invoice, "pdf", "application/pdf")


def _file(invoice: Invoice, ending: str, kind: str) -> dict[str, str]:
    return {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{file_name(invoice)}.{ending}"'}


@room.get("/<slug>/fakturaer/<uuid:invoice_id>/krediter")
@room.post("/<slug>/fakturaer/<uuid:invoice_id>/krediter")
@may("handle invoices")
def credit(slug: str, invoice_id: UUID) -> ResponseReturnValue:
    """Takes the whole invoice back."""
    invoice, form = _own(invoice_id), CreditForm()
    return _act(
        form, lambda: billing.credit(invoice, form.reason.data or "", today(), now(), by=actor()),
        _("Kreditér faktura %(number)s", number=invoice.number), _("Kreditnotaen er udstedt."), invoice,
    )  # fmt: skip


@room.post("/<slug>/fakturaer/<uuid:invoice_id>/igen")
@may("handle invoices")
def again(slug: str, invoice_id: UUID) -> ResponseReturnValue:
    """A new invoice instead of a credited one."""
    fresh = billing.issue_again(_own(invoice_id), today(), now(), by=actor())
    flash(_("Faktura %(number)s er udstedt i stedet.", number=fresh.number), "success")
    return redirect(url_for(".show", slug=slug, invoice_id=fresh.id), 303)


@room.get("/<slug>/fakturaer/<uuid:invoice_id>/betalt")
@room.post("/<slug>/fakturaer/<uuid:invoice_id>/betalt")
@may("handle invoices")
def pay(slug: str, invoice_id: UUID) -> ResponseReturnValue:
    """A payment written by hand."""
    invoice, form = _own(invoice_id), PaymentForm()
    return _act(
        form, lambda: bank_file.paid_by_hand(invoice, form.paid_on.data or today(), form.amount.amount, now(), by=actor()),
        _("Skriv en betaling af faktura %(number)s", number=invoice.number), _("Betalingen er skrevet ned."), invoice,
    )  # fmt: skip


@room.get("/<slug>/fakturaer/bankfil")
@room.post("/<slug>/fakturaer/bankfil")
@may("handle invoices")
def bank(slug: str) -> ResponseReturnValue:
    """Payments from the bank's file; what names no invoice is shown, and nothing is guessed."""
    form, read = BankFileForm(), list[tuple[list[Payment], list[bank_file.Paid]]]()
    status = attempt(form, lambda: read.append(bank_file.keep(form.file.data.read(), now(), by=actor())))
    written, unknown = read[0] if read else (None, [])
    return render_template("invoices/bank.html", form=form, unknown=unknown, written=written), 200 if read else status


@room.get("/<slug>/fakturaer/oplysninger/<party>")
@room.post("/<slug>/fakturaer/oplysninger/<party>")
@may("handle invoices")
def details(slug: str, party: str) -> ResponseReturnValue:
    """What stands on invoices to a party; for the issuer also how it is paid."""
    kept = BillingDetails.of(Tenant.called(party).id)
    is_seller = kept.party_tenant_id == kept.tenant_id
    known = {name: getattr(kept, name) for name in (*DETAILS, "means")}
    form: DetailsForm = (SellerForm if is_seller else DetailsForm)(**known)

    def change() -> None:
        for name, value in form.facts.items():
            setattr(kept, name, value)
        db.session.flush()
        audit.record("billing_details.changed", kept, by=actor())

    return _act(form, change, _("Fakturaoplysninger: %(name)s", name=kept.name or party), _("Oplysningerne er gemt."))


def _act(
    form: Form, verb: Callable[[], object], title: str, said: str, invoice: Invoice | None = None
) -> ResponseReturnValue:
    back = url_for(".show", slug=g.home.slug, invoice_id=invoice.id) if invoice else url_for(".index", slug=g.home.slug)
    return act(form, verb, said, back, "invoices/act.html", title=title)


def _invoice(invoice_id: UUID) -> Invoice:
    """A document that the house issued or got; NotFound for any other."""
    found = (
        select(Invoice)
        .where(Invoice.id == invoice_id)
        .options(selectinload(Invoice.lines), selectinload(Invoice.payments))
    )
    invoice = db.session.scalar(found)
    if invoice is None or g.tenant.id != g.home.id:
        raise NotFound("Invoice")
    return invoice


def _own(invoice_id: UUID) -> Invoice:
    """A document of the house's own series."""
    invoice = _invoice(invoice_id)
    if invoice.tenant_id != g.home.id:
        raise NotFound("Invoice")
    return invoice
