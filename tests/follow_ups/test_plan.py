"""When a pair is followed up: the days of FY-36, exactly, and never two open steps or none while a pair runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.follow_ups import FollowUp, answer, ask_due, called, end_match, log_meeting, open_follow_up
from mentorkorps.follow_ups.plan import Window, first_window, next_window, window_after_first_meeting
from mentorkorps.journal import JournalNote
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal, mentor_says, youth_says
from mentorkorps.messages import Message
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.pair import proposed

FYN = {
    "follow_up": {
        "first_check_days": 14, "after_first_meeting_days": 14, "merge_within_days": 7, "then_weeks_from": 4,
        "then_weeks_to": 6,
    }
}  # fmt: skip


def june(day: int) -> date:
    return date(2014, 6, day)


def july(day: int) -> date:
    return date(2014, 7, day)


def april(day: int) -> date:
    return date(2014, 4, day)


def test_two_weeks_after_the_match_somebody_asks_whether_they_have_met() -> None:
    assert first_window(june(2), FYN) == Window("first_meeting", june(16), june(23))


def test_two_weeks_after_the_first_meeting_comes_the_follow_up() -> None:
    assert window_after_first_meeting(june(4), None, FYN) == Window("check_in", june(18), june(25))
    assert window_after_first_meeting(june(4), june(10), FYN) == Window("check_in", june(18), june(25))


@pytest.mark.parametrize("contact", [june(11), june(18), june(25)])
def test_a_contact_within_seven_days_of_it_is_the_same_one(contact: date) -> None:
    assert window_after_first_meeting(june(4), contact, FYN) == next_window(contact, FYN)


def test_from_then_on_four_to_six_weeks_after_each_contact() -> None:
    assert next_window(june(16), FYN) == Window("check_in", july(14), july(28))


@pytest.mark.parametrize(
    ("started_on", "window"),
    [
        (june(7), Window("first_meeting", june(23), june(30))),  # a Saturday two weeks later
        (april(3), Window("first_meeting", april(22), april(29))),  # Maundy Thursday
        (april(7), Window("first_meeting", april(22), april(29))),  # Easter Monday
        (date(2014, 4, 2), Window("first_meeting", april(16), april(23))),  # the day before Easter begins
    ],
)
def test_nobody_is_asked_at_the_weekend_or_in_easter(started_on: date, window: Window) -> None:
    assert first_window(started_on, FYN) == window


def test_what_is_due_in_easter_is_done_before_it_and_opens_after_it() -> None:
    assert next_window(date(2014, 3, 7), FYN) == Window("check_in", april(4), april(16))  # six weeks: Good Friday
    assert next_window(date(2014, 3, 24), FYN) == Window("check_in", april(22), date(2014, 5, 5))  # four: Easter Monday


@contextmanager
def on(day: date) -> Iterator[Match]:
    """The pair in Svendborg, at nine that day."""
    with (
        standing_at(datetime(day.year, day.month, day.day, 9, tzinfo=COPENHAGEN)),
        acting_for(tenant("svendborg"), home=tenant("dygtige-unge")),
    ):
        yield db.session.scalars(select(Match)).one()


def next_step() -> tuple[str, date, date]:
    """The one step that is open."""
    with acting_for(tenant("svendborg")):
        step = db.session.scalars(select(FollowUp).where(FollowUp.done_at.is_(None))).one()
        return step.kind, step.opens_on, step.due_on


def asked() -> dict[str, list[str]]:
    """Who has been mailed about a follow-up, by message."""
    with acting_for(tenant("svendborg")):
        sent = select(Message.template, Message.holder).where(Message.template.like("follow_up%"))
        found: dict[str, list[str]] = {}
        for template, holder in db.session.execute(sent.order_by(Message.holder)):
            found.setdefault(template, []).append(holder)
        return found


def notes(act: str) -> int:
    with acting_for(tenant("svendborg")):
        return db.session.scalar(select(func.count()).select_from(JournalNote).where(JournalNote.act == act)) or 0


@pytest.fixture
def pair(app: Flask) -> UUID:
    """Ayla and Bent, since Monday 16 June."""
    with standing_at(datetime(2014, 6, 16, 9, tzinfo=COPENHAGEN)):
        proposed()
        cille = actor("cille")
        with acting_for(tenant("svendborg"), home=tenant("dygtige-unge")):
            proposal = db.session.scalars(select(Proposal)).one()
            mentor_says(proposal, True, by=cille)
            match = youth_says(proposal, True, by=cille)
            assert match is not None
            return match.id


def work(day: date) -> None:
    """The morning's job, twice: the second time finds nothing to do."""
    for _again in range(2):
        with on(day):
            ask_due()


def met(day: date, *, logged_on: date | None = None) -> None:
    """They met that day, and it is logged the same day or later."""
    with on(logged_on or day) as match:
        facts: dict[str, Any] = {"minutes": 60, "place": "library", "next_on": None}
        log_meeting(match, held_on=day, took_place=True, by=actor("cille"), **facts)


def test_silence_is_asked_once_reminded_once_raised_and_ended_by_a_call(pair: UUID) -> None:
    assert next_step() == ("first_meeting", june(30), july(7))
    work(june(29))
    assert asked() == {}
    work(june(30))
    work(july(2))
    assert asked() == {"follow_up": ["mentor", "youth"]}
    work(july(3))  # three working days
    work(july(4))
    assert asked() == {"follow_up": ["mentor", "youth"], "follow_up_again": ["mentor", "youth"]}
    assert raised() == "alarm_not_met"  # two weeks without a first meeting: rung about, and asked all the same
    work(july(7))  # five
    assert raised() == "alarm_not_met" and len(asked()) == 2
    with on(july(8)) as match:
        step = open_follow_up(match)
        assert step is not None
        called(step, "De mødes på torsdag.", by=actor("cille"))
    assert notes("called") == 1 and not raised()
    assert next_step() == ("first_meeting", july(22), july(29))  # they have not met: looked at again in two weeks


def raised() -> str | None:
    with acting_for(tenant("svendborg")):
        on_list = FollowUp.raised_at.is_not(None), FollowUp.done_at.is_(None)
        return db.session.scalar(select(FollowUp.raised_because).where(*on_list))


def test_a_pair_has_one_next_step_from_the_first_day_to_the_last(pair: UUID) -> None:
    met(june(20))
    assert next_step() == ("check_in", july(4), july(11))  # instead of asking on 30 June whether they have met
    work(july(4))
    for question, value in [("going", "4"), ("call", "no")]:
        with on(july(4)) as match:
            step = open_follow_up(match)
            assert step is not None
            answer(step, "mentor", question, value, by=actor("cille"))
    assert notes("follow_up") == 1
    assert next_step() == ("check_in", date(2014, 8, 1), date(2014, 8, 15))
    met(july(18))
    assert next_step() == ("check_in", date(2014, 8, 1), date(2014, 8, 15))
    with on(july(20)) as match:
        end_match(match, "planned", by=actor("cille"))
        assert open_follow_up(match) is None


def test_a_contact_and_a_first_meeting_near_each_other_are_one_contact_and_far_apart_two(pair: UUID) -> None:
    with on(june(30)) as match:
        step = open_follow_up(match)
        assert step is not None
        called(step, "De siger, at de har mødtes.", by=actor("cille"))
    assert next_step() == ("first_meeting", july(14), july(21))
    met(june(18), logged_on=july(1))  # two weeks after the meeting is 2 July: the call was that contact
    assert next_step() == ("check_in", july(28), date(2014, 8, 11))


def test_a_first_meeting_long_after_the_call_has_its_own_follow_up(pair: UUID) -> None:
    with on(june(30)) as match:
        step = open_follow_up(match)
        assert step is not None
        called(step, "De mødes om to uger.", by=actor("cille"))
    met(july(14))
    assert next_step() == ("check_in", july(28), date(2014, 8, 4))


def test_a_call_in_the_two_weeks_after_the_first_meeting_is_the_follow_up(pair: UUID) -> None:
    met(june(18))
    assert next_step()[1] == july(2)
    with on(june(27)) as match:
        step = open_follow_up(match)
        assert step is not None
        called(step, "Det går fint.", by=actor("cille"))
    assert next_step() == ("check_in", july(25), date(2014, 8, 8))
