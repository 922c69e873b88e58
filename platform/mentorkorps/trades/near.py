"""How near a mentor's occupation is to a wish: the heart of "the trade weighs most" (FY-26)."""

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Literal

from mentorkorps.trades.data import NEAR_OCCUPATIONS, NEAR_TRADES
from mentorkorps.trades.occupation import OCCUPATIONS

Nearness = Literal["same", "trade", "near"]
ORDER: tuple[Nearness, ...] = ("same", "trade", "near")

_NEAR = frozenset(chain(NEAR_TRADES, NEAR_OCCUPATIONS))


@cache
def nearness(wish: str, occupation: str) -> Nearness | None:
    """Same occupation, same trade, near trade, or None. Symmetric; an unknown key is near nothing but itself."""
    if wish == occupation:
        return "same"
    if wish not in OCCUPATIONS or occupation not in OCCUPATIONS:
        return None
    trades = OCCUPATIONS[wish].trade, OCCUPATIONS[occupation].trade
    if trades[0] == trades[1]:
        return "trade"
    return "near" if _are_near(*trades) or _are_near(wish, occupation) else None


def wish_nearness(wishes: Sequence[str], occupation: str) -> tuple[int, Nearness] | None:
    """The best met wish: its place (0 is the most wished) and how near. Nearness counts before the order of wishes."""
    found = [(place, near) for place, wish in enumerate(wishes) if (near := nearness(wish, occupation))]
    return min(found, key=lambda one: (ORDER.index(one[1]), one[0]), default=None)


def _are_near(one: str, other: str) -> bool:
    return (one, other) in _NEAR or (other, one) in _NEAR
