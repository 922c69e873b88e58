"""Made-up people for a simulated year: youths with wishes, and mentors from made-up companies.

Everything comes from the `random.Random` one hands in, so the same seed gives the same people. Mail goes to `.example`,
which no one can own (RFC 2606); phone numbers come from one block of business numbers, never a person's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from random import Random
from typing import Any

from mentorkorps.geography import POSTCODES
from mentorkorps.matching.wishes import TRAITS
from mentorkorps.simulation import name_lists as lists
from mentorkorps.trades import OCCUPATIONS

FYN = ("Svendborg", "Faaborg-Midtfyn", "Nyborg")
PHONE_BLOCK = "7010"
ACTIVE_IN_BUSINESS = 0.9
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "o", "ü": "u", "ş": "s", "ı": "i", "ž": "z", "ć": "c",
                          "č": "c", "ń": "n", "ł": "l", "đ": "d", "ğ": "g", "ç": "c"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    first: str
    last: str
    gender: str  # f or m
    born_on: date
    phone: str
    email: str
    postcode: str
    languages: tuple[str, ...]

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True)
class Workplace:
    """A company, or a public workplace, that does not exist."""

    name: str
    sector: str  # private or public
    employees: int


@dataclass(frozen=True, slots=True)
class MentorProfile:
    """A made-up mentor (HT-18)."""

    person: Person
    occupation: str
    position: str
    workplace: Workplace
    traits: tuple[str, ...]
    capacity: int
    max_travel_minutes: int
    retired_on: date | None  # not active in business since


class People:
    """Makes one person after the other. No two share a mail address, nor a name while their names last, nor, within ten
    thousand, a phone number."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self._mails: set[str] = set()
        self._names: set[str] = set()
        self._numbers = cycle(chance.sample(range(10_000), 10_000))

    def know(self, first: str, last: str, email: str) -> None:
        """Somebody who lives there already."""
        self._names.add(f"{first} {last}")
        self._mails.add(email)

    def youth(self, day: date, *, ages: tuple[int, int] = (15, 30), postcodes: Sequence[str] = ()) -> Person:
        """A youth whose age on `day` lies within `ages`, living in one of `postcodes` (otherwise on southern Fyn)."""
        age = min(ages[1], ages[0] + int(self.chance.triangular(0, ages[1] - ages[0] + 1, 3)))
        return self._person("youth", day, age, self.chance.choice(postcodes or postcodes_of(*FYN)), "ung")

    def wishes(self) -> dict[str, Any]:
        """What a youth wishes and aims for, named as the enrolment names it (VB-13)."""
        chance = self.chance
        return {
            "education_goal": chance.choice(lists.EDUCATION_GOALS),
            "job_goal": chance.choice(lists.JOB_GOALS),
            "trades": self._wished_trades(),
            "wished_gender": chance.choices(("", "f", "m"), (84, 11, 5))[0],
            "wished_traits": chance.sample(sorted(TRAITS), chance.choices((0, 1, 2), (55, 30, 15))[0]),
            "matters_most": chance.choices(("", "trade", "person", "area"), (40, 35, 15, 10))[0],
        }

    def mentor(self, day: date, *, postcodes: Sequence[str] = ()) -> MentorProfile:
        """A mentor as of `day`: two of five as in a corps of fifteen, the rest from trades that youths wish for."""
        chance = self.chance
        active = chance.random() < ACTIVE_IN_BUSINESS
        occupation, position, employees = self._work(active)
        workplace = self._workplace(occupation, employees)
        around = postcodes_of(*FYN) if chance.random() < 0.85 else postcodes_of("Odense", "Assens", "Kerteminde")
        mail_at = re.sub(r"[^a-z]+", "-", _plain(workplace.name)).strip("-")
        return MentorProfile(
            person=self._person("mentor", day, chance.randint(28, 66), chance.choice(postcodes or around), mail_at),
            occupation=occupation,
            position=position,
            workplace=workplace,
            traits=tuple(chance.sample(sorted(TRAITS), chance.choice((1, 2, 2, 3)))),
            capacity=chance.choices((1, 2), (70, 30))[0],
            max_travel_minutes=chance.choice((30, 40, 45, 60, 60)),
            retired_on=None if active else day - timedelta(days=chance.randint(30, 1500)),
        )

    def _person(self, kind: str, day: date, age: int, postcode: str, mail_at: str) -> Person:
        chance = self.chance
        origin = chance.choices(list(lists.ORIGINS), lists.ORIGIN_WEIGHTS[kind])[0]
        tongue, women, men, beginnings, ends = lists.ORIGINS[origin]
        gender = chance.choice("fm")
        first = chance.choice((women if gender == "f" else men).split())
        drawn = chance.choice(beginnings.split()) + chance.choice(ends.split())
        last = self._free(first, drawn, [one + other for one in beginnings.split() for other in ends.split()])
        return Person(
            first=first,
            last=last,
            gender=gender,
            born_on=_birthday(day, age, chance.randrange(360)),
            phone=f"{PHONE_BLOCK}{next(self._numbers):04}",
            email=self._mail(f"{first}.{last}", mail_at),
            postcode=postcode,
            languages=self._languages(tongue),
        )

    def _free(self, first: str, drawn: str, surnames: list[str]) -> str:
        """The surname that was drawn, or the next with which nobody is called `first`. Nothing more is drawn, so that nobody
        who comes later is somebody else for it."""
        place = surnames.index(drawn)
        after = surnames[place:] + surnames[:place]
        last = next((one for one in after if f"{first} {one}" not in self._names), drawn)
        self._names.add(f"{first} {last}")
        return last

    def _languages(self, tongue: str) -> tuple[str, ...]:
        danish = not tongue or self.chance.random() < 0.85
        english = not danish or self.chance.random() < 0.7
        return tuple(code for code, spoken in (("da", danish), ("en", english), (tongue, bool(tongue))) if spoken)

    def _mail(self, name: str, mail_at: str) -> str:
        plain, number = _plain(name), 1
        while (mail := f"{plain}{number if number > 1 else ''}@{mail_at}.example") in self._mails:
            number += 1
        self._mails.add(mail)
        return mail

    def _wished_trades(self) -> list[str]:
        left = dict(lists.WISHED)
        wished: list[str] = []
        for _wish in range(self.chance.choices((1, 2, 3), (45, 35, 20))[0]):
            wished.append(self.chance.choices(list(left), list(left.values()))[0])
            del left[wished[-1]]
        return wished

    def _work(self, active: bool) -> tuple[str, str, int]:
        chance = self.chance
        if chance.random() < 0.4:
            return chance.choice([work[:3] for work in lists.CORPS_OF_FIFTEEN if not (work[3] and active)])
        occupation = chance.choices(list(lists.WISHED), list(lists.WISHED.values()))[0]
        return occupation, chance.choice(lists.POSITIONS), chance.choice(lists.EMPLOYEES)

    def _workplace(self, occupation: str, employees: int) -> Workplace:
        trade = OCCUPATIONS[occupation].trade
        name = f"{self.chance.choice(lists.PLACES)} {self.chance.choice(lists.WORKPLACES[trade])}"
        if trade in lists.PUBLIC:
            return Workplace(name, "public", employees)
        return Workplace(f"{name} {self.chance.choice(lists.FORMS)}", "private", employees)


def postcodes_of(*municipalities: str) -> list[str]:
    """Every postcode of the municipalities, in order."""
    return sorted(place.postcode for place in POSTCODES.values() if place.municipality in municipalities)


def _birthday(day: date, age: int, days_ago: int) -> date:
    """A birthday `days_ago` before `day`, `age` years back: so the age on `day` is `age`."""
    latest = day - timedelta(days=days_ago)
    return latest.replace(year=latest.year - age, day=min(latest.day, 28))


def _plain(name: str) -> str:
    return name.lower().replace(" ", "-").translate(_LETTERS)
