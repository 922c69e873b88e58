"""Invoices as documents: Peppol BIS Billing 3.0, a tagged PDF, and their way out of the house."""

from mentorkorps.invoices.deliver import deliver, export
from mentorkorps.invoices.electronic import ubl
from mentorkorps.invoices.paper import pdf

__all__ = ["deliver", "export", "pdf", "ubl"]
