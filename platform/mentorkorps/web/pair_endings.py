"""Ending a pair now or on an agreed day, what was reached, and what comes after (FY-08, FY-37, FY-47, DF-34)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mentorkorps import concerns, follow_ups, matches
from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.matches import Match
from mentorkorps.web.access import actor, may
from mentorkorps.web.formats import day as as_day
from mentorkorps.web.pair_acts import acted, back_to, the_pair
from mentorkorps.web.pair_facts import Facts
from mentorkorps.web.pair_forms import EffectsForm, EndForm, GoodbyeForm, OutcomeForm
from tenants.scope import db

room = Blueprint("pair_endings", __name__)

#: Why somebody waits for a call: it is not to be lost with the end.
TOLD_US = ("worry", "alarm_rating", "replied")


@room.get("/<slug>/par/<uuid:match_id>/resultat")
@room.post("/<slug>/par/<uuid:match_id>/resultat")
@may("follow up")
def outcome(slug: str, match_id: UUID) -> ResponseReturnValue:
    """Staff write down what the youth reached, several at once; a result does not end the pair (FY-37)."""
    match, form = the_pair(match_id), OutcomeForm()
    if not match.is_running:
        del form.goes_on

    def keep() -> None:
        matches.keep_all(match, form.outcomes, by=actor(), owed_to=form.owed_to.data or [])
        matches.attained_all(match, form.attainments, by=actor())

    answer = acted(
        match, form, keep, _("Skriv et resultat for den unge"), _("Resultatet er skrevet ned."), "pairs/outcome.html"
    )
    if is_done(answer) and form.goes_on and form.goes_on.data == "no":
        return redirect(url_for(".end", slug=slug, match_id=match_id), 303)
    return answer


def is_done(answer: ResponseReturnValue) -> bool:
    """The act was done: the answer leads on, instead of showing the form again."""
    return not isinstance(answer, tuple)


@room.post("/<slug>/par/<uuid:match_id>/resultat/<uuid:item_id>/aflys")
@may("follow up")
def call_off(slug: str, match_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """What was to begin does not."""
    match = the_pair(match_id)
    matches.call_off(match, item_id, by=actor())
    flash(_("Det er skrevet ned, at det ikke blev til noget."), "success")
    return back_to(match)


@room.get("/<slug>/par/<uuid:match_id>/afslut")
@room.post("/<slug>/par/<uuid:match_id>/afslut")
@may("follow up")
def end(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The goodbye today, with what was reached where something was."""
    match = the_pair(match_id)
    goodbye = matches.planned_goodbye(match)
    form = EndForm(reason=goodbye.reason if goodbye else None, effects=_noted(match))
    if not matches.lasted_long(match, today()):
        del form.effects

    def keep() -> None:
        matches.keep_all(match, form.outcomes, by=actor(), owed_to=form.owed_to.data or [])
        matches.attained_all(match, form.attainments, by=actor())
        if form.effects:
            matches.note_effects(match, form.effects.data or [], by=actor())
        follow_ups.end_match(match, form.reason.data, by=actor())

    loose = (
        _loose_ends(match, form) if form.is_submitted() and not request.form.get("sikker") and form.validate() else []
    )
    if loose:
        page = {"form": form, "match": match, "title": _("Afslut forløbet"), "loose": loose}
        return render_template("pairs/outcome.html", **page)
    said = _("Forløbet er afsluttet, og mentor har plads igen.")
    return acted(match, form, keep, _("Afslut forløbet"), said, "pairs/outcome.html")


def _loose_ends(match: Match, form: EndForm) -> list[str]:
    """What whoever ends the pair should know first: a concern that is open, a call nobody has made, or a goal reached without a
    result. Of a concern only its own chain is told."""
    step = follow_ups.open_follow_up(match)
    found = [
        _concern_words(line) for line in db.session.execute(concerns.about(match.youth, actor())) if not line.closed_at
    ]
    if step and step.raised_because in TOLD_US:
        found.append(_("Parret står på ringelisten: %(why)s", why=_(follow_ups.RAISED[step.raised_because])))
    if form.reason.data == "goal_reached" and not (form.outcomes or form.attainments or match.outcomes):
        found.append(_("Du skriver, at målet er nået, men der er ikke skrevet et resultat."))
    return found


def _concern_words(line: Any) -> str:
    """An open concern, and with whom it is; never what it is about."""
    return _(
        "En bekymring om den unge er åben hos %(name)s med frist %(day)s. Den slutter ikke med forløbet.",
        name=_(line.owner_name), day=as_day(line.deadline),
    )  # fmt: skip


@room.get("/<slug>/par/<uuid:match_id>/virkning")
@room.post("/<slug>/par/<uuid:match_id>/virkning")
@may("follow up")
def effects(slug: str, match_id: UUID) -> ResponseReturnValue:
    """Staff tick what a long pair did for the youth (DF-34)."""
    match = the_pair(match_id)
    form = EffectsForm(effects=_noted(match))
    return acted(
        match, form, lambda: matches.note_effects(match, form.effects.data or [], by=actor()),
        _("Hvad forløbet har betydet"), _("Virkningerne er skrevet ned."),
    )  # fmt: skip


def _noted(match: Match) -> list[str]:
    return [one.kind for one in matches.effects_of(match)]


@room.get("/<slug>/par/<uuid:match_id>/farvel")
@room.post("/<slug>/par/<uuid:match_id>/farvel")
@may("follow up")
def goodbye(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The end is agreed for a day to come; both are told what happens next."""
    match = the_pair(match_id)
    form = GoodbyeForm(obj=matches.planned_goodbye(match))

    def keep() -> None:
        matches.plan_goodbye(
            match, ends_on=form.ends_on.data or today(), reason=form.reason.data, last_meeting_on=form.last_meeting_on.data,
            by=actor(),
        )  # fmt: skip

    return acted(match, form, keep, _("Planlæg afslutningen"), _("Afslutningen er planlagt, og begge får besked."))


@room.post("/<slug>/par/<uuid:match_id>/farvel/drop")
@may("follow up")
def drop_goodbye(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The pair goes on after all."""
    match = the_pair(match_id)
    matches.drop_goodbye(match, by=actor())
    flash(_("Forløbet fortsætter. Begge får besked."), "success")
    return back_to(match)


@room.post("/<slug>/par/<uuid:match_id>/ny-mentor")
@may("match youths")
def new_mentor(slug: str, match_id: UUID) -> ResponseReturnValue:
    """After the end the youth waits for a mentor again, first in line."""
    match = the_pair(match_id)
    follow_ups.find_new_mentor(match, by=actor())
    flash(_("Den unge venter igen på en mentor."), "success")
    return redirect(url_for("inbox.suggestions", slug=slug, youth_id=match.youth_id), 303)


@room.post("/<slug>/par/<uuid:match_id>/ingen-ny-mentor")
@may("match youths")
def no_new_mentor(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The youth was offered a new mentor by phone and said no: closed kindly."""
    match = the_pair(match_id)
    follow_ups.rematch_answer(match, False, by=actor())
    flash(_("Skrevet ned. Den unge får en venlig besked, og døren står åben."), "success")
    return back_to(match)


def ending_part(match: Match, facts: Facts) -> dict[str, Any]:
    """What the page of a pair shows of its end: the plan, or what comes after; and what was reached."""
    is_long = matches.lasted_long(match, today())
    found: dict[str, Any] = {
        "attainments": facts["attainments"], "attainment_kinds": matches.ATTAINMENTS, "is_long": is_long,
        "effects": matches.effects_of(match) if is_long else [], "effect_kinds": matches.EFFECTS,
        "expected": [matches.Expected.of(item) for item in facts["expected"]], "outcome_kinds": matches.OUTCOMES,
    }  # fmt: skip
    if match.is_running:
        return {"ending": found | {"goodbye": next(iter(facts["goodbyes"]), None)}}
    return {"ending": found | {"exits": follow_ups.exits_of(match), "offer": follow_ups.offer_of(match)}}
