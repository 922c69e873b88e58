"""The concerns of the demo: one with Cille and a deadline, one a level up, and one that has been taken care of (DF-18).

Raised, passed on and closed by the product's own verbs, about made-up youths only.
"""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import select

from demo_world.good_order import user_of
from demo_world.townspeople import is_of_the_town
from mentorkorps import concerns
from mentorkorps.concerns import Concern, Person
from mentorkorps.matches import Match
from mentorkorps.working_days import working_days_after
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tenants.users import User

ADULT = 18
MONEY = "Den unge har ikke råd til bus og tør ikke sige det derhjemme."
HOME = "Den unge er flyttet ud i vrede og sover hos venner."
PAIR = "De er uenige om, hvor tit de skal mødes."


class Worries:
    """Cille's concerns, and the one of Karen's that has come to Kim."""

    def __init__(self, operator: Tenant, houses: Mapping[str, Tenant]) -> None:
        self.operator, self.houses = operator, houses
        self.cille = user_of(operator, "cille")
        self.karen, kim = user_of(houses["svendborg"], "karen"), user_of(houses["svendborg"], "kim")
        with acting_for(houses["svendborg"].id, home=operator.id):
            concerns.name_holder("2", Person(kim.name, kim.phone, kim.tenant_id, kim.id), by=self.cille.actor)
        self.diary: Mapping[date, tuple[str, Callable[[date], None]]] = {
            date(2014, 4, 8): ("nyborg", self._disagree),
            date(2014, 4, 24): ("nyborg", self._agree_again),
            date(2014, 5, 28): ("svendborg", self._moved_out),
            date(2014, 6, 10): ("svendborg", self._pass_on),
            date(2014, 6, 11): ("faaborg-midtfyn", self._no_money),
        }

    def evening(self, day: date) -> None:
        """What is in the diary for the day."""
        if day in self.diary:
            slug, act = self.diary[day]
            with acting_for(self.houses[slug].id, home=self.operator.id):
                act(day)

    def _disagree(self, day: date) -> None:
        self._raise(PAIR, "pair", self.cille, day)

    def _agree_again(self, day: date) -> None:
        [concern] = _open()
        concerns.add_note(concern, "Talt med begge på telefon.", by=self.cille.actor)
        concerns.close(concern, "De har aftalt hver anden tirsdag, og det er begge glade for.", by=self.cille.actor)

    def _no_money(self, day: date) -> None:
        self._raise(MONEY, "money", self.cille, day)

    def _moved_out(self, day: date) -> None:
        self._raise(HOME, "home", self.karen, day)

    def _pass_on(self, day: date) -> None:
        [concern] = _open()
        if concern.now.is_for_the_group:
            concerns.take(concern, by=self.cille.actor)
        concerns.add_note(concern, "Talt med Karen. Den unge har et sted at bo til 1. juli.", by=self.cille.actor)
        concerns.escalate(
            concern, concerns.holders()["2"].person, why="Der skal findes en bolig, og det kan kun kommunen.",
            deadline=working_days_after(day, 4), by=self.cille.actor,
        )  # fmt: skip

    def _raise(self, words: str, about: str, user: User, day: date) -> None:
        match = _of_a_grown_up(day)
        concerns.open_concern(match.youth, about=about, internal=words, is_danger=False, match=match, by=user.actor)


def _of_a_grown_up(day: date) -> Match:
    """A running pair of made-up people; nobody's on-call is rung about a youth of age."""
    running = select(Match).where(Match.ended_at.is_(None)).order_by(Match.started_on, Match.id)
    return next(
        one for one in db.session.scalars(running) if is_of_the_town(one) and (one.youth.age(day) or 0) >= ADULT
    )


def _open() -> list[Concern]:
    return list(db.session.scalars(select(Concern).where(Concern.closed_at.is_(None))))
