"""Which days, and of which partnership, the address of a list behind a figure asks for."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import g, request
from sqlalchemy import and_, or_, select

from mentorkorps.behind import Window
from mentorkorps.clock import today
from mentorkorps.refused import NotFound
from mentorkorps.steering.meetings import norm_in
from mentorkorps.web.access import roles_here
from tenants.registry import Member, Partnership, Programme
from tenants.scope import db

#: Days that a list may be asked for: further than any agreement, and not so far that counting months takes a while.
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
#: What an address keeps from page to page.
KEPT = ("fra", "til", "opgjort", "partnerskab", "alene")


def asked_window() -> Window:
    """The days from `fra` to `til`, seen on `opgjort` or as they stand; NotFound where they are none."""
    first, last, cut_off = _asked("fra"), _asked("til"), _asked("opgjort")
    if first is None or last is None or first > last:
        raise NotFound("Figure")
    partnership_id, profile = _partnership()
    return Window(partnership_id, first, last, today(), cut_off, norm_in(profile or {}))


def _asked(name: str) -> date | None:
    if name not in request.args:
        return None
    try:
        day = date.fromisoformat(request.args[name])
    except ValueError:
        raise NotFound("Figure") from None
    if not EARLIEST <= day <= LATEST:
        raise NotFound("Figure")
    return day


def _partnership() -> tuple[UUID, dict[str, Any] | None]:
    """The partnership that the address names, in which the tenant bears youths or which it operates; else the first. With
    the rules of its programme. Corps staff who act in a municipality see it in their own house's alone."""
    bears = and_(Member.party_tenant_id == g.tenant.id, Member.bears)
    member = and_(Member.tenant_id == Partnership.tenant_id, Member.partnership_id == Partnership.id, bears)
    rules = select(Programme.profile).where(Programme.partnership_id == Partnership.id)
    rules = rules.order_by(Programme.version.desc()).limit(1).correlate(Partnership)
    query = select(Partnership.id, rules.scalar_subquery()).outerjoin(Member, member)
    query = query.where(or_(Partnership.tenant_id == g.tenant.id, Member.id.is_not(None)))
    if g.tenant.id != g.home.id and "corps_staff" in roles_here():
        query = query.where(Partnership.tenant_id == g.home.id)
    if "partnerskab" in request.args:
        query = query.where(Partnership.slug == request.args["partnerskab"])
    found = db.session.execute(query.order_by(Partnership.name).limit(1)).one_or_none()
    if found is None:
        raise NotFound("Partnership")
    return found[0], found[1]
