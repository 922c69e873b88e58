"""Concerns as those in the chain see them: the list, one of them, who stands ready, and how far up they went (DF-18)."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mentorkorps import across, concerns
from mentorkorps.clock import today
from mentorkorps.concerns import PLACES, Concern, ladder
from mentorkorps.language import _
from mentorkorps.matches import Match
from mentorkorps.refused import NotFound
from mentorkorps.web import concern_people
from mentorkorps.web.access import SIGNED_IN, actor, home_id, may
from mentorkorps.web.acts import act
from mentorkorps.web.concern_forms import HolderForm, RaiseForm
from mentorkorps.web.houses import House, houses_of
from mentorkorps.web.youth_pair import latest_match
from mentorkorps.youths import reach, recognise
from tenants.registry import Tenant
from tenants.scope import acting_for, db

room = Blueprint("concerns", __name__)

SHOWN = 100


@room.get("/<slug>/bekymringer")
@may("raise concerns")
def index(slug: str) -> ResponseReturnValue:
    """The concerns in whose chain one is, in every house one works for, the most pressing first."""
    if g.tenant.id != home_id():
        return redirect(url_for(".index", slug=g.home.slug))
    recognise(g.user)
    lines = [line for house in houses_of(actor(), g.tenant) for line in _lines_in(house)]
    lines.sort(key=lambda line: (line[1].closed_at is not None, not line[1].must_ring, line[1].deadline))
    return render_template("concerns/index.html", lines=lines[:SHOWN], more=len(lines) > SHOWN, day=today())


def _lines_in(house: House) -> list[tuple[Tenant, Any]]:
    query = concerns.seen_by(house.actor).limit(SHOWN + 1)
    if house.tenant.id == g.tenant.id:
        return [(house.tenant, row) for row in db.session.execute(query)]
    with acting_for(house.tenant.id, home=home_id()):
        return [(house.tenant, row) for row in db.session.execute(query)]


@room.get("/<slug>/unge/<uuid:youth_id>/bekymring")
@room.post("/<slug>/unge/<uuid:youth_id>/bekymring")
@may("raise concerns")
def raise_one(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """Somebody who follows the youth is worried; from here to the page of the concern, or to the telephone."""
    youth, by, form = reach.find(youth_id, actor()), actor(), RaiseForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("concerns/raise.html", youth=youth, form=form, **numbers()), status
    concern = concerns.open_concern(
        youth, about=form.about.data, internal=form.internal.data or "", is_danger=form.danger.data == "yes",
        trouble=form.trouble.data, match=_pair_of(youth), by=by,
    )  # fmt: skip
    if not concern.must_ring:
        flash(_("Bekymringen er rejst, og kontaktpersonen har fået besked."), "success")
    return redirect(where(concern), 303)


def _pair_of(youth: Any) -> Match | None:
    match = latest_match(youth)
    return match if match and match.is_running else None


def where(concern: Concern) -> str:
    """The page of the concern for whoever is in its chain, the telephone where it must be rung, else the youth's."""
    try:
        concerns.find(concern.id, actor())
    except NotFound:
        return url_for("youths.show", slug=g.tenant.slug, youth_id=concern.youth_id)
    endpoint = "concern_acts.ring" if concern.must_ring else "concerns.show"
    return url_for(endpoint, slug=g.tenant.slug, concern_id=concern.id)


def numbers() -> dict[str, Any]:
    """Whom to ring here, by place: the on-call, the main number and the social duty officer."""
    return {"ready": concerns.holders()}


@room.get("/<slug>/bekymringer/<uuid:concern_id>")
@may(SIGNED_IN)
def show(slug: str, concern_id: UUID) -> ResponseReturnValue:
    """One concern with all that was said; 404 outside the chain, and every reading stands in the trail. Where the on-call
    has not been rung yet, the page does not let go of the telephone."""
    recognise(g.user)
    concern = concerns.read(concern_id, actor())
    if concern.must_ring:
        return redirect(url_for("concern_acts.ring", slug=slug, concern_id=concern.id))
    above = (concern.now.level or 0) + 1
    return render_template(
        "concerns/show.html", concern=concern, now=concern.now, day=today(), about=concerns.ABOUT,
        troubles=concerns.TROUBLES, kinds=concerns.STEPS, level_name=lambda level: ladder.name(concern.rules, level),
        above=above if above <= ladder.TOP else None, **numbers(),
    )  # fmt: skip


@room.get("/<slug>/bekymringer/hvem")
@may("name the on-call")
def people(slug: str) -> ResponseReturnValue:
    """Who stands ready in this municipality."""
    return render_template("concerns/people.html", places=PLACES, houses=_others(), **numbers())


@room.get("/<slug>/bekymringer/hvem/<place>")
@room.post("/<slug>/bekymringer/hvem/<place>")
@may("name the on-call")
def person(slug: str, place: str) -> ResponseReturnValue:
    """Names who stands ready at one place."""
    if place not in PLACES:
        raise NotFound("Place")
    form = HolderForm()
    concern_people.offer_holders(form.who)

    def keep() -> None:
        named = concern_people.holding(form.who.data, form.other_name.data, form.other_phone.data)
        concerns.name_holder(place, named, by=actor())

    said = _("Det er skrevet ned, hvem der står klar.")
    return act(form, keep, said, url_for(".people", slug=slug), "concerns/person.html", place=PLACES[place])


def _others() -> list[Tenant]:
    """The municipalities that the own house serves, each with people of its own; only where there are several."""
    served = across.each_served(g.home) if g.tenant.id == home_id() else []
    return [tenant for tenant in served if tenant.id != g.tenant.id]


@room.get("/<slug>/bekymringer/tal")
@may("match youths")
def figures(slug: str) -> ResponseReturnValue:
    """How many concerns of the year went how far up, over all the houses one serves: by level only, and never by house."""
    if g.tenant.id != home_id():
        return redirect(url_for(".figures", slug=g.home.slug))
    year = today().year
    counted: dict[int | None, int] = {}
    for _tenant, row in across.read(g.home, concerns.top_levels(date(year, 1, 1), date(year, 12, 31))):
        counted[row.level] = counted.get(row.level, 0) + row.concerns
    return render_template("concerns/figures.html", counted=counted, year=year, names=ladder.NAMES, top=ladder.TOP)
