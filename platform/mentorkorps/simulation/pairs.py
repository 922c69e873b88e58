"""What pairs do in a simulation: they meet, forget, pause, move, go on and say goodbye."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from mentorkorps import follow_ups
from mentorkorps.clock import today
from mentorkorps.matches import OUTCOMES, Match, reached
from mentorkorps.simulation.world import STAFF, World
from tenants.users import Actor

Verb = Callable[[Match], None]


@dataclass
class Habits:
    """How one pair lives."""

    every: int  # days between meetings
    length: int  # days in all
    forgets: float  # the share of meetings that come to nothing, and nobody logs the half of them
    early: bool
    pauses_until: date | None = None


class Pairs:
    """All pairs of a partnership."""

    def __init__(self, world: World) -> None:
        self.world = world

    def begin(self, tenant: UUID, match: UUID, day: date) -> None:
        """Takes in a pair that has begun."""
        rng = self.world.rng
        early = rng.random() < 0.1
        length = rng.randint(20, 60) if early else int(rng.choice([95, 120, 130, 150, 180, 250, 270, 300, 330]))
        weeks = self.world.profile["meetings"].get("every_weeks") or [0, 0]
        every = rng.randint(7 * weeks[0], 7 * weeks[1] + 3) if weeks[0] else rng.randint(9, 18)
        habits = Habits(every, length, rng.choice([0.03, 0.08, 0.15, 0.3]), early)
        self._on(day + timedelta(days=rng.randint(4, 18)), tenant, match, lambda m: self._meet(m, habits, tenant))
        self._on(day + timedelta(days=length), tenant, match, lambda m: self._say_goodbye(m, habits))
        if not early and rng.random() < 0.8:
            self._on(day + timedelta(days=rng.randint(45, 140)), tenant, match, self._reach)
        self._befall(day, tenant, match, habits)

    def _befall(self, day: date, tenant: UUID, match: UUID, habits: Habits) -> None:
        rng = self.world.rng
        if rng.random() < 0.08:
            self._on(day + timedelta(days=rng.randint(25, 90)), tenant, match, lambda m: self._pause(m, habits))
        if rng.random() < 0.06:
            self._on(day + timedelta(days=rng.randint(5, 90)), tenant, match, self._move)

    def _on(self, day: date, tenant: UUID, match: UUID, verb: Verb) -> None:
        """On `day` the pair does it, if it runs still."""

        def deed() -> None:
            pair = Match.locked(match)
            if pair.is_running:
                verb(pair)

        self.world.agenda.on(day, tenant, deed)

    def _meet(self, match: Match, habits: Habits, tenant: UUID) -> None:
        rng, day = self.world.rng, today()
        upcoming = day + timedelta(days=max(3, habits.every + rng.randint(-3, 4)))
        self._on(upcoming, tenant, match.id, lambda m: self._meet(m, habits, tenant))
        took_place = rng.random() >= habits.forgets
        if (habits.pauses_until and day < habits.pauses_until) or (not took_place and rng.random() < 0.5):
            return
        follow_ups.log_meeting(
            match, held_on=day, took_place=took_place, minutes=rng.choice([30, 45, 60, 90, 120]) if took_place else None,
            place=rng.choice(["workplace", "workplace", "job_centre", "school", "library", "online"]) if took_place else None,
            next_on=None if rng.random() < 0.1 else upcoming, by=Actor("mentor", match.mentor.name),
        )  # fmt: skip
        self.world.counts["meetings" if took_place else "missed"] += 1

    def _pause(self, match: Match, habits: Habits) -> None:
        """A journey or an illness; of some nobody knows how long, and then staff look at it again."""
        rng = self.world.rng
        until = today() + timedelta(days=rng.randint(14, 45))
        known = until if rng.random() < 0.7 else None
        follow_ups.pause(match, rng.choice(["illness", "travel", "life"]), until_on=known, look_again_on=None, by=STAFF)
        habits.pauses_until = until
        self.world.counts["pauses"] += 1

    def _move(self, match: Match) -> None:
        """Somebody has another address now, and has not told."""
        self.world.dead.add(self.world.rng.choice([match.youth_id, match.mentor_id]))
        self.world.counts["moved"] += 1

    def _reach(self, match: Match) -> None:
        reached(match, self.world.rng.choice(sorted(OUTCOMES)), today(), by=STAFF)
        self.world.counts["outcomes"] += 1

    def _say_goodbye(self, match: Match, habits: Habits) -> None:
        rng = self.world.rng
        early, planned = ["youth_stopped", "mentor_stopped", "moved"], ["goal_reached", "planned", "planned"]
        reason = rng.choice(early if habits.early else planned)
        if match.first_met_on is None:
            reason = "never_met"
        follow_ups.end_match(match, reason, by=STAFF)
        self.world.counts["early_endings" if habits.early else "endings"] += 1
