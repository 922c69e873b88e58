"""Whose link it is and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass

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

    person: Mentor | Youth | ContactPerson

    @property
    def page_language(self) -> str:
        """The language chosen for this person."""
        return self.person.page_language

    @property
    def phone(self) -> str:
        """The person's own number."""
        return self.person.phone


def holder_of(link: Link) -> Holder:
    """The holder; NotFound where there is none any longer."""
    pair = proposal_of(link) if link.purpose in ("mentor_answer", "youth_answer") else match_of(link)
    people = {"mentor": pair.mentor, "youth": pair.youth, "contact": pair.youth.contact_person}
    person = people[link.holder]
    if person is None:
        raise NotFound("Holder")
    return Holder(person)


def acting(link: Link) -> Actor:
    """The holder as the one who acts."""
    return Actor(link.holder, holder_of(link).person.name)


def proposal_of(link: Link) -> Proposal:
    """The proposal that is answered."""
    return Proposal.get(link.subject_id)


def match_of(link: Link) -> Match:
    """The pair, also where the link is about one of its follow-ups, its goodbye, or a contact after the end."""
    if link.purpose in ABOUT_A_PAIR:
        return ABOUT_A_PAIR[link.purpose].get(link.subject_id).match
    return Match.get(link.subject_id)
