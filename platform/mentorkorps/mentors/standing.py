"""How the corps stands, counted by the database: its size, its room, and where the mentors come from (HT-17, FY-04)."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select

from mentorkorps.mentors.company import Company
from mentorkorps.mentors.mentor import Engagement, Mentor
from tenants.scope import db, own_id


class Standing(NamedTuple):
    """The mentors of the house who are here on a day, and how many of their places are taken."""

    mentors: int
    active: int  # not retired from working life
    private: int  # from a private company
    companies: int
    trained: int
    places: int
    free: int  # places that nobody has
    with_room: int  # mentors who have one


class Supply(NamedTuple):
    """The mentors of one occupation, and their free places."""

    mentors: int
    free: int


def standing(day: date) -> Standing:
    """The whole corps, in one statement."""
    active = or_(Mentor.retired_from_work_on.is_(None), Mentor.retired_from_work_on > day)
    taken = _taken()
    free = _free(taken)
    query = select(
        func.count(), func.count().filter(active), func.count().filter(Company.sector == "private"),
        func.count(func.distinct(Company.id)), func.count().filter(Mentor.trained_on <= day),
        func.coalesce(func.sum(Mentor.capacity), 0), func.coalesce(func.sum(free), 0), func.count().filter(free > 0),
    ).select_from(Mentor)  # fmt: skip
    company = and_(Company.tenant_id == Mentor.tenant_id, Company.id == Mentor.company_id)
    whole = query.outerjoin(Company, company).outerjoin(taken, taken.c.mentor_id == Mentor.id).where(*_here(day))
    return Standing(*map(int, db.session.execute(whole).one()))


def supply(day: date) -> Mapping[str, Supply]:
    """By occupation, in one statement."""
    taken = _taken()
    query = select(Mentor.occupation, func.count(), func.sum(_free(taken))).outerjoin(
        taken, taken.c.mentor_id == Mentor.id
    )
    rows = db.session.execute(query.where(*_here(day)).group_by(Mentor.occupation))
    return {occupation: Supply(mentors, int(free)) for occupation, mentors, free in rows}


def found_through(day: date) -> Mapping[str, int]:
    """How many were found in each way; "" where nobody has written it (DF-26)."""
    query = select(Mentor.found_through, func.count()).where(*_here(day)).group_by(Mentor.found_through)
    rows = db.session.execute(query)
    return {row[0]: row[1] for row in rows}


def _here(day: date) -> tuple[ColumnElement[bool], ...]:
    stays = or_(Mentor.left_on.is_(None), Mentor.left_on > day)
    return Mentor.tenant_id == own_id(), Mentor.recruited_on <= day, stays


def _taken() -> Subquery:
    open_ones = Engagement.tenant_id == own_id(), Engagement.freed_at.is_(None)
    counted = select(Engagement.mentor_id, func.count().label("taken")).where(*open_ones)
    return counted.group_by(Engagement.mentor_id).subquery("taken")


def _free(taken: Subquery) -> ColumnElement[int]:
    """The places of a mentor that nobody has; none where a mentor has made room for fewer than there are."""
    return func.greatest(Mentor.capacity - func.coalesce(taken.c.taken, 0), 0)
