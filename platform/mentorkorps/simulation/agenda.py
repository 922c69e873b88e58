"""What simulated people will do, and when: a queue for each tenant by day, in the order it was written."""

import heapq
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

Deed = Callable[[], None]


class Agenda:
    """Deeds by tenant and day. They are done in the tenant's transaction of the day, those of no tenant in their own."""

    def __init__(self) -> None:
        self._serial = itertools.count()
        self._deeds: dict[UUID | None, list[tuple[date, int, Deed]]] = defaultdict(list)

    def on(self, day: date, tenant: UUID | None, deed: Deed) -> None:
        """`deed` will be done on `day`."""
        heapq.heappush(self._deeds[tenant], (day, next(self._serial), deed))

    def until(self, day: date, tenant: UUID | None) -> Iterator[Deed]:
        """The tenant's deeds due by `day`, each once; a deed may write new ones for the same day."""
        deeds = self._deeds[tenant]
        while deeds and deeds[0][0] <= day:
            yield heapq.heappop(deeds)[2]
