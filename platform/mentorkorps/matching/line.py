"""The waiting line for a place, where the agreement says "wait": first come, first served, when a place is free again."""

from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import Index, Select, and_, func, or_, select, text, update
from sqlalchemy.orm import Mapped, aliased

from mentorkorps.clock import now, today
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, danish
from mentorkorps.youths import Enrolment
from tenants.quotas import Quota, Reservation, reserve
from tenants.rows import CaseRow, inside
from tenants.scope import db
from tenants.users import Actor


class PlaceWait(CaseRow):
    """An enrolment in the line, since when; left when it has a place."""

    __tablename__ = "place_waits"
    __table_args__ = (
        inside("enrolments", "enrolment_id"),
        Index(
            "uq_place_waits_once", "tenant_id", "enrolment_id", unique=True, postgresql_where=text("left_at IS NULL")
        ),
    )

    enrolment_id: Mapped[UUID]
    since: Mapped[datetime]
    left_at: Mapped[datetime | None]

    @classmethod
    def of(cls, enrolment: Enrolment) -> Self | None:
        """Where the enrolment stands in the line; None where it does not."""
        return db.session.scalar(select(cls).where(cls.enrolment_id == enrolment.id, cls.left_at.is_(None)))


def stand_in_line(enrolment: Enrolment, *, by: Actor) -> PlaceWait:
    """The enrolment waits for a place from now on, and the contact person reads so; twice is once."""
    Quota.of_here(today(), locked=True)
    wait = PlaceWait.of(enrolment)
    if wait is None:
        wait = PlaceWait(enrolment_id=enrolment.id, since=now())
        db.session.add(wait)
        db.session.flush()
        said = danish(N_("Alle kommunens pladser er i brug. Den unge står i kø til en plads."))
        JournalNote.write(enrolment.youth, "place_wait", said, by=by)
    return wait


def ahead_of(enrolment: Enrolment) -> int:
    """How many came first: those before it in the line, or the whole line where it does not stand in it."""
    mine, other = aliased(PlaceWait), aliased(PlaceWait)
    query = (
        select(func.count())
        .select_from(other)
        .join(Enrolment, and_(Enrolment.tenant_id == other.tenant_id, Enrolment.id == other.enrolment_id))
        .outerjoin(mine, and_(mine.enrolment_id == enrolment.id, mine.left_at.is_(None)))
        .where(other.left_at.is_(None), Enrolment.closed_at.is_(None), other.enrolment_id != enrolment.id)
        .where(or_(mine.id.is_(None), other.since < mine.since, and_(other.since == mine.since, other.id < mine.id)))
    )
    return db.session.scalar(query) or 0


def places_in_line() -> Select[UUID, int]:
    """Every enrolment in the line here with its number, from 1."""
    number = func.row_number().over(order_by=(PlaceWait.since, PlaceWait.id)).label("in_line")
    stands = and_(Enrolment.tenant_id == PlaceWait.tenant_id, Enrolment.id == PlaceWait.enrolment_id)
    open_ones = PlaceWait.left_at.is_(None), Enrolment.closed_at.is_(None)
    return select(PlaceWait.enrolment_id, number).join(Enrolment, stands).where(*open_ones)


def place_in_line(enrolment: Enrolment) -> int | None:
    """Its number in the line, from 1; None where it does not stand in it."""
    return ahead_of(enrolment) + 1 if PlaceWait.of(enrolment) else None


def take_place(enrolment: Enrolment, quota: Quota) -> Reservation:
    """A place of the locked `quota` for the enrolment, which then leaves the line; NoPlace (see `reserve`)."""
    if quota.beyond != "wait":
        return reserve(quota, now())
    place = reserve(quota, now(), behind=ahead_of(enrolment))
    stands = PlaceWait.enrolment_id == enrolment.id, PlaceWait.left_at.is_(None)
    db.session.execute(update(PlaceWait).where(*stands).values(left_at=now()))
    return place
