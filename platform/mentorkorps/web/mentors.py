"""The mentors of the house: who they are, who has room, how the corps stands against the agreement (HT-04, HT-18)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import and_, func, select

from mentorkorps import across, trades
from mentorkorps.clock import today
from mentorkorps.geography import town
from mentorkorps.language import SPOKEN, _
from mentorkorps.matches import Match
from mentorkorps.matching.wishes import TRAITS
from mentorkorps.mentors import KINDS, TRAINING, InCorps, Mentor, change, corps, recruit, trained
from mentorkorps.trades import danish_order
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.mentor_form import MentorForm, TrainingForm
from mentorkorps.web.paging import page_of
from mentorkorps.web.searching import has_all, sought, trade_words
from mentorkorps.youths import Youth
from mentorkorps.youths.main_need import asks_main_need
from tenants.agreements import Agreement
from tenants.scope import db, own_id

room = Blueprint("mentors", __name__)

PER_PAGE = 50
PAIRS_SHOWN = 20


@room.get("/<slug>/mentorer")
@may("recruit mentors")
def index(slug: str) -> ResponseReturnValue:
    """The mentors by name; `?vis=ledige` those with room, `?vis=pause` those who are away, `?soeg=` those who fit the words."""
    if g.tenant.id != g.home.id:
        return redirect(url_for(".index", slug=g.home.slug))
    everybody = [InCorps(*row) for row in db.session.execute(corps())]
    everybody.sort(key=lambda one: danish_order(one.name))
    here = [one for one in everybody if not one.is_away(today())]
    views = {
        "alle": here, "ledige": [one for one in here if one.has_room], "pause": [one for one in everybody if one not in here]
    }  # fmt: skip
    figures, words = _figures(here), sought()
    if words:
        views = {name: [one for one in found if _fits(one, words)] for name, found in views.items()}
    view = request.args.get("vis", "alle")
    shown = views.get(view, views["alle"])
    page, pages = page_of(len(shown), PER_PAGE)
    return render_template(
        "mentors/index.html", mentors=shown[(page - 1) * PER_PAGE : page * PER_PAGE], view=view if view in views else "alle",
        counts={name: len(found) for name, found in views.items()}, page=page, pages=pages, day=today(),
        figures=figures, trade=trades.title, sought=words,
    )  # fmt: skip


def _fits(one: InCorps, words: str) -> bool:
    return has_all(words, (one.name, one.company, one.position, trade_words(one.occupation)))


def _figures(here: list[InCorps]) -> dict[str, Any]:
    """The corps against the agreements that the house operates."""
    agreed = db.session.execute(
        select(func.sum(Agreement.corps_size), func.max(Agreement.corps_active_percent)).where(
            Agreement.tenant_id == own_id()
        )
    ).one()
    active = sum(one.is_active_in_business(today()) for one in here)
    return {
        "size": len(here), "size_target": agreed[0], "active": active / len(here) if here else None, "active_target": agreed[1],
        "places": sum(one.capacity for one in here), "taken": sum(one.taken for one in here),
    }  # fmt: skip


@room.get("/<slug>/mentorer/ny")
@room.post("/<slug>/mentorer/ny")
@may("recruit mentors")
def new(slug: str) -> ResponseReturnValue:
    """Recruits a mentor."""
    form = _as_asked(MentorForm())
    return _keep(form, lambda: recruit(form.answers, form.company_facts, by=actor()), _("Ny mentor"))


@room.get("/<slug>/mentorer/<uuid:mentor_id>")
@room.post("/<slug>/mentorer/<uuid:mentor_id>")
@may("recruit mentors")
def edit(slug: str, mentor_id: UUID) -> ResponseReturnValue:
    """What is known of a mentor with the pairs, and the same to be changed: less room at any time, a pause from a day."""
    mentor = Mentor.get(mentor_id)
    form = _as_asked(MentorForm(**MentorForm.known_of(mentor)))
    return _keep(form, lambda: change(mentor, form.answers, form.company_facts, by=actor()), mentor.name, mentor)


@room.get("/<slug>/mentorer/<uuid:mentor_id>/oplaering")
@room.post("/<slug>/mentorer/<uuid:mentor_id>/oplaering")
@may("recruit mentors")
def training(slug: str, mentor_id: UUID) -> ResponseReturnValue:
    """The mentor has been prepared, before a course begins (VB-09)."""
    mentor = Mentor.get(mentor_id)
    form = TrainingForm(how=mentor.trained_how, held_on=mentor.trained_on)
    back = url_for(".edit", slug=g.home.slug, mentor_id=mentor.id)
    return act(
        form, lambda: trained(mentor, form.how.data, form.held_on.data or today(), by=actor()),
        _("%(name)s er klædt på.", name=mentor.name), back, "mentors/training.html", mentor=mentor,
    )  # fmt: skip


def _as_asked(form: MentorForm) -> MentorForm:
    """Asks for the kind of mentor only where a programme that the house finds mentors for has two (MO-02)."""
    if not (asks_main_need() or any(asks for _tenant, asks in across.in_each(g.home, asks_main_need))):
        del form.kind
    return form


def _keep(
    form: MentorForm, verb: Callable[[], object], title: str, mentor: Mentor | None = None
) -> ResponseReturnValue:
    return act(
        form, verb, _("%(name)s er gemt.", name=form.name), url_for(".index", slug=g.home.slug), "mentors/form.html",
        title=title, mentor=mentor, taken=mentor.places_taken if mentor else 0, training=TRAINING, kinds=KINDS,
        pairs=_pairs_of(mentor) if mentor else [], town=town, trade=trades.title, languages=SPOKEN, traits=TRAITS,
    )  # fmt: skip


def _pairs_of(mentor: Mentor) -> list[dict[str, Any]]:
    """The mentor's pairs, running and ended, the newest first."""
    columns = Match.id, Youth.first_name, Match.started_on, Match.ended_on
    youth = and_(Youth.tenant_id == Match.tenant_id, Youth.id == Match.youth_id)
    theirs = select(*columns).join(Youth, youth).where(Match.mentor_id == mentor.id).order_by(Match.started_on.desc())
    found = [{"tenant": tenant, **row._mapping} for tenant, row in across.read(g.home, theirs.limit(PAIRS_SHOWN))]
    return sorted(found, key=lambda one: one["started_on"], reverse=True)
