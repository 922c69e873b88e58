"""The course of a pair as staff see and write it: expectations, goals, activities, contacts, supporter, basis."""

from typing import Any
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from mentorkorps import courses
from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.matches import Match
from mentorkorps.refused import NotFound
from mentorkorps.web.access import actor, may
from mentorkorps.web.course_forms import (
    AgreementForm,
    ContactForm,
    GoalForm,
    ReassessForm,
    SupporterForm,
    activity_form,
    basis_form,
    gathering_form,
)
from mentorkorps.web.pair_acts import acted, the_pair

room = Blueprint("courses", __name__)


@room.get("/<slug>/par/<uuid:match_id>/aftale")
@room.post("/<slug>/par/<uuid:match_id>/aftale")
@may("follow up")
def agreement(slug: str, match_id: UUID) -> ResponseReturnValue:
    """A new version of the expectation agreement, for both to say yes to."""
    match = the_pair(match_id)
    form = AgreementForm(obj=courses.agreement_of(match))
    return acted(
        match, form, lambda: courses.write_agreement(match, form.answers, by=actor()),
        _("Skriv spilleregler"), _("Spillereglerne er gemt. Mentor og den unge bliver bedt om at sige ja."),
    )  # fmt: skip


@room.get("/<slug>/par/<uuid:match_id>/maal")
@room.post("/<slug>/par/<uuid:match_id>/maal")
@may("follow up")
def goal(slug: str, match_id: UUID) -> ResponseReturnValue:
    """A new goal."""
    match, form = the_pair(match_id), GoalForm()
    return acted(
        match, form, lambda: courses.set_goal(match, form.overall.data, form.areas.data, form.text.data or "", by=actor()),
        _("Skriv et mål"), _("Målet er skrevet ned."),
    )  # fmt: skip


@room.get("/<slug>/par/<uuid:match_id>/maal/<int:number>")
@room.post("/<slug>/par/<uuid:match_id>/maal/<int:number>")
@may("follow up")
def reassess(slug: str, match_id: UUID, number: int) -> ResponseReturnValue:
    """The goal seen again."""
    match = the_pair(match_id)
    form = reassess_form(match, number)
    return acted(
        match, form, lambda: kept_goal(match, number, form, by=actor()), _("Se målet igen"), _("Målet er skrevet ned.")
    )  # fmt: skip


def reassess_form(match: Match, number: int) -> ReassessForm:
    """The form with the goal as it stands; NotFound where the pair has no such goal."""
    found = next((one for one in courses.newest(courses.goals_of(match)) if one.number == number), None)
    if found is None:
        raise NotFound("Goal")
    return ReassessForm(text=found.text, overall=found.overall, areas=found.areas)


def kept_goal(match: Match, number: int, form: ReassessForm, **by: Any) -> courses.Goal:
    """Keeps what the form says of the goal. Refused as the verbs say."""
    if form.act.data == "changed":
        return courses.change_goal(match, number, form.overall.data, form.areas.data, form.text.data or "", **by)
    return courses.close_goal(match, number, form.act.data, **by)


@room.get("/<slug>/par/<uuid:match_id>/aktivitet")
@room.post("/<slug>/par/<uuid:match_id>/aktivitet")
@may("follow up")
def activity(slug: str, match_id: UUID) -> ResponseReturnValue:
    """Ticks points of the catalogue."""
    match = the_pair(match_id)
    form = activity_form(match)
    return acted(
        match, form, lambda: courses.tick(match, form.kinds.data, form.done_on.data or today(), by=actor()),
        _("Skriv aktiviteter"), _("Aktiviteterne er skrevet ned."),
    )  # fmt: skip


@room.get("/<slug>/par/<uuid:match_id>/kontakt")
@room.post("/<slug>/par/<uuid:match_id>/kontakt")
@may("follow up")
def contact(slug: str, match_id: UUID) -> ResponseReturnValue:
    """A short contact that staff were told of."""
    match, form = the_pair(match_id), ContactForm()

    def keep() -> None:
        courses.log_contact(
            match, form.way.data, held_on=form.held_on.data or today(), begun_by=form.begun_by.data,
            minutes=form.minutes.data, by=actor(),
        )  # fmt: skip

    return acted(match, form, keep, _("Skriv en kort kontakt"), _("Kontakten er skrevet ned."))


@room.get("/<slug>/par/<uuid:match_id>/andet-moede")
@room.post("/<slug>/par/<uuid:match_id>/andet-moede")
@may("follow up")
def gathering(slug: str, match_id: UUID) -> ResponseReturnValue:
    """A meeting of more than the two."""
    match = the_pair(match_id)
    form = gathering_form(match)

    def keep() -> None:
        courses.log_gathering(
            match,
            form.kind.data,
            form.held_on.data or today(),
            form.place.data or "",
            form.participants.data,
            by=actor(),
        )

    return acted(match, form, keep, _("Skriv et andet møde"), _("Mødet er skrevet ned."))


@room.get("/<slug>/par/<uuid:match_id>/stoetteperson")
@room.post("/<slug>/par/<uuid:match_id>/stoetteperson")
@may("follow up")
def supporter(slug: str, match_id: UUID) -> ResponseReturnValue:
    """Who helps outside working hours."""
    match = the_pair(match_id)
    form = SupporterForm(obj=courses.supporter_of(match))

    def keep() -> None:
        courses.name_supporter(match, form.name.data or "", form.phone.data or "", form.tasks.data, by=actor())

    return acted(match, form, keep, _("Skriv en støtteperson"), _("Støttepersonen er skrevet ned."))


@room.get("/<slug>/par/<uuid:match_id>/grundlag")
@room.post("/<slug>/par/<uuid:match_id>/grundlag")
@may("follow up")
def basis(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The law behind the course, and the kind of mentor."""
    match = the_pair(match_id)
    form = basis_form(match)

    def keep() -> None:
        law = form.legal_basis.data if "legal_basis" in form else None
        courses.write_basis(match, law, form.main_need.data if "main_need" in form else None, by=actor())

    return acted(match, form, keep, _("Skriv grundlaget"), _("Grundlaget er skrevet ned."))
