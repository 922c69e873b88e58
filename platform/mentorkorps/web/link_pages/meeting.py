"""Logging a meeting in under 20 seconds: met or not is the tap that sends the form (DF-15, FY-34)."""

from datetime import timedelta
from typing import Any, ClassVar

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Field
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import DateInput

from mentorkorps import follow_ups
from mentorkorps.clock import today
from mentorkorps.language import N_, _
from mentorkorps.links import Link
from mentorkorps.matches import PLACES, Match
from mentorkorps.refused import Refused
from mentorkorps.web import widgets
from mentorkorps.web.link_pages import course
from mentorkorps.web.link_pages.holder import acting, match_of
from mentorkorps.web.link_pages.way import thanked

MINUTES = {
    "30": N_("30 minutter"),
    "45": N_("45 minutter"),
    "60": N_("1 time"),
    "90": N_("1½ time"),
    "other": N_("Andet"),
}
LONGEST = 600
A_YEAR = timedelta(days=366)


class Wanted:
    """Asked for, but the form is taken without: the thanks remind of it (DF-15)."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: object, field: Field) -> None:
        """Says nothing."""


class WhenMet(Wanted):
    """Must be answered by who presses that they met."""

    def __call__(self, form: object, field: Field) -> None:
        if request.form.get("met") == "yes" and not field.data:
            raise StopValidation(field.gettext(widgets.REQUIRED))


class MinutesOfOther:
    """Counts only where they met and "Andet" is chosen; what was left there else, right or wrong, is no matter."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: "MeetingForm", field: Field) -> None:
        if request.form.get("met") != "yes" or form.minutes.data != "other":
            field.errors = []
            raise StopValidation
        if not field.errors and not 1 <= (field.data or 0) <= LONGEST:
            raise StopValidation(_("Skriv et antal minutter mellem 1 og 600."))


class PickedDay(widgets.Day):
    """A date, picked in the phone's own calendar; typing it works too."""

    widget = DateInput()

    def __init__(self, label: str = "", validators: Any = (), **more: Any) -> None:
        super().__init__(label, validators, **more | {"description": "", "render_kw": {"class": "input-width-s"}})

    def _value(self) -> str:
        return f"{self.data:%Y-%m-%d}" if self.data else ""


class NotYet:
    """A meeting that has been held, or came to nothing."""

    def __call__(self, form: object, field: Field) -> None:
        if field.data and field.data > today():
            raise StopValidation(_("Mødet ligger ude i fremtiden. Skriv det som næste møde i stedet."))


class AfterThis:
    """The next meeting comes after the one that is logged; without one the form is taken, as with `Wanted`."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: "MeetingForm", field: Field) -> None:
        if field.data and form.held_on.data and field.data < form.held_on.data:
            raise StopValidation(_("Det næste møde skal ligge efter dette."))
        if field.data and not today() <= field.data <= today() + A_YEAR:
            raise StopValidation(_("Det næste møde skal ligge mellem i dag og om et år."))


class MeetingForm(widgets.Form):
    """One meeting."""

    held_on = PickedDay(N_("Hvilken dag?"), [InputRequired(), NotYet()])
    minutes = widgets.Radios(N_("Hvor længe?"), [WhenMet()], choices=MINUTES)
    other_minutes = widgets.WholeNumber(
        N_("Andet antal minutter"), [MinutesOfOther()],
        description=N_("Kun hvis du valgte Andet."), render_kw={"required": False},
    )  # fmt: skip
    place = widgets.Drop(N_("Hvor?"), [WhenMet()], choices=PLACES)
    next_on = PickedDay(N_("Hvornår mødes I næste gang?"), [AfterThis()])

    def length(self) -> int | None:
        """The minutes, chosen or written."""
        if self.minutes.data == "other":
            return self.other_minutes.data
        return int(self.minutes.data) if self.minutes.data in MINUTES else None


def form_for(match: Match) -> MeetingForm:
    """The form with today, one hour, and the place where they met last; first the mentor's workplace, which spares the
    mentor's time on the road (FY-35)."""
    held = [meeting for meeting in match.meetings if meeting.took_place]
    place = held[-1].place if held else "workplace"
    return MeetingForm(formdata=None, held_on=today(), minutes="60", place=place)


def show(link: Link) -> ResponseReturnValue:
    """The form; Refused when the pair has ended."""
    match = match_of(link)
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet, så der kan ikke skrives møder på det."))
    return render_template("links/meeting.html", meeting_form=form_for(match))


def act(link: Link) -> ResponseReturnValue:
    """Keeps the meeting, or shows the form again with what is missing."""
    met, form = request.form.get("met"), MeetingForm()
    if met not in ("yes", "no"):
        raise Refused(_("Tryk på, om I mødtes eller ej."))
    if not form.validate():
        return _once_more(form)
    try:
        follow_ups.log_meeting(
            match_of(link), held_on=form.held_on.data or today(), took_place=met == "yes", minutes=form.length(),
            place=form.place.data, next_on=form.next_on.data, by=acting(link),
        )  # fmt: skip
    except Refused as refusal:
        form.form_errors.append(str(refusal))
        return _once_more(form)
    return thanked()


def thanks(link: Link) -> ResponseReturnValue:
    """What happens next, and a reminder where no next meeting is agreed."""
    match = match_of(link)
    last = max(match.meetings, key=lambda meeting: meeting.logged_at, default=None)
    return render_template(
        "links/meeting_thanks.html", last=last, first=len(match.meetings) == 1, **course.to_write_after(link)
    )


def _once_more(form: MeetingForm) -> ResponseReturnValue:
    return render_template("links/meeting.html", form=form, meeting_form=form), 409
