"""What the agreement says about one period, read by the operator from its own rows: targets, quotas and money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from mentorkorps.clock import end_of
from tenants.agreements import Agreement, Period
from tenants.billing import Contribution, Income, Invoice
from tenants.quotas import Quota
from tenants.registry import Member, Partnership, Programme, Tenant
from tenants.scope import db


@dataclass(frozen=True)
class Agreed:
    """The terms a report measures against."""

    partnership: Partnership
    period: Period
    agreement: Agreement
    profile: Mapping[str, Any]
    bearing: tuple[Tenant, ...]  # by name; the columns of the report
    quotas: Mapping[UUID, Quota]
    contributions: Mapping[UUID, Decimal]
    invoiced: Mapping[UUID, Decimal]
    other_money: Decimal  # from sponsors, foundations and ministries, to whomever it came
    cut_off: date
    alone: bool  # nobody reads the report but the one house whose youths it counts

    @classmethod
    def read(cls, partnership: Partnership, period: Period, cut_off: date) -> "Agreed":
        """The terms in force for `period`; invoices as issued and other money as received by `cut_off`."""
        agreement = Agreement.get(period.agreement_id)
        contributions = select(Contribution).where(Contribution.period_id == period.id)
        quotas = select(Quota).where(Quota.period_id == period.id)
        bearing = bearing_in(partnership, period, cut_off)
        return cls(
            partnership, period, agreement,
            _programme(partnership, cut_off).profile,
            bearing,
            {quota.party_tenant_id: quota for quota in db.session.scalars(quotas)},
            {paid.party_tenant_id: paid.amount for paid in db.session.scalars(contributions)},
            invoiced_in(period, cut_off),
            other_money_in(period, cut_off), cut_off, runs_alone(partnership, bearing, cut_off),
        )  # fmt: skip

    @property
    def official_base(self) -> str:
        """The basis of the success targets: all_started, finished or mature (section 2, row 8)."""
        return str(self.profile.get("official_base", "all_started"))

    @property
    def promise_days(self) -> int:
        """Days from sending to a proposed mentor (FY-28)."""
        return int(self.profile["promise_days"])


def _programme(partnership: Partnership, cut_off: date) -> Programme:
    """The rules in force at the end of that day, so that a rule changed since changes no figure; the first, before there were."""
    here = select(Programme).where(Programme.partnership_id == partnership.id)
    by_then = here.where(Programme.in_force_since < end_of(cut_off))
    in_force = db.session.scalar(by_then.order_by(Programme.version.desc()).limit(1))
    return in_force or db.session.scalars(here.order_by(Programme.version).limit(1)).one()


def parties(partnership: Partnership, day: date) -> list[Tenant]:
    """Every member in force on `day`, by name: each gets its copy of a report."""
    members = Member.in_force(day).where(Member.partnership_id == partnership.id).subquery()
    query = select(Tenant).join(members, members.c.party_tenant_id == Tenant.id).order_by(Tenant.slug)
    return list(db.session.scalars(query))


def runs_alone(partnership: Partnership, bearing: Sequence[Tenant], cut_off: date) -> bool:
    """Whether the one house of `bearing` operates the partnership itself, and no other party of any kind is in it after the
    cut-off, or comes later: each would have its copy."""
    if [tenant.id for tenant in bearing] != [partnership.tenant_id]:
        return False
    stays = Member.left_on.is_(None) | (Member.left_on >= cut_off)
    others = Member.partnership_id == partnership.id, Member.party_tenant_id != partnership.tenant_id
    return db.session.scalar(select(Member.id).where(*others, stays).limit(1)) is None


def bearing_in(partnership: Partnership, period: Period, cut_off: date) -> tuple[Tenant, ...]:
    """Who bears youths of `partnership` in the period, by name."""
    last = min(period.ends_on, cut_off)
    here = select(Member.party_tenant_id).where(
        Member.partnership_id == partnership.id, Member.bears, Member.joined_on <= last,
        Member.left_on.is_(None) | (Member.left_on >= period.starts_on),
        ~Member.away.op("@>")(func.daterange(period.starts_on, max(period.starts_on, last), "[]")),
    )  # fmt: skip
    return tuple(db.session.scalars(select(Tenant).where(Tenant.id.in_(here)).order_by(Tenant.slug)))


def invoiced_in(period: Period, cut_off: date) -> dict[UUID, Decimal]:
    """What was invoiced for the period by `cut_off`, less what was credited, by party."""
    query = (
        select(Invoice.party_tenant_id, Invoice.amount, Invoice.kind)
        .join(
            Contribution, (Contribution.tenant_id == Invoice.tenant_id) & (Contribution.id == Invoice.contribution_id)
        )
        .where(Contribution.period_id == period.id, Invoice.issued_on <= cut_off)
    )
    sums: dict[UUID, Decimal] = {}
    for party, amount, kind in db.session.execute(query):
        sums[party] = sums.get(party, Decimal()) + (amount if kind == "invoice" else -amount)
    return sums


def other_money_in(period: Period, cut_off: date) -> Decimal:
    """What came for the period by `cut_off` from others than the parties."""
    here = Income.tenant_id == period.tenant_id, Income.period_id == period.id, Income.withdrawn_at.is_(None)
    return db.session.scalar(select(func.sum(Income.amount)).where(*here, Income.received_on <= cut_off)) or Decimal()
