"""The way a message takes to a person: the channel that was chosen, else the other one, else none."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from mentorkorps.channel import CHANNELS, Addressed
from mentorkorps.gateways import sms
from mentorkorps.language import _
from mentorkorps.mentors import Mentor
from mentorkorps.messages.days import key_of
from mentorkorps.refused import Refused
from mentorkorps.youths import ContactPerson, Youth
from tenants import audit
from tenants.scope import db
from tenants.users import Actor


class Way(NamedTuple):
    """A channel and the address on it."""

    channel: str
    address: str


def way_to(person: Addressed, closed: Collection[str] = (), *, texting: bool = True) -> Way | None:
    """The way to the person, not by an address among `closed` (in small letters); None where there is none.

    No text message where there is no `texting`.
    Who wishes to be rung, and who has only one address, is written to there when it is no question.
    """
    ways = [Way("mail", person.email), Way("sms", person.sms_number if texting and sms.is_used() else "")]
    if person.channel == "sms":
        ways.reverse()
    return next((way for way in ways if way.address and way.address.lower() not in closed), None)


def day_keys(person: Addressed | ContactPerson | None, address: str) -> frozenset[str]:
    """What holds the person's day (`days`): the address that is written to, and where text messages are sent, the other one as
    well; somebody may hear from one house by mail and from another by SMS."""
    known = {address}
    if sms.is_used() and isinstance(person, Addressed):
        known |= {one for one in (person.email, person.sms_number) if one}
    return frozenset(key_of(one) for one in known)


def takes_code(person: Addressed, closed: Collection[str] = ()) -> bool:
    """Whether a code can be sent to the person's own telephone."""
    return sms.is_used() and bool(person.sms_number) and person.sms_number not in closed


def hear_by(person: Mentor | Youth, channel: str, *, by: Actor) -> None:
    """The person hears from us by `channel` from now on.

    Refused where there is no address for it. A number that has said stop is taken up again by its holder alone.
    """
    if channel not in CHANNELS:
        raise Refused(_("Vælg mail, SMS eller opkald."))
    if channel == "mail" and not person.email:
        raise Refused(_("Der mangler en mailadresse."))
    if channel != "mail" and not person.phone:
        raise Refused(_("Der mangler et telefonnummer."))
    if channel == "sms":
        _take_up_again(person, by)
    person.channel = channel
    db.session.flush()
    audit.record("channel.chosen", person, by=by, why=channel)


def _take_up_again(person: Mentor | Youth, by: Actor) -> None:
    if person.has_said_stop and by.kind == "user":
        raise Refused(_("Nummeret har sagt stop til SMS. Kun personen selv kan vælge SMS igen, på sin egen side."))
    person.sms_stopped_number, person.sms_stopped_at = None, None
    if not person.sms_number:
        raise Refused(_("Telefonnummeret kan ikke få SMS."))


def person_of(holder: str, person: UUID) -> Mentor | Youth | None:
    """The mentor or the youth with that id, as far as it is seen here."""
    if holder == "mentor":
        return db.session.scalar(select(Mentor).where(Mentor.id == person))
    return db.session.scalar(select(Youth).where(Youth.id == person))
