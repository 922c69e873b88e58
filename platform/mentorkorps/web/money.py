"""Money on a page: the operator's over all partners, and each partner's own part, in counts and kroner (FY-10, FY-11)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, func, select

from mentorkorps import across
from mentorkorps.clock import today
from mentorkorps.matches import Match
from mentorkorps.refused import NotFound
from mentorkorps.web.access import may, refuse, roles_here
from mentorkorps.web.paging import page_of
from tenants import billing
from tenants.agreements import Period
from tenants.billing import Contribution, Income, Refund, Subsidy
from tenants.billing.income import incomes_in, received_of
from tenants.billing.subsidy import DECISIONS, SOURCES, subsidies_in
from tenants.registry import Partnership, Tenant
from tenants.rows import SharedRow
from tenants.scope import db

room = Blueprint("money", __name__)

PER_PAGE = 50
OF_PARTNER = frozenset({"coordinator", "signatory", "steering_member"})
Row = TypeVar("Row")
Started = Mapping[UUID, Mapping[date, int]]


@room.get("/<slug>/penge")
@may("see the money")
def index(slug: str) -> ResponseReturnValue:
    """One period's money: all of it for who operates, the house's own part for a partner."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    operates = "corps_staff" in roles_here() and operated() is not None
    if not operates and not roles_here() & OF_PARTNER:
        refuse()
    periods = db.session.scalars(select(Period).order_by(Period.starts_on, Period.id)).all()
    period = _chosen(periods)
    page = _page_of(period, operates) if period else {}
    return render_template(
        "money/index.html", periods=periods, period=period, operates=operates, sources=SOURCES, decisions=DECISIONS,
        earliest=billing.cost.EARLIEST, **page,
    )  # fmt: skip


def operated() -> UUID | None:
    """The partnership that the house operates, if any."""
    return db.session.scalar(select(Partnership.id).where(Partnership.tenant_id == g.home.id).limit(1))


def must_operate() -> None:
    """NotFound for a house that operates no partnership, and away from home."""
    if g.tenant.id != g.home.id or operated() is None:
        raise NotFound("Partnership")


def _chosen(periods: Sequence[Period]) -> Period | None:
    """The period that `?periode=` names, else the last that has begun, else the first."""
    asked = request.args.get("periode", "")
    named = [one for one in periods if str(one.id) == asked]
    begun = [one for one in periods if one.starts_on <= today()]
    return next(iter([*named, *begun[-1:], *periods]), None)


def _page_of(period: Period, operates: bool) -> dict[str, Any]:
    """What the page shows of one period. A partner's statements reach its own rows alone: the database holds that."""
    subsidies = db.session.scalars(_seen(subsidies_in(period), Subsidy, operates)).all()
    first = min([period.starts_on, *(one.starts_on for one in subsidies)])
    last = max([period.ends_on, *(one.ends_on for one in subsidies)])
    started = _started(first, last) if operates else {g.home.id: dict(db.session.execute(_begun(first, last)).all())}
    costs = billing.costs(period, {party: _within(period, days) for party, days in started.items()})
    incomes = _seen(incomes_in(period), Income, operates)
    page, pages = page_of(_count(incomes), PER_PAGE)
    contributions = db.session.scalars(_seen(_contributions(period), Contribution, operates)).all()
    parties = {period.tenant_id, *costs.per_party, *(one.party_tenant_id for one in (*contributions, *subsidies))}
    return {
        "names": {one.id: one.name for one in db.session.scalars(select(Tenant).where(Tenant.id.in_(parties)))},
        "costs": costs, "own": costs.per_party.get(g.home.id), "page": page, "pages": pages,
        "contributions": contributions,
        "incomes": db.session.scalars(incomes.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all(),
        "subsidies": subsidies, "draws": billing.draws(subsidies, started), "received": received_of(subsidies),
        "refunds": db.session.scalars(_seen(_refunds(period), Refund, operates)).all(),
    }  # fmt: skip


def _seen(query: Select[Row], model: type[SharedRow], operates: bool) -> Select[Row]:
    return query if operates else query.where(model.party_tenant_id == g.home.id)


def _begun(first: date, last: date) -> Select[date, int]:
    """How many matches of the tenant acted in have started on each of the days; no person."""
    days = Match.started_on.between(first, last)
    return select(Match.started_on, func.count()).where(days).group_by(Match.started_on)


def _started(first: date, last: date) -> Started:
    """The same in each municipality that the house serves; one where nothing has started has no days."""
    found: dict[UUID, dict[date, int]] = {tenant.id: {} for tenant in across.each_served(g.home)}
    for tenant, (day, count) in across.read(g.home, _begun(first, last)):
        found[tenant.id][day] = count
    return found


def _within(period: Period, days: Mapping[date, int]) -> int:
    return sum(count for day, count in days.items() if period.starts_on <= day <= period.ends_on)


def _count(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def _contributions(period: Period) -> Select[Contribution]:
    own = Contribution.tenant_id == period.tenant_id, Contribution.period_id == period.id
    return select(Contribution).where(*own).order_by(Contribution.due_on, Contribution.id)


def _refunds(period: Period) -> Select[Refund]:
    of_period = (Contribution.tenant_id == Refund.tenant_id) & (Contribution.id == Refund.contribution_id)
    made = select(Refund).join(Contribution, of_period).where(Contribution.period_id == period.id)
    return made.order_by(Refund.made_at.desc(), Refund.id)
