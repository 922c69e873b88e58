"""Staff say how a mentor or a youth would rather hear from us, and that somebody can be reached again (VB-15, VB-19)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired

from mentorkorps import across, follow_ups
from mentorkorps.channel import CHANNELS
from mentorkorps.language import N_, _
from mentorkorps.matches import Match
from mentorkorps.mentors import Mentor
from mentorkorps.messages import hear_by
from mentorkorps.refused import NotFound
from mentorkorps.web import widgets
from mentorkorps.web.access import actor, may
from mentorkorps.web.acts import act
from mentorkorps.web.pair_acts import the_pair
from mentorkorps.web.pair_facts import Facts
from mentorkorps.youths import Youth, reach
from tenants.registry import Tenant
from tenants.scope import acting_for
from tenants.users import Actor

room = Blueprint("channels", __name__)

WHO = {"mentor": N_("Mentor"), "youth": N_("Den unge"), "contact": N_("Kontaktpersonen")}


class ChannelForm(widgets.Form):
    """One choice."""

    channel = widgets.Radios(
        N_("Hvordan vil personen helst høre fra os?"), [InputRequired()], choices=CHANNELS,
        description=N_("Den, der helst vil ringes op, kommer på ringelisten, når det er tid til en opfølgning."),
    )  # fmt: skip


@room.get("/<slug>/mentorer/<uuid:mentor_id>/kontaktvej")
@room.post("/<slug>/mentorer/<uuid:mentor_id>/kontaktvej")
@may("recruit mentors")
def of_mentor(slug: str, mentor_id: UUID) -> ResponseReturnValue:
    """The mentor's channel."""
    return _choose(Mentor.get(mentor_id), url_for("mentors.edit", slug=slug, mentor_id=mentor_id))


@room.get("/<slug>/unge/<uuid:youth_id>/kontaktvej")
@room.post("/<slug>/unge/<uuid:youth_id>/kontaktvej")
@may("see youths")
def of_youth(slug: str, youth_id: UUID) -> ResponseReturnValue:
    """The youth's channel."""
    return _choose(reach.find(youth_id, actor()), url_for("youths.show", slug=slug, youth_id=youth_id))


@room.post("/<slug>/par/<uuid:match_id>/naas-igen/<uuid:row_id>")
@may("follow up")
def solved(slug: str, match_id: UUID, row_id: UUID) -> ResponseReturnValue:
    """The address works again: messages go there."""
    match = the_pair(match_id)
    row = next((one for one in follow_ups.unreachable_in(match) if one.id == row_id), None)
    if row is None:
        raise NotFound("Unreachable")
    follow_ups.reachable_again(match, row, by=actor())
    flash(_("Vi skriver igen til den adresse."), "success")
    return redirect(url_for("pairs.show", slug=slug, match_id=match_id), 303)


def part(match: Match, facts: Facts) -> Mapping[str, Any]:
    """How the two of a pair hear from us, and who cannot be reached."""
    return {
        "asking": {
            "channels": CHANNELS, "who": WHO, "unreachable": facts["unreachable"],
            "own_mentor": match.mentor_tenant_id == g.home.id,
        }
    }  # fmt: skip


def note(person: Mentor | Youth, *, by: Actor) -> None:
    """The journal has it: of a youth here, of a mentor in every municipality with a pair of the mentor's, and in the one that
    found the mentor itself (FY-13)."""
    if isinstance(person, Youth):
        follow_ups.note_channel("youth", person.id, person.channel, by=by)
        return
    house = Tenant.by_id(person.tenant_id)
    for tenant in {house.id, *(one.id for one in across.each_served(house))}:
        with acting_for(tenant, home=house.id):
            follow_ups.note_channel("mentor", person.id, person.channel, by=by)


def _choose(person: Mentor | Youth, back: str) -> ResponseReturnValue:
    form = ChannelForm(channel=person.channel)

    def keep() -> None:
        hear_by(person, form.channel.data or "", by=actor())
        note(person, by=actor())

    chosen = _(CHANNELS.get(form.channel.data or "", ""))
    said = _("%(name)s hører fremover fra os sådan: %(channel)s.", name=person.name, channel=chosen)
    return act(form, keep, said, back, "asking/channel.html", person=person)
