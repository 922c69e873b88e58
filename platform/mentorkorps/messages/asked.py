"""Who is asked on which day: one message a day per person, however many pairs and tenants ask.

A row belongs to the house that owns the person, and its party is the tenant that asks. Unique indexes hold the cap, one for the
person and one for the address (`days`), so two tenants' jobs at the same moment agree without seeing each other: who
comes second writes no message, and the question stands on the page of the first. Where the first is about another row
of the same person there is no common page, and the second has the next day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Index, Select, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from mentorkorps.clock import local, now, today
from mentorkorps.messages.days import MessageDay
from mentorkorps.messages.pace import next_day
from mentorkorps.programmes import Rules
from tenants.rows import Base, SharedRow, new_id
from tenants.scope import db, tenant_id

LISTED = timedelta(days=30)  # as long as a link of a question lives


class Asked(SharedRow):
    """A person is asked by `link_id` of the party on a day: by the message of that day, or on the page it leads to."""

    __tablename__ = "asked"
    __table_args__ = (
        Index(
            "uq_asked_one_message_a_day", "tenant_id", "person_id", "on_day", unique=True,
            postgresql_where=text("by_message"),
        ),
        Index("ix_asked_person", "tenant_id", "person_id", "on_day"),
    )  # fmt: skip

    person_id: Mapped[UUID]
    link_id: Mapped[UUID]
    on_day: Mapped[date]
    by_message: Mapped[bool]

    @classmethod
    def of(cls, house: UUID, person: UUID) -> Select[UUID, UUID]:
        """Tenant and link of what a person of `house` has been asked lately, the newest last; from that house's scope all
        of it, from another only what was asked there."""
        theirs = cls.tenant_id == house, cls.person_id == person, cls.on_day > today() - LISTED
        return select(cls.party_tenant_id, cls.link_id).where(*theirs).order_by(cls.on_day, cls.id)


@dataclass(frozen=True, eq=False)
class Place:
    """One letter that wants a place in a person's day."""

    house: UUID
    person: UUID
    keys: frozenset[str]  # of all the addresses of the person: see `days`
    link: UUID | None  # of a question; None for what asks nothing
    rules: Rules
    first: datetime  # the first moment at which it may go
    joins: bool = False  # may stand on the page of another question of that day; else it takes the next free day
    urgent: bool = False  # goes whether the day is taken or not, and takes it


class Places(NamedTuple):
    """When the message of each goes; and of those without one, when the message goes on whose page they stand."""

    goes: dict[Place, datetime]
    rides: dict[Place, datetime]


def take_places(wanted: Sequence[Place]) -> Places:
    """A place for each, on the first day on which nobody else writes to the person.

    A day's message that is still to go carries what comes to it. One that has gone does not: then it is the next day.
    """
    at, found = now(), Places({}, {})
    waiting = {place: place.first for place in wanted}
    while waiting:
        won = _claim(waiting)
        found.goes.update((place, moment) for place, moment in waiting.items() if place in won or place.urgent)
        lost = {place: moment for place, moment in waiting.items() if place not in found.goes}
        joined = _join({place: moment for place, moment in lost.items() if place.joins and moment > at})
        found.rides.update((place, lost[place]) for place in joined)
        left = {place: moment for place, moment in lost.items() if place not in joined}
        waiting = {place: next_day(moment, place.rules, asks=place.link is not None) for place, moment in left.items()}
    return found


def _claim(places: dict[Place, datetime]) -> set[Place]:
    """Those whose addresses were free on their day; of the questions, whose person was, too."""
    days = [(place.keys, local(moment).date()) for place, moment in places.items()]
    free = {place for place, won in zip(places, MessageDay.claim_whole(days), strict=True) if won}
    asked = {place: moment for place, moment in places.items() if place in free and place.link}
    written = _write(asked, by_message=True)
    return {place for place in free if place.link is None or place.link in written}


def _join(places: dict[Place, datetime]) -> set[Place]:
    """Those whose person gets a question that day, from whomever: they stand on its page. The trial is taken back: it tells
    that there is such a message, and nothing of it."""
    if not places:
        return set()
    trial = db.session.begin_nested()
    alone = _write(places, by_message=True)
    trial.rollback()
    joining = {place: moment for place, moment in places.items() if place.link not in alone}
    _write(joining, by_message=False)
    return set(joining)


def _write(places: dict[Place, datetime], *, by_message: bool) -> set[UUID]:
    """In the order of the persons, so that two jobs never wait for each other."""
    rows = [
        {
            "tenant_id": place.house, "party_tenant_id": tenant_id(), "id": new_id(), "person_id": place.person,
            "link_id": place.link, "on_day": local(moment).date(), "by_message": by_message,
        }
        for place, moment in sorted(places.items(), key=lambda one: (one[0].house, one[0].person))
    ]  # fmt: skip
    if not rows:
        return set()
    return set(db.session.scalars(_KEEP, rows if len(rows) > 1 else rows[0]))


_ASKED = Base.metadata.tables["asked"]
_KEEP = insert(_ASKED).on_conflict_do_nothing().returning(_ASKED.c.link_id)
