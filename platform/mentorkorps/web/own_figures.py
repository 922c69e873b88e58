"""A house's own figures, in full: by month, quarter, year or period, with what each counts and target to date (DF-02, FY-06)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from babel.dates import format_date
from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from mentorkorps.clock import last_whole_day, today
from mentorkorps.language import N_, _, language
from mentorkorps.refused import NotFound
from mentorkorps.steering.cell import tenth
from mentorkorps.steering.menu import SECTIONS
from mentorkorps.steering.own_lines import TOO_EARLY_TO_TELL, Goal, OwnLine, Told, goal, own_lines
from mentorkorps.steering.printed import of_house
from mentorkorps.steering.rolled import Span, months, periods, quarters, years
from mentorkorps.steering.wording import figure, setting
from mentorkorps.web.access import may, roles_here
from mentorkorps.web.behind import lists_of
from mentorkorps.web.formats import LOCALES, number, percent
from mentorkorps.web.own_in_full import whole_period
from mentorkorps.web.own_parts import parts_of
from tenants.agreements import Agreement, Period
from tenants.local_rules import LocalRules
from tenants.quotas import Quota
from tenants.registry import Member, Partnership, Programme
from tenants.scope import db

room = Blueprint("own_figures", __name__)

#: How time is cut: the word in the address → the word on the page.
VIEWS = {"kvartal": N_("Kvartaler"), "maaned": N_("Måneder"), "aar": N_("År"), "periode": N_("Perioder")}
#: What the report alone tells, of a period as a whole.
WHOLE = "hele"
TABS = VIEWS | {WHOLE: N_("Pladser, normen, ønsker, pris og egen tid")}
#: The role that leads into the houses that a corps serves.
SERVES = "corps_staff"
WITHIN_A_PERIOD = ("kvartal", "maaned", WHOLE)


@room.get("/<slug>/tal")
@may("see own figures")
def index(slug: str) -> ResponseReturnValue:
    """The figures of the house; those of an operator are its members' together, for who reaches the youths of them all: others
    read of them in the report, where few are hidden."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    known, day = _known(), today()
    if not known:
        return render_template("figures/index.html", period=None)
    partnership, chosen = _chosen(known)
    own = [period for of, period in known if of.id == partnership.id]
    bears, for_others = _part(partnership)
    if not bears and (instead := _instead(partnership, known)):
        return instead
    begun = [period for period in own if period.starts_on <= day] or own[:1]
    period = next((one for one in own if one.name == chosen), begun[-1])
    view, more = _view(), {"partnerskab": partnership.slug} | ({"alene": "1"} if bears and for_others else {})
    within = view in WITHIN_A_PERIOD
    tabs = {
        "period": period, "partnership": partnership, "bears": bears, "for_others": for_others,
        "views": [_tab(_(text), key == view, vis=key) for key, text in TABS.items()],
        "periods": [_tab(one.name, one.id == period.id, periode=one.name) for one in begun] if within else [],
        "partnerships": _partnerships(known, partnership),
    }  # fmt: skip
    if view == WHOLE:
        every, part = parts_of(period, last_whole_day(), request.args.get("tid", ""))
        tabs |= {"parts": [_tab(one.label, one == part, tid=one.key or None) for one in every], "part": part}
        return render_template(
            "figures/whole_period.html", **tabs, **whole_period(partnership, period, part, more, bears=bears)
        )
    spans = _spans(view, partnership, period, own, together=not bears)
    quotas = _quotas(period, together=not bears) if within else []
    return render_template(
        "figures/index.html", **tabs, cells=partial(_cells, more, spans), spans=[_called(view, span) for span in spans],
        sections=_by_section(list(own_lines(spans))), goal=goal(spans, period, quotas, last_whole_day()) if quotas else None,
        settings=_settings(partnership, period), off=_off,
    )  # fmt: skip


def _tab(text: str, current: bool, **asked: str | None) -> dict[str, Any]:
    """A view of the same page; what else was asked for stays."""
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if name in ("vis", "periode", "partnerskab")
    }
    return {"text": text, "current": current, "href": url_for(".index", slug=g.tenant.slug, **kept | asked)}


def _partnerships(known: Sequence[tuple[Partnership, Period]], chosen: Partnership) -> list[dict[str, Any]]:
    every = {of.slug: of for of, _period in known}
    href = partial(url_for, ".index", slug=g.tenant.slug)
    return [
        {"text": of.name, "current": of.id == chosen.id, "href": href(partnerskab=slug)} for slug, of in every.items()
    ]


def _known() -> Sequence[tuple[Partnership, Period]]:
    agreed = (Agreement.tenant_id == Partnership.tenant_id) & (Agreement.partnership_id == Partnership.id)
    within = (Period.tenant_id == Agreement.tenant_id) & (Period.agreement_id == Agreement.id)
    query = select(Partnership, Period).join(Agreement, agreed).join(Period, within)
    return [(of, period) for of, period in db.session.execute(query.order_by(Partnership.name, Period.starts_on))]


def _chosen(known: Sequence[tuple[Partnership, Period]]) -> tuple[Partnership, str | None]:
    """The partnership and the name of the period that the address asks for; the first partnership where it asks for none."""
    slug, name = request.args.get("partnerskab"), request.args.get("periode")
    found = [(of, period) for of, period in known if slug in (None, of.slug)]
    if not found or (name and name not in {period.name for _of, period in found}):
        raise NotFound("Period")
    return found[0][0], name


def _view() -> str:
    view = request.args.get("vis", "kvartal")
    if view not in TABS:
        raise NotFound("Figures")
    return view


def _part(partnership: Partnership) -> tuple[bool, bool]:
    """Whether the house bears youths in the partnership, so that the figures are its own and nobody else's, and whether others
    do there for which it runs the corps. One that bears none sees those of its members together."""
    here = select(Member.party_tenant_id).where(Member.partnership_id == partnership.id, Member.bears)
    bearing = set(db.session.scalars(here))
    operates = partnership.tenant_id == g.home.id
    return g.home.id in bearing, operates and bool(bearing - {g.home.id})


def _instead(partnership: Partnership, known: Sequence[tuple[Partnership, Period]]) -> ResponseReturnValue | None:
    """What a house that bears none is shown: that it has no figures of its own, where it does not operate; where it does, that
    those of its members are for who reaches their youths. None for who does."""
    if partnership.tenant_id != g.home.id:
        partnerships = _partnerships(known, partnership)
        return render_template("figures/bears_none.html", partnership=partnership, partnerships=partnerships)
    return None if SERVES in roles_here() else (render_template("figures/for_others.html"), 403)


def _spans(view: str, partnership: Partnership, period: Period, own: Sequence[Period], *, together: bool) -> list[Span]:
    if view in ("kvartal", "maaned"):
        return (quarters if view == "kvartal" else months)(partnership.id, period, today(), together=together)
    return (years if view == "aar" else periods)(partnership.id, own, today(), together=together)


def _quotas(period: Period, *, together: bool) -> Sequence[Quota]:
    every = select(Quota).where(Quota.period_id == period.id)
    return db.session.scalars(every if together else every.where(Quota.party_tenant_id == g.home.id)).all()


def _by_section(lines: Sequence[OwnLine]) -> list[tuple[str, list[OwnLine]]]:
    found = [(label, [line for line in lines if line.measure.section == key]) for key, label in SECTIONS.items()]
    return [(label, of) for label, of in found if of]


def _called(view: str, span: Span) -> str:
    """januar 2014; 1. kvartal 2014; 2014."""
    form = {"maaned": "MMM y", "kvartal": "QQQQ y"}.get(view)
    return format_date(span.first, form, locale=LOCALES[language()]) if form else span.key


def _cells(more: Mapping[str, str], spans: Sequence[Span], line: OwnLine) -> list[dict[str, Any]]:
    """A line's figure of each column and of all together, with the list behind it for who may open it."""
    told: list[tuple[Told, date, date]] = [
        (value, span.first, span.last) for value, span in zip(line.values, spans, strict=True)
    ]
    told.append((line.together, spans[0].first, spans[-1].last))
    known = [(0.0 if value == TOO_EARLY_TO_TELL else value, first, last) for value, first, last in told]
    lists = lists_of(line.measure.key, known, **more)
    texts = [_told(value, line.measure.unit) for value, _first, _last in told]
    return [{"text": text, "href": href} for text, href in zip(texts, lists, strict=True)]


def _off(goal: Goal) -> str:
    """How far the matched are from the target to date, as the report says it."""
    percent_off = None if goal.deviation_percent is None else _tenth(goal.deviation_percent)
    fields = {"deviation": goal.deviation, "deviation_percent": percent_off}
    return f"{figure(fields, 'deviation', 'youths')} ({figure(fields, 'deviation_percent', 'youths')})"


def _settings(partnership: Partnership, period: Period) -> list[dict[str, str]]:
    """What the figures rest on, as label and value."""
    newest = select(Programme.profile).where(Programme.partnership_id == partnership.id)
    adjusted = select(LocalRules.adjustments).order_by(LocalRules.version.desc())
    both = newest.order_by(Programme.version.desc()).limit(1), adjusted.limit(1)
    profile, own = db.session.execute(select(*(one.scalar_subquery() for one in both))).one()
    return [{"key": _(label), "value": setting(value)} for label, value in of_house(period, profile or {}, own)]


def _told(value: Told, unit: str) -> str:
    if value == TOO_EARLY_TO_TELL:
        return _("for tidligt")
    rounded = None if value is None else _tenth(value)
    if unit == "percent":
        return percent(None if rounded is None else rounded / 100, 1)
    return number(rounded, 1 if unit in ("days", "months", "hours") else 0)


def _tenth(value: float) -> float:
    """As the report rounds: what lies between two tenths goes up."""
    return tenth(Decimal(str(value)))
