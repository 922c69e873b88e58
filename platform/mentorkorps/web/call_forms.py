"""The form of a call, filled in while the phone is put down; and that of handing pairs over."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from wtforms import Field
from wtforms.validators import DataRequired, InputRequired, StopValidation

from mentorkorps.calls import REACHED, RESULTS, TROUBLES, Outcome
from mentorkorps.language import N_
from mentorkorps.web.widgets import REQUIRED, Checks, Day, Drop, Form, LongText, Radios
from tenants.users import User

TALKED_WITH = {side: word for side, word in REACHED.items() if side != "nobody"}
TRIES = {result: word for result, word in RESULTS.items() if result != "talked"}
NOBODY = "ingen"


class WhenTalked:
    """Must be filled in where somebody was reached; the browser, which does not know, asks for nothing."""

    field_flags: ClassVar[dict[str, bool]] = {"depends": True}

    def __call__(self, form: "CallForm", field: Field) -> None:
        if form.result.data == "talked" and not field.data:
            raise StopValidation(field.gettext(REQUIRED))


class WhenLater:
    """A call put off has its day."""

    def __call__(self, form: "CallForm", field: Field) -> None:
        if form.result.data == "later" and field.data is None and not field.errors:
            raise StopValidation(field.gettext(REQUIRED))


class CallForm(Form):
    """What a call to a pair came to: whom one talked with, one sentence, and one press."""

    result = Radios(N_("Hvad blev opkaldet til?"), [DataRequired()], choices=RESULTS)
    reached = Radios(
        N_("Hvem talte du med?"),
        [WhenTalked()],
        choices=TALKED_WITH,
        description=N_("Skal udfyldes, hvis I talte sammen."),
    )
    note = LongText(
        N_("Hvad talte I om?"),
        [WhenTalked()],
        rows=3,
        description=N_("Skal udfyldes, hvis I talte sammen. Kontaktpersonen får en kopi."),
    )
    meet_on = Day(N_("Næste aftalte møde"))
    troubles = Checks(N_("Er der noget, der er svært?"), choices=TROUBLES)
    internal = LongText(
        N_("Kun til korpset"), rows=3, description=N_("Sendes ikke til kontaktpersonen, men er en del af journalen.")
    )
    again_on = Day(N_("Hvornår ringer du igen?"), [WhenLater()])

    @property
    def outcome(self) -> Outcome:
        """As `calls.log_call` takes it."""
        return Outcome(
            result=self.result.data, reached=self.reached.data or "nobody", text=self.note.data or "",
            internal=self.internal.data or "", troubles=self.troubles.data or (), again_on=self.again_on.data,
            meet_on=self.meet_on.data if self.result.data == "talked" else None,
        )  # fmt: skip


class TryForm(Form):
    """A try to reach who is to answer a proposal; the answer itself is written on the proposal."""

    result = Radios(N_("Hvad blev opkaldet til?"), [InputRequired()], choices=TRIES)
    internal = LongText(
        N_("Kun til korpset"), rows=3, description=N_("Sendes ikke til kontaktpersonen, men er en del af journalen.")
    )
    again_on = Day(N_("Hvornår ringer du igen?"), [WhenLater()])

    @property
    def outcome(self) -> Outcome:
        """As `calls.log_call_about` takes it."""
        return Outcome(result=self.result.data, internal=self.internal.data or "", again_on=self.again_on.data)


class CarerForm(Form):
    """Who is to care for a pair."""

    to = Drop(N_("Hvem skal være tovholder?"), [InputRequired()])

    def offer(self, staff: Iterable[User]) -> None:
        """The choices: everybody who may follow up, and nobody."""
        self.to.choices = _people(staff)

    @property
    def chosen(self) -> UUID | None:
        """The colleague, or nobody."""
        return _chosen(self.to.data)


class HandOverForm(CarerForm):
    """Everything of one colleague goes to another."""

    of = Drop(N_("Hvis forløb?"), [InputRequired()])

    def offer_from(self, former: Iterable[User], staff: Iterable[User]) -> None:
        """Also those who have left the corps may have pairs."""
        self.of.choices = _people(former)
        self.offer(staff)

    @property
    def giver(self) -> UUID | None:
        """Whose pairs, or nobody's."""
        return _chosen(self.of.data)


def _people(users: Iterable[User]) -> list[tuple[str, str]]:
    return [*((str(user.id), user.name) for user in users), (NOBODY, N_("Ingen"))]


def _chosen(value: Any) -> UUID | None:
    return None if value in (None, NOBODY) else UUID(value)
