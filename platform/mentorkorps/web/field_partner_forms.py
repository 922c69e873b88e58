"""The forms of partners in the field: a new one, a step, an agreement, a story."""

from collections.abc import Mapping, Sequence

from wtforms.validators import InputRequired, Length, NumberRange, Optional

from mentorkorps.field_partners import CONDITIONS, KINDS, STEPS, FieldPartner
from mentorkorps.language import N_
from mentorkorps.web.widgets import Checks, Day, Form, LongText, Radios, Text, WholeNumber

NEEDED = [InputRequired()]


class PartnerForm(Form):
    """Somebody to work together with."""

    name = Text(N_("Navn"), [InputRequired(), Length(max=200)])
    kind = Radios(N_("Hvad er det?"), NEEDED, choices=KINDS)
    place = Text(N_("By"))
    contact = Text(N_("Kontakt"), description=N_("Navn og telefon på arbejdet."))


class StepForm(Form):
    """How far it has come."""

    step = Radios(N_("Hvor langt er I?"), NEEDED, choices=STEPS)
    on_day = Day(N_("Siden"), NEEDED)
    words = LongText(N_("Hvad skete der?"), rows=2)


class AgreementForm(Form):
    """What is agreed."""

    signed_on = Day(N_("Aftalen er indgået"), NEEDED)
    signed_by = LongText(
        N_("Hvem er de andre parter?"), [InputRequired(), Length(max=1000)], rows=3,
        description=N_("Én part på hver linje, for eksempel skolen og lærernes tillidsmand. Hver part skriver under for sig."),
    )  # fmt: skip
    cooperation = LongText(N_("Hvad samarbejder I om?"), NEEDED, rows=3)
    interfaces = LongText(N_("Hvor går grænsen mellem jeres opgaver?"), NEEDED, rows=3)
    disputes = LongText(N_("Hvordan løses en tvist?"), NEEDED, rows=3)
    conditions = Checks(N_("Hvad er aftalt?"))

    def fit(self, partner: FieldPartner) -> "AgreementForm":
        """The conditions of that kind of partner, or no question about them."""
        self.conditions.choices = list(CONDITIONS[partner.kind].items())
        if not self.conditions.choices:
            del self.conditions
        return self


class SignatureForm(Form):
    """Who has signed for a party, and when."""

    person = Text(N_("Hvem skrev under?"), [InputRequired(), Length(max=200)])
    signed_on = Day(N_("Hvornår?"), NEEDED)


def target_form(known: Mapping[str, int]) -> Form:
    """One number for each kind; a field is called by the kind."""
    fields = {
        kind: WholeNumber(words, [Optional(), NumberRange(min=0, max=10_000)], description=N_("Tomt felt: intet mål."))
        for kind, words in KINDS.items()
    }
    form: Form = type("TargetForm", (Form,), fields)(data=dict(known))
    return form


class StoryForm(Form):
    """A story to tell."""

    title = Text(N_("Overskrift"), [InputRequired(), Length(max=200)])
    text = LongText(N_("Historien"), NEEDED, rows=8, description=N_("Skriv den uden navnet på den, det handler om."))
    told_on = Day(N_("Dag"), NEEDED)
    credited = Checks(N_("Hvilke partnere kaster den lys på?"), NEEDED)
    person = Text(N_("Navn, der må vises"), description=N_("Kun med samtykke. Ellers står feltet tomt."))
    consent = Text(N_("Hvem har givet samtykke, og hvordan?"))

    def offer(self, names: Sequence[str]) -> "StoryForm":
        """Whom it may credit."""
        self.credited.choices = [(name, name) for name in names]
        return self
