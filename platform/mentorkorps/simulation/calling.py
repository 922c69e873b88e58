"""What staff do with the call list in a simulation: they ring, and write down what it came to."""

from datetime import date, timedelta

from sqlalchemy import select

from mentorkorps import calls, follow_ups
from mentorkorps.calls import CallLine, Outcome, Whose
from mentorkorps.matches import Match, SecondYes
from mentorkorps.refused import Refused
from mentorkorps.simulation.world import STAFF, World
from tenants.scope import acting_for, db

A_DAY = 25  # lines that staff get through in a morning, for each municipality
GETS_ROUND, ANSWERS_THE_PHONE = 0.85, 0.75
TALKED = "Det går godt, og de har aftalt et nyt møde."


class Calling:
    """Staff of one corps."""

    def __init__(self, world: World) -> None:
        self.world = world

    def ring(self, day: date) -> None:
        """Works through the list, municipality by municipality."""
        with acting_for(self.world.operator):
            found = calls.lines_in_each(self.world.home, day, Whose(frozenset()), by=STAFF, at_most=A_DAY)
        for tenant, lines in found:
            if lines:
                with acting_for(tenant.id, home=self.world.operator, holding=True):
                    self._work_through(lines, day)

    def _work_through(self, lines: list[CallLine], day: date) -> None:
        for line in lines:
            if line.kind != "match" or line.is_later or self.world.rng.random() > GETS_ROUND:
                continue
            try:
                self._call(line, day)
            except Refused:  # the call before has settled it
                self.world.counts["refused"] += 1

    def _call(self, line: CallLine, day: date) -> None:
        match, why = Match.locked(line.about_id), line.reasons[0]
        if self.world.rng.random() > ANSWERS_THE_PHONE:
            calls.log_call(match, Outcome("no_answer"), by=STAFF, reason=why)
            self.world.counts["calls_unanswered"] += 1
            return
        reached = why.removeprefix("exit_") if why.startswith("exit_") else "youth" if why == "rematch" else "both"
        meet_on = day + timedelta(days=7) if why in ("no_next", "not_logged") else None
        calls.log_call(match, Outcome("talked", reached, TALKED, meet_on=meet_on), by=STAFF, reason=why)
        self.world.counts["called"] += 1
        self._settle(match, why)

    def _settle(self, match: Match, why: str) -> None:
        """What comes out of a talk beside the note."""
        for address in follow_ups.unreachable_in(match):
            follow_ups.reachable_again(match, address, by=STAFF)
            self.world.dead.discard(address.person_id)
        if why == "rematch":
            follow_ups.rematch_answer(match, self.world.rng.random() < 0.6, by=STAFF)
            self.world.counts["rematch_offers"] += 1
        elif why == "pause_over":
            follow_ups.resume(match, by=STAFF)
        elif why == "second_yes":
            self._second_yes(match)

    def _second_yes(self, match: Match) -> None:
        silent = select(SecondYes.side).where(SecondYes.match_id == match.id, SecondYes.answered_at.is_(None))
        for side in db.session.scalars(silent.order_by(SecondYes.side)).all():
            follow_ups.second_answer(match, side, True, by=STAFF)
