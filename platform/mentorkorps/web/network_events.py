"""Network events of the house: announced, called off, and who comes (VB-08)."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from mentorkorps import across, courses
from mentorkorps.clock import today
from mentorkorps.courses import EventSignup, NetworkEvent
from mentorkorps.language import _
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import DONE, attempt
from mentorkorps.web.course_forms import EventForm
from tenants.scope import db

room = Blueprint("network_events", __name__)


@room.get("/<slug>/arrangementer")
@room.post("/<slug>/arrangementer")
@may("follow up")
def index(slug: str) -> ResponseReturnValue:
    """The events to come with how many pairs come, and the form for a new one."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    form = EventForm()
    status = attempt(form, lambda: _announce(form))
    if status == DONE:
        flash(_("Arrangementet er meldt ud. Parrene kan tilmelde sig på deres link."), "success")
        return redirect(url_for(".index", slug=slug), DONE)
    events = list(db.session.scalars(courses.coming().where(NetworkEvent.tenant_id == g.home.id)))
    return render_template("courses/events.html", form=form, events=events, coming=_counts() if events else {}), status


def _announce(form: EventForm) -> None:
    courses.announce(
        form.name.data or "", form.held_on.data or today(), form.starts_at.data or "", form.place.data or "",
        form.words.data or "", by=actor(),
    )  # fmt: skip


def _counts() -> dict[UUID, int]:
    """Pairs that come, over all the tenants the house serves."""
    going = select(EventSignup.event_id, func.count()).where(EventSignup.cancelled_at.is_(None))
    counts: dict[UUID, int] = {}
    for _tenant, (event_id, count) in across.read(g.home, going.group_by(EventSignup.event_id)):
        counts[event_id] = counts.get(event_id, 0) + count
    return counts


@room.post("/<slug>/arrangementer/<uuid:event_id>/aflys")
@may("follow up")
def call_off(slug: str, event_id: UUID) -> ResponseReturnValue:
    """The event is not held."""
    courses.call_off(NetworkEvent.get(event_id), by=actor())
    flash(_("Arrangementet er aflyst."), "success")
    return redirect(url_for(".index", slug=g.home.slug), 303)
