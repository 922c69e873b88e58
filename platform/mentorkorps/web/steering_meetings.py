"""The steering group's meetings: agenda, report, attendance, decisions, minutes and action list; read by its members (FY-12)."""

from collections.abc import Callable
from datetime import time
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import defer, joinedload

from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.refused import NotFound
from mentorkorps.steering import Report, SteeringMeeting
from mentorkorps.steering.build import FREEZE_BEFORE
from mentorkorps.steering_group import KINDS, actions, agenda, attendance, decisions, meetings, minutes, places
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.paging import page_of
from mentorkorps.web.report_page import long_day
from mentorkorps.web.steering_meeting_forms import (
    ActionForm,
    ApprovalForm,
    DecisionForm,
    MinutesForm,
    PointForm,
    WhenForm,
    attendance_form,
)
from mentorkorps.web.widgets import Form
from tenants.scope import db

room = Blueprint("steering_meetings", __name__)

PER_PAGE = 20
USUAL = time(13)


@room.get("/<slug>/styregruppemoeder")
@may("sit in the steering group")
def index(slug: str) -> ResponseReturnValue:
    """The meetings, those to come and those held, and what is still to be done."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    told = meetings.told()
    page, pages = page_of(db.session.scalar(select(func.count()).select_from(told.subquery())) or 0, PER_PAGE)
    rows = db.session.scalars(
        told.order_by(*_next_first(), SteeringMeeting.id).offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    ).all()
    return render_template(
        "steering_meetings/index.html", meetings=rows, page=page, pages=pages, day=today(), long_day=long_day,
        leads=meetings.operated() is not None, items=db.session.execute(actions.open_items().limit(50)).all(),
    )  # fmt: skip


def _next_first() -> tuple[ColumnElement[Any], ...]:
    """Those to come from the next one on, then those held, the newest first."""
    is_held = SteeringMeeting.held_on < today()
    return is_held, case((~is_held, SteeringMeeting.held_on)), SteeringMeeting.held_on.desc()


@room.get("/<slug>/styregruppemoeder/<uuid:meeting_id>")
@may("sit in the steering group")
def show(slug: str, meeting_id: UUID) -> ResponseReturnValue:
    """One meeting, before and after."""
    meeting = meeting_at_home(meeting_id)
    seats, said = attendance.seated_at(meeting), attendance.said_about(meeting)
    own = next(
        (seat for seat, _house in seats if seat.user_id == g.user.id and seat.party_tenant_id == g.home.id), None
    )
    decided, reports = decisions.decisions_of(meeting), reports_for(meeting)
    return render_template(
        "steering_meetings/show.html", meeting=meeting, seats=seats, said=said, own=own, day=today(), long_day=long_day,
        words=attendance.SAID, kinds=KINDS, points=agenda.points_of(meeting), reports=reports, decisions=decided,
        corrected={one.corrects_id for one in decided}, minutes=minutes.minutes_of(meeting),
        items=db.session.execute(actions.given_at(meeting)).all(), leads=meeting.tenant_id == g.home.id,
        numbers={one.id: one.number for one in decided}, freezes_on=meeting.held_on - FREEZE_BEFORE,
        places_ahead=places.ahead(reports[0]) if reports else [], moved=places.moved_since_the_last(meeting),
    )  # fmt: skip


@room.get("/<slug>/styregruppemoeder/ekstra")
@room.post("/<slug>/styregruppemoeder/ekstra")
@may("sit in the steering group")
def call(slug: str) -> ResponseReturnValue:
    """One meeting more."""
    if g.tenant.id != g.home.id or meetings.operated() is None:
        raise NotFound("Partnership")
    form = WhenForm(starts_at=USUAL)
    return _act(
        form,
        lambda: meetings.call(*form.when, by=actor()),
        _("Indkald til et ekstra møde"), _("Mødet er i kalenderen. Medlemmerne får en indkaldelse."),
    )  # fmt: skip


@room.get("/<slug>/styregruppemoeder/<uuid:meeting_id>/flyt")
@room.post("/<slug>/styregruppemoeder/<uuid:meeting_id>/flyt")
@may("sit in the steering group")
def move(slug: str, meeting_id: UUID) -> ResponseReturnValue:
    """Another day, time or place."""
    meeting = _led(meeting_id)
    form = WhenForm(obj=meeting)
    return _act(
        form,
        lambda: meetings.move(meeting, *form.when, by=actor()),
        _("Ret tid og sted"), _("Mødet er rettet. Medlemmerne får den nye tid i kalenderen."), meeting,
    )  # fmt: skip


@room.post("/<slug>/styregruppemoeder/<uuid:meeting_id>/aflys")
@may("sit in the steering group")
def call_off(slug: str, meeting_id: UUID) -> ResponseReturnValue:
    """The meeting is not held."""
    meeting = _led(meeting_id)
    meetings.call_off(meeting, by=actor())
    return _back(meeting, _("Mødet er aflyst. Det bliver taget ud af medlemmernes kalender."))


@room.post("/<slug>/styregruppemoeder/<uuid:meeting_id>/afbud")
@may("sit in the steering group")
def send_regrets(slug: str, meeting_id: UUID) -> ResponseReturnValue:
    """A member cannot come."""
    meeting = meeting_at_home(meeting_id)
    attendance.send_regrets(meeting, by=actor())
    return _back(meeting, _("Dit afbud er skrevet ned."))


@room.get("/<slug>/styregruppemoeder/<uuid:meeting_id>/punkt")
@room.post("/<slug>/styregruppemoeder/<uuid:meeting_id>/punkt")
@may("sit in the steering group")
def put_on(slug: str, meeting_id: UUID) -> ResponseReturnValue:
    """A point more on the agenda."""
    meeting, form = _led(meeting_id), PointForm()
    verb = partial(agenda.put_on, meeting, form.text.data or "", by=actor())
    return _act(form, verb, _("Nyt punkt på dagsordenen"), _("Punktet står på dagsordenen."), meeting)


@room.post("/<slug>/styregruppemoeder/<uuid:meeting_id>/punkt/<uuid:item_id>/vaek")
@may("sit in the steering group")
def take_off(slug: str, meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """A point is not talked about after all."""
    meeting = _led(meeting_id)
    agenda.take_off(meeting, item_id, by=actor())
    return _back(meeting, _("Punktet er taget af dagsordenen."))


@room.get("/<slug>/styregruppemoeder/<uuid:meeting_id>/fremmoede")
@room.post("/<slug>/styregruppemoeder/<uuid:meeting_id>/fremmoede")
@may("sit in the steering group")
def note_attendance(slug: str, meeting_id: UUID) -> ResponseReturnValue:
    """Who came."""
    meeting = _led(meeting_id)
    said = {f"seat_{seat.hex}": word for seat, word in attendance.said_about(meeting).items()}
    form = attendance_form(attendance.seated_at(meeting), said)

    def note() -> None:
        chosen = {UUID(one.name.removeprefix("seat_")): one.data for one in form if one.name.startswith("seat_")}
        attendance.note(meeting, {seat: word for seat, word in chosen.items() if word}, by=actor())

    return _act(form, note, _("Hvem var med?"), _("Fremmødet er skrevet ned."), meeting)


@room.get("/<slug>/styregruppemoeder/<uuid:meeting_id>/beslutning", defaults={"corrects": None})
@room.post("/<slug>/styregruppemoeder/<uuid:meeting_id>/beslutning", defaults={"corrects": None})
@room.get("/<slug>/styregruppemoeder/<uuid:meeting_id>/beslutning/<uuid:corrects>")
@room.post("/<slug>/styregruppemoeder/<uuid:meeting_id>/beslutning/<uuid:corrects>")
@may("sit in the steering group")
def decide(slug: str, meeting_id: UUID, corrects: UUID | None) -> ResponseReturnValue:
    """A decision, or one that takes the place of another."""
    meeting, form = _led(meeting_id), DecisionForm()

    def verb() -> None:
        words, decided_by = form.text.data or "", form.decided_by.data or ""
        decisions.decide(meeting, form.kind.data, words, decided_by, by=actor(), corrects=corrects)

    title = _("Ret en beslutning med en ny") if corrects else _("Skriv en beslutning ned")
    return _act(form, verb, title, _("Beslutningen er skrevet ned."), meeting)


@room.get("/<slug>/styregruppemoeder/<uuid:meeting_id>/referat")
@room.post("/<slug>/styregruppemoeder/<uuid:meeting_id>/referat")
@may("sit in the steering group")
def write_minutes(slug: str, meeting_id: UUID) -> ResponseReturnValue:
    """The draft, anew."""
    meeting = _led(meeting_id)
    form = MinutesForm(obj=minutes.minutes_of(meeting))
    verb = partial(minutes.write, meeting, form.text.data or "", by=actor())
    return _act(form, verb, _("Skriv referat"), _("Udkastet er gemt."), meeting)


@room.get("/<slug>/styregruppemoeder/<uuid:meeting_id>/referat/<int:version>/godkend")
@room.post("/<slug>/styregruppemoeder/<uuid:meeting_id>/referat/<int:version>/godkend")
@may("sit in the steering group")
def approve(slug: str, meeting_id: UUID, version: int) -> ResponseReturnValue:
    """The minutes stand."""
    meeting, form = _led(meeting_id), ApprovalForm()
    verb = partial(minutes.approve, meeting, version, form.approved_by.data or "", by=actor())
    return _act(form, verb, _("Skriv, at referatet er godkendt"), _("Referatet er godkendt."), meeting)


@room.get("/<slug>/styregruppemoeder/<uuid:meeting_id>/opgave")
@room.post("/<slug>/styregruppemoeder/<uuid:meeting_id>/opgave")
@may("sit in the steering group")
def give(slug: str, meeting_id: UUID) -> ResponseReturnValue:
    """Something for the action list."""
    meeting = _led(meeting_id)
    form = ActionForm().offer(actions.partners_of(meeting))
    return _act(
        form,
        lambda: actions.give(meeting, form.text.data or "", UUID(form.party.data), form.due_on.data or today(), by=actor()),
        _("Ny opgave"), _("Opgaven står på listen."), meeting,
    )  # fmt: skip


@room.post("/<slug>/styregruppemoeder/opgaver/<uuid:item_id>/udfoert")
@may("sit in the steering group")
def done(slug: str, item_id: UUID) -> ResponseReturnValue:
    """It is done."""
    if g.tenant.id != g.home.id:
        raise NotFound("ActionItem")
    item = actions.done(item_id, by=actor())
    flash(_("Opgaven er udført."), "success")
    return redirect(url_for(".show", slug=slug, meeting_id=item.meeting_id), 303)


def reports_for(meeting: SteeringMeeting) -> list[Report]:
    """The house's copies of the reports frozen for the meeting, the last of each period, the newest period first: one that
    lay before an earlier meeting was that one's."""
    copies = select(Report).where(Report.party_tenant_id == g.home.id, Report.partnership_id == meeting.partnership_id)
    copies = copies.options(defer(Report.content), joinedload(Report.period))
    earlier = SteeringMeeting.held_on >= Report.cut_off, SteeringMeeting.held_on < meeting.held_on
    stands = SteeringMeeting.partnership_id == meeting.partnership_id, SteeringMeeting.cancelled_at.is_(None)
    copies = copies.where(~select(SteeringMeeting.id).where(*earlier, *stands).exists())
    found = db.session.scalars(copies.where(Report.cut_off <= meeting.held_on).order_by(Report.number)).all()
    newest = {copy.period_id: copy for copy in found}
    return sorted(newest.values(), key=lambda copy: copy.period.starts_on, reverse=True)


def meeting_at_home(meeting_id: UUID) -> SteeringMeeting:
    """The meeting, read from the reader's own house; NotFound elsewhere."""
    if g.tenant.id != g.home.id:
        raise NotFound("SteeringMeeting")
    return meetings.found(meeting_id)


def _led(meeting_id: UUID) -> SteeringMeeting:
    if g.tenant.id != g.home.id:
        raise NotFound("SteeringMeeting")
    return meetings.locked(meeting_id)


def _back(meeting: SteeringMeeting, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(".show", slug=g.home.slug, meeting_id=meeting.id), 303)


def _act(
    form: Form, verb: Callable[[], object], title: str, said: str, meeting: SteeringMeeting | None = None
) -> ResponseReturnValue:
    here = {"slug": g.home.slug}
    back = url_for(".show", meeting_id=meeting.id, **here) if meeting else url_for(".index", **here)
    return act(form, verb, said, back, "steering_meetings/act.html", title=title, meeting=meeting, long_day=long_day)
