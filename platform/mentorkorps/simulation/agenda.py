"""What simulated people will do, and when: a queue by day, in the order it was written."""

import heapq
import itertools
from collections.abc import Callable, Iterator
from datetime import date

Deed = Callable[[], None]


class Agenda:
    """Deeds by day."""

    def __init__(self) -> None:
        self._serial = itertools.count()
        self._deeds: list[tuple[date, int, Deed]] = []

    def on(self, day: date, deed: Deed) -> None:
        """`deed` will be done on `day`."""
        heapq.heappush(self._deeds, (day, next(self._serial), deed))

    def until(self, day: date) -> Iterator[Deed]:
        """Deeds due by `day`, each once; a deed may write new ones for the same day."""
        while self._deeds and self._deeds[0][0] <= day:
            yield heapq.heappop(self._deeds)[2]
