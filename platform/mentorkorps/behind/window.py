"""Which days a figure is about."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from mentorkorps.steering.figures import Norm

NO_NORM = Norm()


@dataclass(frozen=True)
class Window:
    """Which days a figure is about, seen on `day`; `cut_off` is that of a report, None for figures that follow along.

    `norm` is what the programme asks of a pair in a month.
    """

    partnership_id: UUID
    first: date
    last: date
    day: date
    cut_off: date | None = None
    norm: Norm = NO_NORM

    @property
    def until(self) -> date:
        """The last day on which something that happened counts."""
        return min(self.last, self.cut_off or self.last)

    @property
    def ran(self) -> date:
        """The last day of it that has been: until then what runs has run."""
        return min(self.until, self.due)

    @property
    def at(self) -> date:
        """The day on which what stands is looked at: a report's own; else the last, as far as it has come."""
        return self.cut_off or min(self.last, self.day)

    @property
    def known(self) -> date:
        """What happened later is not known yet."""
        return self.cut_off or date.max

    @property
    def due(self) -> date:
        """A deadline up to this day has passed: the last one that is over."""
        return self.cut_off or self.day - timedelta(days=1)

    @property
    def months(self) -> list[tuple[date, date]]:
        """The first day and the last of the whole months of it that are over."""
        found, first = [], self.first
        while first <= self.ran:
            following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
            if first.day == 1 and following - timedelta(days=1) <= self.ran:
                found.append((first, following - timedelta(days=1)))
            first = following
        return found
