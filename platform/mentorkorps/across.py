"""Reading over all the tenants a house serves: one tenant at a time, each in a scope of its own.

A policy over a list of tenants made a page ten times slower than one tenant after the other, so there is none.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

from sqlalchemy import Row, Select, exists, or_, select

from mentorkorps.clock import COPENHAGEN, today
from mentorkorps.mentors import Engagement
from tenants.registry import SERVED_AFTER_LEAVING, Member, Tenant
from tenants.scope import acting_for, db

Found = TypeVar("Found")


def serving(day: date) -> Select[Member]:
    """Members on `day`, and those that have left while somebody is still to be looked after: a running pair for as long as it
    runs, and whatever comes so long after the last day, or after the last pair has ended."""
    since = day - SERVED_AFTER_LEAVING
    place = Engagement.tenant_id == Member.tenant_id, Engagement.party_tenant_id == Member.party_tenant_id
    lately = or_(Engagement.freed_at.is_(None), Engagement.freed_at >= datetime.combine(since, time(0), COPENHAGEN))
    still = or_(Member.left_on.is_(None), Member.left_on >= since, exists().where(*place, lately))
    return select(Member).where(Member.joined_on <= day, still)


def each_served(home: Tenant) -> list[Tenant]:
    """Whose youths `home` serves today, by name: those that bear youths in a partnership which `home` operates, or as `serving`
    says did."""
    members = serving(today()).where(Member.tenant_id == home.id, Member.bears).subquery()
    served = Tenant.id.in_(select(members.c.party_tenant_id))
    return list(db.session.scalars(select(Tenant).where(served).order_by(Tenant.name)))


def in_each(home: Tenant, act: Callable[[], Found]) -> list[tuple[Tenant, Found]]:
    """What `act` answers in each served tenant, each in a scope of its own and kept when it ends well."""
    return [(tenant, _in(tenant, home, act)) for tenant in each_served(home)]


def read(
    home: Tenant, query: Select[*tuple[Any, ...]], asked_with: Mapping[str, object] | None = None
) -> list[tuple[Tenant, Row[*tuple[Any, ...]]]]:
    """The rows of `query` in each served tenant, with the tenant. Select columns: an object dies with its scope."""
    return [pair for tenant in each_served(home) for pair in _rows_in(tenant, home, query, asked_with)]


def read_all(home: Tenant, query: Select[*tuple[Any, ...]]) -> list[tuple[Tenant, Row[*tuple[Any, ...]]]]:
    """As `read`, and `home` itself too where it serves others: for what every house has, such as undelivered mail."""
    served = each_served(home)
    tenants = served if home in served else [home, *served]
    return [pair for tenant in tenants for pair in _rows_in(tenant, home, query)]


def _rows_in(
    tenant: Tenant, home: Tenant, query: Select[*tuple[Any, ...]], asked_with: Mapping[str, object] | None = None
) -> list[tuple[Tenant, Row[*tuple[Any, ...]]]]:
    return [(tenant, row) for row in _in(tenant, home, lambda: db.session.execute(query, asked_with or {}).all())]


def _in(tenant: Tenant, home: Tenant, act: Callable[[], Found]) -> Found:
    with acting_for(tenant.id, home=home.id):
        return act()
