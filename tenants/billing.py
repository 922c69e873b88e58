"""Contributions and the invoices made of them: a record per contribution, in a number series without gaps."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.agreements import Period
from tenants.rows import PrivateRow, SharedRow, inside, new_id
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
    def locked(cls, name: str) -> Self:
        """The series, begun where it is not there yet; a colleague who has it is waited for."""
        begun = insert(cls).values(tenant_id=own_id(), id=new_id(), name=name, next_number=1)
        db.session.execute(begun.on_conflict_do_nothing(index_elements=["tenant_id", "name"]))
        same = select(cls).where(cls.tenant_id == own_id(), cls.name == name)
        return db.session.scalars(same.with_for_update().execution_options(populate_existing=True)).one()

    def take(self) -> int:
        """The next number of a locked series."""
        number = self.next_number
        self.next_number += 1
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
        """Issues an invoice for each contribution that is due and has none; all of them or none, and never one twice."""
        if db.session.scalars(Contribution.to_invoice(day).limit(1)).first() is None:
            return []
        series = NumberSeries.locked("invoice")  # who waited for it sees what the colleague has issued
        due = db.session.scalars(Contribution.to_invoice(day)).all()
        invoices = [cls._of(contribution, series.take(), day, at) for contribution in due]
        db.session.add_all(invoices)
        db.session.flush()
        return invoices

    @classmethod
    def _of(cls, contribution: Contribution, number: int, day: date, at: datetime) -> Self:
        vat = (contribution.amount * contribution.vat_percent / 100).quantize(Decimal("0.01"))
        return cls(
            party_tenant_id=contribution.party_tenant_id,
            contribution_id=contribution.id,
            number=number,
            issued_on=day,
            issued_at=at,
            pay_by=max(day, contribution.due_on),
            amount=contribution.amount,
            vat=vat,
        )
