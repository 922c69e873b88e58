"""When they meet next, also written after the last meeting was; and what the mentor has written so far (DF-15)."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Field
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import DateInput

from mentorkorps import follow_ups
from mentorkorps.clock import today
from mentorkorps.language import N_, _
from mentorkorps.links import Link
from mentorkorps.matches import PLACES, Match, Meeting
from mentorkorps.refused import Refused
from mentorkorps.web import widgets
from mentorkorps.web.formats import day as as_day
from mentorkorps.web.link_pages.holder import acting, match_of
from mentorkorps.web.link_pages.way import thanked

A_YEAR = timedelta(days=366)
SHOWN = 3


class PickedDay(widgets.Day):
    """A date, picked in the phone's own calendar; typing it works too."""

    widget = DateInput()

    def __init__(self, label: str = "", validators: Any = (), **more: Any) -> None:
        super().__init__(label, validators, **{"description": "", "render_kw": {"class": "input-width-s"}} | more)

    def _value(self) -> str:
        return f"{self.data:%Y-%m-%d}" if self.data else ""


class WithinAYear:
    """Neither a day gone by nor a slip of the hand in the year; nothing said is no matter here."""

    def __call__(self, form: object, field: Field) -> None:
        if field.data and not today() <= field.data <= today() + A_YEAR:
            raise StopValidation(_("Det næste møde skal ligge mellem i dag og om et år."))


class NextForm(widgets.Form):
    """The next meeting alone."""

    agreed_on = PickedDay(N_("Hvornår mødes I næste gang?"), [InputRequired(), WithinAYear()])


class Written(NamedTuple):
    """What is written of the pair's meetings, the newest first; `next_on` is None where no day to come is agreed."""

    lines: list[tuple[str, list[str]]]
    next_on: date | None
    form: NextForm

    @classmethod
    def of(cls, match: Match) -> "Written":
        """Of this pair."""
        newest = sorted(match.meetings, key=lambda meeting: (meeting.held_on, meeting.logged_at), reverse=True)
        agreed = newest[0].next_on if newest else None
        next_on = agreed if agreed and agreed >= today() else None
        lines = [(as_day(one.held_on), _words_of(one, is_last=one is newest[0])) for one in newest[:SHOWN]]
        return cls(lines, next_on, NextForm(formdata=None, agreed_on=next_on))


def is_sent() -> bool:
    """Whether the form that was sent is this one."""
    return request.form.get("do") == "next"


def act(link: Link) -> ResponseReturnValue:
    """Keeps the day, or shows the form again with what is wrong."""
    form = NextForm()
    if not form.validate():
        return render_template("links/next_meeting.html", form=form), 422
    try:
        follow_ups.next_meeting_written(match_of(link), form.agreed_on.data or today(), by=acting(link))
    except Refused as refusal:
        form.refuse(refusal)
        return render_template("links/next_meeting.html", form=form), 409
    return thanked()


def _words_of(meeting: Meeting, *, is_last: bool) -> list[str]:
    """How long and where, or that it came to nothing; and the day that was agreed then, which may have gone by unwritten."""
    if meeting.took_place:
        held = [_("%(minutes)s minutter", minutes=meeting.minutes), _(PLACES[meeting.place or "other"])]
    else:
        held = [_("Det blev ikke til noget")]
    if meeting.next_on is None:
        return held
    agreed = as_day(meeting.next_on)
    if is_last and meeting.next_on < today():
        return [*held, _("Næste møde: %(day)s er passeret. Skriv, om I mødtes.", day=agreed)]
    return [*held, _("Næste møde: %(day)s", day=agreed)]
