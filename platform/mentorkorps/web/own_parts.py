"""What a period can be cut into where its figures are asked for one part at a time: years, quarters and months."""

from dataclasses import dataclass
from datetime import date

from mentorkorps.language import _
from mentorkorps.refused import NotFound
from mentorkorps.steering import wording
from mentorkorps.steering.figures import Days
from mentorkorps.steering.months import STRETCHES, parts
from tenants.agreements import Period


@dataclass(frozen=True)
class Part:
    """A part of a period, or all of it: its key in the address, its name on the page, and its days; none of all of it."""

    key: str
    label: str
    days: Days | None = None


def parts_of(period: Period, until: date, asked: str) -> tuple[list[Part], Part]:
    """What may be asked for of the days up to `until`, and the one that is `asked`: all of the period, its years where there are
    several, its quarters, and the months of the quarter that is looked at. NotFound where it has no such part."""
    cut = parts(period, until)
    named = {
        which: [Part(key, wording.STRETCHES[which][1](key), days) for key, days in cut[which].items()] for which in cut
    }
    every = [Part("", _("Hele perioden")), *(part for found in named.values() for part in found)]
    chosen = next((part for part in every if part.key == asked), None)
    if chosen is None:
        raise NotFound("Part")
    years = named["by_year"] if len(named["by_year"]) > 1 else []
    closer = (
        []
        if chosen in named["by_year"]
        else [month for month in named["months"] if _quarter(month) == _quarter(chosen)]
    )
    return [every[0], *years, *named["by_quarter"], *closer], chosen


def _quarter(part: Part) -> str:
    return STRETCHES["by_quarter"][1](part.days[0]) if part.days else ""
