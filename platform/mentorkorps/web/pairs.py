"""The running pairs and the page of one: what is known of it, and what staff may do (FY-36, FY-38, FY-47)."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mentorkorps import across, follow_ups, journal, matches
from mentorkorps.clock import today
from mentorkorps.follow_ups import FollowUp, RunningPair
from mentorkorps.language import _
from mentorkorps.matches import Match, MovedOn, SecondYes
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web import pair_parts, post
from mentorkorps.web.access import actor, may
from mentorkorps.web.paging import page_of
from mentorkorps.web.pair_forms import CallForm, EndForm, MeetingForm, OutcomeForm
from tenants.scope import db

room = Blueprint("pairs", __name__)

PER_PAGE = 100
PRESSING = ("call", "overdue")


@room.get("/<slug>/par")
@may("follow up")
def index(slug: str) -> ResponseReturnValue:
    """The running pairs of all the tenants the house serves, those in most need first; `?vis=ring` is the call list."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    day = today()
    lines = [(tenant, RunningPair(*row)) for tenant, row in across.read(g.home, follow_ups.running())]
    lines.sort(key=lambda line: line[1].order(day))
    pressing = [line for line in lines if line[1].need(day) in PRESSING or line[1].meeting_lacks(day)]
    shown = pressing if request.args.get("vis") == "ring" else lines
    page, pages = page_of(len(shown), PER_PAGE)
    return render_template(
        "pairs/index.html", lines=shown[(page - 1) * PER_PAGE : page * PER_PAGE], count=len(lines), pressing=len(pressing),
        only_pressing=shown is pressing, page=page, pages=pages, day=day, undelivered=post.dead_count(),
    )  # fmt: skip


@room.get("/<slug>/par/<uuid:match_id>")
@may("follow up")
def show(slug: str, match_id: UUID) -> ResponseReturnValue:
    """Everything staff may know of a pair; reading the notes is logged."""
    match = _pair(match_id)
    made = select(FollowUp).where(FollowUp.match_id == match.id).order_by(FollowUp.serial.desc())
    steps = list(db.session.scalars(made.options(selectinload(FollowUp.answers))))
    lacks, next_on = _next_meeting(match)
    return render_template(
        "pairs/show.html", match=match, steps=steps, need=_need(match, steps), day=today(), lacks=lacks, next_on=next_on,
        notes=journal.read_notes(match.youth, by=actor()), note_count=journal.count_notes(match.youth),
        questions=follow_ups.QUESTIONS, places=matches.PLACES,
        second=list(db.session.scalars(select(SecondYes).where(SecondYes.match_id == match.id))),
        moved=list(db.session.scalars(select(MovedOn).where(MovedOn.match_id == match.id))),
        kinds=matches.OUTCOMES, end_reasons=matches.END_REASONS, moved_on=matches.MOVED_ON, **pair_parts.shown(match),
    )  # fmt: skip


def _pair(match_id: UUID) -> Match:
    """The match with that id; NotFound where the mentor is of another corps, or it never was."""
    match = Match.get(match_id)
    if match.mentor_tenant_id != g.home.id:
        raise NotFound("Match")
    return match


def _need(match: Match, steps: list[FollowUp]) -> str | None:
    step = next((step for step in steps if step.done_at is None), None)
    if step is None:
        return None
    return follow_ups.need(step.kind, step.opens_on, step.due_on, step.raised_at, match.first_met_on, today())


def _next_meeting(match: Match) -> tuple[str, date | None]:
    """What is wrong with the next meeting of a running pair (DF-15), and its day."""
    if not match.is_running or not match.meetings:
        return "", None
    last = max(match.meetings, key=lambda meeting: (meeting.held_on, meeting.logged_at))
    return follow_ups.meeting_lacks(last.held_on, last.next_on, today()), last.next_on


@room.get("/<slug>/par/<uuid:match_id>/opkald")
@room.post("/<slug>/par/<uuid:match_id>/opkald")
@may("follow up")
def call(slug: str, match_id: UUID) -> ResponseReturnValue:
    """Staff have called the pair."""
    match, form = _pair(match_id), CallForm()

    def keep() -> None:
        step = follow_ups.open_follow_up(match)
        if step is None:
            raise Refused(_("Forløbet er afsluttet, så der er ingen opfølgning."))
        follow_ups.called(step, form.note.data or "", internal=form.internal.data or "", by=actor())

    return _act(match, form, keep, _("Skriv om et opkald"), _("Opkaldet er skrevet i journalen."))


@room.get("/<slug>/par/<uuid:match_id>/moede")
@room.post("/<slug>/par/<uuid:match_id>/moede")
@may("follow up")
def meeting(slug: str, match_id: UUID) -> ResponseReturnValue:
    """Staff log a meeting they were told of."""
    match, form = _pair(match_id), MeetingForm()
    return _act(
        match, form, lambda: follow_ups.log_meeting(match, **form.facts, by=actor()),
        _("Skriv et møde"), _("Mødet er skrevet ned."),
    )  # fmt: skip


@room.get("/<slug>/par/<uuid:match_id>/resultat")
@room.post("/<slug>/par/<uuid:match_id>/resultat")
@may("follow up")
def outcome(slug: str, match_id: UUID) -> ResponseReturnValue:
    """Staff write down what the youth reached."""
    match, form = _pair(match_id), OutcomeForm()
    return _act(
        match, form, lambda: matches.reached(match, form.kind.data, form.reached_on, by=actor()),
        _("Skriv et resultat"), _("Resultatet er skrevet ned."),
    )  # fmt: skip


@room.get("/<slug>/par/<uuid:match_id>/afslut")
@room.post("/<slug>/par/<uuid:match_id>/afslut")
@may("follow up")
def end(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The goodbye, with what was reached where something was."""
    match, form = _pair(match_id), EndForm()

    def keep() -> None:
        if form.kind.data:
            matches.reached(match, form.kind.data, form.reached_on, by=actor())
        follow_ups.end_match(match, form.reason.data, by=actor())

    return _act(match, form, keep, _("Afslut forløbet"), _("Forløbet er afsluttet, og mentor har plads igen."))


@room.post("/<slug>/par/<uuid:match_id>/nyt-link")
@may("follow up")
def new_link(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The mentor gets a fresh link to the pair's page."""
    match = _pair(match_id)
    match.send_new_link(by=actor())
    flash(_("Et nyt link er på vej til mentor."), "success")
    return _back(match)


@room.post("/<slug>/par/<uuid:match_id>/ny-mentor")
@may("match youths")
def new_mentor(slug: str, match_id: UUID) -> ResponseReturnValue:
    """After the end the youth waits for a mentor again."""
    match = _pair(match_id)
    follow_ups.find_new_mentor(match, by=actor())
    flash(_("Den unge venter igen på en mentor."), "success")
    return redirect(url_for("inbox.suggestions", slug=slug, youth_id=match.youth_id), 303)


def _act(match: Match, form: FlaskForm, verb: Callable[[], object], title: str, said: str) -> ResponseReturnValue:
    """The page of one act: shown, shown again with what is wrong, or done."""
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            verb()
        except Refused as refusal:
            form.form_errors, status = [str(refusal)], 409
        else:
            flash(said, "success")
            return _back(match)
    return render_template("pairs/act.html", match=match, form=form, title=title), status


def _back(match: Match) -> ResponseReturnValue:
    return redirect(url_for(".show", slug=g.tenant.slug, match_id=match.id), 303)
