"""What the parts of a simulation share: the partnership as its agreement describes it, chance, and an agenda."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mentorkorps.mentors import Mentor
from mentorkorps.programmes import setting
from mentorkorps.refused import Refused
from mentorkorps.simulation.agenda import Agenda
from mentorkorps.simulation.names import People, postcodes_of
from mentorkorps.youths import Enrolment, Youth
from tenants.agreements import Agreement, Period
from tenants.quotas import Quota
from tenants.registry import Member, Partnership, Programme, Tenant
from tenants.scope import acting_for, db
from tenants.users import Actor

STAFF = Actor("user", "Korpsets medarbejder")


@dataclass
class World:
    """One partnership and one period of it."""

    rng: random.Random
    home: Tenant  # the operator
    bearing: list[Tenant]  # in the order of their names
    enrolling: list[Tenant]  # schools and guidance centres
    period: Period
    last: date  # the last day that is played
    corps_size: int
    places: Mapping[UUID, int]  # of each bearing municipality
    people: People
    profile: Mapping[str, Any]
    agenda: Agenda = field(default_factory=Agenda)
    counts: Counter[str] = field(default_factory=Counter)
    lost: set[UUID] = field(default_factory=set)  # pairs that nobody would have seen, on some day
    dead: set[UUID] = field(default_factory=set)  # people whose address takes nothing just now

    @property
    def operator(self) -> UUID:
        """Who runs the programme."""
        return self.home.id

    @property
    def ages(self) -> tuple[int, int]:
        """Whom the programme is for."""
        return self.profile["ages"]["from"], self.profile["ages"]["to"]

    @property
    def season(self) -> date | None:
        """The first school day of this period, from which its pairs are made; None where they are made all year."""
        if not setting(self.profile, "season", "match_within_days"):
            return None
        days = [date.fromisoformat(str(day)) for day in setting(self.profile, "season", "begins")]
        return next((day for day in days if self.period.starts_on <= day <= self.period.ends_on), None)

    @property
    def mentor_postcodes(self) -> list[str]:
        """Where mentors live: in the bearing municipalities."""
        return postcodes_of(*(tenant.name.removesuffix(" Kommune") for tenant in self.bearing))


def opened(name: str, year: int, seed: int, until: date | None = None, *, lived_in: bool = False) -> World:
    """The world of the empty partnership `name`; Refused where it is not there, or has enrolled or recruited somebody already,
    unless it is said to be `lived_in`, as a demo that goes on is."""
    operator, members, period, corps_size, places = _find(name, year)
    with acting_for(None):
        directory = {t.id: t for t in db.session.scalars(select(Tenant))}
    bearing = sorted((directory[i] for i, bears in members if bears), key=lambda t: t.slug)
    enrolling = sorted((directory[i] for i, bears in members if not bears and i != operator), key=lambda t: t.slug)
    if not lived_in:
        _refuse_lived_in(bearing, directory[operator])
    rng = random.Random(f"{name}:{year}:{seed}")  # noqa: S311 (a game)
    with acting_for(bearing[0].id):
        profile = Programme.of_here(period.starts_on).profile
    last, people = min(until or period.ends_on, period.ends_on), People(rng)
    for tenant in (directory[operator], *bearing) if lived_in else ():
        with acting_for(tenant.id):
            for one in (Youth, Mentor):
                for who in db.session.execute(select(one.first_name, one.last_name, one.email)):
                    people.know(*who)
    return World(rng, directory[operator], bearing, enrolling, period, last, corps_size, places, people, profile)


def _refuse_lived_in(bearing: list[Tenant], operator: Tenant) -> None:
    for tenant, kind, has in [*((one, Enrolment, "enrolled youths") for one in bearing), (operator, Mentor, "mentors")]:
        with acting_for(tenant.id):
            if db.session.scalar(select(kind.id).limit(1)):
                raise Refused(f"{tenant.name} has {has} already; a simulation plays in an empty partnership only.")


def _find(name: str, year: int) -> tuple[UUID, list[tuple[UUID, bool]], Period, int, dict[UUID, int]]:
    with acting_for(None):
        tenants = list(db.session.scalars(select(Tenant.id)))
    for tenant in tenants:
        with acting_for(tenant):
            mine = Partnership.tenant_id == tenant, Partnership.slug == name
            if partnership := db.session.scalar(select(Partnership).where(*mine)):
                return tenant, *_terms(partnership, year)
    raise Refused(f"There is no partnership called {name}; import it first.")


def _terms(partnership: Partnership, year: int) -> tuple[list[tuple[UUID, bool]], Period, int, dict[UUID, int]]:
    """Members, period, size of the corps and places, read where the operator acts."""
    of_ours = Member.partnership_id == partnership.id
    members = [(m.party_tenant_id, m.bears) for m in db.session.scalars(select(Member).where(of_ours))]
    agreement = db.session.scalars(select(Agreement).where(Agreement.partnership_id == partnership.id)).one()
    named = Period.agreement_id == agreement.id, Period.name == str(year)
    period = db.session.scalar(select(Period).where(*named))
    if period is None:
        raise Refused(f"The agreement of {partnership.slug} has no period called {year}.")
    quotas = db.session.scalars(select(Quota).where(Quota.period_id == period.id)).all()
    db.session.expunge(period)
    return members, period, agreement.corps_size, {quota.party_tenant_id: quota.maximum for quota in quotas}
