"""What a company was asked and offers, and the place that a youth or a group gets."""

from collections.abc import Sequence

from wtforms.validators import InputRequired, Length, NumberRange

from mentorkorps.clock import today
from mentorkorps.language import N_
from mentorkorps.offers import ANSWERS, CAME_OF, KINDS, Facts
from mentorkorps.trades import TRADES
from mentorkorps.web.widgets import Day, Drop, Form, LongText, Radios, Text, WholeNumber
from tenants.registry import Partnership, Tenant

NEEDED = [InputRequired()]
MOST_PLACES = 1000


class AskForm(Form):
    """The answer to whether they will do more."""

    answer = Radios(N_("Hvad svarede de?"), NEEDED, choices=ANSWERS)


class OfferForm(Form):
    """Places of a kind, from a day."""

    kind = Radios(N_("Hvad tilbyder virksomheden?"), NEEDED, choices=KINDS)
    trade = Drop(N_("Fag"), choices=TRADES, description=N_("Lad det stå, hvis det er lige meget."))
    places = WholeNumber(N_("Antal pladser"), [InputRequired(), NumberRange(min=1, max=MOST_PLACES)], default=1)
    from_on = Day(N_("Fra"), NEEDED)
    until_on = Day(N_("Til og med"))
    place = Text(N_("Kommune"), [InputRequired(), Length(max=100)])
    words = LongText(
        N_("Mere om tilbuddet"), [Length(max=1000)], rows=3,
        description=N_("Alle i partnerskabet læser det. Skriv ikke navne på personer eller virksomheder."),
    )  # fmt: skip
    partnership = Radios(N_("Hvilket partnerskab?"), NEEDED)

    def fit(self, partnerships: Sequence[Partnership]) -> "OfferForm":
        """A question about the partnership only where there are several."""
        self.partnership.choices = [(str(one.id), one.name) for one in partnerships]
        if len(partnerships) == 1:
            del self.partnership
        return self

    @property
    def facts(self) -> Facts:
        """As `offer.make` takes them."""
        return Facts(
            self.kind.data, self.trade.data or "", self.places.data or 0, self.from_on.data or today(), self.until_on.data,
            self.place.data or "", self.words.data or "",
        )  # fmt: skip


class GroupForm(Form):
    """Places for a group of youths at one institution; nobody is named."""

    party = Drop(N_("Hvilken part?"), NEEDED)
    institution = Text(N_("Hvilken institution?"), [InputRequired(), Length(max=200)])
    places = WholeNumber(N_("Antal unge"), [InputRequired(), NumberRange(min=1, max=MOST_PLACES)])

    def offer(self, parties: Sequence[Tenant]) -> "GroupForm":
        """The parties of the partnership."""
        self.party.choices = [(str(one.id), one.name) for one in parties]
        return self


class BeginForm(Form):
    """The first day."""

    day = Day(N_("Hvilken dag begyndte den unge?"), NEEDED)


class CameOfForm(Form):
    """The last day, and what came of it."""

    day = Day(N_("Hvilken dag sluttede det?"), NEEDED)
    came_of = Radios(N_("Hvad kom der ud af det?"), NEEDED, choices=CAME_OF)
