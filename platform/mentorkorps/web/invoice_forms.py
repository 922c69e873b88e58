"""The forms of what is done to an invoice, and of how a party is invoiced."""

from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, StringField
from wtforms.validators import InputRequired, Length, StopValidation

from mentorkorps.language import N_
from mentorkorps.web.widgets import Day, Drop, Form, LongText, Mail, Text
from tenants.billing import unwritable
from tenants.billing.details import DETAILS, MEANS
from tenants.billing.line import rounded

TOO_MUCH = Decimal(1_000_000_000)  # kroner


class Digits(StringField):
    """A number that is a name: an EAN, an account; blanks are left out. It may look like a CPR number and is none."""

    data: str | None

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = (self.data or "").replace(" ", "")


class Kroner(StringField):
    """An amount as a Dane writes it: 1.234,50."""

    amount = Decimal(0)

    def pre_validate(self, form: object) -> None:
        try:
            self.amount = Decimal(parse_decimal((self.data or "").strip(), locale="da", strict=True))
        except NumberFormatError:
            raise StopValidation(N_("Skriv et beløb, for eksempel 1.234,50.")) from None
        if not self.amount.is_finite():
            raise StopValidation(N_("Skriv et beløb, for eksempel 1.234,50."))
        if abs(self.amount) >= TOO_MUCH:
            raise StopValidation(N_("Beløbet er for stort."))
        if self.amount != rounded(self.amount):
            raise StopValidation(N_("Skriv højst to decimaler, for eksempel 1.234,50."))


class OnInvoice:
    """What is written stands on an invoice: no sign that an electronic one cannot hold."""

    def __call__(self, form: object, field: Field) -> None:
        if wrong := unwritable([field.data or ""]):
            raise StopValidation(wrong[0])


class DetailsForm(Form):
    """How a party is invoiced."""

    name = Text(N_("Navn på fakturaen"), [InputRequired(), Length(max=200), OnInvoice()])
    cvr = Digits(N_("CVR-nummer"), [InputRequired()], description=N_("8 cifre"))
    ean = Digits(N_("EAN-nummer"), description=N_("13 cifre. Kommunen skal have det for at kunne betale."))
    street = Text(N_("Vej og nummer"), [InputRequired(), OnInvoice()])
    postcode = Digits(N_("Postnummer"), [InputRequired()])
    city = Text(N_("By"), [InputRequired(), OnInvoice()])
    contact = Text(
        N_("Personreference"), [OnInvoice()], description=N_("Den, der får fakturaen hos jer. Ellers et ordrenummer."),
    )  # fmt: skip
    order_number = Text(N_("Ordrenummer"), [OnInvoice()])
    account_string = Text(N_("Kontostreng"), [OnInvoice()])
    email = Mail(N_("Mail"))

    @property
    def facts(self) -> dict[str, Any]:
        """As the details keep them."""
        names = {*DETAILS, "means"}
        return {field.name: (field.data or "").strip() for field in self if field.name in names}


class SellerForm(DetailsForm):
    """How the issuer is paid, too."""

    phone = Text(N_("Telefon"))
    means = Drop(N_("Betales med"), [InputRequired()], choices=MEANS)
    registration_number = Digits(N_("Registreringsnummer"), description=N_("4 cifre"))
    account_number = Digits(N_("Kontonummer"))
    iban = Digits(N_("IBAN"))
    creditor_number = Digits(N_("FIK-kreditornummer"), description=N_("8 cifre"))


class CreditForm(Form):
    """Why an invoice is taken back."""

    reason = LongText(
        N_("Hvorfor krediteres fakturaen?"),
        [InputRequired(), OnInvoice()],
        rows=3,
        description=N_("Det står på kreditnotaen."),
    )


class PaymentForm(Form):
    """What has been paid."""

    paid_on = Day(N_("Betalt den"), [InputRequired()])
    amount = Kroner(N_("Beløb i kroner"), [InputRequired()])


class BankFileForm(Form):
    """The bank's file."""

    file = FileField(
        N_("Fil fra banken (CSV)"),
        [FileRequired(N_("Vælg en fil."))],
        description=N_("Med kolonnerne Dato, Beløb og Tekst."),
    )
