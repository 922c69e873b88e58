"""The forms of money beside the contributions: income, grants, and unused places paid back."""

from decimal import Decimal

from wtforms.validators import InputRequired, Length, NumberRange, Optional

from mentorkorps.language import N_
from mentorkorps.web.invoice_forms import Kroner
from mentorkorps.web.quota_forms import Price
from mentorkorps.web.widgets import Day, Drop, Form, LongText, Text, WholeNumber
from tenants.billing.subsidy import DECISIONS, SOURCES

VAT = {"0": N_("Ingen moms"), "25": N_("25 % moms")}


class FromForm(Form):
    """Who gives, and to which municipality."""

    source = Drop(N_("Hvor kommer pengene fra?"), [InputRequired()], choices=SOURCES)
    giver = Text(
        N_("Giverens navn"), [InputRequired(), Length(max=200)],
        description=N_("Fonden, ministeriet eller virksomheden. Skriv ikke en person."),
    )  # fmt: skip
    party = Drop(N_("Hvem er pengene til?"), [InputRequired()])


class AmountForm(Form):
    """What has come, when, and for which period."""

    period = Drop(N_("Periode"), [InputRequired()])
    amount = Kroner(N_("Beløb i kroner ekskl. moms"), [InputRequired()])
    vat = Drop(N_("Moms"), [InputRequired()], choices=VAT, default="0")
    received_on = Day(N_("Modtaget den"), [InputRequired()])

    @property
    def vat_percent(self) -> Decimal:
        """As the income keeps it."""
        return Decimal(self.vat.data or 0)


class IncomeForm(FromForm, AmountForm):
    """Money that stands on no grant."""


class WithdrawForm(Form):
    """Why an income is taken back."""

    why = LongText(N_("Hvorfor tages beløbet tilbage?"), [InputRequired()], rows=2)


class SubsidyForm(FromForm):
    """An application: so much per match, or one amount."""

    co_applicants = Text(
        N_("Søgt sammen med"), [Length(max=400)], description=N_("Andre organisationer i ansøgningen.")
    )
    applied_on = Day(N_("Ansøgt den"), [InputRequired()])
    starts_on = Day(N_("Gælder fra"), [InputRequired()])
    ends_on = Day(N_("Gælder til og med"), [InputRequired()])
    per_match = Price(N_("Kroner pr. match"), [Optional()], description=N_("Kun hvis tilskuddet gives pr. match."))
    most_matches = WholeNumber(N_("Højst så mange match"), [Optional(), NumberRange(min=1, max=100_000)])
    amount = Price(N_("Eller ét beløb for hele tiden"), [Optional()])


class DecisionForm(Form):
    """The giver's answer."""

    how = Drop(N_("Hvad blev svaret?"), [InputRequired()], choices=DECISIONS)
    on_day = Day(N_("Svar den"), [InputRequired()])


class RefundForm(Form):
    """How many unused places, why, and what the agreement says."""

    places = WholeNumber(N_("Antal ubrugte pladser"), [InputRequired(), NumberRange(min=1, max=100_000)])
    reason = LongText(N_("Hvorfor betales de tilbage?"), [InputRequired()], rows=2)
    rule = LongText(
        N_("Hvad siger aftalen?"), [InputRequired()], rows=2,
        description=N_("Skriv punktet i aftalen. Grunden og aftalens ord står på kreditnotaen."),
    )  # fmt: skip
