"""An issued invoice leaves the house: to the operator's access point by folder or webhook, or all to a folder at once."""

from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mentorkorps.gateways import invoice_delivery
from mentorkorps.invoices.electronic import ubl
from mentorkorps.invoices.paper import pdf
from tenants.billing import Invoice
from tenants.registry import Tenant
from tenants.scope import db, own_id


def deliver(invoice_id: UUID) -> str:
    """Hands the electronic document over; returns where it went, or raises so that it is tried again."""
    invoice = Invoice.get(invoice_id)
    return invoice_delivery.hand_over(f"{file_name(invoice)}.xml", ubl(invoice))


def export(folder: Path) -> list[Path]:
    """Writes every document that the house has issued as XML and PDF into `folder`; returns the files, oldest first."""
    issued = (
        select(Invoice)
        .where(Invoice.tenant_id == own_id())
        .options(selectinload(Invoice.lines))
        .order_by(Invoice.number)
    )
    files = []
    for invoice in db.session.scalars(issued.execution_options(yield_per=100)):
        name = file_name(invoice)
        files.append(invoice_delivery.written(folder, f"{name}.xml", ubl(invoice)))
        files.append(invoice_delivery.written(folder, f"{name}.pdf", pdf(invoice)))
    return files


def file_name(invoice: Invoice) -> str:
    """Issuer, kind and number: the same document always has the same name."""
    return f"{Tenant.by_id(invoice.tenant_id).slug}-{invoice.kind.replace('_', '-')}-{invoice.number:06}"
