"""What one party pays for one period."""

from datetime import date
from decimal import Decimal
from typing import Self
from uuid import UUID

from sqlalchemy import BindParameter, CheckConstraint, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.agreements import Agreement, Period
from tenants.registry import Member
from tenants.rows import SharedRow, inside
from tenants.scope import OWN


class Contribution(SharedRow):
    """What one party pays for one period, in kroner ekskl. moms; stored per party, never divided (FY-09)."""

    __tablename__ = "contributions"
    __table_args__ = (
        inside("periods", "period_id"),
        UniqueConstraint("tenant_id", "period_id", "party_tenant_id"),
        CheckConstraint("amount > 0", name="positive"),
    )

    period_id: Mapped[UUID]
    amount: Mapped[Decimal]
    vat_percent: Mapped[Decimal] = mapped_column(default=Decimal(25))
    due_on: Mapped[date]
    places_out: Mapped[int] = mapped_column(default=0)  # paid back, and out of the quota since the party came back

    period: Mapped[Period] = relationship(viewonly=True)

    @classmethod
    def to_invoice(cls, day: date | BindParameter[date]) -> Select[Self]:
        """Contributions of this operator never invoiced and due within their agreement's lead days of `day`, oldest first; of a
        party that has left, what fell due while it was in."""
        from tenants.billing.invoice import Invoice

        invoiced = select(Invoice.id).where(Invoice.tenant_id == cls.tenant_id, Invoice.contribution_id == cls.id)
        gone = select(Member.id).where(
            Member.tenant_id == cls.tenant_id, Member.partnership_id == Agreement.partnership_id,
            Member.party_tenant_id == cls.party_tenant_id, Member.left_on < cls.due_on,
        )  # fmt: skip
        lead = Agreement.invoice_lead_days
        return (
            select(cls)
            .join(Period, (Period.tenant_id == cls.tenant_id) & (Period.id == cls.period_id))
            .join(Agreement, (Agreement.tenant_id == Period.tenant_id) & (Agreement.id == Period.agreement_id))
            .where(cls.tenant_id == OWN, cls.due_on - lead <= day, Agreement.signed_on <= day)
            .where(~invoiced.exists(), ~gone.exists())
            .order_by(cls.due_on, cls.party_tenant_id)
        )
