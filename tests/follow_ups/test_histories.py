"""Whatever happens to a pair, in whatever order: it has exactly one next step while it runs, and none that is due in the
past is on nobody's list, as the call list is shown to staff, and as the rules alone say it must be. Random histories, each
the same again from its seed: through summer and autumn holidays, Christmas and the turn of the year, a leap day and both nights
when the clock changes, with a schedule that is down for three days, and a municipality that leaves.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, and_, exists, func, select

from mentorkorps import follow_ups, messages
from mentorkorps.calls import Outcome, log_call
from mentorkorps.clock import COPENHAGEN, local, now, standing_at, today
from mentorkorps.follow_ups import FollowUp, Pause, RunningPair
from mentorkorps.follow_ups.moving import move
from mentorkorps.follow_ups.steps import put_on_list
from mentorkorps.follow_ups.talk import wants_to_talk
from mentorkorps.matches import Match, drop_goodbye, plan_goodbye
from mentorkorps.matching import Proposal, mentor_says, propose, youth_says
from mentorkorps.matching.suggest import suggest
from mentorkorps.messages import Message
from mentorkorps.messages.pace import CAN_WAIT
from mentorkorps.programmes import complete
from mentorkorps.refused import Refused
from mentorkorps.simulation.lost import lost_here
from mentorkorps.working_days import is_working_day
from mentorkorps.youths import Enrolment
from tenants.agreements.moving import leave
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db, one_connection
from tenants.terms import read
from tenants.users import Actor
from tests.cast import TERMS, actor, enrol, recruit, tenant
from tests.tenants.test_agreement_versions import fyn
from workers.perform import drain

HERE = "svendborg"
PROFILES = ("fyn", "vordingborg", "hoeje-taastrup", "mentornetdk", "mentorordning", "eepm")
SCHOOL: dict[str, Any] = {
    "calendar": {
        "closed": [
            ["2014-06-28", "2014-08-10"], ["2014-10-11", "2014-10-19"], ["2014-12-20", "2015-01-04"],
            ["2015-02-07", "2015-02-15"], ["2015-03-28", "2015-04-06"], ["2015-12-19", "2016-01-03"],
            ["2016-02-13", "2016-02-21"],
        ]
    }
}  # fmt: skip
#: First and last day of a history, and the day on which the municipality leaves.
STRETCHES = (
    (date(2014, 6, 16), date(2014, 8, 20), None),  # the summer holiday
    (date(2014, 9, 22), date(2014, 11, 16), None),  # 26 October: a night of 25 hours
    (date(2014, 11, 24), date(2015, 1, 20), date(2014, 12, 31)),  # it leaves as the year ends
    (date(2015, 2, 16), date(2015, 4, 15), None),  # 29 March: a night of 23 hours, then Easter
    (date(2015, 12, 28), date(2016, 3, 6), None),  # the agreement ends with the year; 29 February
)
PAIRS = 5
FOUND_BY_SVENDBORG = {0, 3}  # mentors whom the municipality found itself (FY-13)
DOWN_FOR = timedelta(days=3)


class World:
    """Five pairs in Svendborg, whose days a seed decides."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.first, self.last, self.leaves_on = STRETCHES[seed % len(STRETCHES)]
        self.day = self.first
        self.down_from = self.first + timedelta(days=self.dice.randint(14, 40))
        self.here, self.home = tenant(HERE), tenant("dygtige-unge")
        self.by = actor("cille")
        self.pairs = [self._begin(n) for n in range(PAIRS)]
        self.done: list[str] = []

    def rules(self) -> dict[str, Any]:
        """Those of one of the six programmes, in half of the cases with school holidays."""
        profile = read(TERMS / f"{self.dice.choice(PROFILES)}.toml").profile
        return complete(profile, self.dice.choice([SCHOOL, {"calendar": {"closed": []}}]))

    def _begin(self, number: int) -> UUID:
        with self.now(time(8)):
            with acting_for(self.here if number in FOUND_BY_SVENDBORG else self.home):
                recruit(f"Mentor{number}", "Dal", "car_mechanic")
            with acting_for(self.here):
                youth = enrol(actor("karen"), first_name=f"Ung{number}", email=f"ung{number}@ung.example").id
            with acting_for(self.here, home=self.home):
                enrolment = Enrolment.get(youth)
                propose(enrolment, next(one for one in suggest(enrolment, today()) if one.is_proposable), by=self.by)
                proposal = db.session.scalars(select(Proposal).where(Proposal.enrolment_id == youth)).one()
                return self._both_say_yes(proposal)

    def _both_say_yes(self, proposal: Proposal) -> UUID:
        mentor_says(proposal, True, by=self.by)
        match = youth_says(proposal, True, by=self.by)
        assert match is not None
        with suppress(Refused):
            move(match, self.rules(), by=self.by)
        return match.id

    def begin_anew(self, match: Match) -> None:
        """Who waits for a new mentor after `match` gets one, where anybody has room."""
        waits = Enrolment.youth_id == match.youth_id, Enrolment.closed_at.is_(None)
        enrolment = db.session.scalars(select(Enrolment).where(*waits)).one()
        best = next((one for one in suggest(enrolment, today()) if one.is_proposable), None)
        if best is not None:
            self.pairs.append(self._both_say_yes(propose(enrolment, best, by=self.by)))

    @contextmanager
    def now(self, at: time) -> Iterator[None]:
        with standing_at(datetime.combine(self.day, at, COPENHAGEN)):
            yield

    def live(self) -> None:
        """Day by day: perhaps some acts, and the jobs unless the schedule is down."""
        while self.day <= self.last:
            with one_connection():
                self._day()
            self.day += timedelta(days=1)

    def _day(self) -> None:
        if self.day == self.leaves_on:
            with self.now(time(9)), acting_for(self.home):
                leave(fyn(), self.here, self.day, "Byrådet", now(), self.day, by=self.by)
        for pair in list(self.pairs):
            if self.dice.random() < 0.25:
                self.act(pair)
        if not self.down_from <= self.day < self.down_from + DOWN_FOR:
            with self.now(time(15)):
                drain(datetime.combine(self.day, time(15), COPENHAGEN), [self.here])
                self.check_lists()

    def act(self, pair: UUID) -> None:
        """Something happens to a pair, or is refused."""
        name = self.dice.choice(list(ACTS) + ["met", "call", "pause"] + ["answer"] * 3)
        with self.now(time(10)):
            with suppress(Refused), acting_for(self.here, home=self.home):
                ACTS[name](self, Match.get(pair))
            self.done.append(f"{self.day} {name}")
            self.check_steps(name, Match.id == pair)

    def check_steps(self, after: str, *which: ColumnElement[bool]) -> dict[UUID, str]:
        """What holds at every moment; what each running pair needs."""
        history, needs = f"after {after}: {self.done[-12:]}", {}
        with acting_for(self.here, home=self.home):
            rows = db.session.execute(WITH_STEPS.where(*which)).all()
        for match, steps in groupby(rows, lambda row: row[0]):
            open_ones = [step for _match, step, _paused in steps if step is not None]
            paused = next(row[2] for row in rows if row[0] is match)
            assert len(open_ones) == (1 if match.is_running else 0), history
            assert match.is_running or not paused, history
            for step in open_ones:
                assert (step.kind == "pause") == paused, history
                assert is_working_day(step.opens_on) and is_working_day(step.due_on), history
                needs[match.id] = follow_ups.need(
                    step.kind, step.opens_on, step.due_on, step.raised_at, match.first_met_on, self.day
                )
                if step.due_on < self.day or step.raised_at is not None:
                    assert needs[match.id] in ("call", "overdue"), history
        return needs

    def check_lists(self) -> None:
        """When the day's jobs are done: staff are shown every pair with what it needs, and none is lost."""
        needs, history = self.check_steps("the jobs"), f"{self.day}: {self.done[-12:]}"
        with acting_for(self.here, home=self.home):
            listed = {row[0]: RunningPair(*row) for row in db.session.execute(follow_ups.running())}
            assert list(lost_here(self.day)) == [], history
        assert listed.keys() == needs.keys(), history
        for match, pair in listed.items():
            waits = ("meeting",) if needs[match] in ("open", "early") and pair.meeting_lacks(self.day) else ()
            assert pair.need(self.day) in (waits or (needs[match],)), history


#: Every pair with its open step and whether it pauses; one without a step too.
WITH_STEPS = (
    select(Match, FollowUp, exists().where(Pause.match_id == Match.id, Pause.ended_at.is_(None)))
    .outerjoin(FollowUp, and_(FollowUp.match_id == Match.id, FollowUp.done_at.is_(None)))
    .order_by(Match.id)
)


def meet(world: World, match: Match, *, took_place: bool) -> None:
    held_on = max(match.started_on, world.day - timedelta(days=world.dice.choice([0, 0, 1, 9])))
    next_on = world.dice.choice([None, world.day + timedelta(days=14)])
    follow_ups.log_meeting(
        match, held_on=held_on, took_place=took_place, minutes=45 if took_place else None,
        place="school" if took_place else None, next_on=next_on, by=world.by,
    )  # fmt: skip


def answer(world: World, match: Match) -> None:
    step = follow_ups.open_follow_up(match)
    if step is None or step.asked_at is None:
        raise Refused("nobody has asked")
    side = world.dice.choice(["mentor", "youth"])
    for question in follow_ups.questions_for(step, side):
        value = world.dice.choice(list(follow_ups.QUESTIONS[question][1]))
        follow_ups.answer(step, side, question, value, by=world.by)


def call(world: World, match: Match) -> None:
    """Staff ring and write down what it came to: they talked with one or both, nobody answered, or it is put off."""
    result = world.dice.choice(["talked", "talked", "no_answer", "later"])
    reached = world.dice.choice(["mentor", "youth", "both"]) if result == "talked" else "nobody"
    again_on = world.day + timedelta(days=3) if result == "later" else None
    log_call(match, Outcome(result, reached, f"Opkald {len(world.done)}.", again_on=again_on), by=world.by)


def hold(world: World, match: Match) -> None:
    later = [None, *(world.day + timedelta(days=n) for n in (1, 4, 10, 40))]
    reason = world.dice.choice(list(follow_ups.PAUSE_REASONS))
    follow_ups.pause(
        match, reason, until_on=world.dice.choice(later), look_again_on=world.dice.choice(later), by=world.by
    )


def agree(world: World, match: Match) -> None:
    until = world.day + timedelta(days=world.dice.choice([2, 20, 60, 200]))
    follow_ups.agree_on_length(match, until, "Et fritidsjob", by=world.by)


def go_on(world: World, match: Match) -> None:
    side = world.dice.choice(["mentor", "youth"])
    follow_ups.second_answer(match, side, world.dice.random() < 0.9, by=world.by)


def end(world: World, match: Match) -> None:
    """The pair ends; half of the youths get a new mentor, whose pair lives on under the same dice."""
    if world.day <= world.first + timedelta(days=30) or world.dice.random() > 0.3:
        return
    follow_ups.end_match(match, world.dice.choice(["planned", "mentor_stopped"]), by=world.by)
    if world.dice.random() < 0.5:
        follow_ups.find_new_mentor(match, by=world.by)
        world.begin_anew(match)


def bounce(world: World, match: Match) -> None:
    """The newest message to one of them comes back."""
    person = world.dice.choice([match.mentor_id, match.youth_id])
    newest = (
        select(Message.id).where(Message.person_id == person).order_by(Message.written_at.desc(), Message.id).limit(1)
    )
    message = db.session.scalar(newest)
    if message is None:
        raise Refused("nothing was sent")
    messages.reported(message, delivered=False, why="550 no such user")


def change_channel(world: World, match: Match) -> None:
    ours = match.mentor_tenant_id == world.home
    person = world.dice.choice([match.mentor, match.youth] if ours else [match.youth])
    messages.hear_by(person, world.dice.choice(["mail", "phone"]), by=world.by)


def plan_an_end(world: World, match: Match) -> None:
    """The last day is agreed; it may be dropped again before it comes."""
    if world.dice.random() < 0.4:
        ends_on = world.day + timedelta(days=world.dice.choice([5, 12, 30]))
        reason = world.dice.choice(["planned", "mentor_stopped"])
        plan_goodbye(match, ends_on=ends_on, reason=reason, last_meeting_on=None, by=world.by)


def rematched(world: World, match: Match) -> None:
    """The youth answers the offer of a new mentor, where there is one."""
    follow_ups.rematch_answer(match, world.dice.random() < 0.3, by=world.by)


ACTS: dict[str, Callable[[World, Match], object]] = {
    "met": lambda world, match: meet(world, match, took_place=True),
    "missed": lambda world, match: meet(world, match, took_place=False),
    "answer": answer,
    "call": call,
    "pause": hold,
    "resume": lambda world, match: follow_ups.resume(match, by=world.by),
    "move": lambda world, match: move(match, world.rules(), by=world.by),
    "length": agree,
    "second": go_on,
    "worry": lambda world, match: put_on_list(match, "worry"),
    "end": end,
    "bounce": bounce,
    "channel": change_channel,
    "goodbye": plan_an_end,
    "drop": lambda world, match: drop_goodbye(match, by=world.by),
    "next": lambda world, match: follow_ups.next_meeting_written(match, world.day + timedelta(days=9), by=world.by),
    "rematch": rematched,
    "talk": lambda world, match: wants_to_talk(match, by=Actor("youth", match.youth.name)),
}
#: They begin the pair, and wait for no free day.
AT_ONCE = {"start", "mentor_will_call"}
#: Their one reminder is the same letter.
REMINDED_ALIKE = {"second_yes", "moved_on"}


def check_messages(world: World) -> None:
    """Nobody got two messages on a day, and nobody was asked the same twice over."""
    of_message = OutboxItem.dedupe_key == func.concat("message:", Message.id)
    with acting_for(world.here, home=world.home):
        went = db.session.execute(
            select(Message, OutboxItem.run_at).join(OutboxItem, of_message)
            .where(OutboxItem.done_at.is_not(None), OutboxItem.reply.not_in(["withdrawn", "stopped", "bounced"]))
            .where(Message.holder.in_(["mentor", "youth"]))
        ).all()  # fmt: skip
        days: dict[tuple[Any, date], list[str]] = {}
        for message, at in went:
            days.setdefault((message.person_id, local(at).date()), []).append(message.template)
        crowded = [told for told in days.values() if len(told) > 1 and not AT_ONCE & set(told)]
        asked = Counter((one.template, one.about_id, one.holder) for one, _ in went if one.template in CAN_WAIT)
    assert len(went) > 10 and crowded == []
    assert [one for one, times in asked.items() if times > (2 if one[0] in REMINDED_ALIKE else 1)] == []


@pytest.mark.parametrize("seed", range(8))
def test_every_running_pair_has_one_next_step_and_none_is_due_in_silence(seed: int, app: Flask) -> None:
    world = World(seed)
    world.check_steps("the beginning")
    world.live()
    check_messages(world)
    assert len(world.done) > 40
