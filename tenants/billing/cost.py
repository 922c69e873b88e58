"""What a match costs, with and without other money (FY-10): sums of rows and a division; knows no person.

Paid by the partners: contributions ÷ started matches. In all: contributions and other money ÷ started matches. The
contributions are the issued invoices less their credit notes, in kroner ekskl. moms.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import case, func, select

from tenants.agreements import Period
from tenants.billing.contribution import Contribution
from tenants.billing.income import Income
from tenants.billing.invoice import Invoice
from tenants.billing.line import rounded
from tenants.scope import db

EARLIEST = 10  # fewer started matches say nothing yet
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Cost:
    """Kroner ekskl. moms by source, and how many matches have started."""

    by_source: Mapping[str, Decimal]
    matches: int

    @property
    def contributions(self) -> Decimal:
        """What the partners have been invoiced, less what has been credited."""
        return self.by_source.get("contribution", NOTHING)

    @property
    def income(self) -> Decimal:
        """All of it."""
        return sum(self.by_source.values(), NOTHING)

    @property
    def other(self) -> Decimal:
        """From sponsors, foundations and ministries."""
        return self.income - self.contributions

    @property
    def paid_per_match(self) -> Decimal | None:
        """Contributions ÷ started matches; None while it is too early."""
        return self._per_match(self.contributions)

    @property
    def income_per_match(self) -> Decimal | None:
        """All income ÷ started matches; None while it is too early."""
        return self._per_match(self.income)

    def _per_match(self, amount: Decimal) -> Decimal | None:
        return rounded(amount / self.matches) if self.matches >= EARLIEST else None


@dataclass(frozen=True)
class Costs:
    """Each municipality's own, and all together with what is in common."""

    per_party: Mapping[UUID, Cost]
    together: Cost


def costs(period: Period, started: Mapping[UUID, int]) -> Costs:
    """What is seen here of the period's money, beside the matches started in it, counted by municipality.

    Money in common belongs to no municipality and is never divided: it stands in `together` alone.
    """
    sums: dict[UUID, dict[str, Decimal]] = defaultdict(dict)
    for party, amount in _contributed(period):
        sums[party]["contribution"] = amount
    for party, source, amount in _received(period):
        sums[party][source] = amount
    both: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for by_source in sums.values():
        for source, amount in by_source.items():
            both[source] += amount
    own = {party: Cost(sums[party], started.get(party, 0)) for party in {*started, *sums} - _in_common(period, started)}
    return Costs(own, Cost(dict(both), sum(started.values())))


def _in_common(period: Period, started: Mapping[UUID, int]) -> set[UUID]:
    return {period.tenant_id} - set(started)


def _contributed(period: Period) -> list[tuple[UUID, Decimal]]:
    signed = case((Invoice.kind == "invoice", Invoice.amount), else_=-Invoice.amount)
    query = (
        select(Invoice.party_tenant_id, func.sum(signed))
        .join(
            Contribution, (Contribution.tenant_id == Invoice.tenant_id) & (Contribution.id == Invoice.contribution_id)
        )
        .where(Contribution.tenant_id == period.tenant_id, Contribution.period_id == period.id)
        .group_by(Invoice.party_tenant_id)
    )
    return [(party, amount) for party, amount in db.session.execute(query)]


def _received(period: Period) -> list[tuple[UUID, str, Decimal]]:
    query = (
        select(Income.party_tenant_id, Income.source, func.sum(Income.amount))
        .where(Income.tenant_id == period.tenant_id, Income.period_id == period.id, Income.withdrawn_at.is_(None))
        .group_by(Income.party_tenant_id, Income.source)
    )
    return [(party, source, amount) for party, source, amount in db.session.execute(query)]
