"""Who of the pairs cannot be reached: onto the list once, and off it when the address has changed."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from mentorkorps.channel import dialled
from mentorkorps.clock import now
from mentorkorps.follow_ups.follow_up import FollowUp
from mentorkorps.follow_ups.steps import open_follow_up, put_on_list
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, danish
from mentorkorps.matches import Match
from mentorkorps.messages import Unreachable
from mentorkorps.youths import Youth
from tenants.scope import db
from tenants.users import SYSTEM, Actor

#: Whoever's address takes nothing.
UNREACHABLE = Unreachable.open_here()
WHO = {"mentor": N_("mentor"), "youth": N_("den unge"), "contact": N_("kontaktpersonen")}
ASKED = ("mentor", "youth")  # whose silence is rung about


def with_people(pair: Any) -> Any:
    """A loader's option: the pair comes with mentor, youth and contact person, in the same statement."""
    youth = joinedload(Match.youth).joinedload(Youth.contact_person)
    return pair.options(joinedload(Match.mentor), youth)


def unreachable_in(match: Match) -> list[Unreachable]:
    """Who of a pair, or its contact person, takes no messages from us at the moment."""
    return list(db.session.scalars(Unreachable.open_here().where(Unreachable.person_id.in_(_people(match)))))


def _people(match: Match) -> list[UUID]:
    people = match.mentor_id, match.youth_id, match.youth.contact_person_id
    return [person for person in people if person]


def list_too(match: Match, because: str) -> None:
    """Onto the list for one more reason; the one for which somebody rings already stands."""
    step = open_follow_up(match)
    if step is not None and step.raised_at is None:
        put_on_list(match, because)


def reachable_again(match: Match, one: Unreachable, *, by: Actor) -> None:
    """Somebody has mended the address, or heard that it works: messages go there again."""
    one.solve(by=by)
    text = danish(N_("Beskeder til %(who)s kommer frem igen."), who=WHO[one.holder])
    JournalNote.write(match.youth, "channel", text, by=by, match_id=match.id)


def mind_unreachable() -> None:
    """Whoever's address has changed is reachable again; of the others the running pair is on the list, once. A pair whose contact
    person is not reached stands there by itself: see `to_ring.contacts_unreachable`."""
    open_ones = db.session.scalars(UNREACHABLE).all()
    if not open_ones:
        return
    people = [one.person_id for one in open_ones]
    steps = running_with(people)
    for one in open_ones:
        theirs = [step for step in steps if one.person_id in _people(step.match)]
        if any(one.address not in _addresses(step.match, one.person_id) for step in theirs):
            one.solve(by=SYSTEM)
        elif one.raised_at is None:
            one.raised_at = now()
            for step in theirs if one.holder in ASKED else ():
                _tell(one, step.match)


def _tell(one: Unreachable, match: Match) -> None:
    text = danish(N_("Beskeder til %(who)s kommer ikke frem. Korpset ringer."), who=WHO[one.holder])
    JournalNote.write(match.youth, "unreachable", text, by=SYSTEM, match_id=match.id, internal=one.why)
    list_too(match, "unreachable")


def running_with(people: list[UUID]) -> list[FollowUp]:
    """The open steps of the running pairs of these people here, contact persons among them, the nearest first."""
    cared_for = select(Youth.id).where(Youth.contact_person_id.in_(people))
    steps = (
        select(FollowUp)
        .join(FollowUp.match)
        .options(with_people(joinedload(FollowUp.match)))
        .where(FollowUp.done_at.is_(None), Match.ended_at.is_(None))
        .where(or_(Match.mentor_id.in_(people), Match.youth_id.in_(people), Match.youth_id.in_(cared_for)))
        .order_by(FollowUp.opens_on, FollowUp.id)
    )
    return list(db.session.scalars(steps).unique())


def _addresses(match: Match, person_id: UUID) -> set[str]:
    if person_id == match.youth.contact_person_id:
        return {match.youth.contact_person.email.lower()} if match.youth.contact_person else set()
    person = match.mentor if match.mentor_id == person_id else match.youth
    return {person.email.lower(), dialled(person.phone)}
