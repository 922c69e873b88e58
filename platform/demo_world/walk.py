"""How the demo's clock moves on: from stop to stop, and never before the work that is due at the last one is done."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as hour
from threading import Event, Lock, Thread
from typing import Protocol

from demo_world.declined import DeclinedError
from demo_world.programme_clock import COPENHAGEN, ProgrammeClock

log = logging.getLogger(__name__)
MORNING, AFTERNOON = hour(9), hour(15)
PATIENCE = 60.0  # seconds for the work of one stop
PULSE = 0.05


class Town(Protocol):
    """Those who live where the clock goes: they act, and their software has work to do."""

    def is_quiet(self) -> bool:
        """Whether everything that is due has been done."""

    def morning(self, day: date) -> None:
        """People do what they do of a morning."""

    def afternoon(self, day: date) -> None:
        """Whoever was asked today makes up their mind."""


class Walk:
    """The one who moves the clock on. Without a town it jumps, as there is nobody to wait for."""

    def __init__(self, clock: ProgrammeClock, settle: Callable[[], Town] | None = None, *, patience: float = PATIENCE):
        self.clock, self.patience = clock, patience
        self.goal: datetime | None = None  # while it is under way
        self.trouble = ""  # a sentence about the last walk, where it did not arrive
        self._settle = settle
        self._town: Town | None = None
        self._lock, self._arrived, self._called_off = Lock(), Event(), Event()

    def begin(self, step: str) -> None:
        """Sets out. Declined while the clock is still on its way, and for a step that is none."""
        with self._lock:
            if self.goal is not None:
                raise DeclinedError(_ON_ITS_WAY, status=409)
            self.goal, self.trouble = self.clock.after(step), ""
            self._arrived.clear()
        if self._settle is None:
            self._go(self.goal)
        else:
            Thread(target=self._go, args=(self.goal,), name="demo-clock", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Whether it stands still again within so many seconds."""
        return self.goal is None or self._arrived.wait(seconds)

    def call_off(self) -> None:
        """Stands still as soon as it can: the demo is being stopped."""
        self._called_off.set()
        self.wait(2)

    def _go(self, goal: datetime) -> None:
        try:
            for stop in stops(self.clock.now(), goal):
                if self._called_off.is_set():
                    break
                self._stop_at(stop)
        except _LeftUndoneError:
            self.trouble = _UNDONE
        except Exception:
            log.exception("the clock stopped")
            self.trouble = _STOPPED
        finally:
            self.goal = None
            self._arrived.set()

    def _stop_at(self, stop: datetime) -> None:
        if self._town is None and self._settle is not None:
            self._town = self._settle()
        town = self._town or _NOBODY
        self._until_quiet(town)
        self.clock.move_to(stop)
        self._until_quiet(town)
        if stop.time() == MORNING:
            town.morning(stop.date())
            self._until_quiet(town)
        elif stop.time() == AFTERNOON:
            town.afternoon(stop.date())

    def _until_quiet(self, town: Town) -> None:
        end = time.monotonic() + self.patience
        while not town.is_quiet():
            if time.monotonic() > end or self._called_off.wait(PULSE):
                raise _LeftUndoneError


def stops(start: datetime, goal: datetime) -> Iterator[datetime]:
    """Every morning and afternoon on the way, and the goal: so that each day's work is done, and its mail sent, that day."""
    day = start.date()
    while day <= goal.date():
        moments = (datetime.combine(day, at, COPENHAGEN) for at in (MORNING, AFTERNOON))
        yield from (moment for moment in moments if start < moment < goal)
        day += timedelta(days=1)
    yield goal


class _Nobody:
    def is_quiet(self) -> bool:
        return True

    def morning(self, day: date) -> None:
        pass

    def afternoon(self, day: date) -> None:
        pass


class _LeftUndoneError(Exception):
    pass


_NOBODY = _Nobody()
_ON_ITS_WAY = "Uret er allerede på vej frem, og dagens arbejde skal gøres først. Vent lidt, og klik så igen."
_UNDONE = "Uret er standset på vejen, fordi dagens arbejde ikke blev færdigt. Vent lidt, og klik så igen."
_STOPPED = "Uret er standset på vejen på grund af en fejl. Den står i loggen demo-world.log."
