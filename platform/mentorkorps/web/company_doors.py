"""The pages where companies write, as links for whoever has no account: on the front page and where a house signs in (HT-20)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flask import url_for
from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.field_partners.company_contact import contact_of
from tenants import exit
from tenants.registry import Partnership, Tenant
from tenants.scope import acting_for, db

#: More corps than an installation has to hand; the others' pages are linked from where they sign in.
MOST = 10


class Door(NamedTuple):
    """A page that is open: the partnership's name, and where it is."""

    partnership: str
    href: str


def open_doors(houses: Iterable[Tenant]) -> list[Door]:
    """The open pages of the first of the `houses`, in their order."""
    return [door for house in list(houses)[:MOST] for door in _doors_of(house)]


def doors_around(house: Tenant) -> list[Door]:
    """Those of whoever operates a partnership that `house` is a party to, `house` itself among them."""
    with acting_for(house.id):
        operators = Tenant.id.in_(select(Partnership.tenant_id))
        found = list(db.session.scalars(select(Tenant).where(operators).order_by(Tenant.name)))
    return open_doors(found)


def _doors_of(house: Tenant) -> Iterator[Door]:
    """A page is open where somebody is named who answers, until the last day of the house."""
    with acting_for(house.id):
        if exit.is_over(today()):
            return
        mine = select(Partnership).where(Partnership.tenant_id == house.id).order_by(Partnership.name)
        for one in db.session.scalars(mine).all():
            if contact_of(one):
                yield Door(one.name, url_for("company_leads.write", slug=house.slug, partnership=one.slug))
