"""Writes terms into the database: each tenant's rows while acting for it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from mentorkorps.clock import local
from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants.agreements import Agreement, AgreementLine, Period
from tenants.billing import BillingDetails, Contribution
from tenants.quotas import Quota
from tenants.registry import Mandate, Member, Partnership, Programme, Tenant
from tenants.rows import SharedRow, TenantRow
from tenants.scope import acting_for, db
from tenants.terms.comparing import Change, changes_to
from tenants.terms.standing import AGREED, OF_PERIOD, standing, stated_parties
from tenants.terms.terms import PeriodTerms, Terms

Row = TypeVar("Row", bound=TenantRow)
Shared = TypeVar("Shared", bound=SharedRow)


@dataclass(frozen=True)
class Imported:
    """What an import did, and the ids it gave."""

    changes: list[Change]
    tenants: dict[str, UUID]
    operator_id: UUID
    partnership_id: UUID


def import_terms(terms: Terms, at: datetime) -> Imported:
    """Makes the database say what `terms` says; without a difference nothing is written (FY-01…FY-12, FY-48).

    Stand inside `tenants.scope.one_connection()`: then everything is kept or nothing. Refused, naming each, where
    something can no longer be changed.
    """
    with acting_for(None):
        db.session.execute(text("SELECT pg_advisory_xact_lock(hashtext('partnership import'))"))
    changes = changes_to(terms, standing(terms))
    ids = _open_tenants(terms)
    operator = ids[terms.operator]
    with acting_for(operator):
        partnership_id = _Writer(terms, ids, at).write() if changes else _known(terms, operator)
    if changes:
        _write_mandates(terms, changes, ids, local(at).date())
    return Imported(changes, ids, operator, partnership_id)


def _known(terms: Terms, operator: UUID) -> UUID:
    return db.session.scalars(select(Partnership.id).filter_by(tenant_id=operator, slug=terms.slug)).one()


def _open_tenants(terms: Terms) -> dict[str, UUID]:
    """Every tenant's id by its slug, the missing ones opened and a changed name written."""
    with acting_for(None):
        ids = {slug: tenant_id for tenant_id, slug in db.session.execute(select(Tenant.id, Tenant.slug))}
    for party in terms.parties:
        with acting_for(ids.setdefault(party.slug, uuid4())):
            tenant = db.session.get(Tenant, ids[party.slug])
            if tenant is None:
                db.session.add(Tenant(id=ids[party.slug], slug=party.slug, name=party.name, kind=party.kind))
            elif tenant.name != party.name:
                tenant.name = party.name
    return ids


def _write_mandates(terms: Terms, changes: list[Change], ids: dict[str, UUID], day: date) -> None:
    is_new = any(change.path == ("partnership", "name") and change.old is None for change in changes)
    given_on = terms.begins_on if is_new else day
    for change in changes:
        if change.path[0] == "mandate":
            _kind, party, municipality = change.path
            with acting_for(ids[municipality]):
                key = {"tenant_id": ids[municipality], "party_tenant_id": ids[party]}
                _keep(Mandate, key, {"ended_on": None if change.new else day}, once={"given_on": given_on})


def _keep(model: type[Row], key: dict[str, Any], values: dict[str, Any], *, once: dict[str, Any] | None = None) -> Row:
    """The row with that key, made where it is missing (then also with `once`), saying `values`."""
    row = db.session.scalar(select(model).filter_by(**key))
    if row is None:
        row = model(**key, **(once or {}))
        db.session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    db.session.flush()
    return row


class _Writer:
    """The operator's rows of one agreement."""

    def __init__(self, terms: Terms, ids: dict[str, UUID], at: datetime) -> None:
        self.terms, self.ids, self.at, self.day = terms, ids, at, local(at).date()
        self.operator = ids[terms.operator]

    def write(self) -> UUID:
        """The partnership's id."""
        terms = self.terms
        stated = stated_parties(self.operator, terms.slug)
        values = {"name": terms.name, "hotline_name": terms.hotline_name, "hotline_phone": terms.hotline_phone}
        partnership = _keep(Partnership, self._own(slug=terms.slug), values)
        within = self._own(partnership_id=partnership.id)
        values = {key: of(terms) for key, of in AGREED.items()} | {"source": terms.source, "imported_at": self.at}
        agreement = _keep(Agreement, within, values)
        first = db.session.scalar(select(Member.id).filter_by(**within)) is None
        for party in terms.parties:
            key = within | {"party_tenant_id": self.ids[party.slug]}
            once = {"joined_on": terms.begins_on if first else self.day}
            member = _keep(Member, key, {"bears": party.bears}, once=once)
            if member.left_on is not None and party.slug not in stated:
                self._come_back(member)
            details = self._own(party_tenant_id=self.ids[party.slug])
            _keep(BillingDetails, details, {}, once={"name": party.name} | party.invoice)
        for period in terms.periods:
            self._write_period(period, agreement.id)
        self._write_programme(partnership.id)
        self._remove(partnership.id, agreement.id)
        return partnership.id

    def _come_back(self, member: Member) -> None:
        """A party that the file names anew; one that it has named all along stays out when it has left."""
        if member.left_on is not None and member.left_on < self.day:
            member.come_back(self.day)
        member.left_on = None
        db.session.flush()

    def _own(self, **key: Any) -> dict[str, Any]:
        return {"tenant_id": self.operator, **key}

    def _write_period(self, period: PeriodTerms, agreement_id: UUID) -> None:
        values = {key: getattr(period, key) for key in OF_PERIOD}
        values |= {"target_min": period.target[0], "target_max": period.target[1], "pace": period.pace}
        row = _keep(Period, self._own(agreement_id=agreement_id, name=period.name), values)
        for line in period.lines:
            key = self._own(period_id=row.id, party_tenant_id=self.ids[line.party])
            _keep(AgreementLine, key, {"draws_on": line.draws_on})
            if line.quota:
                span = {"minimum": line.quota[0], "maximum": line.quota[1]}
                _keep(Quota, key, span | asdict(self.terms.quota))
            if line.payment:
                payment = line.payment
                values = {"amount": payment.amount, "vat_percent": payment.vat_percent, "due_on": payment.due_on}
                _keep(Contribution, key, values)

    def _write_programme(self, partnership_id: UUID) -> None:
        """A new version where the rules differ from the newest; an old version stays as it was."""
        within = self._own(partnership_id=partnership_id)
        newest = db.session.scalars(select(Programme).filter_by(**within).order_by(Programme.version.desc())).first()
        if newest is None or newest.profile != self.terms.profile:
            version = newest.version + 1 if newest else 1
            db.session.add(Programme(**within, version=version, profile=self.terms.profile, in_force_since=self.at))
            db.session.flush()

    def _remove(self, partnership_id: UUID, agreement_id: UUID) -> None:
        """What the file no longer has. A party that leaves keeps its lines in the periods that have begun."""
        parties = {self.ids[party.slug] for party in self.terms.parties}
        members = select(Member).filter_by(**self._own(partnership_id=partnership_id), left_on=None)
        for member in db.session.scalars(members):
            if member.party_tenant_id not in parties:
                member.left_on = self.day
        periods = {period.name: period for period in self.terms.periods}
        for row in db.session.scalars(select(Period).filter_by(**self._own(agreement_id=agreement_id))).all():
            period = periods.get(row.name)
            kept = list(period.lines) if period else []
            past = set() if period is None or row.starts_on > self.day else set(self.ids.values()) - parties
            self._remove_from(row, Contribution, past | {self.ids[line.party] for line in kept if line.payment})
            self._remove_from(row, Quota, past | {self.ids[line.party] for line in kept if line.quota})
            self._remove_from(row, AgreementLine, past | {self.ids[line.party] for line in kept})
            if period is None:
                _delete([row])

    def _remove_from(self, period: Period, model: type[Shared], keep: Iterable[UUID]) -> None:
        rows = select(model).filter_by(**self._own(period_id=period.id)).where(model.party_tenant_id.not_in(list(keep)))
        _delete(db.session.scalars(rows).all())


def _delete(rows: Iterable[TenantRow]) -> None:
    try:
        for row in rows:
            db.session.delete(row)
        db.session.flush()
    except IntegrityError:
        raise Refused(_("Noget, som filen ikke længere nævner, er i brug og kan ikke fjernes.")) from None
