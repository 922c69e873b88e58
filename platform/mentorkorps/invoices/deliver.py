"""An issued invoice leaves the house: to the operator's access point by folder or webhook, or all to a folder at once."""

from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mentorkorps.gateways import invoice_delivery
from mentorkorps.invoices.electronic import ubl
from mentorkorps.invoices.paper import pdf
from mentorkorps.refused import Refused
from tenants.billing import Invoice
from tenants.registry import Tenant
from tenants.scope import db, own_id


def deliver(invoice_id: UUID) -> str:
    """Hands the electronic document over; returns where it went, or raises so that it is tried again."""
    invoice = Invoice.get(invoice_id)
    return invoice_delivery.hand_over(f"{file_name(invoice)}.xml", ubl(invoice))


class Exported(NamedTuple):
    """The files written, oldest first, and a sentence for each document that could not be."""

    files: list[Path]
    failed: list[str]


def export(folder: Path) -> Exported:
    """Writes every document that the house has issued as XML and PDF into `folder`; one that cannot be written keeps no other
    back."""
    own = select(Invoice).where(Invoice.tenant_id == own_id()).options(selectinload(Invoice.lines))
    done = Exported([], [])
    numbered = db.session.scalars(own.order_by(Invoice.number), execution_options={"yield_per": 100})
    with closing(numbered):
        for invoice in numbered:
            for ending, write in (("xml", ubl), ("pdf", pdf)):
                name = f"{file_name(invoice)}.{ending}"
                try:
                    done.files.append(invoice_delivery.written(folder, name, write(invoice)))
                except Refused as refusal:
                    done.failed.append(f"{name}: {refusal}")
    return done


def file_name(invoice: Invoice) -> str:
    """Issuer, kind and number: the same document always has the same name."""
    return f"{Tenant.by_id(invoice.tenant_id).slug}-{invoice.kind.replace('_', '-')}-{invoice.number:06}"
