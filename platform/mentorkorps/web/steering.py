"""The steering group's pages: its meetings, and the reports its members have copies of (FY-12, DF-02)."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, select

from mentorkorps.clock import last_whole_day, today
from mentorkorps.language import _
from mentorkorps.refused import NotFound
from mentorkorps.steering import Report, SteeringMeeting, asked, council, course, wording
from mentorkorps.steering.first_page import tiles, verdict
from mentorkorps.steering.side_by_side import are_many, beside, compared
from mentorkorps.steering.wording import OWN_RULES, by_key, decisions, own_rules, tenant_names
from mentorkorps.web.access import may, refuse, roles_here
from mentorkorps.web.report_page import bars, chosen_of, long_day, moment_of, notes, opener
from tenants.agreements import Agreement, Period
from tenants.registry import Partnership
from tenants.scope import db

room = Blueprint("steering", __name__)


@room.get("/<slug>/styregruppe")
@may("read the report")
def index(slug: str) -> ResponseReturnValue:
    """The house's own copies of reports, newest first, and the calendar of meetings; always read at home."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    terms, meetings, day = _terms(), _meetings(), today()
    partnerships = list({partnership.id: partnership for partnership, _agreement, _period in terms}.values())
    return render_template(
        "steering/index.html", reports=_copies(), partnerships=partnerships, day=day, long_day=long_day,
        meetings=meetings, following=next((one for one in meetings if one.held_on >= day and not one.cancelled_at), None),
        agreements={agreement.partnership_id: agreement for _partnership, agreement, _period in terms},
        to_build=[period for _p, _a, period in terms if _may_build(period) and period.starts_on < day],
    )  # fmt: skip


@room.post("/<slug>/styregruppe/<period>")
@may("read the report")
def build_now(slug: str, period: str) -> ResponseReturnValue:
    """Corps staff of the house that operates the partnership ask for a report between two meetings; a job builds it."""
    if g.tenant.id != g.home.id:
        raise NotFound("Period")
    if "corps_staff" not in roles_here():
        refuse()
    asked.ask_for(period, last_whole_day())
    flash(_("Rapporten bygges. Den står her på siden om lidt."), "success")
    return redirect(url_for(".index", slug=slug), 303)


@room.get("/<slug>/styregruppe/<period>/<int:number>")
@may("read the report")
def report(slug: str, period: str, number: int) -> ResponseReturnValue:
    """One report: are we on course, the figures, what they mean, and the checksum every member can compare."""
    copy = copy_of(period, number)
    content = copy.content
    return render_template(
        "steering/report.html", report=copy, content=content, rows=by_key(content), names=tenant_names(content),
        tiles=tiles(content), verdict=verdict(content), decisions=decisions(content), notes=notes(content),
        drawing=course.drawing(content), summary=course.summary(content), bars=bars(content),
        built_at=moment_of(content["built_at"]), own_rules=own_rules(content), own_note=OWN_RULES, say=wording,
        opens=opener(content, operates=copy.tenant_id == g.home.id), beside=beside(content, chosen_of(content)),
        compared=compared(content) if are_many(content) else [],
    )  # fmt: skip


@room.get("/<slug>/styregruppe/<period>/<int:number>/byraad")
@may("read the report")
def council_page(slug: str, period: str, number: int) -> ResponseReturnValue:
    """The same for a council: a few sentences and three figures, to print."""
    copy = copy_of(period, number)
    return render_template("steering/council.html", report=copy, brief=council.brief(copy.content))


def copy_of(period: str, number: int) -> Report:
    """The house's own copy; of several partnerships with such a number, the one named in the address, or the newest."""
    if g.tenant.id != g.home.id:
        raise NotFound("Report")
    query = (
        select(Report)
        .join(Period, (Period.tenant_id == Report.tenant_id) & (Period.id == Report.period_id))
        .where(Report.party_tenant_id == g.home.id, Period.name == period, Report.number == number)
    )
    if "partnerskab" in request.args:
        here = (Partnership.tenant_id == Report.tenant_id) & (Partnership.id == Report.partnership_id)
        query = query.join(Partnership, here).where(Partnership.slug == request.args["partnerskab"])
    found = db.session.scalar(query.order_by(Report.built_at.desc()).limit(1))
    if found is None:
        raise NotFound("Report")
    return found


def _copies() -> Sequence[Row[Any]]:
    """Without their content, which is long."""
    query = (
        select(Report.number, Report.cut_off, Report.built_at, Report.checksum, Report.partnership_id)
        .add_columns(Period.name.label("period"), Period.starts_on, Period.ends_on)
        .join(Period, (Period.tenant_id == Report.tenant_id) & (Period.id == Report.period_id))
        .where(Report.party_tenant_id == g.home.id)
    )
    return db.session.execute(query.order_by(Report.built_at.desc(), Report.number.desc())).all()


def _terms() -> Sequence[Row[Partnership, Agreement, Period]]:
    """The partnerships the house takes part in, with their agreement, a line for each period."""
    query = (
        select(Partnership, Agreement, Period)
        .join(Agreement, (Agreement.tenant_id == Partnership.tenant_id) & (Agreement.partnership_id == Partnership.id))
        .join(Period, (Period.tenant_id == Agreement.tenant_id) & (Period.agreement_id == Agreement.id))
    )
    return db.session.execute(query.order_by(Partnership.name, Period.starts_on)).all()


def _meetings() -> Sequence[SteeringMeeting]:
    """Those that are off too: who had them in the calendar sees what became of them."""
    return db.session.scalars(select(SteeringMeeting).order_by(SteeringMeeting.held_on)).all()


def _may_build(period: Period) -> bool:
    return period.tenant_id == g.home.id and "corps_staff" in roles_here()
