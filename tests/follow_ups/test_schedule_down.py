"""The engine through bad weather: a schedule that was down, the nights when the clock changes, and a second mentor."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorkorps import schedule
from mentorkorps.clock import COPENHAGEN, local, standing_at, today
from mentorkorps.follow_ups import FollowUp, end_match, find_new_mentor, open_follow_up
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal, mentor_says, propose, youth_says
from mentorkorps.matching.suggest import suggest
from mentorkorps.youths import Enrolment
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db
from tests.cast import actor, recruit, tenant
from tests.follow_ups.test_plan import asked, july, june, met, next_step, on, pair
from workers.perform import drain

__all__ = ["pair"]


def jobs(day: date, hour: int = 12) -> None:
    """Whatever is due that noon is done."""
    at = datetime(day.year, day.month, day.day, hour, tzinfo=COPENHAGEN)
    with standing_at(at):
        drain(at, [tenant("svendborg")])


def test_a_schedule_down_for_three_days_asks_once_when_it_is_up_again(pair: UUID) -> None:
    jobs(june(16))  # the letters of the start have gone on their day
    jobs(june(29))
    assert asked() == {}
    jobs(july(3))  # down since the window opened on Monday 30 June
    assert asked() == {"follow_up": ["mentor", "youth"]}
    jobs(july(4))
    assert asked() == {"follow_up": ["mentor", "youth"]}  # the reminder waits three working days from the question
    jobs(july(8))
    assert asked() == {"follow_up": ["mentor", "youth"], "follow_up_again": ["mentor", "youth"]}


@pytest.mark.parametrize("night", [date(2015, 3, 29), date(2014, 10, 26)])
def test_the_job_runs_once_on_each_side_of_the_night_when_the_clock_changes(pair: UUID, night: date) -> None:
    runs = []
    for day in (night - timedelta(days=1), night, night + timedelta(days=1)):
        jobs(day)
        with acting_for(tenant("svendborg")):
            kind = OutboxItem.kind == "ask_follow_ups", OutboxItem.done_at.is_(None)
            (run_at,) = db.session.scalars(select(OutboxItem.run_at).where(*kind))
        runs.append(local(run_at))
    assert [run.time() for run in runs] == [schedule.TIMES["ask_follow_ups"]] * 3
    assert [run.date() for run in runs] == [night + timedelta(days=n) for n in (0, 1, 2)]


def test_a_second_mentor_gets_a_plan_of_its_own_and_the_first_ones_history_stays(pair: UUID) -> None:
    met(june(18))
    cille, home = actor("cille"), tenant("dygtige-unge")
    with on(july(1)) as match:
        end_match(match, "mentor_stopped", by=cille)
        find_new_mentor(match, by=cille)
    with standing_at(datetime(2014, 7, 1, 10, tzinfo=COPENHAGEN)):
        with acting_for(home):
            recruit("Lone", "Dal", "car_mechanic")
        with acting_for(tenant("svendborg"), home=home):
            enrolment = db.session.scalars(select(Enrolment)).one()
            propose(enrolment, next(one for one in suggest(enrolment, today()) if one.is_proposable), by=cille)
            proposal = db.session.scalars(select(Proposal).where(Proposal.started_at.is_(None))).one()
            mentor_says(proposal, True, by=cille)
            again = youth_says(proposal, True, by=cille)
            assert again is not None and open_follow_up(again) is not None
            first = Match.get(pair)
            steps = db.session.execute(select(FollowUp.match_id, FollowUp.serial, FollowUp.done_how))
            assert {tuple(step) for step in steps} == {(pair, 1, "ended"), (again.id, 1, None)}
            assert first.first_met_on == june(18) and again.first_met_on is None
    assert next_step() == ("first_meeting", july(15), july(22))
