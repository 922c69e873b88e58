"""A year of a partnership, played through the same verbs as people press: seeded, so that it comes out the same twice."""

import gc
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, time, timedelta
from uuid import UUID

from mentorkorps.clock import COPENHAGEN, now, standing_at
from mentorkorps.refused import Refused
from mentorkorps.simulation.answering import Answering
from mentorkorps.simulation.calling import Calling
from mentorkorps.simulation.corps import Corps
from mentorkorps.simulation.enrolling import Enrolling
from mentorkorps.simulation.lost import lost_here
from mentorkorps.simulation.pairs import Pairs
from mentorkorps.simulation.world import World, opened
from mentorkorps.steering import rollup
from mentorkorps.working_days import is_working_day
from tenants.rows import ids_from
from tenants.scope import acting_for, current, one_connection
from workers.perform import drain, drain_here

MORNING, AFTERNOON, EVENING = time(9), time(15), time(22)
RINGS_EVERY = 2  # days
FRIDAY = 4  # when schools and guidance centres are told what the operator has done
#: Nobody reads the figures while a year is played: they are counted when it has been.
ONCE = frozenset({"roll_figures"})


def play(
    name: str, year: int, seed: int, *, until: date | None = None, tell: Callable[[date], None] = lambda day: None
) -> World:
    """Plays the period of `year` in the empty partnership `name`, day by day, to its end or through `until`.

    Returns the world with what was counted on the way. Refused when anybody has been enrolled there already.
    """
    world = opened(name, year, seed, until)
    with ids_from(random.Random(f"ids:{name}:{year}:{seed}")), _collecting_seldom():  # noqa: S311 (a game)
        _Life(world).live(tell)
    return world


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """A year makes and drops millions of small things; looking for cycles among them all the time costs a sixth of it."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


class _Life:
    """Everybody, and the order of a day."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.pairs = Pairs(world)
        self.corps = Corps(world, self.pairs)
        self.calling = Calling(world)
        self.answering = Answering(world)
        Enrolling(world)

    def live(self, tell: Callable[[date], None]) -> None:
        """From the first day of the period to the last."""
        day = self.world.period.starts_on
        while day <= self.world.last:
            with one_connection(savepoints=False):  # a day is kept whole, and the database writes to its disk once
                self._day(day)
            tell(day)
            day += timedelta(days=1)
        with _at(self.world.last, EVENING), acting_for(self.world.operator):
            rollup.roll_up_all()

    def _day(self, day: date) -> None:
        world = self.world
        with _at(day, MORNING):
            if is_working_day(day):
                self._staff(day)
            self._do(None, day)
        for tenant in world.bearing:
            with acting_for(tenant.id, holding=True):
                self._people(tenant.id, day)
        bearing, others = {tenant.id for tenant in world.bearing}, [world.operator]
        if day.weekday() == FRIDAY:
            others += [tenant.id for tenant in world.enrolling]
        with _at(day, AFTERNOON):
            drain(now(), [one for one in others if one not in bearing], but=ONCE)

    def _staff(self, day: date) -> None:
        self.corps.recruit(day)
        for tenant in self.world.bearing:
            with acting_for(tenant.id, home=self.world.operator, holding=True):
                self.corps.work_inbox(tenant.id, day)
        if day.toordinal() % RINGS_EVERY == 0:
            self.calling.ring(day)

    def _people(self, tenant: UUID, day: date) -> None:
        """People press in the morning, jobs run in the afternoon, and those who were asked decide when to answer. In the end
        the operator looks for pairs that are lost."""
        with _at(day, MORNING):
            self._do(tenant, day)
        with _at(day, AFTERNOON):
            drain_here(now(), but=ONCE)
            self.answering.hear(tenant, day)
            current().settle(self.world.operator)
            self.world.lost.update(lost_here(day))

    def _do(self, tenant: UUID | None, day: date) -> None:
        for deed in self.world.agenda.until(day, tenant):
            try:
                deed()
            except Refused:  # as somebody finds who opens an old link, or presses when it is settled already
                self.world.counts["refused"] += 1


def _at(day: date, hour: time) -> AbstractContextManager[None]:
    return standing_at(datetime.combine(day, hour, COPENHAGEN))
