"""Digital acceptance: each party says yes to a frozen version, with person and time; a later change asks whom it touches."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.agreements.versions import TermsVersion
from tenants.registry import Partnership, Tenant
from tenants.rows import PoolRow, across, new_id
from tenants.scope import db, own_id
from tenants.users import Actor


class Acceptance(PoolRow):
    """The yes of one party (the owner) to one version. Disclosed to the members; never changed."""

    __tablename__ = "acceptances"
    __table_args__ = (
        across("terms_versions", "version"),
        UniqueConstraint("tenant_id", "version_tenant_id", "version_id"),
    )

    version_tenant_id: Mapped[UUID]
    version_id: Mapped[UUID]
    accepted_at: Mapped[datetime]
    person: Mapped[str]
    user_id: Mapped[UUID]
    checksum: Mapped[str]  # of what was read


@dataclass(frozen=True)
class Answer:
    """How far one party is: the newest version that asks it, and its yes to that one or a later."""

    slug: str
    name: str
    asked: TermsVersion | None
    given: Acceptance | None

    @property
    def waits(self) -> bool:
        """Whether the party still has to say yes."""
        return self.asked is not None and self.given is None


def accept(version: TermsVersion, at: datetime, *, by: Actor) -> Acceptance:
    """The yes of the house; pressed twice it is one (FY-03). Refused for a version that is no longer the newest, one that
    has been tampered with, and for a house that it does not ask."""
    newest = TermsVersion.newest(version.partnership)
    if newest is None or newest.id != version.id:
        raise Refused(_("Vilkårene er ændret, siden du åbnede siden. Læs den nyeste version, før du accepterer."))
    if not version.is_whole:
        raise Refused(_("Vilkårenes kontrolsum passer ikke. Ring til den, der driver partnerskabet."))
    slug = Tenant.by_id(own_id()).slug
    mine = next((one for one in answers(version.partnership) if one.slug == slug), None)
    if mine is None or mine.asked is None:
        raise Refused(_("I bliver ikke bedt om at acceptere denne version."))
    return mine.given or _write(version, at, by)


def _write(version: TermsVersion, at: datetime, by: Actor) -> Acceptance:
    row: dict[str, Any] = {
        "tenant_id": own_id(), "id": new_id(), "version_tenant_id": version.tenant_id, "version_id": version.id,
        "accepted_at": at, "person": by.name, "user_id": by.user_id, "checksum": version.checksum,
    }  # fmt: skip
    db.session.execute(insert(Acceptance).values(row).on_conflict_do_nothing())
    kept = db.session.scalars(select(Acceptance).filter_by(tenant_id=own_id(), version_id=version.id)).one()
    if kept.id == row["id"]:
        audit.record("agreement.accepted", kept, by=by, why=str(version.version))
    return kept


def answers(partnership: Partnership) -> list[Answer]:
    """Every member in order of name, with what it is asked and what it has said; two statements, however many parties."""
    within = {"tenant_id": partnership.tenant_id, "partnership_id": partnership.id}
    versions = list(db.session.scalars(select(TermsVersion).filter_by(**within).order_by(TermsVersion.version)))
    if not versions:
        return []
    number = {version.id: version.version for version in versions}
    said = select(Acceptance, Tenant.slug).join(Tenant, Tenant.id == Acceptance.tenant_id)
    given: dict[str, list[Acceptance]] = {}
    for acceptance, slug in db.session.execute(said.where(Acceptance.version_id.in_(number))):
        given.setdefault(slug, []).append(acceptance)
    facts = versions[-1].known
    members = [
        path[1] for path in facts
        if path[0] == "member" and (("left", path[1]) not in facts or facts["left", path[1]] >= today())
    ]  # fmt: skip
    found = []
    for slug in members:
        asked = next((version for version in reversed(versions) if slug in version.asks), None)
        yes = [one for one in given.get(slug, []) if asked and number[one.version_id] >= asked.version]
        found.append(Answer(slug, str(facts["tenant", slug, "name"]), asked, yes[-1] if yes else None))
    return sorted(found, key=lambda one: one.name)
