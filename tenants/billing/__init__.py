"""What the parties pay and what comes from others: contributions, invoices, payments, subsidies, income, refunds (FY-09, FY-10)."""

from tenants.billing.checking import unwritable, use_papers
from tenants.billing.contribution import Contribution
from tenants.billing.cost import Cost, Costs, costs
from tenants.billing.details import BillingDetails
from tenants.billing.income import Income, Received, enter, enter_of
from tenants.billing.invoice import Invoice
from tenants.billing.issue import credit, issue, issue_again, issue_due, waiting_for
from tenants.billing.line import InvoiceLine, Totals, totals_of
from tenants.billing.payment import Payment
from tenants.billing.refund import Refund, paid_back, price_of, refund, unused
from tenants.billing.series import NumberSeries
from tenants.billing.subsidy import Draw, Subsidy, Terms, apply_for, draws

__all__ = [
    "BillingDetails", "Contribution", "Cost", "Costs", "Draw", "Income", "Invoice", "InvoiceLine", "NumberSeries", "Payment",
    "Received", "Refund", "Subsidy", "Terms", "Totals", "apply_for", "costs", "credit", "draws", "enter", "enter_of", "issue",
    "issue_again", "issue_due", "paid_back", "price_of", "refund", "totals_of", "unused", "unwritable", "use_papers",
    "waiting_for",
]  # fmt: skip
