"""The two clocks: the programme's day, which a demo may shift, and real time, which nobody shifts.

Only the edges ask what time it is; the domain takes it as an argument or through `today()` and `now()`.
Leases, sessions, tokens and links use `real_now()`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def real_now() -> datetime:
    """The time on the wall, in UTC. For leases, sessions, tokens and links."""
    return datetime.now(UTC)


def now() -> datetime:
    """The programme's time in UTC: real time moved by the seconds in CLOCK_FILE, where that is set."""
    return _frozen.get() or real_now() + _offset()


def as_programme(moment: datetime) -> datetime:
    """A real moment as people are told of it: so far from the programme's time as it is from real time."""
    return moment + (now() - real_now())


def today() -> date:
    """The programme's day in Danish local time."""
    return now().astimezone(COPENHAGEN).date()


def last_whole_day() -> date:
    """The last day that is over: up to it a report is made up, and a deadline up to it has passed."""
    return today() - timedelta(days=1)


def end_of(day: date) -> datetime:
    """The first moment in Denmark that is no longer that day."""
    return datetime.combine(day + timedelta(days=1), time(), COPENHAGEN)


def local(moment: datetime) -> datetime:
    """`moment` on a Danish wall clock."""
    return moment.astimezone(COPENHAGEN)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Inside, the programme's time is `moment`: how a simulation and a test walk through a year."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)


def _offset() -> timedelta:
    file = os.environ.get("CLOCK_FILE")
    if not file:
        return timedelta()
    try:
        return timedelta(seconds=int(Path(file).read_text().strip() or 0))
    except FileNotFoundError:
        return timedelta()
