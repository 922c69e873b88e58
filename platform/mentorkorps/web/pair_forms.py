"""The forms of what staff do to a pair."""

from datetime import date
from typing import Any

from wtforms.validators import InputRequired, StopValidation

from mentorkorps.clock import today
from mentorkorps.language import N_
from mentorkorps.matches import END_REASONS, OUTCOMES, PLACES
from mentorkorps.web.widgets import Day, Drop, Form, LongText, Radios, WholeNumber

HELD = {"yes": N_("Ja, de mødtes"), "no": N_("Nej, det blev ikke til noget")}


class CallForm(Form):
    """What was said on the phone."""

    note = LongText(N_("Hvad talte I om?"), [InputRequired()], description=N_("Kontaktpersonen får en kopi."))
    internal = LongText(
        N_("Kun til korpset"), rows=3, description=N_("Sendes ikke til kontaktpersonen, men er en del af journalen.")
    )


class MeetingForm(Form):
    """A meeting, held or missed."""

    held_on = Day(N_("Hvilken dag?"), [InputRequired()])
    took_place = Radios(N_("Mødtes de?"), [InputRequired()], choices=HELD)
    minutes = WholeNumber(N_("Hvor mange minutter?"), description=N_("Kun hvis de mødtes."))
    place = Drop(N_("Hvor?"), choices=PLACES)
    next_on = Day(N_("Næste aftalte møde"))

    @property
    def facts(self) -> dict[str, Any]:
        """As `follow_ups.log_meeting` takes them."""
        return {
            "held_on": self.held_on.data, "took_place": self.took_place.data == "yes", "minutes": self.minutes.data,
            "place": self.place.data, "next_on": self.next_on.data,
        }  # fmt: skip


class OutcomeForm(Form):
    """One of the six kinds, from a day."""

    kind = Radios(N_("Hvad har den unge nået?"), [InputRequired()], choices=OUTCOMES)
    began_on = Day(N_("Fra hvilken dag?"), [InputRequired()])

    @property
    def reached_on(self) -> date:
        """The day; it is there once the form is valid."""
        return self.began_on.data or today()


class EndForm(Form):
    """Why it ends, and what was reached."""

    reason = Radios(N_("Hvorfor slutter forløbet?"), [InputRequired()], choices=END_REASONS)
    kind = Drop(
        N_("Hvad nåede den unge?"),
        choices=OUTCOMES,
        description=N_("Er der flere resultater, så skriv dem hver for sig."),
    )
    began_on = Day(N_("Fra hvilken dag?"))

    def validate_began_on(self, field: Day) -> None:
        """A result has a day."""
        if self.kind.data and field.data is None and not field.errors:
            raise StopValidation(N_("Skriv, hvornår resultatet begyndte."))

    @property
    def reached_on(self) -> date:
        """The day; it is there once the form is valid and a kind is chosen."""
        return self.began_on.data or today()
