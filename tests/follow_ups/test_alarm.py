"""The alarm of early endings: four facts, each once, with an internal note, in the first three months."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from mentorkorps.clock import COPENHAGEN
from mentorkorps.follow_ups import Alarm, FollowUp, answer, ask_due, called, log_meeting, open_follow_up, second_answer
from mentorkorps.follow_ups.alarm import alarms_due, sound_alarms
from mentorkorps.follow_ups.questions import questions_for
from mentorkorps.journal import JournalNote
from mentorkorps.matches import Match
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.follow_ups.test_plan import july, june, on, pair, work
from tests.web.counting import statements

__all__ = ["pair"]


def met(day: date, next_on: date | None, **more: Any) -> None:
    with on(day) as match:
        facts = {"minutes": 60, "place": "library", "took_place": True} | more
        log_meeting(match, held_on=day, next_on=next_on, by=actor("cille"), **facts)
        if match.first_met_on == day:
            for side in ("mentor", "youth"):
                second_answer(match, side, True, by=actor("cille"))


def tap(day: date, side: str, **taps: str) -> None:
    with on(day) as match:
        step = open_follow_up(match)
        assert step is not None
        for question, value in taps.items():
            answer(step, side, question, value, by=actor("cille"))


def alarms() -> list[str]:
    with acting_for(tenant("svendborg")):
        return sorted(db.session.scalars(select(Alarm.cause)))


def listed() -> str | None:
    with acting_for(tenant("svendborg")):
        on_list = FollowUp.done_at.is_(None), FollowUp.raised_at.is_not(None)
        return db.session.scalar(select(FollowUp.raised_because).where(*on_list))


def ring(day: date) -> None:
    with on(day) as match:
        step = open_follow_up(match)
        assert step is not None
        called(step, "De kommer i gang.", by=actor("cille"))


def test_no_first_meeting_in_two_weeks_sounds_once_with_an_internal_note(pair: UUID) -> None:
    work(june(29))
    assert alarms() == []
    work(june(30))
    assert alarms() == [listed()] == ["alarm_not_met"]
    ring(july(1))
    work(july(2))
    work(july(10))
    assert alarms() == ["alarm_not_met"] and listed() is None
    with acting_for(tenant("svendborg")):
        [note] = db.session.scalars(select(JournalNote).where(JournalNote.act == "alarm")).all()
    assert "første møde" in note.internal and "første møde" not in note.text


def test_a_meeting_without_a_next_date_sounds_after_a_week_and_each_meeting_for_itself(pair: UUID) -> None:
    met(june(18), None)
    work(june(24))
    assert alarms() == []
    work(june(25))
    assert alarms() == [listed()] == ["alarm_no_next"]
    ring(june(26))
    work(june(27))
    assert listed() is None
    met(june(30), None)
    work(july(7))
    assert alarms() == ["alarm_no_next"] * 2


def test_a_next_date_that_was_agreed_meanwhile_is_all_that_is_wished_for(pair: UUID) -> None:
    met(june(18), None)
    met(june(23), july(7))
    work(june(27))
    assert alarms() == []


@pytest.mark.parametrize(("first", "second", "sounds"), [("5", "3", True), ("4", "3", False), ("3", "2", True)])
def test_a_low_rating_and_a_fall_of_two_are_rung_about(pair: UUID, first: str, second: str, sounds: bool) -> None:
    met(june(18), date(2014, 9, 1))
    work(july(2))
    tap(july(2), "youth", going=first, call="no")
    assert alarms() == []
    work(july(30))
    tap(july(30), "youth", going=second, call="no")
    assert alarms() == (["alarm_rating"] if sounds else []) and listed() == ("alarm_rating" if sounds else None)


def test_after_three_months_a_low_rating_is_an_ordinary_worry(pair: UUID) -> None:
    met(june(18), date(2014, 12, 1))
    with acting_for(tenant("svendborg")):
        db.session.execute(update(Match).values(started_on=date(2014, 3, 1), first_met_on=date(2014, 3, 3)))
    work(july(2))
    tap(july(2), "mentor", going="1", call="no")
    assert alarms() == [] and listed() == "worry"


def test_old_answers_are_still_read_and_count_in_a_fall(pair: UUID) -> None:
    met(june(18), date(2014, 9, 1))
    work(july(2))
    with on(july(2)) as match:
        step = open_follow_up(match)
        assert step is not None
        from mentorkorps.follow_ups import Answer

        at = datetime(2014, 7, 2, 9, tzinfo=COPENHAGEN)
        db.session.add(Answer(follow_up_id=step.id, side="youth", question="going", value="good", answered_at=at))
    ring(july(3))
    work(july(31))
    tap(july(31), "youth", going="2", call="no")
    assert alarms() == ["alarm_rating"]


def test_one_says_they_have_met_and_the_other_not(pair: UUID) -> None:
    work(june(30))
    tap(june(30), "youth", met="no")
    tap(june(30), "mentor", met="yes")
    work(july(9))
    assert "alarm_one_sided" in alarms()


def test_only_one_ever_answers(pair: UUID) -> None:
    met(june(18), date(2014, 9, 1))
    for day, later in ((july(2), july(14)), (july(30), date(2014, 8, 8))):
        work(day)
        tap(day, "mentor", going="4", call="no")
        assert alarms() == []
        work(later)
    assert alarms() == ["alarm_one_sided"]


@pytest.mark.parametrize(
    ("answering", "sounds"),
    [
        (("both", "mentor", "mentor"), [False, False, True]),
        (("mentor", "youth", "youth"), [False, False, True]),
        (("mentor", "both", "mentor"), [False, False, False]),
        (("mentor", "youth", "both"), [False, False, False]),
        (("youth", "youth", "both"), [False, True, False]),
    ],
)
def test_the_last_two_answered_follow_ups_tell_who_has_fallen_silent(
    pair: UUID, answering: tuple[str, ...], sounds: list[bool]
) -> None:
    """What is looked at is what sounds: the database and the rule say the same of every history."""
    met(june(18), date(2014, 12, 1))
    for sides, is_new in zip(answering, sounds, strict=True):
        asked_on = answered(sides)
        assert sounded(asked_on + timedelta(days=7)) == (False, False)
        assert sounded(asked_on + timedelta(days=8)) == (is_new, is_new)


def test_who_is_asked_by_phone_is_not_looked_at_as_silent(pair: UUID) -> None:
    met(june(18), date(2014, 12, 1))
    with on(june(19)) as match:
        match.youth.channel = "phone"
    for _follow_up in range(2):
        asked_on = answered("mentor")
        ring(asked_on + timedelta(days=2))
        assert sounded(asked_on + timedelta(days=8)) == (False, False)


def answered(sides: str) -> date:
    """The next follow-up is asked on its first day, and answered by these; the day."""
    with on(june(30)) as match:
        step = open_follow_up(match)
        assert step is not None
        serial, day = step.serial, step.opens_on
    with on(day):
        ask_due()
        step = db.session.scalars(select(FollowUp).where(FollowUp.serial == serial)).one()
        for side in ("mentor", "youth"):
            for question in questions_for(step, side) if sides in (side, "both") else ():
                answer(step, side, question, {"met": "yes", "going": "4", "call": "no"}[question], by=actor("cille"))
    return day


def sounded(day: date) -> tuple[bool, bool]:
    """Whether there is anything to look at, and whether that sounds."""
    before = alarms()
    with on(day):
        due = bool(db.session.scalars(alarms_due(), {"today": day}).all())
        sound_alarms(day)
    return due, alarms() != before


def test_the_look_at_all_young_pairs_is_a_handful_of_statements(pair: UUID) -> None:
    with on(june(20)), statements() as asked:
        sound_alarms(june(20))
    assert len(asked) <= 5
