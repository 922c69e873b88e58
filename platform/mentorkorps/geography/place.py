"""A postcode as a place, and how long the way between two places is, roughly."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType

from mentorkorps.geography.postcodes import LIST

EARTH_RADIUS_KM = 6371.0
ROAD_FACTOR = 1.3  # a road is longer than the crow's way
KM_PER_HOUR = 55
MINUTES_TO_SET_OUT = 5
MINUTES_WITHIN_A_POSTCODE = 10


@dataclass(frozen=True, slots=True)
class Place:
    """A town with its postcode."""

    postcode: str
    town: str
    municipality: str
    latitude: float
    longitude: float

    def km_to(self, other: "Place") -> float:
        """Kilometres as the crow flies."""
        north, south = radians(self.latitude), radians(other.latitude)
        across = radians(other.longitude - self.longitude)
        half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(across / 2) ** 2
        return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def _read(line: str) -> Place:
    postcode, town_name, municipality, latitude, longitude = line.split("|")
    return Place(postcode, town_name, municipality, float(latitude), float(longitude))


POSTCODES: Mapping[str, Place] = MappingProxyType({one.postcode: one for one in map(_read, LIST.splitlines())})


def is_postcode(text: str) -> bool:
    """Whether `text` looks like a Danish postcode (four digits, 1000 and up); it need not be on our list."""
    return len(text) == 4 and text.isascii() and text.isdigit() and text >= "1000"


def town(postcode: str) -> str:
    """The town of a postcode; the postcode itself where the list does not know it."""
    return POSTCODES[postcode].town if postcode in POSTCODES else postcode


@lru_cache(maxsize=65536)
def travel_minutes(start: str, end: str) -> int | None:
    """Minutes by car between two postcodes, estimated from the distance; None when one of them is unknown.

    Islands without a bridge come out too near: it is an estimate for a person to judge, and is shown as one.
    """
    if start not in POSTCODES or end not in POSTCODES:
        return None
    if start == end:
        return MINUTES_WITHIN_A_POSTCODE
    one, other = sorted((start, end))
    km = POSTCODES[one].km_to(POSTCODES[other]) * ROAD_FACTOR
    return max(MINUTES_WITHIN_A_POSTCODE, round(km / KM_PER_HOUR * 60 + MINUTES_TO_SET_OUT))
