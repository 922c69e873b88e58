"""What stands in the database about one partnership, read tenant by tenant, as facts to set beside a file's."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from mentorkorps.clock import local
from mentorkorps.language import _
from tenants.agreements import Agreement, AgreementLine, Period
from tenants.agreements.pace import pace_said
from tenants.billing import Contribution, Invoice
from tenants.quotas import Quota, Reservation, room_of
from tenants.registry import Mandate, Member, Partnership, Programme, Tenant
from tenants.scope import acting_for, db
from tenants.terms.places import line_of
from tenants.terms.table import BadTerms, TermError
from tenants.terms.terms import QuotaRules, Terms

#: ("quota", "2014", "svendborg") → (30, 35)
Facts = dict[tuple[str, ...], Any]
AGREED: dict[str, Callable[[Terms], Any]] = {
    "signed_on": lambda t: t.signed_on,
    "decide_renewal_by": lambda t: t.decide_renewal_by,
    "invoice_lead_days": lambda t: t.invoice_lead_days,
    "positive_target": lambda t: t.targets.positive,
    "outcome_target": lambda t: t.targets.outcome,
    "corps_size": lambda t: t.targets.corps_size,
    "corps_active_percent": lambda t: t.targets.active_percent,
    "seats_min": lambda t: t.steering.seats[0],
    "seats_max": lambda t: t.steering.seats[1],
    "meeting_hours": lambda t: t.steering.hours,
    "meeting_every_months": lambda t: t.steering.every_months,
    "open_figures": lambda t: list(t.open_figures),
}
QUOTA_RULES = tuple(asdict(QuotaRules()))
OF_PERIOD = ("starts_on", "ends_on", "priced_places", "price")


@dataclass
class Standing:
    """The facts, and what hangs on them so that they can no longer be changed."""

    facts: Facts = field(default_factory=dict)
    partnership_id: UUID | None = None
    taken: dict[tuple[str, str], int] = field(default_factory=dict)  # places, by period and party
    taken_days: dict[str, list[date]] = field(default_factory=dict)  # first and last, by period
    invoiced: set[tuple[str, str]] = field(default_factory=set)  # by period and party
    gone: set[str] = field(default_factory=set)  # parties that the last file named and that have left since


def facts_of(terms: Terms) -> Facts:
    """The facts that a file states."""
    facts: Facts = {
        ("partnership", "name"): terms.name,
        ("partnership", "hotline_name"): terms.hotline_name,
        ("partnership", "hotline_phone"): terms.hotline_phone,
    }
    facts |= {("agreement", key): of(terms) for key, of in AGREED.items()}
    facts["agreement", "seats_for"] = list(terms.steering.seats_for)
    facts["agreement", "first_meeting"] = terms.steering.first_meeting
    facts |= {("profile", key): value for key, value in as_written(terms.profile, terms.source["programme"]).items()}
    for party in terms.parties:
        facts |= {("tenant", party.slug, "name"): party.name, ("tenant", party.slug, "kind"): party.kind}
        facts |= {("member", party.slug): party.bears} | {("mandate", party.slug, m): True for m in party.mandates}
    for period in terms.periods:
        facts |= {("period", period.name, key): getattr(period, key) for key in OF_PERIOD}
        facts["period", period.name, "target"] = period.target
        if period.pace:
            facts["period", period.name, "pace"] = pace_said(period.pace)
        for line in period.lines:
            facts["line", period.name, line.party] = line.draws_on
            if line.quota:
                facts["quota", period.name, line.party] = line.quota
                facts["quota_rules", period.name, line.party] = as_written(
                    asdict(terms.quota), terms.source.get("quota", {})
                )
            if line.payment:
                payment = line.payment
                facts["contribution", period.name, line.party] = (payment.amount, payment.vat_percent, payment.due_on)
    return facts


def as_written(values: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """`values` in the order in which the file says them, and those inside them too."""
    ordered = {key: values[key] for key in source if key in values} | dict(values)
    for key, inner in ordered.items():
        if isinstance(inner, dict) and key in source:
            ordered[key] = as_written(inner, source[key])
    return ordered


def standing(terms: Terms) -> Standing:
    """What is here about the partnership that `terms` names; BadTerms where it cannot be theirs."""
    with acting_for(None):
        slugs = {tenant.id: tenant.slug for tenant in db.session.scalars(select(Tenant))}
        facts: Facts = {}
        for tenant in db.session.scalars(select(Tenant).where(Tenant.slug.in_([p.slug for p in terms.parties]))):
            facts |= {("tenant", tenant.slug, "name"): tenant.name, ("tenant", tenant.slug, "kind"): tenant.kind}
    here = Standing(facts)
    ids = {slug: tenant_id for tenant_id, slug in slugs.items()}
    if terms.operator in ids:
        with acting_for(ids[terms.operator]):
            read_agreement(here, terms.slug, ids[terms.operator], slugs)
    members = {key[1] for key in here.facts if key[0] == "member"}
    for slug in members | {party.slug for party in terms.parties}:
        if slug in ids:
            with acting_for(ids[slug]):
                _read_of_party(here, terms, ids, slugs, slug)
    return here


def read_agreement(here: Standing, slug: str, operator: UUID, slugs: dict[UUID, str]) -> None:
    """Adds to `here` what stands about the partnership with that slug. Act for the operator; `slugs` are the tenants'."""
    partnership = db.session.scalar(select(Partnership).filter_by(tenant_id=operator, slug=slug))
    if partnership is None:
        return
    here.partnership_id = partnership.id
    here.facts |= {("partnership", key): getattr(partnership, key) for key in ("name", "hotline_name", "hotline_phone")}
    within = {"tenant_id": operator, "partnership_id": partnership.id}
    stated = stated_parties(operator, slug)
    for member in db.session.scalars(select(Member).filter_by(**within)):
        party = slugs[member.party_tenant_id]
        if member.left_on is None or party in stated:
            here.facts["member", party] = member.bears
        if member.left_on is not None and party in stated:
            here.gone.add(party)
    agreement = db.session.scalars(select(Agreement).filter_by(**within)).one()
    here.facts |= {("agreement", key): getattr(agreement, key) for key in AGREED}
    steering = agreement.source["steering"]  # what no column keeps
    here.facts["agreement", "first_meeting"] = date.fromisoformat(steering["first_meeting"])
    here.facts["agreement", "seats_for"] = steering.get("seats_for", [])
    programme = db.session.scalars(select(Programme).filter_by(**within).order_by(Programme.version.desc())).first()
    here.facts |= {("profile", key): value for key, value in (programme.profile if programme else {}).items()}
    for period in db.session.scalars(select(Period).filter_by(tenant_id=operator, agreement_id=agreement.id)):
        here.facts |= {("period", period.name, key): getattr(period, key) for key in OF_PERIOD}
        here.facts["period", period.name, "target"] = (period.target_min, period.target_max)
        if period.pace:
            here.facts["period", period.name, "pace"] = period.pace_said
        _read_period(here, period, slugs)


def stated_parties(operator: UUID, slug: str) -> set[str]:
    """The parties that the file imported last has named: one of them that has left since is no news in the same file."""
    partnership = select(Partnership.id).filter_by(tenant_id=operator, slug=slug).scalar_subquery()
    source = db.session.scalar(select(Agreement.source).filter_by(tenant_id=operator, partnership_id=partnership))
    return {party["slug"] for party in (source or {}).get("parties", [])}


def _read_period(here: Standing, period: Period, slugs: dict[UUID, str]) -> None:
    within = {"tenant_id": period.tenant_id, "period_id": period.id}
    for line in db.session.scalars(select(AgreementLine).filter_by(**within)):
        here.facts["line", period.name, slugs[line.party_tenant_id]] = line.draws_on
    for quota in db.session.scalars(select(Quota).filter_by(**within)):
        slug = slugs[quota.party_tenant_id]
        here.facts["quota", period.name, slug] = (quota.minimum, quota.maximum)
        here.facts["quota_rules", period.name, slug] = {key: getattr(quota, key) for key in QUOTA_RULES}
        here.taken[period.name, slug] = room_of(quota).bound
        days = func.min(Reservation.reserved_at), func.max(Reservation.reserved_at)
        for moment in db.session.execute(select(*days).filter_by(tenant_id=quota.tenant_id, quota_id=quota.id)).one():
            here.taken_days.setdefault(period.name, []).extend([local(moment).date()] if moment else [])
    for owed in db.session.scalars(select(Contribution).filter_by(**within)):
        slug = slugs[owed.party_tenant_id]
        here.facts["contribution", period.name, slug] = (owed.amount, owed.vat_percent, owed.due_on)
        if db.session.scalar(select(Invoice.id).filter_by(tenant_id=owed.tenant_id, contribution_id=owed.id)):
            here.invoiced.add((period.name, slug))


def _read_of_party(here: Standing, terms: Terms, ids: dict[str, UUID], slugs: dict[UUID, str], slug: str) -> None:
    """The mandates that a party has been given; and whether it is bound elsewhere."""
    for mandate in db.session.scalars(select(Mandate).filter_by(party_tenant_id=ids[slug], ended_on=None)):
        here.facts["mandate", slug, slugs[mandate.tenant_id]] = True
    bound = select(Member).filter_by(party_tenant_id=ids[slug], left_on=None)
    bears = {party.slug for party in terms.parties if party.bears}
    for member in db.session.scalars(bound):
        partnership = member.partnership
        if partnership.id == here.partnership_id:
            continue
        if partnership.slug == terms.slug:
            operator = _name_of(partnership.tenant_id)
            sentence = _("Partnerskabet %(slug)s drives i dag af %(operator)s; det kan en import ikke ændre.",
                         slug=terms.slug, operator=operator)  # fmt: skip
            raise BadTerms([TermError(terms.lines.of(("partnership", "operator")), sentence)])
        if member.bears and slug in bears - here.gone:
            sentence = _("%(party)s bærer allerede unge i partnerskabet %(name)s.",
                         party=_name_of(ids[slug]), name=partnership.name)  # fmt: skip
            raise BadTerms([TermError(line_of(terms, ("member", slug), "bears"), sentence)])


def _name_of(tenant_id: UUID) -> str:
    return db.session.scalars(select(Tenant.name).filter_by(id=tenant_id)).one()
