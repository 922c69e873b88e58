"""The list behind one of the house's own figures, for who has the list of youths anyway; opening it is logged."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, and_, or_, select

from mentorkorps import across
from mentorkorps.behind import LISTS, Window, behind, how_many
from mentorkorps.clock import today
from mentorkorps.language import N_
from mentorkorps.refused import NotFound
from mentorkorps.steering.menu import MENU
from mentorkorps.web.access import actor, allowed, may, roles_here
from mentorkorps.web.paging import page_of
from mentorkorps.youths import recognise
from tenants import audit
from tenants.registry import Member, Partnership
from tenants.scope import db

room = Blueprint("behind", __name__)

PER_PAGE = 50
MEASURES = {measure.key: measure for measure in MENU}
#: Where the list holds something else than what the figure's own name says: the rest of a share.
NAMES = {"follow_ups_on_time": N_("Opfølgninger, der ikke er sket til tiden")}
#: What an address keeps from page to page.
KEPT = ("fra", "til", "opgjort", "partnerskab", "alene")
#: Who reaches all that the figure counts.
REACH_ALL = frozenset({"coordinator", "dpo", "corps_staff"})


@room.get("/<slug>/tal/<figure>")
@may("read the journal")
def index(slug: str, figure: str) -> ResponseReturnValue:
    """`fra` and `til` are the days the figure is about, `opgjort` the day of a report's; `partnerskab` where there are several.
    At home in a corps: how many there are in each municipality, from where the lists are opened."""
    if figure not in LISTS:
        raise NotFound("Figure")
    window = _window()
    if g.tenant.id == g.home.id and "alene" not in request.args and (houses := _others()):
        return _overview(figure, window, houses)
    recognise(g.user)
    page, pages = page_of(db.session.scalar(how_many(figure, window, by=actor())) or 0, PER_PAGE)
    rows = db.session.execute(behind(figure, window, by=actor()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    audit.record("figure.opened", None, by=actor(), why=figure)
    return render_template(
        "figures/behind.html", **_about(figure, window), rows=[(_address(row), row) for row in rows], page=page, pages=pages,
        turn=lambda to: _here(figure, side=to), only_own=not roles_here() & REACH_ALL,
    )  # fmt: skip


def list_of(figure: str, value: float | None, first: date, last: date, **more: Any) -> str | None:
    """The address of the list behind a figure of the house; None where there is none, nobody is on it, or the reader may not."""
    return lists_of(figure, [(value, first, last)], **more)[0]


def lists_of(figure: str, told: Sequence[tuple[float | None, date, date]], **more: Any) -> list[str | None]:
    """`list_of` for the figure in one span after the other: value, first day and last."""
    if figure not in LISTS or not allowed("read the journal"):
        return [None] * len(told)
    nobody, page = (100 if figure in NAMES else 0), url_for("behind.index", slug=g.tenant.slug, figure=figure)
    return [
        None if value in (None, nobody) else f"{page}?{urlencode({'fra': first, 'til': last, **more})}"
        for value, first, last in told
    ]


def _overview(figure: str, window: Window, houses: Sequence[str]) -> ResponseReturnValue:
    counts = across.read(g.home, how_many(figure, window, by=actor()))
    lines = [
        (tenant.name, row[0], _here(figure, slug=tenant.slug, alene="1" if tenant.id == g.home.id else None))
        for tenant, row in counts if tenant.slug in houses
    ]  # fmt: skip
    return render_template(
        "figures/behind_each.html", **_about(figure, window), lines=lines, together=sum(line[1] for line in lines)
    )


def _about(figure: str, window: Window) -> dict[str, Any]:
    measure, one = MEASURES[figure], LISTS[figure]
    return {
        "title": NAMES.get(figure, measure.label), "definition": measure.definition, "window": window,
        "called": one.day, "stands": one.stands, "is_rest": figure in NAMES,
    }  # fmt: skip


def _window() -> Window:
    first, last, cut_off = _asked("fra"), _asked("til"), _asked("opgjort")
    if first is None or last is None or first > last:
        raise NotFound("Figure")
    return Window(_partnership().id, first, last, today(), cut_off)


def _asked(name: str) -> date | None:
    if name not in request.args:
        return None
    try:
        return date.fromisoformat(request.args[name])
    except ValueError:
        raise NotFound("Figure") from None


def _partnership() -> Partnership:
    """The partnership that the address names, in which the tenant bears youths or which it operates; else the first."""
    bears = and_(Member.party_tenant_id == g.tenant.id, Member.bears)
    member = and_(Member.tenant_id == Partnership.tenant_id, Member.partnership_id == Partnership.id, bears)
    query = select(Partnership).outerjoin(Member, member)
    query = query.where(or_(Partnership.tenant_id == g.tenant.id, Member.id.is_not(None)))
    if "partnerskab" in request.args:
        query = query.where(Partnership.slug == request.args["partnerskab"])
    found = db.session.scalar(query.order_by(Partnership.name).limit(1))
    if found is None:
        raise NotFound("Partnership")
    return found


def _others() -> list[str]:
    """The slugs of the municipalities that the house serves; none where it serves itself alone, or the reader is no corps."""
    if "corps_staff" not in roles_here():
        return []
    served = [tenant.slug for tenant in across.each_served(g.home)]
    return served if served != [g.home.slug] else []


def _address(row: Row[*tuple[Any, ...]]) -> str:
    if row.match_id and allowed("follow up"):
        return url_for("pairs.show", slug=g.tenant.slug, match_id=row.match_id)
    return url_for("youths.show", slug=g.tenant.slug, youth_id=row.youth_id)


def _here(figure: str, slug: str | None = None, **asked: Any) -> str:
    kept: dict[str, Any] = {name: request.args[name] for name in KEPT if name in request.args}
    return url_for(".index", slug=slug or g.tenant.slug, figure=figure, **kept | asked)
