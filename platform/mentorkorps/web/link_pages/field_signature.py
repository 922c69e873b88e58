"""A party in the field reads what is agreed, and signs it: name, role and time (DF-27)."""

from flask import g, render_template
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired, Length

from mentorkorps.field_partners import PARTS, FieldAgreement, FieldInvitation, FieldSignature, conditions, signing
from mentorkorps.language import N_
from mentorkorps.links import Link
from mentorkorps.web.acts import DONE, attempt
from mentorkorps.web.link_pages.way import thanked
from mentorkorps.web.widgets import Check, Form, Text


class SigningForm(Form):
    """Who signs for the party."""

    person = Text(N_("Dit navn"), [InputRequired(), Length(max=200)])
    role = Text(N_("Din stilling eller rolle"), [InputRequired(), Length(max=200)])
    read = Check(N_("Jeg har læst aftalen og må skrive under for os"), [InputRequired()])


def show(link: Link) -> ResponseReturnValue:
    """The agreement and the question; Refused when it is no longer asked."""
    return _page(_asked(link), SigningForm(formdata=None), 200)


def act(link: Link) -> ResponseReturnValue:
    """Keeps the signature and spends the link; a form with something wrong spends nothing."""
    invitation, form = _asked(link), SigningForm()
    link.use()  # taken back with everything else where the form is refused
    status = attempt(form, lambda: signing.sign_by_link(invitation, form.person.data or "", form.role.data or ""))
    return thanked() if status == DONE else _page(invitation, form, status)


def stands(link: Link) -> bool:
    """Whether the name and role that are sent now are those that signed."""
    given, form = _signature(link), SigningForm()
    return given is not None and (given.person, given.role) == (form.person.data, form.role.data)


def thanks(link: Link) -> ResponseReturnValue:
    """What was signed, by whom and when."""
    return render_template("links/field_signature_thanks.html", signature=_signature(link), house=g.tenant.name)


def _signature(link: Link) -> FieldSignature | None:
    invitation = _asked(link)
    return signing.signatures(FieldAgreement.get(invitation.agreement_id))[invitation.party]


def _page(invitation: FieldInvitation, form: SigningForm, status: int) -> ResponseReturnValue:
    partner, agreement = signing.open_to(invitation)
    agreed = [*conditions.asked_of(partner).values(), *_parts(partner.kind, agreement.conditions)]
    return render_template(
        "links/field_signature.html", form=form, invitation=invitation, agreement=agreement, house=g.tenant.name,
        parties=signing.parties_of(agreement), agreed=agreed,
    ), status  # fmt: skip


def _parts(kind: str, chosen: list[str]) -> list[str]:
    words = PARTS.get(kind, {})
    return [words[part] for part in chosen if part in words]


def _asked(link: Link) -> FieldInvitation:
    return FieldInvitation.get(link.subject_id)
