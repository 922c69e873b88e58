"""The steering group's pages: its meetings, and the reports its members have copies of (FY-12, DF-02)."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, select
from werkzeug.utils import secure_filename

from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.refused import NotFound
from mentorkorps.steering import Report, SteeringMeeting, asked, readable, render_pdf
from mentorkorps.steering.paper import OWN_RULES, figure, own_rules
from mentorkorps.web.access import may, refuse, roles_here
from mentorkorps.web.report_page import chart, long_day, moment_of, notes, tiles, verdict
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
        meetings=meetings, following=next((one for one in meetings if one.held_on >= day), None),
        agreements={agreement.partnership_id: agreement for _partnership, agreement, _period in terms},
        to_build=[period for _p, _a, period in terms if _may_build(period) and period.starts_on <= day],
    )  # fmt: skip


@room.post("/<slug>/styregruppe/<period>")
@may("read the report")
def build_now(slug: str, period: str) -> ResponseReturnValue:
    """Corps staff of the house that operates the partnership ask for a report between two meetings; a job builds it."""
    if g.tenant.id != g.home.id:
        raise NotFound("Period")
    if "corps_staff" not in roles_here():
        refuse()
    asked.ask_for(period, today())
    flash(_("Rapporten bygges. Den står her på siden om lidt."), "success")
    return redirect(url_for(".index", slug=slug), 303)


@room.get("/<slug>/styregruppe/<period>/<int:number>")
@may("read the report")
def report(slug: str, period: str, number: int) -> ResponseReturnValue:
    """One report: are we on course, the figures, what they mean, and the checksum every member can compare."""
    copy = _copy(period, number)
    content = copy.content
    return render_template(
        "steering/report.html", report=copy, content=content, rows={row["key"]: row for row in content["rows"]},
        names={tenant["slug"]: tenant["name"] for tenant in content["tenants"]}, figure=figure, notes=notes(content),
        tiles=tiles(content), verdict=verdict(content), chart=chart(content), built_at=moment_of(content["built_at"]),
        own_rules=own_rules(content), own_note=OWN_RULES,
    )  # fmt: skip


@room.get("/<slug>/styregruppe/<period>/<int:number>/pdf")
@may("read the report")
def pdf(slug: str, period: str, number: int) -> ResponseReturnValue:
    """The same report on paper (PDF/UA-1), in the reader's language."""
    copy = _copy(period, number)
    return _file(copy, render_pdf(copy.content), "pdf", "application/pdf")


@room.get("/<slug>/styregruppe/<period>/<int:number>/json")
@may("read the report")
def as_json(slug: str, period: str, number: int) -> ResponseReturnValue:
    """The same report for a machine."""
    copy = _copy(period, number)
    return _file(copy, readable(copy.content).encode() + b"\n", "json", "application/json; charset=utf-8")


def _file(copy: Report, text: bytes, ending: str, content_type: str) -> Response:
    content = copy.content
    name = secure_filename(
        f"{content['partnership']['slug']}-{content['period']['name']}-rapport-{copy.number}.{ending}"
    )
    return Response(
        text, headers={"Content-Type": content_type, "Content-Disposition": f'attachment; filename="{name}"'}
    )


def _copy(period: str, number: int) -> Report:
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
    return db.session.scalars(select(SteeringMeeting).order_by(SteeringMeeting.held_on)).all()


def _may_build(period: Period) -> bool:
    return period.tenant_id == g.home.id and "corps_staff" in roles_here()
