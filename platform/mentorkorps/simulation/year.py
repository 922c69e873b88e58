"""A year of a partnership, played through the same verbs as people press: seeded, so that it comes out the same twice."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at
from mentorkorps.refused import Refused
from mentorkorps.simulation.agenda import Agenda
from mentorkorps.simulation.corps import Corps
from mentorkorps.simulation.enrolling import Enrolling
from mentorkorps.simulation.names import People, postcodes_of
from mentorkorps.simulation.pairs import Pairs
from mentorkorps.working_days import is_working_day
from mentorkorps.youths import Enrolment
from tenants.agreements import Period
from tenants.registry import Member, Partnership, Programme, Tenant
from tenants.rows import ids_from
from tenants.scope import acting_for, db
from workers.perform import drain

MORNING, AFTERNOON = time(9), time(15)


class Part(Protocol):
    """Some of the people of a simulation."""

    def live(self, day: date, *, working: bool) -> None:
        """One day of theirs."""


@dataclass
class World:
    """What the parts of a simulation share."""

    rng: random.Random
    operator: UUID
    bearing: list[Tenant]  # in the order of their names
    enrolling: list[Tenant]  # schools and guidance centres
    period: Period
    people: People
    ages: tuple[int, int]
    agenda: Agenda = field(default_factory=Agenda)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def mentor_postcodes(self) -> list[str]:
        """Where mentors live: in the bearing municipalities."""
        return postcodes_of(*(tenant.name.removesuffix(" Kommune") for tenant in self.bearing))

    @property
    def at_work(self) -> list[UUID]:
        """The tenants that have work in the outbox."""
        return list(dict.fromkeys([self.operator, *(tenant.id for tenant in self.bearing)]))


def play(
    name: str, year: int, seed: int, *, until: date | None = None, tell: Callable[[date], None] = lambda day: None
) -> World:
    """Plays the period of `year` in the empty partnership `name`, day by day, to its end or through `until`.

    Returns the world with what was counted on the way. Refused when anybody has been enrolled there already.
    """
    world = _open(name, year, seed)
    with ids_from(random.Random(f"ids:{name}:{year}:{seed}")):  # noqa: S311 (a game)
        _play(world, until, tell)
    return world


def _play(world: World, until: date | None, tell: Callable[[date], None]) -> None:
    parts: list[Part] = [Corps(world), Enrolling(world), Pairs(world)]
    day, last = world.period.starts_on, min(until or world.period.ends_on, world.period.ends_on)
    while day <= last:
        with standing_at(datetime.combine(day, MORNING, COPENHAGEN)):
            for part in parts:
                part.live(day, working=is_working_day(day))
            for deed in world.agenda.until(day):
                deed()
        with standing_at(datetime.combine(day, AFTERNOON, COPENHAGEN)):
            drain(now(), world.at_work)
        tell(day)
        day += timedelta(days=1)


def _open(name: str, year: int, seed: int) -> World:
    operator, members, period = _find(name, year)
    with acting_for(None):
        directory = {t.id: t for t in db.session.scalars(select(Tenant))}
    bearing = sorted((directory[i] for i, bears in members if bears), key=lambda t: t.slug)
    enrolling = sorted((directory[i] for i, bears in members if not bears and i != operator), key=lambda t: t.slug)
    for tenant in bearing:
        with acting_for(tenant.id):
            if db.session.scalar(select(Enrolment.id).limit(1)):
                raise Refused(
                    f"{tenant.name} has enrolled youths already; a simulation plays in an empty partnership only."
                )
    rng = random.Random(f"{name}:{year}:{seed}")  # noqa: S311 (a game)
    with acting_for(bearing[0].id):
        ages = Programme.of_here(period.starts_on).profile["ages"]
    return World(rng, operator, bearing, enrolling, period, People(rng), (ages["from"], ages["to"]))


def _find(name: str, year: int) -> tuple[UUID, list[tuple[UUID, bool]], Period]:
    with acting_for(None):
        tenants = list(db.session.scalars(select(Tenant.id)))
    for tenant in tenants:
        with acting_for(tenant):
            partnership = db.session.scalar(
                select(Partnership).where(Partnership.tenant_id == tenant, Partnership.slug == name)
            )
            if partnership is None:
                continue
            members = [
                (m.party_tenant_id, m.bears)
                for m in db.session.scalars(select(Member).where(Member.partnership_id == partnership.id))
            ]
            period = db.session.scalar(select(Period).where(Period.tenant_id == tenant, Period.name == str(year)))
            if period is None:
                raise Refused(f"The agreement of {name} has no period called {year}.")
            db.session.expunge(period)
            return tenant, members, period
    raise Refused(f"There is no partnership called {name}; import it first.")
