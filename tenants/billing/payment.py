"""What has been paid of an invoice: written by hand or read from the bank's file, never changed."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from tenants.rows import SharedRow, inside


class Payment(SharedRow):
    """One payment, in kroner; a negative one takes a wrong one back."""

    __tablename__ = "payments"
    __table_args__ = (
        inside("invoices", "invoice_id"),
        CheckConstraint("amount <> 0", name="not_nothing"),
        CheckConstraint("amount <> 'NaN'", name="an_amount"),
        UniqueConstraint("tenant_id", "invoice_id", "reference"),
    )

    invoice_id: Mapped[UUID]
    paid_on: Mapped[date]
    amount: Mapped[Decimal]
    reference: Mapped[str]  # the bank's, or one of ours: the same payment is written once
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
