"""Whose link it is and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from mentorkorps.field_partners import FieldInvitation
from mentorkorps.follow_ups import ExitContact, FollowUp
from mentorkorps.links import Link
from mentorkorps.matches import Goodbye, Match
from mentorkorps.matching import Proposal
from mentorkorps.mentors import Mentor
from mentorkorps.refused import NotFound
from mentorkorps.youths import ContactPerson, Youth
from tenants.users import Actor

#: Purposes whose subject is not the pair itself, but something of it.
ABOUT_A_PAIR: Mapping[str, type[FollowUp | Goodbye | ExitContact]] = {
    "follow_up": FollowUp,
    "goodbye": Goodbye,
    "exit": ExitContact,
}


@dataclass(frozen=True)
class Holder:
    """The person whom the link was sent to."""

    person: Mentor | Youth | ContactPerson | FieldInvitation

    @property
    def page_language(self) -> str:
        """The language chosen for this person; nobody has chosen for a party in the field."""
        return "da" if isinstance(self.person, FieldInvitation) else self.person.page_language

    @property
    def phone(self) -> str:
        """The person's own number."""
        return "" if isinstance(self.person, FieldInvitation) else self.person.phone


def holder_of(link: Link) -> Holder:
    """The holder; NotFound where there is none any longer."""
    if link.purpose == "field_signature":
        return Holder(FieldInvitation.get(link.subject_id))
    pair = _pair_of(link)
    people = {"mentor": pair.mentor, "youth": pair.youth, "contact": pair.youth.contact_person}
    person = people[link.holder]
    if person is None:
        raise NotFound("Holder")
    return Holder(person)


def house_of(link: Link) -> UUID | None:
    """Whose corps cares for the pair, or would; None for a link that is about no pair."""
    return None if link.purpose == "field_signature" else _pair_of(link).caring_tenant_id


def acting(link: Link) -> Actor:
    """The holder as the one who acts."""
    person = holder_of(link).person
    return Actor(link.holder, person.party if isinstance(person, FieldInvitation) else person.name)


def _pair_of(link: Link) -> Proposal | Match:
    return proposal_of(link) if link.purpose in ("mentor_answer", "youth_answer") else match_of(link)


def proposal_of(link: Link) -> Proposal:
    """The proposal that is answered."""
    return Proposal.get(link.subject_id)


def match_of(link: Link) -> Match:
    """The pair, also where the link is about one of its follow-ups, its goodbye, or a contact after the end."""
    if link.purpose in ABOUT_A_PAIR:
        return ABOUT_A_PAIR[link.purpose].get(link.subject_id).match
    return Match.get(link.subject_id)
