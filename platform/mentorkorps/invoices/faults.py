"""Whether a document can be written at all: asked while it is only drafted, so that no number is spent on one that cannot."""

from mentorkorps.invoices.electronic import ubl
from mentorkorps.invoices.paper import pdf
from mentorkorps.refused import Refused
from tenants.billing import Invoice


def faults(invoice: Invoice) -> list[str]:
    """Why the electronic invoice or the paper cannot be written, as sentences; empty where both can (FY-09)."""
    found = []
    for write in (ubl, pdf):
        try:
            write(invoice)
        except Refused as refusal:
            found.append(str(refusal))
    return found
