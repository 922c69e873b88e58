"""The forms of a proposal: an answer by phone, and taking the proposal back."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from wtforms import HiddenField
from wtforms.validators import AnyOf, InputRequired

from mentorkorps.language import N_, _
from mentorkorps.matching import NO_REASONS, Proposal
from mentorkorps.matching.suggest import Suggestion
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web.widgets import Drop, Form, Text


class AnswerForm(Form):
    """What the mentor or the youth said on the phone. `side` is the one who was asked when the page was shown."""

    side = HiddenField(validators=[AnyOf(["mentor", "youth"])])
    says = HiddenField(validators=[AnyOf(["yes", "no"])])
    reason = Drop(N_("Årsag, hvis svaret er nej"), choices=NO_REASONS)

    @property
    def says_yes(self) -> bool:
        """The answer."""
        return bool(self.says.data == "yes")


class WithdrawForm(Form):
    """Why the proposal is taken back."""

    reason = Text(
        N_("Hvorfor trækkes forslaget tilbage?"), [InputRequired()], description=N_("Kun korpset kan se det.")
    )


def proposal_to(youth_id: UUID, proposal_id: UUID) -> Proposal:
    """The proposal that was made to this youth; NotFound for another's."""
    proposal = Proposal.get(proposal_id)
    if proposal.youth_id != youth_id:
        raise NotFound("Proposal")
    return proposal


def chosen_mentor(suggestions: Sequence[Suggestion]) -> Suggestion:
    """The suggestion whose button was pressed; Refused when that mentor is no longer among them."""
    pressed = request.form.get("mentor")
    for one in suggestions:
        if pressed == f"{one.mentor.tenant_id}.{one.mentor.id}":
            return one
    raise Refused(_("Mentoren kan ikke længere foreslås til den unge. Vælg en anden."))
