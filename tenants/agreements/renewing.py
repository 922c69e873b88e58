"""The decision whether and how to go on: each party's own, with person and time, by a day that the agreement sets (FY-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.agreements.model import Agreement
from tenants.agreements.versions import TermsVersion
from tenants.registry import Tenant
from tenants.rows import PoolRow, across, one_of
from tenants.scope import db, own_id
from tenants.users import Actor

SAYS = {
    "go_on": N_("Vi går videre på de samme vilkår"),
    "change": N_("Vi går videre, hvis vilkårene ændres"),
    "stop": N_("Vi går ikke videre"),
}
#: So many days before the day, whoever has not decided is told; and once when the day has passed.
WARNED = (90, 30, 7, -1)


class Renewal(PoolRow):
    """What one party (the owner) has decided by one day. Disclosed to the members; a newer row stands instead."""

    __tablename__ = "renewals"
    __table_args__ = (across("partnerships", "partnership"), one_of("says", list(SAYS)))

    partnership_tenant_id: Mapped[UUID]
    partnership_id: Mapped[UUID]
    decide_by: Mapped[date]
    says: Mapped[str]
    note: Mapped[str]
    decided_at: Mapped[datetime]
    person: Mapped[str]
    user_id: Mapped[UUID]


@dataclass(frozen=True)
class Decision:
    """One party and what it has decided, if anything."""

    slug: str
    name: str
    renewal: Renewal | None


def decide(agreement: Agreement, says: str, note: str, at: datetime, *, by: Actor) -> Renewal:
    """The decision of the house; the same again changes nothing, another one stands instead. Refused where the agreement
    sets no day, for a house that is no party, and for a change without saying which."""
    if agreement.decide_renewal_by is None:
        raise Refused(_("Aftalen har ingen dag, hvor parterne tager stilling til fornyelse."))
    if says == "change" and not note.strip():
        raise Refused(_("Skriv, hvad der skal ændres."))
    version = TermsVersion.newest(agreement.partnership)
    mine = next((one for one in decisions(agreement, version) if one.slug == Tenant.by_id(own_id()).slug), None)
    if mine is None:
        raise Refused(_("Kun aftalens parter tager stilling til fornyelse."))
    if mine.renewal and (mine.renewal.says, mine.renewal.note) == (says, note.strip()):
        return mine.renewal
    assert by.user_id is not None
    row = Renewal(
        partnership_tenant_id=agreement.tenant_id, partnership_id=agreement.partnership_id,
        decide_by=agreement.decide_renewal_by, says=says, note=note.strip(), decided_at=at, person=by.name, user_id=by.user_id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("agreement.renewal", row, by=by, why=says)
    return row


def decisions(agreement: Agreement, version: TermsVersion | None) -> list[Decision]:
    """Every party that takes part by the newest `version`, by name, with its newest decision for the agreement's day."""
    facts: Mapping[tuple[str, ...], object] = version.known if version else {}
    rows = select(Renewal, Tenant.slug).join(Tenant, Tenant.id == Renewal.tenant_id)
    rows = rows.where(
        Renewal.partnership_id == agreement.partnership_id, Renewal.decide_by == agreement.decide_renewal_by
    )
    said = {slug: row for row, slug in db.session.execute(rows.order_by(Renewal.decided_at))}
    members = [
        path[1] for path in facts
        if path[0] == "role" and path[2] == "takes_part" and ("left", path[1]) not in facts
    ]  # fmt: skip
    found = [Decision(slug, str(facts["tenant", slug, "name"]), said.get(slug)) for slug in members]
    return sorted(found, key=lambda one: one.name)


def warning(decide_by: date, day: date) -> int | None:
    """Which warning is due on `day`: 90, 30 or 7 days before, -1 afterwards; None while there is time."""
    left = (decide_by - day).days
    if left < 0:
        return -1
    return min((mark for mark in WARNED if left <= mark), default=None)
