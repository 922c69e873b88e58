"""Other money than the contributions: what has come from whom, for which period; taken back, never changed (FY-10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, func, select
from sqlalchemy.orm import Mapped, mapped_column

from mentorkorps.clock import now, today
from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.agreements import Period
from tenants.billing.line import payable
from tenants.billing.subsidy import SOURCES, Subsidy
from tenants.rows import SharedRow, inside, one_of, together
from tenants.scope import db
from tenants.users import Actor


class Income(SharedRow):
    """One amount received from a sponsor, foundation or ministry, for one municipality (the party) or for all in common
    (party = the operator). Contributions stand on the invoices and never here."""

    __tablename__ = "incomes"
    __table_args__ = (
        inside("periods", "period_id"),
        inside("subsidies", "subsidy_id"),
        one_of("source", list(SOURCES)),
        together("withdrawn_at", "withdrawn_by", "withdrawn_why"),
        CheckConstraint("amount > 0 AND vat_percent >= 0", name="positive"),
    )

    source: Mapped[str]
    giver: Mapped[str]
    period_id: Mapped[UUID]
    subsidy_id: Mapped[UUID | None]  # the subsidy that it is an instalment of
    amount: Mapped[Decimal]  # kroner ekskl. moms
    vat_percent: Mapped[Decimal] = mapped_column(default=Decimal(0))
    received_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_why: Mapped[str | None]

    def withdraw(self, why: str, *, by: Actor) -> None:
        """Takes back what was written wrong: it stands in the list and counts no more. Refused without a reason, and twice."""
        if not why.strip():
            raise Refused(_("Skriv, hvorfor beløbet tages tilbage."))
        if self.withdrawn_at is not None:
            raise Refused(_("Beløbet er allerede taget tilbage."))
        self.withdrawn_at, self.withdrawn_by, self.withdrawn_why = now(), by.name, why.strip()
        db.session.flush()
        audit.record("income.withdrawn", self, by=by)


@dataclass(frozen=True)
class Received:
    """So many kroner ekskl. moms, with `vat_percent` on top, on that day, for that period."""

    period: Period
    amount: Decimal
    on_day: date
    vat_percent: Decimal = Decimal(0)


def enter(source: str, giver: str, party: UUID, received: Received, *, by: Actor) -> Income:
    """Money that stands on no subsidy. Refused for no kroner, for parts of an øre, for a day that has not been, and for the
    very same again, as when it is sent twice."""
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"income {received.period.tenant_id}"))))
    same = {
        "source": source,
        "giver": giver,
        "party_tenant_id": party,
        "period_id": received.period.id,
        "withdrawn_at": None,
    }
    again = select(Income.id).filter_by(**same, amount=received.amount, received_on=received.on_day)
    if db.session.scalar(again.limit(1)) is not None:
        raise Refused(_("Den indtægt er allerede skrevet ned: samme giver, beløb og dag."))
    return _write(received, by, source=source, giver=giver, party_tenant_id=party)


def enter_of(subsidy: Subsidy, received: Received, *, by: Actor) -> Income:
    """An instalment of a subsidy (one held by `own_subsidy`). Refused before the subsidy is given, and for more than it."""
    if not subsidy.is_granted:
        raise Refused(_("Tilskuddet er ikke bevilget."))
    if received_of([subsidy])[subsidy.id] + received.amount > subsidy.amount:
        raise Refused(_("Der kan ikke modtages mere, end der er bevilget."))
    return _write(
        received,
        by,
        source=subsidy.source,
        giver=subsidy.giver,
        party_tenant_id=subsidy.party_tenant_id,
        subsidy_id=subsidy.id,
    )


def received_of(subsidies: Iterable[Subsidy]) -> dict[UUID, Decimal]:
    """What has come of each, in kroner ekskl. moms, by the subsidy's id."""
    found = {one.id: Decimal("0.00") for one in subsidies}
    came = (
        select(Subsidy.id, func.sum(Income.amount))
        .join(Income, (Income.tenant_id == Subsidy.tenant_id) & (Income.subsidy_id == Subsidy.id))
        .where(Subsidy.id.in_(found), Income.withdrawn_at.is_(None))
        .group_by(Subsidy.id)
    )
    return found | {row[0]: row[1] for row in db.session.execute(came)}


def incomes_in(period: Period) -> Select[Income]:
    """What is seen here of the period's, the newest first, with what has been taken back."""
    own = Income.tenant_id == period.tenant_id, Income.period_id == period.id
    return select(Income).where(*own).order_by(Income.received_on.desc(), Income.id)


def _write(received: Received, by: Actor, **facts: object) -> Income:
    if received.on_day > today():
        raise Refused(_("Datoen ligger i fremtiden."))
    income = Income(
        **facts, period_id=received.period.id, amount=payable(received.amount), vat_percent=received.vat_percent,
        received_on=received.on_day, entered_at=now(), entered_by=by.name,
    )  # fmt: skip
    db.session.add(income)
    db.session.flush()
    audit.record("income.entered", income, by=by)
    return income
