"""What a party that joins, or comes back, gets in a period: its quota and contribution beside what it has had there before."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants.agreements.model import Agreement, AgreementLine, Period
from tenants.billing import Contribution, Invoice, paid_back
from tenants.quotas import Quota, room_of
from tenants.registry import Member, Partnership, Tenant
from tenants.scope import db

Span = tuple[int, int]
INVOICED = N_(
    "Bidraget i %(period)s er allerede faktureret med %(amount)s kr. Skriv det samme, eller aftal det nye i den næste periode."
)
DUE = N_(
    "Bidraget i %(period)s på %(amount)s kr. forfaldt, mens parten var med. Skriv det samme, eller aftal et nyt i næste periode."
)
TAKEN = N_("I %(period)s er %(least)s pladser allerede brugt eller lovet. Kvoten kan ikke være mindre.")
PAID_BACK = N_("I %(period)s er %(count)s pladser betalt tilbage. Kvoten kan højst være %(most)s.")


@dataclass(frozen=True)
class Place:
    """What a joining party gets in one period: its quota, and its contribution in kroner ekskl. moms with its due day."""

    quota: Span
    contribution: Decimal
    due_on: date


def settle(period: Period, party: Tenant | None, place: Place) -> Place:
    """What `place` comes to for `party`: one that bears no youths has no quota, and a contribution stands that has been invoiced,
    or fell due before the party left.

    Refused for fewer places than are promised, for more than are left of a quota that was paid back, and for another
    contribution than the one that stands.
    """
    if party is None:
        return place
    if party.kind != "municipality":
        place = replace(place, quota=(0, 0))
    quota, owed = quotas_of(period).get(party.id), owed_in(period).get(party.id)
    if quota:
        _refuse_places(period, quota, owed, place)
    if owed and (is_invoiced(owed) or _fell_due_before(owed)):
        if place.contribution not in (0, owed.amount):
            raise Refused(_(INVOICED if is_invoiced(owed) else DUE, period=period.name, amount=owed.amount))
        return replace(place, contribution=owed.amount, due_on=owed.due_on)
    return place


def settle_in(period: Period, party: Tenant, place: Place) -> None:
    """Writes what `settle` says: the quota and the contribution are those of now, whatever they were before."""
    place = settle(period, party, place)
    within = {"period_id": period.id, "party_tenant_id": party.id}
    bears = party.kind == "municipality"
    if db.session.scalar(select(AgreementLine.id).filter_by(**within)) is None:
        db.session.add(AgreementLine(**within, draws_on="own" if bears else "bearing"))
    if bears:
        quota = db.session.scalar(select(Quota).filter_by(**within).with_for_update())
        if quota is None:
            quota = Quota(**within, minimum=place.quota[0], maximum=place.quota[1])
            db.session.add(quota)
        quota.minimum, quota.maximum = place.quota
    owed = db.session.scalar(select(Contribution).filter_by(**within).with_for_update())
    if owed is None and place.contribution:
        db.session.add(Contribution(**within, amount=place.contribution, due_on=place.due_on))
    elif owed is not None and place.contribution:
        owed.amount, owed.due_on = place.contribution, place.due_on
        owed.places_out += paid_back(owed)
    elif owed is not None:
        db.session.delete(owed)
    db.session.flush()


def forgive_days_out(partnership: Partnership, member: Member, first_day: date) -> None:
    """What fell due while the party was out, and was never invoiced, is not owed by one that comes back."""
    of = select(Agreement.id).filter_by(tenant_id=partnership.tenant_id, partnership_id=partnership.id)
    periods = select(Period.id).where(Period.tenant_id == partnership.tenant_id, Period.agreement_id.in_(of))
    mine = Contribution.tenant_id == partnership.tenant_id, Contribution.party_tenant_id == member.party_tenant_id
    out = Contribution.due_on > member.left_on, Contribution.due_on < first_day
    for owed in db.session.scalars(select(Contribution).where(*mine, *out, Contribution.period_id.in_(periods))).all():
        if not is_invoiced(owed):
            db.session.delete(owed)
    db.session.flush()


def quotas_of(period: Period) -> dict[UUID, Quota]:
    """The quotas of a period, by party."""
    within = {"tenant_id": period.tenant_id, "period_id": period.id}
    return {one.party_tenant_id: one for one in db.session.scalars(select(Quota).filter_by(**within))}


def owed_in(period: Period) -> dict[UUID, Contribution]:
    """The contributions of a period, by party."""
    within = {"tenant_id": period.tenant_id, "period_id": period.id}
    return {one.party_tenant_id: one for one in db.session.scalars(select(Contribution).filter_by(**within))}


def is_invoiced(contribution: Contribution) -> bool:
    """Whether an invoice has been issued for it."""
    invoiced = select(func.count()).select_from(Invoice).where(Invoice.contribution_id == contribution.id)
    return bool(db.session.scalar(invoiced))


def _fell_due_before(owed: Contribution) -> bool:
    """Whether it fell due while a party that has left, and comes back, was in."""
    of = select(Agreement.partnership_id).filter_by(tenant_id=owed.tenant_id, id=owed.period.agreement_id)
    left = Member.party_tenant_id == owed.party_tenant_id, Member.left_on >= owed.due_on
    mine = select(Member.id).filter_by(tenant_id=owed.tenant_id).where(*left, Member.partnership_id.in_(of))
    return db.session.scalar(mine.limit(1)) is not None


def _refuse_places(period: Period, quota: Quota, owed: Contribution | None, place: Place) -> None:
    least = room_of(quota).bound
    if place.quota[1] < least:
        raise Refused(_(TAKEN, period=period.name, least=least))
    back = paid_back(owed) if owed else 0
    if back and place.quota[1] > quota.maximum - back:
        raise Refused(_(PAID_BACK, period=period.name, count=back, most=max(quota.maximum - back, 0)))
