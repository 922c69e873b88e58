"""Measuring: seconds of one act, and the middle and the slow end of many."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import NamedTuple


class Line(NamedTuple):
    """One row of the table; with a limit it says whether it held."""

    what: str
    value: str
    p95: str = ""
    statements: str = ""
    limit: str = ""
    held: bool | None = None

    @property
    def verdict(self) -> str:
        """Nothing where there is no limit."""
        return {None: "", True: "held", False: "NOT HELD"}[self.held]


class Watch:
    """Seconds since it was started; stands still once it is stopped."""

    seconds = 0.0


@contextmanager
def watch() -> Iterator[Watch]:
    """Runs inside the block."""
    one, begun = Watch(), time.perf_counter()
    yield one
    one.seconds = time.perf_counter() - begun


def often(act: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and 95th percentile in seconds of `times` acts."""
    seen = []
    for _ in range(times):
        with watch() as one:
            act()
        seen.append(one.seconds)
    return median(seen), quantiles(seen, n=20)[-1]


def ms(seconds: float) -> str:
    """12 ms."""
    return f"{seconds * 1000:.0f} ms"
