"""How well a mentor fits a youth's wishes, in points: a plain calculation over plain data (FY-26, FY-35, VB-13).

The trade leads: one step nearer in trade (same occupation, same trade, near trade; first wish, second …) is `STEP`
points, and all the rest together spans less than a step. Only when the youth has said that the person or the place
matters most may that part lift a mentor past a step or two, and never past the occupation of the first wish.

Where the programme has two kinds of mentor, the main need steers too (MO-02): a youth who is to learn the ways of a
workplace wants a personal mentor, whose manner may lift past any trade; one who is to enter a trade a professional one.
What kind a mentor is, is read from what was said of it; only where nothing was said, it is guessed from traits and trade.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from mentorkorps.courses.basis import KIND_FOR
from mentorkorps.geography import travel_minutes
from mentorkorps.matching.reason import Reason
from mentorkorps.trades import wish_nearness
from mentorkorps.trades.near import Nearness

STEP = 100
FIRST_WISH = 2000
WISHES_COUNTED = 5
BEST = {"same": 1500, "trade": 1000, "near": 500}
CODES = {"same": "same_occupation", "trade": "same_trade", "near": "near_trade"}
GENDER_MET, GENDER_MISSED = 25, -15
TRAIT, TRAITS_COUNTED = 8, 3
NEAREST, MINUTES_PER_POINT, FAR = 25, 2, 60
LANGUAGE, LANGUAGES_COUNTED = 2, 3
UNTAKEN = 4
UNKNOWN_WAY = 1000  # minutes; sorts behind every known way
HINDRANCES = ("untrained", "too_far", "no_language", "full")  # the worst last
#: What makes a personal mentor, and what each counts; and what being of the trade counts for who needs a professional one.
PERSONAL = ("patient", "calm", "good_listener", "been_through_much", "young_at_heart")
PERSONAL_COUNTS, PERSONAL_COUNTED = 1100, 3
PROFESSIONAL_COUNTS = 400
OTHER_KIND = -1500  # said to be of the other kind: behind everybody of the kind that the need calls for
#: How many times a part counts that gives the youth courage to take part.
MATTERS_MOST = {"person": 4, "area": 8}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What counts of an enrolment. Trades are keys, the most wished first; `place` is the postcode to meet near."""

    trades: tuple[str, ...] = ()
    gender: str = ""
    traits: tuple[str, ...] = ()
    place: str = ""
    languages: tuple[str, ...] = ()
    matters_most: str = ""
    need: str = ""  # what the youth needs most: workplace_norms, trade, or not asked

    def weight(self, part: Literal["person", "area"]) -> int:
        """How many times a part counts. The trade needs no weight: it leads anyway."""
        return MATTERS_MOST[part] if self.matters_most == part else 1


@dataclass(frozen=True, slots=True)
class Offer:
    """What counts of a mentor."""

    occupation: str
    gender: str = ""
    traits: tuple[str, ...] = ()
    postcode: str = ""
    max_travel_minutes: int = 30
    languages: tuple[str, ...] = ()
    capacity: int = 1
    taken: int = 0
    untrained: bool = False
    kind: str | None = None  # personal, professional, both, or not said


@dataclass(frozen=True)
class Verdict:
    """The points with their reasons; they add up."""

    reasons: tuple[Reason, ...]
    near: Nearness | None
    travel_minutes: int | None

    @cached_property
    def score(self) -> int:
        """The sum of the reasons."""
        return sum(reason.points for reason in self.reasons)

    @cached_property
    def stops(self) -> frozenset[str]:
        """What forbids the proposal: untrained, too_far, no_language, full."""
        return frozenset(reason.code for reason in self.reasons if reason.is_stop)

    @property
    def is_trade_match(self) -> bool:
        """A fagmatch (HT-12): a wished occupation, or one of the same trade. A near trade is not one."""
        return self.near in ("same", "trade")

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts the best first: by what stops the proposal (nothing first, full last), then points, then minutes."""
        minutes = self.travel_minutes if self.travel_minutes is not None else UNKNOWN_WAY
        return max((HINDRANCES.index(stop) + 1 for stop in self.stops), default=0), -self.score, minutes


def judge(wishes: Wishes, offer: Offer) -> Verdict:
    """Weighs one mentor against the wishes."""
    near, trade = _trade(wishes.trades, offer.occupation)
    minutes, way = _way(offer.postcode, wishes.place, offer.max_travel_minutes, wishes.weight("area"))
    reasons = (
        trade,
        *_need(wishes.need, near in ("same", "trade"), offer.kind, offer.traits),
        *_person(wishes, offer),
        way,
        *_language(wishes.languages, offer.languages),
        _room(offer.taken, offer.capacity),
        *((Reason("untrained"),) if offer.untrained else ()),
    )
    return Verdict(reasons, near, minutes)


def trade_points(found: tuple[int, Nearness] | None) -> int:
    """Points for the trade alone: what all the rest together may not outweigh."""
    if found is None:
        return 0
    place, near = min(found[0], WISHES_COUNTED - 1), found[1]
    return FIRST_WISH if (place, near) == (0, "same") else BEST[near] - STEP * max(place - (near == "same"), 0)


# Thousands of mentors share few trades, towns and languages: what was weighed once is kept.
@lru_cache(maxsize=8192)
def _trade(trades: tuple[str, ...], occupation: str) -> tuple[Nearness | None, Reason]:
    found = wish_nearness(trades, occupation)
    if found is None:
        return None, Reason("other_trade", 0, {"occupation": occupation})
    place, near = found
    values = {"occupation": occupation, "wish": place + 1, "wished": trades[place]}
    return near, Reason(CODES[near], trade_points(found), values)


@lru_cache(maxsize=4096)
def _need(need: str, of_trade: bool, kind: str | None, traits: tuple[str, ...]) -> tuple[Reason, ...]:
    """What the main need says of a mentor; nothing where the programme does not ask for it."""
    wanted = KIND_FOR.get(need)
    if wanted is None:
        return ()
    if kind is None:
        return (_guess(wanted, of_trade, traits),)
    if kind not in (wanted, "both"):
        return (Reason(f"wants_{wanted}", OTHER_KIND),)
    if wanted == "personal":
        return (Reason("is_personal", PERSONAL_COUNTS * PERSONAL_COUNTED),)
    return (Reason("is_professional", PROFESSIONAL_COUNTS) if of_trade else Reason("professional_elsewhere"),)


def _guess(wanted: str, of_trade: bool, traits: tuple[str, ...]) -> Reason:
    if wanted == "professional":
        return Reason("professional", PROFESSIONAL_COUNTS) if of_trade else Reason("not_professional")
    personal = [trait for trait in traits if trait in PERSONAL][:PERSONAL_COUNTED]
    if not personal:
        return Reason("not_personal")
    return Reason("personal", PERSONAL_COUNTS * len(personal), {"traits": personal})


def _person(wishes: Wishes, offer: Offer) -> Iterator[Reason]:
    weight = wishes.weight("person")
    stressed = {"matters_most": True} if weight > 1 else {}
    if wishes.gender:
        values = {"gender": wishes.gender, **stressed}
        if not offer.gender:
            yield Reason("gender_unknown", 0, values)
        elif offer.gender == wishes.gender:
            yield Reason("gender_met", GENDER_MET * weight, values)
        else:
            yield Reason("gender_missed", GENDER_MISSED * weight, values)
    for place, trait in enumerate(wishes.traits):
        if trait in offer.traits:
            yield Reason("trait_met", TRAIT * weight if place < TRAITS_COUNTED else 0, {"trait": trait, **stressed})
        else:
            yield Reason("trait_missed", 0, {"trait": trait, **stressed})


@lru_cache(maxsize=8192)
def _way(start: str, place: str, limit: int, weight: int) -> tuple[int | None, Reason]:
    minutes = travel_minutes(start, place)
    if minutes is None:
        return None, Reason("travel_unknown")
    values = {"minutes": minutes, "town": place}
    if minutes > limit:
        return minutes, Reason("too_far", 0, values | {"limit": limit})
    points = min(NEAREST, max(0, FAR - minutes) // MINUTES_PER_POINT) * weight
    return minutes, Reason("travel", points, values | {"matters_most": True} if weight > 1 else values)


@lru_cache(maxsize=1024)
def _language(wished: tuple[str, ...], offered: tuple[str, ...]) -> tuple[Reason, ...]:
    """A youth whose languages are not known yet is stopped by none."""
    shared = [language for language in wished if language in offered]
    if shared:
        return (Reason("language", LANGUAGE * min(len(shared), LANGUAGES_COUNTED), {"languages": shared}),)
    return (Reason("no_language"),) if wished else ()


@lru_cache(maxsize=64)
def _room(taken: int, capacity: int) -> Reason:
    values = {"taken": taken, "capacity": capacity}
    if taken >= capacity:
        return Reason("full", 0, values)
    return Reason("place_free", UNTAKEN if taken == 0 else 0, values)
