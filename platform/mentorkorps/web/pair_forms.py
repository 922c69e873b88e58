"""The forms of what staff do to a pair."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms.validators import InputRequired

from mentorkorps.language import N_
from mentorkorps.matches import ATTAINMENTS, EFFECTS, END_REASONS, OUTCOMES, OWED_TO, PLACES
from mentorkorps.web.widgets import Checks, Day, Drop, Form, Radios, WholeNumber

GOES_ON = {"yes": N_("Ja, de fortsætter"), "no": N_("Nej, det skal afsluttes")}
HELD = {"yes": N_("Ja, de mødtes"), "no": N_("Nej, det blev ikke til noget")}


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


class ReachedForm(Form):
    """A day for each result that was reached; what is left empty was not (FY-08, FY-49). Whose co-operation it came of is
    said for all of them at once (FY-46)."""

    owed_to = Checks(N_("Hvem samarbejdede om resultatet?"), choices=OWED_TO)

    @property
    def outcomes(self) -> dict[str, date]:
        """The six kinds that count, with their days."""
        return self._days(OUTCOMES)

    @property
    def attainments(self) -> dict[str, date]:
        """Education kept or completed, outside the 70 per cent."""
        return self._days(ATTAINMENTS)

    def _days(self, kinds: Iterable[str]) -> dict[str, date]:
        return {kind: self[kind].data for kind in kinds if self[kind].data}


for kind, label in (OUTCOMES | ATTAINMENTS).items():
    setattr(ReachedForm, kind, Day(label, description=""))


class OutcomeForm(ReachedForm):
    """What the youth has reached, and whether the pair goes on: a result does not end it (FY-37)."""

    goes_on = Radios(
        N_("Fortsætter forløbet?"), [InputRequired()], choices=GOES_ON,
        description=N_("Et resultat slutter ikke forløbet. Mange mentorer følger med et stykke ind i jobbet eller uddannelsen."),
    )  # fmt: skip

    def validate(self, *args: Any, **more: Any) -> bool:
        """At least one result has a day."""
        is_valid = bool(super().validate(*args, **more))
        if not is_valid or self.outcomes or self.attainments:
            return is_valid
        self[next(iter(OUTCOMES))].errors = [N_("Skriv datoen ved mindst ét resultat.")]
        return False


class EndForm(ReachedForm):
    """Why it ends, and what was reached."""

    reason = Radios(N_("Hvorfor slutter forløbet?"), [InputRequired()], choices=END_REASONS)
    effects = Checks(N_("Hvad har forløbet ellers betydet?"), choices=EFFECTS)


class EffectsForm(Form):
    """What a long pair did for the youth (DF-34)."""

    effects = Checks(N_("Hvad har forløbet betydet?"), choices=EFFECTS)


class GoodbyeForm(Form):
    """An end that is agreed before it happens."""

    reason = Radios(N_("Hvorfor slutter forløbet?"), [InputRequired()], choices=END_REASONS)
    ends_on = Day(N_("Hvilken dag slutter forløbet?"), [InputRequired()])
    last_meeting_on = Day(N_("Hvornår er det sidste møde?"))
