"""The forms of partners in the field: a new one, a step, an agreement and who signs it, a story; and those of institutions."""

from collections.abc import Mapping, Sequence

from wtforms.validators import InputRequired, Length, NumberRange, Optional

from mentorkorps.field_partners import KINDS, PARTS, STEPS, FieldPartner
from mentorkorps.field_partners.referrals import USUAL
from mentorkorps.language import N_
from mentorkorps.web.widgets import Checks, Day, Drop, Form, LongText, Mail, Radios, Text, WholeNumber

NEEDED = [InputRequired()]
LONG, WHO = Length(max=5000), 700


class PartnerForm(Form):
    """Somebody to work together with."""

    name = Text(N_("Navn"), [InputRequired(), Length(max=200)])
    kind = Radios(N_("Hvad er det?"), NEEDED, choices=KINDS)
    place = Text(N_("By"), [Length(max=200)])
    contact = Text(N_("Kontakt"), [Length(max=WHO)], description=N_("Navn og telefon på arbejdet."))


class PartnerContactForm(Form):
    """Whom to ask there."""

    contact = Text(
        N_("Kontakt"), [Length(max=WHO)], description=N_("Navn og telefon på arbejdet. Lad feltet stå tomt for at slette.")
    )


class StepForm(Form):
    """How far it has come."""

    step = Radios(N_("Hvor langt er I?"), NEEDED, choices=STEPS)
    on_day = Day(N_("Siden"), NEEDED)
    words = LongText(N_("Hvad skete der?"), [LONG], rows=2)


class AgreementForm(Form):
    """What is agreed."""

    signed_on = Day(N_("Aftalen er indgået"), NEEDED)
    signed_by = LongText(
        N_("Hvem er de andre parter?"), [InputRequired(), Length(max=1000)], rows=3,
        description=N_("Én part på hver linje, for eksempel skolen og lærernes tillidsmand. Hver part skriver under for sig."),
    )  # fmt: skip
    cooperation = LongText(N_("Hvad samarbejder I om?"), [*NEEDED, LONG], rows=3)
    interfaces = LongText(N_("Hvor går grænsen mellem jeres opgaver?"), [*NEEDED, LONG], rows=3)
    disputes = LongText(N_("Hvordan løses en tvist?"), [*NEEDED, LONG], rows=3)
    conditions = Checks(N_("Hvad er aftalt?"))

    def fit(self, partner: FieldPartner) -> "AgreementForm":
        """The parts of that kind of partner, or no question about them."""
        self.conditions.choices = list(PARTS.get(partner.kind, {}).items())
        if not self.conditions.choices:
            del self.conditions
        return self


class SignatureForm(Form):
    """Who has signed for a party on paper, and when."""

    person = Text(N_("Hvem skrev under?"), [InputRequired(), Length(max=200)])
    role = Text(N_("Stilling eller rolle"), [InputRequired(), Length(max=200)])
    signed_on = Day(N_("Hvornår?"), NEEDED)


class InvitationForm(Form):
    """Who is to sign for a party by link."""

    email = Mail(N_("Mailadresse"), [InputRequired(), Length(max=200)],
                 description=N_("Den, der må skrive under for parten. Linket virker i 30 dage og én gang."))  # fmt: skip


class ConditionForm(Form):
    """What an institution answers."""

    met = Radios(N_("Er det sådan?"), NEEDED, choices={"yes": N_("Ja"), "no": N_("Nej, ikke endnu")})
    person = Text(
        N_("Hvem har svaret?"), [InputRequired(), Length(max=200)], description=N_("Navn og rolle på stedet.")
    )
    answered_on = Day(N_("Hvornår?"), NEEDED)


class ReferralForm(Form):
    """How many are to be referred, after the institution's own mentors."""

    own_mentors = WholeNumber(N_("Hvor mange mentorer har stedet selv?"), [Optional(), NumberRange(min=0, max=10_000)])
    own_used = WholeNumber(N_("Hvor mange af dem bruges?"), [Optional(), NumberRange(min=0, max=10_000)])
    why_unknown = Text(N_("Hvis det ikke vides: hvorfor?"), [Length(max=500)])
    starts_on = Day(N_("Første dag"), NEEDED)
    ends_on = Day(N_("Sidste dag"), NEEDED)
    pupils = WholeNumber(
        N_("Hvor mange elever skal henvises?"), [InputRequired(), NumberRange(min=1, max=10_000)], default=USUAL
    )
    house = Drop(N_("Hvilken organisation tilmelder de unge?"), [Optional()], choices=[],
                 description=N_("Så tælles tilmeldingerne. Der vises et tal og aldrig et navn."))  # fmt: skip


class CampaignForm(Form):
    """A step of each year."""

    day = WholeNumber(N_("Dag"), [InputRequired(), NumberRange(min=1, max=31)])
    month = WholeNumber(N_("Måned"), [InputRequired(), NumberRange(min=1, max=12)], description=N_("1 er januar."))
    words = Text(N_("Hvad skal der ske?"), [InputRequired(), Length(max=200)])


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
