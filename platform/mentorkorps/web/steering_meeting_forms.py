"""The forms of the steering group: a meeting's time and place, and what is written about it."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from mentorkorps.language import N_, _
from mentorkorps.steering import Seat
from mentorkorps.steering_group import KINDS
from mentorkorps.steering_group.attendance import SAID
from mentorkorps.web.widgets import Day, Drop, Form, LongText, Radios, Text
from tenants.registry import Tenant
from tenants.users import User

NEEDED = [InputRequired()]


class Clock(StringField):
    """A time of day, written 13.00, 13:00 or 13; `data` is a time or None."""

    data: time | None

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **more: Any) -> None:
        more.setdefault("description", N_("For eksempel 13.00"))
        super().__init__(label, validators, render_kw={"class": "input-char-8"}, **more)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H.%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        hours, _dot, minutes = (valuelist[0] if valuelist else "").strip().replace(":", ".").partition(".")
        self.data = None
        try:
            self.data = time(int(hours), int(minutes or 0))
        except (ValueError, OverflowError):
            raise ValueError(_("Skriv et klokkeslæt, for eksempel 13.00.")) from None


class WhenForm(Form):
    """When and where the group meets."""

    held_on = Day(N_("Dag"), NEEDED)
    starts_at = Clock(N_("Klokken"), NEEDED)
    place = Text(N_("Sted"), [Length(max=200)])

    @property
    def when(self) -> tuple[date, time, str]:
        """Day, time and place, once the form is valid."""
        assert self.held_on.data and self.starts_at.data
        return self.held_on.data, self.starts_at.data, self.place.data or ""


class PointForm(Form):
    """A point of the agenda."""

    text = Text(N_("Punkt"), [InputRequired(), Length(max=300)])


class DecisionForm(Form):
    """What was decided."""

    kind = Radios(N_("Hvad handler beslutningen om?"), NEEDED, choices=KINDS)
    text = LongText(N_("Hvad blev besluttet?"), NEEDED, rows=3, description=N_("Skriv ikke om enkelte unge."))
    decided_by = Text(N_("Hvem besluttede det?"), NEEDED, default="Styregruppen i enighed")


class MinutesForm(Form):
    """The minutes as a whole."""

    text = LongText(N_("Referat"), NEEDED, rows=14, description=N_("Skriv ikke om enkelte unge."))


class ApprovalForm(Form):
    """Who approved the minutes."""

    approved_by = Text(N_("Hvem har godkendt det?"), NEEDED, default="Styregruppen")


class ActionForm(Form):
    """Who does what before when."""

    text = Text(N_("Opgave"), [InputRequired(), Length(max=300)])
    party = Drop(N_("Hvem tager den?"), NEEDED)
    due_on = Day(N_("Frist"), NEEDED)

    def offer(self, partners: Sequence[Tenant]) -> "ActionForm":
        """The partners to choose among."""
        self.party.choices = [(str(one.id), one.name) for one in partners]
        return self


class SeatForm(Form):
    """Whom the house chooses."""

    user = Drop(N_("Hvem skal sidde i styregruppen?"), NEEDED)

    def offer(self, users: Sequence[User]) -> "SeatForm":
        """The house's people to choose among."""
        self.user.choices = [(str(one.id), one.name) for one in users]
        return self


def attendance_form(seats: Sequence[tuple[Seat, Tenant]], said: dict[str, str]) -> Form:
    """One question for each member; a field is called by the seat's id."""

    class AttendanceForm(Form):
        pass

    for seat, house in seats:
        setattr(AttendanceForm, f"seat_{seat.id.hex}", Radios(f"{seat.person}, {house.name}", choices=SAID))
    return AttendanceForm(data=said)
