"""The forms of a concern."""

from datetime import datetime, time

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, TimeField
from wtforms.validators import InputRequired, Regexp, StopValidation
from wtforms.widgets import HiddenInput

from mentorkorps.clock import COPENHAGEN, local, now, today
from mentorkorps.concerns import ABOUT, TROUBLES
from mentorkorps.language import N_, _
from mentorkorps.web.concern_people import OTHER
from mentorkorps.web.widgets import REQUIRED, Day, Drop, Form, LongText, Phone, Radios, Text

NOW = {"yes": N_("Ja, lige nu"), "no": N_("Nej, ikke lige nu")}


class Seen(IntegerField):
    """The number of the last step that stands on the page: what came after it has not been seen."""

    widget = HiddenInput()


class WorryForm(Form):
    """What somebody is worried about."""

    danger = Radios(N_("Er den unge i fare nu?"), [InputRequired()], choices=NOW)
    about = Radios(N_("Hvad handler bekymringen om?"), [InputRequired()], choices=ABOUT)
    internal = LongText(
        N_("Hvad er du bekymret for?"), [InputRequired()],
        description=N_("Skriv, hvad du har set og hørt. Det læses kun af dem, der tager hånd om bekymringen."),
    )  # fmt: skip


class RaiseForm(WorryForm):
    """As staff write it."""

    trouble = Drop(N_("Er det svært for mentor?"), choices=TROUBLES)


class NotInFuture:
    """A call that has been made."""

    def __call__(self, form: "CallForm", field: Field) -> None:
        if form.called_on.data and form.called_at.data and form.at > now():
            raise StopValidation(_("Opkaldet ligger ude i fremtiden. Ring først, og skriv det bagefter."))


class OfSomebodyElse:
    """Needed of who has no account here."""

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if form["who"].data == OTHER and not field.data:
            raise StopValidation(field.gettext(REQUIRED))


class ToCome:
    """Today or later."""

    def __call__(self, form: object, field: Field) -> None:
        if field.data and field.data < today():
            raise StopValidation(_("Fristen er allerede gået. Vælg en dag, der kommer."))


class CallForm(Form):
    """Who was rung, when, and what was agreed."""

    whom = Text(N_("Hvem har du talt med?"), [InputRequired()], description=N_("Navn og sted."))
    number = Text(
        N_("Hvilket nummer ringede du til?"),
        [InputRequired(), Regexp(r"^[0-9+ ]{3,20}$", message=N_("Skriv et telefonnummer med cifre."))],
        render_kw={"class": "input-width-s", "inputmode": "tel"},
    )  # 112 and 114 are numbers too
    called_on = Day(N_("Hvilken dag?"), [InputRequired()], default=today)
    called_at = TimeField(
        N_("Hvad var klokken?"), [InputRequired(), NotInFuture()], default=lambda: local(now()).time(),
        render_kw={"class": "input-width-s"},
    )  # fmt: skip
    agreed = LongText(N_("Hvad aftalte I?"), [InputRequired()])
    seen = Seen()

    @property
    def at(self) -> datetime:
        """The moment of the call, on a Danish clock."""
        return datetime.combine(self.called_on.data or today(), self.called_at.data or time(), COPENHAGEN)


class GiveForm(Form):
    """Who takes over, why, and until when."""

    who = Radios(N_("Hvem tager over?"), [InputRequired()], choices=[])
    other_name = Text(N_("Navn på en anden"), [OfSomebodyElse()], description=N_("Kun hvis du valgte En anden."))
    other_phone = Phone(N_("Telefon til en anden"), [OfSomebodyElse()])
    why = LongText(N_("Hvorfor?"), [InputRequired()], rows=3)
    deadline = Day(N_("Hvornår skal der senest være gjort noget?"), [InputRequired(), ToCome()])
    seen = Seen()


class NoteForm(Form):
    """What has been done."""

    text = LongText(N_("Hvad er der sket?"), [InputRequired()])
    seen = Seen()


class CloseForm(Form):
    """How it ended."""

    why = LongText(N_("Hvordan er der taget hånd om den?"), [InputRequired()])
    seen = Seen()


class HolderForm(Form):
    """Who stands ready."""

    who = Radios(N_("Hvem?"), [InputRequired()], choices=[])
    other_name = Text(N_("Navn"), [OfSomebodyElse()], description=N_("Kun hvis du valgte En anden."))
    other_phone = Phone(N_("Telefon"), [OfSomebodyElse()])
