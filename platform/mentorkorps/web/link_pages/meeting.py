"""Logging a meeting in under 20 seconds: met or not is the tap that sends the form (DF-15, FY-34)."""

from typing import ClassVar
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Field
from wtforms.validators import InputRequired, StopValidation

from mentorkorps import follow_ups, matches
from mentorkorps.clock import today
from mentorkorps.language import N_, _
from mentorkorps.links import Link
from mentorkorps.matches import PLACES, AlreadyWritten, Match, Meeting
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web import widgets
from mentorkorps.web.link_pages import course, next_meeting
from mentorkorps.web.link_pages.holder import acting, match_of
from mentorkorps.web.link_pages.next_meeting import PickedDay, WithinAYear, Written
from mentorkorps.web.link_pages.way import again, thanked

MINUTES = {
    "30": N_("30 minutter"),
    "45": N_("45 minutter"),
    "60": N_("1 time"),
    "90": N_("1½ time"),
    "other": N_("Andet"),
}
LONGEST = 600


class WhenMet:
    """Must be answered by who presses that they met."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

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


class NotYet:
    """A meeting that has been held, or came to nothing."""

    def __call__(self, form: object, field: Field) -> None:
        if field.data and field.data > today():
            raise StopValidation(_("Mødet ligger ude i fremtiden. Skriv det som næste møde i stedet."))


class AfterThis:
    """The next meeting comes after the one that is logged. The form is taken without; the thanks ask for it (DF-15)."""

    def __call__(self, form: "MeetingForm", field: Field) -> None:
        if field.data and form.held_on.data and field.data < form.held_on.data:
            raise StopValidation(_("Det næste møde skal ligge efter dette."))


class MeetingForm(widgets.Form):
    """One meeting."""

    held_on = PickedDay(N_("Hvilken dag?"), [InputRequired(), NotYet()])
    minutes = widgets.Radios(N_("Hvor længe?"), [WhenMet()], choices=MINUTES)
    other_minutes = widgets.WholeNumber(
        N_("Andet antal minutter"), [MinutesOfOther()],
        description=N_("Kun hvis du valgte Andet."), render_kw={"required": False},
    )  # fmt: skip
    place = widgets.Drop(N_("Hvor?"), [WhenMet()], choices=PLACES)
    next_on = PickedDay(
        N_("Hvornår mødes I næste gang?"), [AfterThis(), WithinAYear()],
        description=N_("Aftal det gerne, før I går hver til sit. Du kan også skrive det senere."),
    )  # fmt: skip

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
    """The form; Refused when the pair has ended, or an authority has stopped the contact."""
    match = match_of(link)
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet, så der kan ikke skrives møder på det."))
    if follow_ups.is_stopped(match):
        raise Refused(_("Kontakten mellem mentor og den unge holder pause. Korpset ringer til dig, når der er nyt."))
    return render_template("links/meeting.html", meeting_form=form_for(match))


def act(link: Link) -> ResponseReturnValue:
    """Keeps the meeting, or the day of the next alone; or shows the form again with what is missing."""
    if next_meeting.is_sent():
        return next_meeting.act(link)
    if request.form.get("do") == "undo":
        return _undo(link)
    met, form = request.form.get("met"), MeetingForm()
    if met not in ("yes", "no"):
        raise Refused(_("Tryk på, om I mødtes eller ej."))
    if not form.validate():
        return _once_more(form, 422)
    try:
        _keep(link, form, took_place=met == "yes")
    except Refused as refusal:
        form.refuse(refusal)
        return _once_more(form, 409)
    return thanked()


def _keep(link: Link, form: MeetingForm, *, took_place: bool) -> None:
    """The meeting; of one that is written already, the day of the next, which was perhaps forgotten the first time. The very
    same a second time, the button pressed twice, is done already."""
    match, next_on = match_of(link), form.next_on.data
    try:
        follow_ups.log_meeting(
            match, held_on=form.held_on.data or today(), took_place=took_place, minutes=form.length(),
            place=form.place.data, next_on=next_on, by=acting(link),
        )  # fmt: skip
    except AlreadyWritten:
        if _stands(link, match, form, took_place=took_place):
            return
        if next_on is None or next_on == Written.of(match).next_on:
            raise
        follow_ups.next_meeting_written(match, next_on, by=acting(link))


def _stands(link: Link, match: Match, form: MeetingForm, *, took_place: bool) -> bool:
    """Whether the holder has written just this."""
    held = (form.length(), form.place.data) if took_place else (None, None)
    sent = form.held_on.data, took_place, *held, form.next_on.data, acting(link).signature
    return any(
        sent == (one.held_on, one.took_place, one.minutes, one.place, one.next_on, one.logged_by)
        for one in match.meetings
    )


def _undo(link: Link) -> ResponseReturnValue:
    """The meeting was written down by mistake."""
    try:
        meeting_id = UUID(request.form.get("meeting", ""))
    except ValueError:
        raise NotFound("Meeting") from None
    follow_ups.take_meeting_back(match_of(link), meeting_id, by=acting(link))
    flash(_("Mødet er fortrudt. I journalen står det som en rettelse."), "success")
    return again()


def undoable(link: Link, match: Match) -> Meeting | None:
    """The meeting that the holder can still take back."""
    return matches.may_take_back(match, by=acting(link))


def thanks(link: Link) -> ResponseReturnValue:
    """What happens next, and where no next meeting is agreed, where to write it; and the way back, if it was a mistake."""
    match = match_of(link)
    last = max(match.meetings, key=lambda meeting: meeting.logged_at, default=None)
    return render_template(
        "links/meeting_thanks.html", last=last, first=len(match.meetings) == 1, written=Written.of(match),
        undo=undoable(link, match), **course.to_write_after(link),
    )  # fmt: skip


def _once_more(form: MeetingForm, status: int) -> ResponseReturnValue:
    return render_template("links/meeting.html", form=form, meeting_form=form), status
