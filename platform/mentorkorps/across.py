"""Reading over all the tenants a house serves: one tenant at a time, each in a scope of its own.

A policy over a list of tenants made a page ten times slower than one tenant after the other, so there is none.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Row, Select, select

from mentorkorps.clock import today
from tenants.registry import Member, Tenant
from tenants.scope import acting_for, db

Found = TypeVar("Found")


def each_served(home: Tenant) -> list[Tenant]:
    """Whose youths `home` serves today, by name: those that bear youths in a partnership which `home` operates, or lately did."""
    members = Member.served(today()).where(Member.tenant_id == home.id, Member.bears).subquery()
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
