"""What pairs do in a simulation: they meet, forget, answer, move on and say goodbye."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from mentorkorps import follow_ups
from mentorkorps.clock import today
from mentorkorps.follow_ups import FollowUp
from mentorkorps.matches import OUTCOMES, Match, MovedOn, moved_on_answer, reached
from mentorkorps.simulation.corps import STAFF
from tenants.scope import acting_for, db
from tenants.users import Actor

if TYPE_CHECKING:
    from mentorkorps.simulation.year import World

Verb = Callable[[Match], None]


@dataclass
class Habits:
    """How one pair lives."""

    every: int  # days between meetings
    length: int  # days in all
    forgets: float  # the share of meetings that come to nothing, and of questions met with silence
    early: bool


class Pairs:
    """All pairs of a partnership."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.known: set[UUID] = set()

    def live(self, day: date, *, working: bool) -> None:
        """Takes in pairs that have begun, and lets those who were asked today decide when to answer."""
        for tenant in self.world.bearing:
            with acting_for(tenant.id):
                self._welcome(tenant.id, day)
                self._decide_on_questions(tenant.id, day)

    def _welcome(self, tenant: UUID, day: date) -> None:
        for match in db.session.scalars(
            select(Match).where(Match.started_on >= day - timedelta(days=1)).order_by(Match.started_at, Match.id)
        ):
            if match.id not in self.known:
                self.known.add(match.id)
                self._settle(tenant, match.id, day)

    def _settle(self, tenant: UUID, match: UUID, day: date) -> None:
        rng = self.world.rng
        early = rng.random() < 0.1
        length = rng.randint(20, 60) if early else int(rng.choice([95, 120, 130, 150, 180, 250, 270, 300, 330]))
        habits = Habits(rng.randint(9, 18), length, rng.choice([0.03, 0.08, 0.15, 0.3]), early)
        self._meet_on(day + timedelta(days=rng.randint(4, 18)), tenant, match, habits)
        self.world.agenda.on(
            day + timedelta(days=habits.length), lambda: self._do(tenant, match, lambda m: self._say_goodbye(m, habits))
        )
        if not early and rng.random() < 0.8:
            self.world.agenda.on(
                day + timedelta(days=rng.randint(45, 140)), lambda: self._do(tenant, match, self._reach)
            )

    def _meet_on(self, day: date, tenant: UUID, match: UUID, habits: Habits) -> None:
        self.world.agenda.on(day, lambda: self._do(tenant, match, lambda m: self._meet(m, habits, tenant)))

    def _do(self, tenant: UUID, match: UUID, verb: Verb) -> None:
        with acting_for(tenant):
            pair = Match.get(match)
            if pair.is_running:
                verb(pair)

    def _meet(self, match: Match, habits: Habits, tenant: UUID) -> None:
        rng, day = self.world.rng, today()
        upcoming = day + timedelta(days=max(3, habits.every + rng.randint(-3, 4)))
        took_place = rng.random() >= habits.forgets
        first = took_place and match.first_met_on is None
        follow_ups.log_meeting(
            match, held_on=day, took_place=took_place, minutes=rng.choice([30, 45, 60, 90, 120]) if took_place else None,
            place=rng.choice(["workplace", "workplace", "job_centre", "school", "library", "online"]) if took_place else None,
            next_on=None if rng.random() < 0.1 else upcoming, by=Actor("mentor", match.mentor.name),
        )  # fmt: skip
        self.world.counts["meetings" if took_place else "missed"] += 1
        if first:
            self._second_yes(tenant, match.id, day)
        self._meet_on(upcoming, tenant, match.id, habits)

    def _second_yes(self, tenant: UUID, match: UUID, day: date) -> None:
        for side in ("mentor", "youth"):
            goes_on = self.world.rng.random() < 0.965
            later = day + timedelta(days=self.world.rng.randint(1, 4))
            self.world.agenda.on(
                later, partial(self._do, tenant, match, partial(self._go_on, side=side, goes_on=goes_on))
            )

    def _go_on(self, match: Match, *, side: str, goes_on: bool) -> None:
        follow_ups.second_answer(
            match, side, goes_on, by=Actor(side, match.mentor.name if side == "mentor" else match.youth.name)
        )
        if not goes_on:
            self.world.counts["second_noes"] += 1

    def _decide_on_questions(self, tenant: UUID, day: date) -> None:
        """Each side of a follow-up asked yesterday answers in some days, or not at all."""
        asked = select(FollowUp).where(
            FollowUp.asked_at.is_not(None), FollowUp.done_at.is_(None), FollowUp.raised_at.is_(None)
        )
        for follow_up in db.session.scalars(asked.order_by(FollowUp.opens_on, FollowUp.due_on, FollowUp.id)):
            if follow_up.id in self.known:
                continue
            self.known.add(follow_up.id)
            for side, share in (("mentor", 0.78), ("youth", 0.6)):
                if self.world.rng.random() < share:
                    self._answer_on(
                        day + timedelta(days=self.world.rng.choice([0, 0, 1, 2, 3, 5])), tenant, follow_up.id, side
                    )
                else:
                    self.world.counts["silence"] += 1

    def _answer_on(self, day: date, tenant: UUID, follow_up: UUID, side: str) -> None:
        self.world.agenda.on(day, lambda: self._answer(tenant, follow_up, side))

    def _answer(self, tenant: UUID, follow_up_id: UUID, side: str) -> None:
        with acting_for(tenant):
            follow_up = FollowUp.get(follow_up_id)
            match = follow_up.match
            if not match.is_running:
                return
            who = Actor(side, match.mentor.name if side == "mentor" else match.youth.name)
            for question in follow_ups.questions_for(follow_up, side):
                follow_ups.answer(follow_up, side, question, self._taste(question), by=who)
        self.world.counts["answered"] += 1

    def _taste(self, question: str) -> str:
        rng = self.world.rng.random()
        if question == "met":
            return "yes" if rng < 0.8 else "no"
        if question == "call":
            return "yes" if rng < 0.05 else "no"
        return "good" if rng < 0.7 else "fair" if rng < 0.94 else "bad"

    def _reach(self, match: Match) -> None:
        reached(match, self.world.rng.choice(sorted(OUTCOMES)), today(), by=STAFF)
        self.world.counts["outcomes"] += 1

    def _say_goodbye(self, match: Match, habits: Habits) -> None:
        rng = self.world.rng
        reason = (
            rng.choice(["youth_stopped", "mentor_stopped", "moved"])
            if habits.early
            else rng.choice(["goal_reached", "planned", "planned"])
        )
        if match.first_met_on is None:
            reason = "never_met"
        follow_ups.end_match(match, reason, by=STAFF)
        self.world.counts["early_endings" if habits.early else "endings"] += 1
        for asked in db.session.scalars(
            select(MovedOn).where(MovedOn.match_id == match.id).order_by(MovedOn.side)
        ).all():
            if rng.random() < 0.8:
                good = rng.random() < (0.4 if habits.early else 0.9)
                moved_on_answer(
                    match, asked.side, "yes" if good else rng.choice(["no", "unsure"]), by=Actor(asked.side, "den unge")
                )
