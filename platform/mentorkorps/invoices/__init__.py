"""Invoices as documents: Peppol BIS Billing 3.0, a tagged PDF, and their way out of the house."""

from mentorkorps.invoices.deliver import Exported, deliver, export
from mentorkorps.invoices.electronic import ubl
from mentorkorps.invoices.faults import faults
from mentorkorps.invoices.paper import pdf

__all__ = ["Exported", "deliver", "export", "faults", "pdf", "ubl"]
