"""Asking a party in the field to sign: the invitation, and a mail with a link of its own and nothing personal (DF-27).

The partners in the field know no mail, so this stands between.
"""

from sqlalchemy import select

from mentorkorps import messages
from mentorkorps.field_partners import FieldInvitation, FieldPartner, signing
from mentorkorps.links import Link
from tenants.scope import db
from tenants.users import Actor


def ask_to_sign(partner: FieldPartner, number: int, email: str, *, by: Actor) -> FieldInvitation:
    """The party of that number gets a link to sign by; one it was sent before dies. Refused and NotFound as `signing.invite`."""
    invitation = signing.invite(partner, number, email, by=by)
    same = FieldInvitation.agreement_id == invitation.agreement_id, FieldInvitation.party == invitation.party
    Link.revoke(*db.session.scalars(select(FieldInvitation.id).where(*same, FieldInvitation.id != invitation.id)))
    messages.to_party(email, "field_signature", invitation.id, purpose="field_signature")
    return invitation
