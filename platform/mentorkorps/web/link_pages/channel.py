"""How the holder of a link would rather hear from us: chosen on the person's own page (VB-15, VB-19)."""

from typing import Any

from flask import flash, g, request
from flask.typing import ResponseReturnValue

from mentorkorps.channel import CHANNELS
from mentorkorps.gateways import sms
from mentorkorps.language import _
from mentorkorps.links import Link
from mentorkorps.mentors import Mentor
from mentorkorps.messages import hear_by
from mentorkorps.refused import Refused
from mentorkorps.web.channels import note
from mentorkorps.web.link_pages.holder import acting, holder_of
from mentorkorps.web.link_pages.proof import is_known
from mentorkorps.web.link_pages.way import again
from mentorkorps.youths import Youth
from tenants.scope import acting_for, tenant_id


def choice() -> dict[str, Any] | None:
    """For the pages: the channels the holder can choose between, and today's; None for a contact person."""
    link = g.get("link")
    person = holder_of(link).person if link else None
    if not isinstance(person, Mentor | Youth):
        return None
    offered = [name for name in CHANNELS if _can(person, name)]
    return {"now": person.channel, "offered": {name: CHANNELS[name] for name in offered}} if offered else None


def act(link: Link) -> ResponseReturnValue:
    """Keeps the choice in the house that owns the person. Refused without an address for it, or where nobody has proved
    to be the holder of a page that asks for it."""
    person, chosen = holder_of(link).person, request.form.get("channel", "")
    if not isinstance(person, Mentor | Youth) or (link.purpose == "start" and not is_known(link)):
        raise Refused(_("Det kan ikke vælges her. Ring til os."))
    by = acting(link)
    if person.tenant_id == tenant_id():
        hear_by(person, chosen, by=by)
        note(person, by=by)
    else:
        with acting_for(person.tenant_id):
            mentor = Mentor.get(person.id)
            hear_by(mentor, chosen, by=by)
            note(mentor, by=by)
    flash(_("Tak. Fremover hører du fra os sådan: %(channel)s.", channel=_(CHANNELS[chosen])), "success")
    return again()


def _can(person: Mentor | Youth, channel: str) -> bool:
    if channel == "mail":
        return bool(person.email)
    return bool(person.phone) and (channel == "phone" or sms.is_used())
