"""Who is asked on which day: one message a day per person, however many pairs and tenants ask.

A row belongs to the house that owns the person, and its party is the tenant that asks. One unique index holds the cap, so
two tenants' jobs at the same moment agree without seeing each other: who comes second writes no message, and the
question stands on the page of the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Index, Select, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from mentorkorps.clock import local, now, today
from mentorkorps.messages.pace import first_allowed, next_day
from mentorkorps.programmes import Rules
from tenants.rows import SharedRow, new_id
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
    """One question that wants a place in a day's message."""

    house: UUID
    person: UUID
    link: UUID
    rules: Rules
    joins: bool  # may stand on the page of another question of that day; else it takes the next day that is free


def take_places(wanted: Sequence[Place]) -> dict[UUID, datetime]:
    """When the message of each link goes; a link that is not in the answer stands on the page of another's.

    A day's message that is still to go carries what comes to it. One that has gone does not: then it is the next day.
    """
    at = now()
    goes: dict[UUID, datetime] = {}
    waiting = {place: first_allowed(at, place.rules) for place in wanted}
    while waiting:
        won = _write(waiting, by_message=True)
        goes |= {place.link: moment for place, moment in waiting.items() if place.link in won}
        second = {place: moment for place, moment in waiting.items() if place.link not in won}
        joining = {place: moment for place, moment in second.items() if place.joins and moment > at}
        _write(joining, by_message=False)
        waiting = {place: next_day(moment, place.rules) for place, moment in second.items() if place not in joining}
    return goes


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
    kept = insert(Asked).values(rows).on_conflict_do_nothing().returning(Asked.link_id)
    return set(db.session.scalars(kept))
