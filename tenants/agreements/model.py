"""The agreement: its periods, targets, priced numbers, and what each party draws on (FY-03…FY-10, FY-12)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.agreements.pace import pace_said
from tenants.registry import Partnership
from tenants.rows import PoolRow, SharedRow, inside, one_of


class Agreement(PoolRow):
    """The terms between the parties of one partnership; disclosed to its members."""

    __tablename__ = "agreements"
    __table_args__ = (inside("partnerships", "partnership_id"), UniqueConstraint("tenant_id", "partnership_id"))

    partnership_id: Mapped[UUID]
    signed_on: Mapped[date]
    decide_renewal_by: Mapped[date | None]
    positive_target: Mapped[int]  # per cent that have moved on (FY-07)
    outcome_target: Mapped[int]  # per cent in education, training or job (FY-08)
    corps_size: Mapped[int]
    corps_active_percent: Mapped[int]
    seats_min: Mapped[int]
    seats_max: Mapped[int]
    meeting_hours: Mapped[int]
    meeting_every_months: Mapped[int]
    open_figures: Mapped[list[str]]  # shown per member also when small (security: the open list)
    source: Mapped[dict[str, Any]]  # the file as imported
    imported_at: Mapped[datetime]
    invoice_lead_days: Mapped[int] = mapped_column(default=0)  # how long before its due day a contribution is invoiced

    partnership: Mapped[Partnership] = relationship(viewonly=True)


class Period(PoolRow):
    """A stretch of the agreement with its own target, price and quotas; odd dates are allowed (FY-06)."""

    __tablename__ = "periods"
    __table_args__ = (
        inside("agreements", "agreement_id"),
        UniqueConstraint("tenant_id", "agreement_id", "name"),
        CheckConstraint("starts_on < ends_on", name="in_order"),
        CheckConstraint("target_min <= target_max", name="target_in_order"),
    )

    agreement_id: Mapped[UUID]
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    target_min: Mapped[int]
    target_max: Mapped[int]
    priced_places: Mapped[int]
    pace: Mapped[dict[str, Any]] = mapped_column(default=dict)  # per cent of the target due at a month's end, by the month
    price: Mapped[Decimal]  # kroner ekskl. moms, the whole period

    agreement: Mapped[Agreement] = relationship(viewonly=True)

    @property
    def pace_said(self) -> list[str]:
        """The points of its curve as a person reads them; none where it is straight all the way."""
        return pace_said(self.pace)


class AgreementLine(SharedRow):
    """What one party has in one period: its own quota, or that of the youth's bearing municipality (FY-48)."""

    __tablename__ = "agreement_lines"
    __table_args__ = (
        inside("periods", "period_id"),
        one_of("draws_on", ["own", "bearing"]),
        UniqueConstraint("tenant_id", "period_id", "party_tenant_id"),
    )

    period_id: Mapped[UUID]
    draws_on: Mapped[str] = mapped_column(default="own")
    period: Mapped[Period] = relationship(viewonly=True)
