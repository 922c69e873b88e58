"""One full year of each shipped programme but Fyn (`year.py`), each in a database of its own: what became of its follow-ups."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.partnership import import_partnership
from mentorkorps.simulation.promises import promises
from mentorkorps.simulation.year import play
from tests import cast
from tests.bench.measure import Line, watch

SEED = 1


def others() -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each shipped programme but Fyn, with the first period of its agreement."""
    for terms in sorted(cast.TERMS.glob("*.toml")):
        if terms.stem != "fyn":
            yield terms.stem, tomllib.loads(terms.read_text(encoding="utf-8"))["periods"][0]


def measured(name: str, period: dict[str, Any], *, until: date | None = None) -> list[Line]:
    """Plays the period of `name`, through `until` where that is said, in the empty database that the process is on."""
    first, last = period["starts_on"], until or period["ends_on"]
    with standing_at(_at(min(first, date(int(period["name"]), 1, 1)), 12)):
        import_partnership(cast.TERMS / f"{name}.toml")
    with watch() as played:
        world = play(name, int(period["name"]), SEED, until=until)
    with standing_at(_at(last, 23)):
        figures = promises(world)
    return [Line(f"{name} {period['name']}, seed {SEED}: {told(figures)}", f"{played.seconds:.0f} s")]


def told(figures: dict[str, Any]) -> str:
    """What became of the follow-ups, in one line."""
    return ", ".join(f"{key} {value}" for key, value in figures.items())


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), COPENHAGEN)
