"""In which tenants a signed-in user has youths: the own house, and those it enrols for or serves. Read one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import or_, select

from mentorkorps import across
from mentorkorps.clock import today
from tenants.registry import Mandate, Member, Tenant
from tenants.scope import db
from tenants.users import Actor


@dataclass(frozen=True)
class House:
    """A tenant with youths, and who the user is there."""

    tenant: Tenant
    actor: Actor


def bears(tenant: UUID) -> bool:
    """Whether the tenant bears the case of youths in a partnership today, or has left and is still served (FY-48)."""
    member = across.serving(today()).where(Member.party_tenant_id == tenant, Member.bears)
    return db.session.scalar(member.limit(1)) is not None


def enrolled_for(home: UUID) -> Sequence[Tenant]:
    """The municipalities that let `home` enrol youths in their name, by name."""
    in_force = Mandate.given_on <= today(), or_(Mandate.ended_on.is_(None), Mandate.ended_on >= today())
    mine = select(Mandate.tenant_id).where(Mandate.party_tenant_id == home, *in_force)
    return db.session.scalars(select(Tenant).where(Tenant.id.in_(mine)).order_by(Tenant.name)).all()


def served_by(home: UUID) -> Sequence[Tenant]:
    """The municipalities whose youths the corps of `home` finds mentors for, by name; never home itself."""
    members = across.serving(today()).where(Member.tenant_id == home, Member.bears, Member.party_tenant_id != home)
    return db.session.scalars(
        select(Tenant).where(Tenant.id.in_(members.with_only_columns(Member.party_tenant_id))).order_by(Tenant.name)
    ).all()


def houses_of(actor: Actor, home: Tenant) -> list[House]:
    """Where `actor` has youths when at home: home if it bears, then others, each with the role that leads there."""
    found = [House(home, actor)] if bears(home.id) else []
    if "counsellor" in actor.roles:
        found += [House(tenant, _only("counsellor", actor)) for tenant in enrolled_for(home.id)]
    if "corps_staff" in actor.roles:
        found += [House(tenant, _only("corps_staff", actor)) for tenant in served_by(home.id)]
    return found


def _only(role: str, actor: Actor) -> Actor:
    return replace(actor, roles=frozenset({role}))
