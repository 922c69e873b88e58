"""Contributions and the invoices made of them: a record per contribution, in a number series without gaps."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.agreements import Period
from tenants.rows import PrivateRow, SharedRow, inside
from tenants.scope import db, own_id


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

    period: Mapped[Period] = relationship(viewonly=True)

    @classmethod
    def to_invoice(cls, day: date) -> Select[Self]:
        """Contributions of this operator due by `day` and not yet invoiced, oldest first."""
        invoiced = select(Invoice.id).where(Invoice.tenant_id == cls.tenant_id, Invoice.contribution_id == cls.id)
        return (
            select(cls)
            .where(cls.tenant_id == own_id(), cls.due_on <= day, ~invoiced.exists())
            .order_by(cls.due_on, cls.party_tenant_id)
        )


class NumberSeries(PrivateRow):
    """The next invoice number of an issuer; taken in the invoice's own transaction, so that no number is lost."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str]
    next_number: Mapped[int] = mapped_column(default=1)

    @classmethod
    def take(cls, name: str) -> int:
        """The next number; waits for a colleague who is taking one."""
        series = db.session.scalar(select(cls).where(cls.tenant_id == own_id(), cls.name == name).with_for_update())
        if series is None:
            series = cls(name=name, next_number=1)
            db.session.add(series)
        number = series.next_number
        series.next_number += 1
        db.session.flush()
        return number


class Invoice(SharedRow):
    """An issued invoice: never changed afterwards."""

    __tablename__ = "invoices"
    __table_args__ = (
        inside("contributions", "contribution_id"),
        UniqueConstraint("tenant_id", "contribution_id"),
        UniqueConstraint("tenant_id", "number"),
    )

    contribution_id: Mapped[UUID]
    number: Mapped[int]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    pay_by: Mapped[date]
    amount: Mapped[Decimal]
    vat: Mapped[Decimal]

    contribution: Mapped[Contribution] = relationship(viewonly=True)

    @classmethod
    def issue_due(cls, day: date, at: datetime) -> list[Self]:
        """Issues an invoice for each contribution that is due and has none; all of them or none."""
        return [cls._issue(c, day, at) for c in db.session.scalars(Contribution.to_invoice(day)).all()]

    @classmethod
    def _issue(cls, contribution: Contribution, day: date, at: datetime) -> Self:
        vat = (contribution.amount * contribution.vat_percent / 100).quantize(Decimal("0.01"))
        invoice = cls(
            party_tenant_id=contribution.party_tenant_id,
            contribution_id=contribution.id,
            number=NumberSeries.take("invoice"),
            issued_on=day,
            issued_at=at,
            pay_by=max(day, contribution.due_on),
            amount=contribution.amount,
            vat=vat,
        )
        db.session.add(invoice)
        db.session.flush()
        return invoice
