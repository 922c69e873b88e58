"""Each side is heard for itself: what one of a pair has asked for outlives what the other says, and a talk with the other."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorkorps.calls import CallLine, Outcome, Whose, log_call
from mentorkorps.calls.call_list import on_day, on_list
from mentorkorps.follow_ups import FollowUp, answer, open_follow_up, pause, wellbeing_noted
from mentorkorps.follow_ups.heard import replied
from mentorkorps.follow_ups.talk import wants_to_talk
from mentorkorps.matches import Match
from mentorkorps.messages import Message
from tenants.scope import db
from tests.cast import actor
from tests.follow_ups.test_plan import july, june, met, on, pair, work
from tests.follow_ups.test_worries import tap

__all__ = ["pair"]


def talked(day: date, reached: str) -> None:
    with on(day) as match:
        log_call(match, Outcome("talked", reached, f"Talte med {reached}."), by=actor("cille"))


def line(day: date) -> CallLine | None:
    with on(day):
        row = db.session.execute(on_list(actor("cille"), Whose(frozenset())), on_day(day)).one_or_none()
        return CallLine(*row) if row else None


def reasons(day: date) -> list[str]:
    """Why the pair is on the list, but for the next meeting, which is none of this."""
    found = line(day)
    return [one for one in found.reasons if one != "no_next"] if found else []


def texts(match: Match, holder: str, words: str) -> None:
    """Somebody answers the question by SMS in words."""
    of_holder = Message.holder == holder, Message.template == "follow_up"
    replied(db.session.scalars(select(Message.id).where(*of_holder)).one(), words)


def late_answer(day: date, serial: int, side: str, question: str, value: str) -> None:
    """An answer to the question of a step that the other side has ended."""
    with on(day):
        step = db.session.scalars(select(FollowUp).where(FollowUp.serial == serial)).one()
        answer(step, side, question, value, by=actor("cille"))


def test_a_low_rating_of_the_youth_is_rung_about_though_the_mentors_was_yesterday(pair: UUID) -> None:
    met(june(18))
    work(july(2))
    tap(july(3), "mentor", going="1", call="no")
    talked(july(3), "mentor")
    assert reasons(july(3)) == []
    late_answer(july(4), 1, "youth", "going", "1")
    assert reasons(july(4)) == ["alarm_rating"]
    talked(july(4), "mentor")
    assert reasons(july(4)) == ["alarm_rating"]
    talked(july(4), "youth")
    assert reasons(july(4)) == []


def test_a_wish_to_be_rung_outlives_that_the_mentor_tells_of_no_meeting(pair: UUID) -> None:
    work(june(30))
    tap(july(1), "youth", met="no", going="4", call="yes")
    late_answer(july(1), 1, "mentor", "met", "no")
    talked(july(1), "mentor")
    assert reasons(july(1)) == ["worry"]
    talked(july(1), "youth")
    assert reasons(july(1)) == []


def test_what_the_youth_has_written_by_sms_is_not_answered_by_a_talk_with_the_mentor(pair: UUID) -> None:
    met(june(18))
    work(july(2))
    with on(july(3)) as match:
        texts(match, "youth", "Jeg vil gerne tale med nogen nu")
    talked(july(3), "mentor")
    assert reasons(july(3)) == ["replied"]
    talked(july(3), "youth")
    assert reasons(july(3)) == []


@pytest.mark.parametrize("worried", [True, False])
def test_a_worry_and_an_unread_sms_stay_on_the_list_through_a_pause(pair: UUID, worried: bool) -> None:
    met(june(18))
    work(july(2))
    if worried:
        tap(july(3), "youth", call="yes")
    with on(july(3)) as match:
        texts(match, "mentor", "ok")
        pause(match, "travel", until_on=None, look_again_on=None, by=actor("cille"))
    assert reasons(july(3)) == ["worry" if worried else "replied"]


def test_a_low_rating_takes_the_place_of_a_lesser_reason(pair: UUID) -> None:
    work(june(30))
    tap(july(1), "youth", met="no", going="1")
    assert reasons(july(1)) == ["alarm_rating"]


def test_a_worried_mentor_is_rung_though_somebody_has_talked_with_the_youth(pair: UUID) -> None:
    with on(june(18)) as match:
        wellbeing_noted(match, "worried", by=actor("cille"))
    talked(june(18), "youth")
    assert reasons(june(18)) == ["worry"]
    talked(june(18), "mentor")
    assert reasons(june(18)) == []


@pytest.mark.parametrize("how", ["wish", "rating"])
def test_a_new_worry_is_for_today_though_the_last_was_put_off(pair: UUID, how: str) -> None:
    met(june(18))
    work(july(2))
    with on(july(2)) as match:
        wants_to_talk(match, by=actor("cille"))
        log_call(match, Outcome("later", again_on=july(14)), by=actor("cille"), reason="worry")
    put_off = line(july(3))
    assert put_off is not None and put_off.is_later
    with on(july(3)) as match:
        if how == "wish":
            wants_to_talk(match, by=actor("cille"))
        else:
            step = open_follow_up(match)
            assert step is not None
            answer(step, "youth", "going", "1", by=actor("cille"))
    again = line(july(3))
    assert again is not None and not again.is_later and again.reasons[0] == "worry"
