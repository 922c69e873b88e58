"""The report to take along: PDF, Excel, CSV and JSON of the same content, and everything for a meeting as one file (FY-12)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from mentorkorps.steering import Report, SteeringMeeting, schema
from mentorkorps.steering.csv_file import render_csv
from mentorkorps.steering.pack import file_name, pack, render_json
from mentorkorps.steering.paper import render_agenda, render_pdf
from mentorkorps.steering.workbook import render_xlsx
from mentorkorps.steering_group import agenda, meetings
from mentorkorps.web.access import PUBLIC, allowed, may
from mentorkorps.web.report_page import long_day
from mentorkorps.web.steering import copy_of
from mentorkorps.web.steering_meetings import meeting_at_home, reports_for
from tenants.scope import db

room = Blueprint("report_files", __name__)

JSON = "application/json; charset=utf-8"
#: Ending → how the file is made, and what the browser is told that it is.
KINDS: Mapping[str, tuple[Callable[[Mapping[str, Any]], bytes], str]] = {
    "pdf": (render_pdf, "application/pdf"),
    "xlsx": (render_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (render_csv, "text/csv; charset=utf-8"),
    "json": (render_json, JSON),
}


@room.get("/<slug>/styregruppe/<period>/<int:number>/<any(pdf, xlsx, csv, json):kind>")
@may("read the report")
def one(slug: str, period: str, number: int, kind: str) -> ResponseReturnValue:
    """The report as one file, in the reader's language; the JSON says where its schema is. Refused as `_intact`."""
    content = _intact(copy_of(period, number)).content
    render, content_type = KINDS[kind]
    answer = _file(render(content), file_name(content, kind), content_type)
    if kind == "json":
        answer.headers["Link"] = f'<{url_for(".json_schema", _external=True)}>; rel="describedby"'
    return answer


@room.get("/<slug>/styregruppe/<period>/<int:number>/moedepakke")
@may("read the report")
def everything(slug: str, period: str, number: int) -> ResponseReturnValue:
    """The report in all its shapes, and the agenda of the meeting it was made for, for those who sit at the table."""
    copy = copy_of(period, number)
    meeting = _next_meeting(copy) if allowed("sit in the steering group") else None
    return _pack(copy, meeting)


@room.get("/<slug>/styregruppemoeder/<uuid:meeting_id>/moedepakke")
@may("sit in the steering group")
def for_meeting(slug: str, meeting_id: UUID) -> ResponseReturnValue:
    """The same from the meeting's own page; NotFound until its report is frozen."""
    meeting = meeting_at_home(meeting_id)
    copies = reports_for(meeting)
    if not copies:
        raise NotFound("Report")
    return _pack(copies[0], meeting, copies[1:])


@room.get(f"/skema/styregrupperapport-{schema.NUMBER}.json")
@may(PUBLIC)
def json_schema() -> ResponseReturnValue:
    """What the JSON of a report looks like: no report's figures, so anybody may read it."""
    return Response(schema.text(), headers={"Content-Type": "application/schema+json"})


def _intact(copy: Report) -> Report:
    """The copy. Refused where it is not what was frozen: a file says nothing of that, and is passed on."""
    if not copy.is_intact:
        raise Refused(
            _(
                "Rapport %(number)s kan ikke hentes: kontrolsummen passer ikke, så den er ikke, som den var, da den blev "
                "frosset. Bed en anden part om at hente sin, og sig det til den, der driver korpset.",
                number=copy.number,
            )
        )
    return copy


def _pack(copy: Report, meeting: SteeringMeeting | None, beside: Sequence[Report] = ()) -> Response:
    content = _intact(copy).content
    paper = _agenda(meeting, [copy, *beside]) if meeting else None
    return _file(
        pack(content, paper, [_intact(one).content for one in beside]),
        file_name(content, "zip", _("moede")),
        "application/zip",
    )


def _agenda(meeting: SteeringMeeting, copies: Sequence[Report]) -> bytes:
    said = {
        "day": long_day(meeting.held_on), "time": meeting.starts_at.strftime("%H.%M"), "hours": meeting.hours,
        "place": meeting.place,
    }  # fmt: skip
    lead = (
        _("%(day)s kl. %(time)s, %(hours)s timer. Sted: %(place)s.", **said)
        if meeting.place
        else _("%(day)s kl. %(time)s, %(hours)s timer.", **{name: said[name] for name in ("day", "time", "hours")})
    )
    first = [
        _("Rapporten: rapport %(number)s for %(period)s.", number=copy.number, period=copy.content["period"]["name"])
        for copy in copies
    ]
    points = [*first, *(point.text for point in agenda.points_of(meeting))]
    return render_agenda(
        _("Dagsorden: møde i styregruppen"), lead, points, datetime.fromisoformat(copies[0].content["built_at"])
    )


def _next_meeting(copy: Report) -> SteeringMeeting | None:
    stands = SteeringMeeting.partnership_id == copy.partnership_id, SteeringMeeting.cancelled_at.is_(None)
    after = meetings.told().where(*stands, SteeringMeeting.held_on >= copy.cut_off)
    return db.session.scalar(after.order_by(SteeringMeeting.held_on).limit(1))


def _file(written: bytes, name: str, content_type: str) -> Response:
    return Response(
        written, headers={"Content-Type": content_type, "Content-Disposition": f'attachment; filename="{name}"'}
    )
