"""The forms of a quota: places offered to a partner, and more opened by the municipality."""

from decimal import Decimal

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from mentorkorps.language import N_
from mentorkorps.web.invoice_forms import Kroner
from mentorkorps.web.widgets import Drop, Form


class Price(Kroner):
    """Kroner, or nothing."""

    @property
    def kroner(self) -> Decimal | None:
        """The amount; None where none is written."""
        return self.amount if (self.data or "").strip() else None

    def pre_validate(self, form: object) -> None:
        if (self.data or "").strip():
            super().pre_validate(form)


class OfferForm(Form):
    """How many, to whom, and what the two have agreed on outside."""

    taker = Drop(N_("Til hvilken part?"), [InputRequired()])
    places = IntegerField(
        N_("Antal pladser"), [InputRequired(), NumberRange(min=1)], render_kw={"class": "input-char-5"}
    )
    price = Price(
        N_("Aftalt pris i alt, kroner ekskl. moms"), [Optional()],
        description=N_("Prisen aftaler I selv med hinanden. Den skrives kun ned her."),
    )  # fmt: skip


class OpenForm(Form):
    """How many more; none is a no."""

    places = IntegerField(
        N_("Hvor mange flere?"), [InputRequired(), NumberRange(min=0)], description=N_("Skriv 0 for nej."),
        render_kw={"class": "input-char-5"},
    )  # fmt: skip
