"""Unused places paid back by a credit note, as the agreement says, and never more than was paid (FY-09)."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, relationship

from mentorkorps.language import N_, _, danish
from mentorkorps.refused import Refused
from tenants import audit
from tenants.agreements import Agreement, Period
from tenants.billing.contribution import Contribution
from tenants.billing.invoice import Invoice
from tenants.billing.issue import credit
from tenants.billing.line import rounded
from tenants.billing.payment import Payment
from tenants.billing.series import NumberSeries
from tenants.quotas import Quota, room_of
from tenants.quotas.carry import carried
from tenants.registry import Member
from tenants.rows import SharedRow, inside
from tenants.scope import db
from tenants.users import Actor


class Refund(SharedRow):
    """So many places of one contribution, at the agreement's price each, paid back by that credit note."""

    __tablename__ = "refunds"
    __table_args__ = (
        inside("contributions", "contribution_id"),
        inside("invoices", "credit_note_id"),
        UniqueConstraint("tenant_id", "credit_note_id"),
        CheckConstraint("places > 0 AND price > 0", name="positive"),
        CheckConstraint("reason <> '' AND rule <> ''", name="said_why"),
    )

    contribution_id: Mapped[UUID]
    credit_note_id: Mapped[UUID]
    places: Mapped[int]
    price: Mapped[Decimal]  # kroner ekskl. moms for each
    reason: Mapped[str]
    rule: Mapped[str]  # what the agreement says, in its words
    made_at: Mapped[datetime]
    made_by: Mapped[str]

    credit_note: Mapped[Invoice] = relationship(viewonly=True, lazy="joined")

    @property
    def amount(self) -> Decimal:
        """Kroner ekskl. moms."""
        return self.places * self.price


def refund(
    contribution: Contribution, places: int, reason: str, rule: str, day: date, at: datetime, *, by: Actor
) -> Refund:
    """Pays back `places` that nobody has used, by a credit note on the contribution's invoice.

    Refused without reason and rule, while the period runs (unless the party has left), for places that were used, moved,
    carried over or paid back before, and for more kroner than were paid.
    """
    NumberSeries.locked("invoice")  # who waited for it sees what the colleague has paid back
    if not (reason.strip() and rule.strip()):
        raise Refused(_("Skriv grunden, og hvad aftalen siger om tilbagebetaling."))
    if contribution.period.ends_on >= day and not _has_left(contribution, day):
        raise Refused(_("Perioden løber endnu, så pladserne kan stadig bruges."))
    if not 0 < places <= unused(contribution):
        raise Refused(_("Der er %(count)s ubrugte pladser at betale tilbage.", count=unused(contribution)))
    invoice, price = _invoice_of(contribution), price_of(contribution.period)
    if not price:
        raise Refused(_("Aftalen har ingen pris for en plads."))
    _refuse_more_than_paid(invoice, places * price)
    words = {"reason": reason.strip(), "rule": rule.strip()}
    note = danish(N_("%(count)s ubrugte pladser. %(reason)s Aftalen: %(rule)s"), count=places, **words)
    amounts = [places * price, *(Decimal(0) for _line in invoice.lines[1:])]
    credited = credit(invoice, note, day, at, by=by, amounts=amounts)
    made = Refund(
        party_tenant_id=contribution.party_tenant_id, contribution_id=contribution.id, credit_note_id=credited.id, places=places,
        price=price, made_at=at, made_by=by.name, **words,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record("refund.made", made, by=by, why=str(places))
    return made


def unused(contribution: Contribution) -> int:
    """Places of the contribution's period that are nobody's: not used, moved, carried over or paid back. Nothing is carried
    over for a party that leaves before the period ends, nor where it has no later period."""
    quota = db.session.scalar(
        select(Quota).where(
            Quota.tenant_id == contribution.tenant_id, Quota.period_id == contribution.period_id,
            Quota.party_tenant_id == contribution.party_tenant_id,
        )
    )  # fmt: skip
    if quota is None:
        return 0
    room = room_of(quota)
    follows = not _has_left(contribution, contribution.period.ends_on) and _goes_on(quota, contribution.period)
    rule = quota.carry_over if follows else "none"
    left = max(room.capacity - room.taken, 0) - carried(room, rule, quota.carry_over_most)
    return max(left - paid_back(contribution), 0)


def paid_back(contribution: Contribution) -> int:
    """Places that were paid back and still stand in the quota; none of those without which the party came back."""
    back = select(func.coalesce(func.sum(Refund.places), 0)).where(
        Refund.tenant_id == contribution.tenant_id, Refund.contribution_id == contribution.id
    )
    return (db.session.scalar(back) or 0) - contribution.places_out


def _goes_on(quota: Quota, period: Period) -> bool:
    """Whether the party has a quota in a later period of the agreement."""
    later = (
        Period.tenant_id == period.tenant_id,
        Period.agreement_id == period.agreement_id,
        Period.starts_on > period.ends_on,
    )
    own = Quota.tenant_id == quota.tenant_id, Quota.party_tenant_id == quota.party_tenant_id
    of = (Period.tenant_id == Quota.tenant_id) & (Period.id == Quota.period_id)
    return db.session.scalar(select(Quota.id).join(Period, of).where(*own, *later).limit(1)) is not None


def price_of(period: Period) -> Decimal:
    """The agreement's price of one place, in kroner ekskl. moms: the period's price by its priced number (FY-09).

    Nothing where the agreement prices no places.
    """
    return rounded(period.price / period.priced_places) if period.priced_places else Decimal("0.00")


def _has_left(contribution: Contribution, day: date) -> bool:
    gone = select(Member.id).where(
        Member.tenant_id == contribution.tenant_id, Member.party_tenant_id == contribution.party_tenant_id,
        Member.partnership_id == Agreement.partnership_id, Member.left_on < day,
    )  # fmt: skip
    of_period = select(Agreement.id).where(
        Agreement.tenant_id == contribution.tenant_id, Agreement.id == contribution.period.agreement_id, gone.exists()
    )
    return db.session.scalar(of_period) is not None


def _invoice_of(contribution: Contribution) -> Invoice:
    issued = Invoice.tenant_id == contribution.tenant_id, Invoice.contribution_id == contribution.id
    invoice = db.session.scalar(select(Invoice).where(*issued, Invoice.stands()))
    if invoice is None:
        raise Refused(_("Bidraget er ikke faktureret, så der er intet at betale tilbage."))
    return invoice


def _refuse_more_than_paid(invoice: Invoice, amount: Decimal) -> None:
    """In kroner inkl. moms: what was paid, less what has been paid back."""
    of_invoice = Payment.tenant_id == invoice.tenant_id, Payment.invoice_id == invoice.id
    paid = db.session.scalar(select(func.coalesce(func.sum(Payment.amount), 0)).where(*of_invoice)) or Decimal(0)
    back = db.session.scalar(
        select(func.coalesce(func.sum(Invoice.amount + Invoice.vat), 0))
        .join(Refund, (Refund.tenant_id == Invoice.tenant_id) & (Refund.credit_note_id == Invoice.id))
        .where(Invoice.tenant_id == invoice.tenant_id, Invoice.corrects_id == invoice.id)
    )
    percent = invoice.lines[0].vat_percent
    if amount + rounded(amount * percent / 100) > paid - (back or Decimal(0)):
        raise Refused(_("Der kan ikke betales mere tilbage, end der er betalt."))
