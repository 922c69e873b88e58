"""An issued invoice or credit note: never changed afterwards, corrected by a credit note."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, and_, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.billing.contribution import Contribution
from tenants.billing.line import InvoiceLine
from tenants.billing.payment import Payment
from tenants.rows import SharedRow, inside, one_of
from tenants.scope import db

NO_ID = "'00000000-0000-0000-0000-000000000000'::uuid"


class Invoice(SharedRow):
    """One document of the issuer's series, with seller and buyer as they stood that day."""

    __tablename__ = "invoices"
    __table_args__ = (
        inside("contributions", "contribution_id"),
        inside("invoices", "corrects_id"),
        inside("invoices", "replaces_id"),
        one_of("kind", ["invoice", "credit_note"]),
        UniqueConstraint("tenant_id", "number"),
        CheckConstraint("(kind = 'credit_note') = (corrects_id IS NOT NULL)", name="credit_corrects"),
        Index(
            "uq_invoices_one_for_each", "tenant_id", "contribution_id", text(f"COALESCE(replaces_id, {NO_ID})"),
            unique=True, postgresql_where=text("kind = 'invoice' AND contribution_id IS NOT NULL"),
        ),
    )  # fmt: skip

    contribution_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(default="invoice")
    corrects_id: Mapped[UUID | None]  # the invoice that this credit note corrects
    replaces_id: Mapped[UUID | None]  # the credited invoice that this one is issued instead of
    number: Mapped[int]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str] = mapped_column(default="")
    pay_by: Mapped[date]
    covers_from: Mapped[date | None]
    covers_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    seller: Mapped[dict[str, Any]] = mapped_column(JSONB)
    buyer: Mapped[dict[str, Any]] = mapped_column(JSONB)
    amount: Mapped[Decimal]
    vat: Mapped[Decimal]

    contribution: Mapped[Contribution | None] = relationship(viewonly=True)
    lines: Mapped[list[InvoiceLine]] = relationship(viewonly=True, order_by=InvoiceLine.position)
    payments: Mapped[list[Payment]] = relationship(viewonly=True, order_by=Payment.recorded_at)

    @classmethod
    def stands(cls) -> ColumnElement[bool]:
        """An invoice that no other has been issued instead of."""
        later = cls.__table__.alias("later")
        replaced = select(later.c.id).where(later.c.tenant_id == cls.tenant_id, later.c.replaces_id == cls.id)
        return and_(cls.kind == "invoice", ~replaced.exists())

    @property
    def corrects(self) -> "Invoice | None":
        """The invoice that this credit note takes back."""
        return (
            db.session.get(Invoice, {"tenant_id": self.tenant_id, "id": self.corrects_id}) if self.corrects_id else None
        )

    @property
    def total(self) -> Decimal:
        """Kroner inkl. moms."""
        return self.amount + self.vat

    @property
    def is_credit_note(self) -> bool:
        """A credit note takes back what an invoice asked for."""
        return self.kind == "credit_note"
