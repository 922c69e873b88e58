"""The list behind one of the house's own figures, for who reaches its rows anyway; opening it is logged.

A figure that has no list by its nature, a share or a median, opens what it is computed from.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from mentorkorps import across
from mentorkorps.behind import (
    CONCERNS,
    CORPS,
    LISTS,
    MONEY,
    SEE_ALL,
    YOUTHS,
    Window,
    behind,
    how_many,
    how_much,
    made_of,
)
from mentorkorps.refused import NotFound
from mentorkorps.steering.costs import OWN_COSTS
from mentorkorps.steering.menu import MENU
from mentorkorps.steering.wishes import unmet_measures
from mentorkorps.web.access import actor, allowed, may, roles_here
from mentorkorps.web.behind_days import KEPT, asked_window
from mentorkorps.web.paging import page_of
from mentorkorps.youths import recognise
from tenants import audit
from tenants.scope import db

room = Blueprint("behind", __name__)

PER_PAGE = 50
MEASURES = {measure.key: measure for measure in (*MENU, *OWN_COSTS, *unmet_measures(LISTS))}
PAGES = {YOUTHS: ".index", CONCERNS: ".concerns", MONEY: ".money", CORPS: ".corps"}
#: What is the house's own, wherever the youths are.
OF_HOUSE = (MONEY, CORPS)


@room.get("/<slug>/tal/<figure>")
@may("see youths")
def index(slug: str, figure: str) -> ResponseReturnValue:
    """`fra` and `til` are the days the figure is about, `opgjort` the day of a report's; `partnerskab` where there are several.
    At home in a corps: how many there are in each municipality, from where the lists are opened."""
    if figure not in LISTS and made_of(figure):
        return _computed(figure)
    return _list(figure, YOUTHS)


@room.get("/<slug>/tal/bekymringer/<figure>")
@may("raise concerns")
def concerns(slug: str, figure: str) -> ResponseReturnValue:
    """The same of concerns: their days; about whom, the chain of each alone sees."""
    return _list(figure, CONCERNS)


@room.get("/<slug>/tal/penge/<figure>")
@may("see the money")
def money(slug: str, figure: str) -> ResponseReturnValue:
    """The same of what the house itself pays."""
    if g.tenant.id != g.home.id:
        raise NotFound("Figure")
    return _list(figure, MONEY)


@room.get("/<slug>/tal/korps/<figure>")
@may("keep offers")
def corps(slug: str, figure: str) -> ResponseReturnValue:
    """The same of the corps, its companies and what they offer."""
    if g.tenant.id != g.home.id:
        raise NotFound("Figure")
    return _list(figure, CORPS)


def list_of(figure: str, value: float | None, first: date, last: date, **more: Any) -> str | None:
    """The address of what is behind a figure of the house; None where nothing is, or the reader may not open it."""
    return lists_of(figure, [(value, first, last)], **more)[0]


def lists_of(figure: str, told: Sequence[tuple[float | None, date, date]], **more: Any) -> list[str | None]:
    """`list_of` for the figure in one span after the other: value, first day and last."""
    permission = LISTS[figure].may if figure in LISTS else YOUTHS
    if not made_of(figure) or not allowed(permission):
        return [None] * len(told)
    # A share of nobody is nobody; that none of somebody are so has what it is computed from behind it.
    nobody = (None, 0) if figure in LISTS else (None,)
    page, rest = _room_of(permission) + figure, _rest(**more)
    return [None if value in nobody else f"{page}?fra={first}&til={last}{rest}" for value, first, last in told]


def _room_of(permission: str) -> str:
    """What the address of each list of that kind begins with: a page of figures holds five hundred of them."""
    rooms: dict[str, str] = g.setdefault("rooms_behind", {})
    if permission not in rooms:
        rooms[permission] = url_for(f"behind{PAGES[permission]}", slug=g.tenant.slug, figure="-").removesuffix("-")
    return rooms[permission]


@lru_cache(64)
def _rest(**more: str) -> str:
    return f"&{urlencode(more)}" if more else ""


def _list(figure: str, permission: str) -> ResponseReturnValue:
    if figure not in LISTS or LISTS[figure].may != permission:
        raise NotFound("Figure")
    window = asked_window()
    if permission not in OF_HOUSE and (houses := _others()):
        return _overview(figure, window, houses)
    recognise(g.user)
    by, asked = actor(), window.asked_with(actor())
    count = db.session.scalar(how_many(figure, by=by), asked) or 0
    page, pages = page_of(count, PER_PAGE)
    rows = db.session.execute(behind(figure, by=by).limit(PER_PAGE).offset((page - 1) * PER_PAGE), asked).all()
    audit.record("figure.opened", None, by=by, why=figure)
    return render_template(
        "figures/behind.html", **_about(figure, window), rows=[(_address(row), row) for row in rows], page=page, pages=pages,
        turn=lambda to: _here(figure, side=to), count=count, one=LISTS[figure],
        only_own=permission not in OF_HOUSE and not roles_here() & SEE_ALL,
    )  # fmt: skip


def _overview(figure: str, window: Window, houses: Sequence[str]) -> ResponseReturnValue:
    counts = across.read(g.home, how_much([figure], by=actor()), window.asked_with(actor()))
    lines = [
        (tenant.name, row[0], _here(figure, slug=tenant.slug, alene="1" if tenant.id == g.home.id else None))
        for tenant, row in counts if tenant.slug in houses
    ]  # fmt: skip
    return render_template(
        "figures/behind_each.html", **_about(figure, window), lines=lines, together=sum(line[1] for line in lines)
    )


def _computed(figure: str) -> ResponseReturnValue:
    """What a figure without a list of its own is computed from, as far as the reader may see that, each opening its own; over
    all the houses of a corps."""
    window, houses = asked_window(), _others()
    keys = [key for key in made_of(figure) if _may_see(key)]
    if not keys:
        raise NotFound("Figure")
    query, asked = how_much(keys, by=actor()), window.asked_with(actor())
    found = across.read(g.home, query, asked) if houses else [(g.tenant, db.session.execute(query, asked).one())]
    counted = [row for tenant, row in found if not houses or tenant.slug in houses]
    alike = all(LISTS[key].may == CORPS for key in keys)  # the house's own, counted once
    sums = [(key, sum(row[place] for row in (counted[:1] if alike else counted))) for place, key in enumerate(keys)]
    opens = {key for key, number in sums if number and not (houses and LISTS[key].may == MONEY)}
    lines = [(_name(key), number, _here(key) if key in opens else None) for key, number in sums]
    return render_template("figures/computed.html", **_about(figure, window), lines=lines)


def _may_see(figure: str) -> bool:
    permission = LISTS[figure].may
    return allowed(permission) and (permission not in OF_HOUSE or g.tenant.id == g.home.id)


def _about(figure: str, window: Window) -> dict[str, Any]:
    measure, one = MEASURES.get(figure), LISTS.get(figure)
    return {
        "title": _name(figure), "definition": measure.definition if measure else "", "window": window,
        "stands": bool(one and one.stands),
    }  # fmt: skip


def _name(figure: str) -> str:
    return MEASURES[figure].label if figure in MEASURES else LISTS[figure].label


def _others() -> list[str]:
    """The slugs of the municipalities that the house serves, at home in a corps and where the address does not say it alone;
    none where it serves itself alone."""
    if g.tenant.id != g.home.id or "alene" in request.args or "corps_staff" not in roles_here():
        return []
    served = [tenant.slug for tenant in across.each_served(g.home)]
    return served if served != [g.home.slug] else []


def _address(row: Row[*tuple[Any, ...]]) -> str | None:
    if row.youth_id is None:
        return None
    if row.match_id and allowed("follow up"):
        return url_for("pairs.show", slug=g.tenant.slug, match_id=row.match_id)
    return url_for("youths.show", slug=g.tenant.slug, youth_id=row.youth_id)


def _here(figure: str, slug: str | None = None, **asked: Any) -> str:
    kept: dict[str, Any] = {name: request.args[name] for name in KEPT if name in request.args}
    page = PAGES[LISTS[figure].may]
    return url_for(page, slug=slug or g.tenant.slug, figure=figure, **kept | asked)
