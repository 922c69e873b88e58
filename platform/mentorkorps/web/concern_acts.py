"""What those in the chain of a concern do with it: ring, take, hand over, go a level up, write, close (DF-18)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from mentorkorps import concerns
from mentorkorps.clock import today
from mentorkorps.concerns import Concern, ladder
from mentorkorps.language import _
from mentorkorps.refused import Refused
from mentorkorps.web import concern_people
from mentorkorps.web.access import SIGNED_IN, actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.concern_forms import CallForm, CloseForm, GiveForm, NoteForm
from mentorkorps.web.concerns import numbers
from mentorkorps.web.widgets import Form

room = Blueprint("concern_acts", __name__)


@room.get("/<slug>/bekymringer/<uuid:concern_id>/ring")
@room.post("/<slug>/bekymringer/<uuid:concern_id>/ring")
@may(SIGNED_IN)
def ring(slug: str, concern_id: UUID) -> ResponseReturnValue:
    """The telephone: whom to ring, and what came of it. In danger, or about a minor, there is no way on without it."""
    concern = _opened(concern_id)
    form = CallForm(data=_seen(concern))
    return _act(
        concern, form, lambda: concerns.log_call(
            concern, whom=form.whom.data or "", number=form.number.data or "", at=form.at, agreed=form.agreed.data or "",
            by=actor(), seen=form.seen.data,
        ),
        _("Ring til vagten") if concern.must_ring else _("Skriv et opkald ned"), _("Opkaldet er skrevet ned."), page="ring",
    )  # fmt: skip


@room.get("/<slug>/bekymringer/<uuid:concern_id>/niveau")
@room.post("/<slug>/bekymringer/<uuid:concern_id>/niveau")
@may(SIGNED_IN)
def up(slug: str, concern_id: UUID) -> ResponseReturnValue:
    """One level up, with a reason, an owner and a deadline."""
    concern = _opened(concern_id)
    level = (concern.now.level or 0) + 1
    if level > ladder.TOP:
        raise Refused(_("Bekymringen er allerede på det øverste niveau."))
    title = _("Giv videre til %(level)s", level=ladder.name(concern.rules, level))
    return _give(concern, level, concerns.escalate, title, _("Bekymringen er givet videre."))


@room.get("/<slug>/bekymringer/<uuid:concern_id>/ansvarlig")
@room.post("/<slug>/bekymringer/<uuid:concern_id>/ansvarlig")
@may(SIGNED_IN)
def owner(slug: str, concern_id: UUID) -> ResponseReturnValue:
    """Another owner on the same level."""
    concern = _opened(concern_id)
    return _give(
        concern, concern.now.level, concerns.hand_over, _("Skift ansvarlig"), _("Bekymringen har fået en ny ansvarlig.")
    )


@room.post("/<slug>/bekymringer/<uuid:concern_id>/tag")
@may(SIGNED_IN)
def take(slug: str, concern_id: UUID) -> ResponseReturnValue:
    """One of the coordinators makes it the own."""
    concern = concerns.find(concern_id, actor())
    concerns.take(concern, by=actor())
    flash(_("Du er nu ansvarlig for bekymringen."), "success")
    return _back(concern)


@room.get("/<slug>/bekymringer/<uuid:concern_id>/notat")
@room.post("/<slug>/bekymringer/<uuid:concern_id>/notat")
@may(SIGNED_IN)
def note(slug: str, concern_id: UUID) -> ResponseReturnValue:
    """What has been done."""
    concern = _opened(concern_id)
    form = NoteForm(data=_seen(concern))
    return _act(
        concern, form, lambda: concerns.add_note(concern, form.text.data or "", by=actor(), seen=form.seen.data),
        _("Skriv, hvad der er sket"), _("Det er skrevet ned."),
    )  # fmt: skip


@room.get("/<slug>/bekymringer/<uuid:concern_id>/afslut")
@room.post("/<slug>/bekymringer/<uuid:concern_id>/afslut")
@may(SIGNED_IN)
def close(slug: str, concern_id: UUID) -> ResponseReturnValue:
    """It has been taken care of."""
    concern = _opened(concern_id)
    form = CloseForm(data=_seen(concern))
    return _act(
        concern, form, lambda: concerns.close(concern, form.why.data or "", by=actor(), seen=form.seen.data),
        _("Afslut bekymringen"), _("Bekymringen er afsluttet."),
    )  # fmt: skip


def _opened(concern_id: UUID) -> Concern:
    """The concern, for its chain; what stands on the page is read, and that is in the trail."""
    return (concerns.read if request.method == "GET" else concerns.find)(concern_id, actor())


def _seen(concern: Concern) -> dict[str, Any]:
    """What the form carries, so that a second press is refused."""
    return {"seen": concern.now.serial}


def _give(concern: Concern, level: int | None, verb: Callable[..., None], title: str, said: str) -> ResponseReturnValue:
    form = GiveForm(data=_seen(concern) | {"deadline": ladder.deadline(concern.rules, level, today())})
    concern_people.offer(form.who, concern, level)

    def keep() -> None:
        to = concern_people.chosen(form.who.data, form.other_name.data, form.other_phone.data, concern, level)
        day = form.deadline.data or today()
        verb(concern, to, why=form.why.data or "", deadline=day, by=actor(), seen=form.seen.data)

    return _act(concern, form, keep, title, said)


def _act(
    concern: Concern, form: Form, verb: Callable[[], None], title: str, said: str, *, page: str = "act"
) -> ResponseReturnValue:
    return act(form, verb, said, _page_of(concern), f"concerns/{page}.html", concern=concern, title=title, **numbers())


def _back(concern: Concern) -> ResponseReturnValue:
    """To the concern, where one is still in its chain."""
    return redirect(_page_of(concern), 303)


def _page_of(concern: Concern) -> str:
    return url_for("concerns.show", slug=g.tenant.slug, concern_id=concern.id)
