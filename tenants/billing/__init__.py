"""What the parties pay: contributions, the invoices and credit notes made of them, and what has been paid (FY-09, FY-10)."""

from tenants.billing.contribution import Contribution
from tenants.billing.details import BillingDetails
from tenants.billing.invoice import Invoice
from tenants.billing.issue import credit, issue, issue_again, issue_due, waiting_for
from tenants.billing.line import InvoiceLine, Totals, totals_of
from tenants.billing.payment import Payment
from tenants.billing.series import NumberSeries

__all__ = [
    "BillingDetails", "Contribution", "Invoice", "InvoiceLine", "NumberSeries", "Payment", "Totals", "credit",
    "issue", "issue_again", "issue_due", "totals_of", "waiting_for",
]  # fmt: skip
