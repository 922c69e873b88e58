"""The plan of a pair on its page: the next step, a pause, the agreed length, and which rules it follows (DF-11, DF-33, FY-45)."""

from typing import Any
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired, ValidationError

from mentorkorps import follow_ups
from mentorkorps.clock import today
from mentorkorps.follow_ups import KINDS, PAUSE_REASONS, RAISED, FollowUp
from mentorkorps.follow_ups.pausing import END_WITHIN, LOOK_WITHIN, check_day
from mentorkorps.follow_ups.plan import add_months
from mentorkorps.language import N_, _
from mentorkorps.matches import Match
from mentorkorps.programmes import calendar_ends, is_guessed, setting
from mentorkorps.refused import Refused
from mentorkorps.web.access import actor, may
from mentorkorps.web.pair_acts import acted, the_pair
from mentorkorps.web.pair_facts import Facts
from mentorkorps.web.widgets import Day, Form, LongText, Radios

room = Blueprint("pair_plan", __name__)


class PauseForm(Form):
    """Why, and until when."""

    reason = Radios(N_("Hvorfor holder de pause?"), [InputRequired()], choices=PAUSE_REASONS)
    until_on = Day(N_("Hvilken dag går de i gang igen?"), description=N_("Tomt, hvis ingen ved det."))
    look_again_on = Day(
        N_("Hvornår skal korpset høre, om pausen er slut?"),
        description=N_("Tomt: når pausen slutter, ellers om fire uger."),
    )
    words = LongText(N_("Kun til korpset"), rows=3)

    def validate_until_on(self, field: Day) -> None:
        """Not gone by, and within a year."""
        _within(field, END_WITHIN)

    def validate_look_again_on(self, field: Day) -> None:
        """Not gone by, and within half a year."""
        _within(field, LOOK_WITHIN)


def _within(field: Day, months: int) -> None:
    try:
        check_day(field.data, months)
    except Refused as refused:
        raise ValidationError(str(refused)) from refused


class ResumeForm(Form):
    """The pause is over."""

    words = LongText(N_("Kun til korpset"), rows=3)


class LengthForm(Form):
    """How long, and what about."""

    until_on = Day(N_("Til hvilken dag?"), [InputRequired()])
    content = LongText(N_("Hvad går forløbet ud på?"), [InputRequired()], rows=3)


def part(match: Match, facts: Facts) -> dict[str, Any]:
    """What `pairs/_plan.html` shows."""
    rules, found = match.rules, facts["pauses"]
    least, step = setting(rules, "meetings", "months_from"), open_step(facts)
    return {
        "plan": {
            "step": step, "kinds": KINDS, "raised": RAISED, "reasons": PAUSE_REASONS,
            "pause": next((one for one in found if one.ended_at is None), None), "pauses": found,
            "lengths": facts["lengths"], "of": rules.get("of", {}),
            "calendar_ends": calendar_ends(rules) if step and is_guessed(rules, step.due_on) else None,
            "least_until": add_months(match.started_on, least) if least else None,
        }
    }  # fmt: skip


def open_step(facts: Facts) -> FollowUp | None:
    """The step that is not done."""
    return next((step for step in facts["steps"] if step.done_at is None), None)


@room.get("/<slug>/par/<uuid:match_id>/pause")
@room.post("/<slug>/par/<uuid:match_id>/pause")
@may("follow up")
def pause(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The pair pauses from today."""
    match, form = the_pair(match_id), PauseForm()
    return acted(
        match, form, lambda: follow_ups.pause(
            match, form.reason.data, until_on=form.until_on.data, look_again_on=form.look_again_on.data,
            words=form.words.data or "", by=actor(),
        ),
        _("Hold pause"), _("Forløbet holder pause, og ingen bliver spurgt."),
    )  # fmt: skip


@room.get("/<slug>/par/<uuid:match_id>/fortsaet")
@room.post("/<slug>/par/<uuid:match_id>/fortsaet")
@may("follow up")
def resume(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The pause ends today."""
    match, form = the_pair(match_id), ResumeForm()
    return acted(
        match, form, lambda: follow_ups.resume(match, words=form.words.data or "", by=actor()),
        _("Slut pausen"), _("Pausen er slut, og forløbet fortsætter."),
    )  # fmt: skip


@room.get("/<slug>/par/<uuid:match_id>/varighed")
@room.post("/<slug>/par/<uuid:match_id>/varighed")
@may("follow up")
def length(slug: str, match_id: UUID) -> ResponseReturnValue:
    """The pair goes on for longer, or less long."""
    match, form = the_pair(match_id), LengthForm()
    return acted(
        match, form, lambda: follow_ups.agree_on_length(
            match, form.until_on.data or today(), form.content.data or "", by=actor()
        ),
        _("Aftal varighed"), _("Varigheden er aftalt, og opfølgningen følger med."),
    )  # fmt: skip
