"""Recruiting a mentor and keeping what is known of one (HT-18); and how the corps stands against what was agreed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.mentors.company import Company
from mentorkorps.mentors.mentor import TRAINING, Engagement, Mentor
from mentorkorps.refused import Refused
from tenants import audit
from tenants.scope import db, own_id
from tenants.users import Actor


def recruit(answers: Mapping[str, Any], company: Mapping[str, Any], *, by: Actor) -> Mentor:
    """A new mentor of the house, recruited today; `company` (name, sector, employees) may be empty.

    Refused when the house has a mentor with that mail already (the button pressed twice).
    """
    _refuse_known(answers["email"])
    mentor = Mentor(recruited_on=today(), **answers)
    db.session.add(mentor)
    _come_from(mentor, company)
    audit.record("mentor.recruited", mentor, by=by)
    return mentor


def change(mentor: Mentor, answers: Mapping[str, Any], company: Mapping[str, Any], *, by: Actor) -> None:
    """New facts about a mentor. Room may be made smaller at any time: running pairs go on, nobody new is proposed."""
    if answers["email"].lower() != mentor.email.lower():
        _refuse_known(answers["email"])
    for name, value in answers.items():
        setattr(mentor, name, value)
    _come_from(mentor, company)
    audit.record("mentor.changed", mentor, by=by)


def trained(mentor: Mentor, how: str, day: date, *, by: Actor) -> None:
    """Remembers that the mentor was prepared, on which day and by whom (VB-09). Refused for a day to come."""
    if how not in TRAINING:
        raise Refused(_("Vælg, hvordan mentor er klædt på."))
    if day > today():
        raise Refused(_("Dagen ligger ude i fremtiden. Skriv det, når det er sket."))
    mentor.trained_on, mentor.trained_how, mentor.trained_by = day, how, by.name
    db.session.flush()
    audit.record("mentor.trained", mentor, by=by)


def _refuse_known(email: str) -> None:
    known = select(Mentor.id).where(Mentor.tenant_id == own_id(), func.lower(Mentor.email) == email.lower())
    if db.session.scalar(known.limit(1)):
        raise Refused(_("Der er allerede en mentor med den mailadresse."))


def _come_from(mentor: Mentor, facts: Mapping[str, Any]) -> None:
    """The company of that name in the house, made where it is new."""
    company = _company_called(facts["name"]) if facts.get("name") else None
    if company:
        company.sector, company.employees = facts["sector"], facts["employees"]
        db.session.flush()
    mentor.company_id = company.id if company else None
    db.session.flush()
    db.session.expire(mentor, ["company"])


def _company_called(name: str) -> Company:
    company = db.session.scalar(select(Company).where(Company.tenant_id == own_id(), Company.name == name).limit(1))
    if company is None:
        company = Company(name=name, employees=0, first_contact_on=today())
        db.session.add(company)
    return company


class InCorps(NamedTuple):
    """One line of the list of mentors."""

    id: UUID
    first_name: str
    last_name: str
    occupation: str
    position: str
    company: str | None
    employees: int | None
    capacity: int
    taken: int
    retired_from_work_on: date | None
    left_on: date | None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"

    def is_away(self, day: date) -> bool:
        """Paused or gone."""
        return self.left_on is not None and self.left_on <= day

    def is_active_in_business(self, day: date) -> bool:
        """Has not retired from working life."""
        return self.retired_from_work_on is None or self.retired_from_work_on > day

    @property
    def has_room(self) -> bool:
        """Could take one more."""
        return self.taken < self.capacity


def corps() -> Select[*tuple[Any, ...]]:
    """The mentors of the house, gone ones too, as columns of `InCorps`, in one statement."""
    taken = (
        select(Engagement.mentor_id, func.count().label("taken"))
        .where(Engagement.tenant_id == own_id(), Engagement.freed_at.is_(None))
        .group_by(Engagement.mentor_id)
        .subquery()
    )
    return (
        select(
            Mentor.id, Mentor.first_name, Mentor.last_name, Mentor.occupation, Mentor.position,
            Company.name, Company.employees, Mentor.capacity, func.coalesce(taken.c.taken, 0),
            Mentor.retired_from_work_on, Mentor.left_on,
        )
        .outerjoin(Company, and_(Company.tenant_id == Mentor.tenant_id, Company.id == Mentor.company_id))
        .outerjoin(taken, taken.c.mentor_id == Mentor.id)
        .where(Mentor.tenant_id == own_id())
    )  # fmt: skip
