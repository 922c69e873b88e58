"""The lines of an invoice, and what they come to: VAT is data per line, rounded once per category."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants.rows import SharedRow, inside, one_of

#: VAT categories of UNCL 5305 that a Danish operator meets; all but S need a reason on the invoice.
CATEGORIES = {
    "S": N_("Moms"), "Z": N_("Nulsats"), "E": N_("Fritaget for moms"), "AE": N_("Omvendt betalingspligt"),
    "K": N_("Levering til et andet EU-land"), "G": N_("Eksport ud af EU"), "O": N_("Uden for momslovens område"),
}  # fmt: skip
ORE = Decimal("0.01")
MOST = Decimal(10) ** 10  # what an amount's column holds, and more than anybody means


class InvoiceLine(SharedRow):
    """One line: quantity times price, less a discount, in kroner ekskl. moms."""

    __tablename__ = "invoice_lines"
    __table_args__ = (
        inside("invoices", "invoice_id"),
        UniqueConstraint("tenant_id", "invoice_id", "position"),
        one_of("vat_category", list(CATEGORIES)),
        CheckConstraint("(vat_category = 'S') = (vat_percent > 0)", name="vat_fits_category"),
        CheckConstraint("vat_category IN ('S', 'Z') OR vat_reason <> ''", name="reason_without_vat"),
        CheckConstraint("quantity > 0 AND price >= 0 AND discount >= 0 AND net >= 0", name="not_negative"),
    )

    invoice_id: Mapped[UUID]
    position: Mapped[int]
    text: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(default=Decimal(1))
    price: Mapped[Decimal]
    discount: Mapped[Decimal] = mapped_column(default=Decimal(0))
    discount_reason: Mapped[str] = mapped_column(default="")
    net: Mapped[Decimal]
    vat_category: Mapped[str] = mapped_column(default="S")
    vat_percent: Mapped[Decimal] = mapped_column(default=Decimal(25))
    vat_reason: Mapped[str] = mapped_column(default="")
    corrects_position: Mapped[int | None]  # on a credit note: which line of the invoice it takes back


@dataclass(frozen=True)
class Part:
    """The lines of one VAT category and rate."""

    category: str
    percent: Decimal
    net: Decimal
    vat: Decimal


@dataclass(frozen=True)
class Totals:
    """What the lines come to, in kroner."""

    parts: tuple[Part, ...]

    @property
    def amount(self) -> Decimal:
        """Ekskl. moms."""
        return sum((part.net for part in self.parts), Decimal("0.00"))

    @property
    def vat(self) -> Decimal:
        """Moms."""
        return sum((part.vat for part in self.parts), Decimal("0.00"))


def net_of(quantity: Decimal, price: Decimal, discount: Decimal) -> Decimal:
    """What a line comes to, to the øre; half an øre goes up."""
    return rounded(quantity * price) - rounded(discount)


def totals_of(lines: Iterable[InvoiceLine]) -> Totals:
    """Net and VAT by category and rate; the VAT is rounded once for each, as EN 16931 says (BR-CO-17)."""
    nets: dict[tuple[str, Decimal], Decimal] = defaultdict(lambda: Decimal("0.00"))
    for line in lines:
        nets[line.vat_category, Decimal(line.vat_percent)] += line.net
    return Totals(
        tuple(Part(category, percent, net, rounded(net * percent / 100)) for (category, percent), net in nets.items())
    )


def rounded(amount: Decimal) -> Decimal:
    """To the øre; half an øre goes up."""
    return amount.quantize(ORE, rounding=ROUND_HALF_UP)


def payable(amount: Decimal) -> Decimal:
    """`amount` as kroner to the øre. Refused for nothing or less, for parts of an øre, and for what no column holds."""
    if not amount.is_finite() or not 0 < amount < MOST or amount != rounded(amount):
        raise Refused(_("Skriv et beløb over nul med højst to decimaler."))
    return rounded(amount)
