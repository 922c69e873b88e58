"""One answers and the other does not: the silent one is reminded once, and then rung."""

from uuid import UUID

from sqlalchemy import select

from mentorkorps.follow_ups import FollowUp, answer, log_meeting, second_answer
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.follow_ups.test_plan import asked, july, june, on, pair, work
from tests.follow_ups.test_worries import tap

__all__ = ["pair"]


def open_reason() -> str | None:
    with acting_for(tenant("svendborg")):
        return db.session.scalar(select(FollowUp.raised_because).where(FollowUp.done_at.is_(None)))


def half_answered() -> None:
    """Both are asked; the next day Bent answers, and Ayla does not. They have said yes to going on."""
    with on(june(18)) as match:
        facts = {"minutes": 60, "place": "library", "next_on": july(30)}
        log_meeting(match, held_on=june(18), took_place=True, by=actor("cille"), **facts)
        for side in ("mentor", "youth"):
            second_answer(match, side, True, by=actor("cille"))
    work(july(2))
    tap(july(3), "mentor", going="4", call="no")


def test_the_silent_side_alone_is_reminded_once_and_then_rung_about(pair: UUID) -> None:
    half_answered()
    work(july(4))
    assert "follow_up_again" not in asked()
    work(july(7))
    work(july(8))
    assert asked() == {"follow_up": ["mentor", "youth"], "follow_up_again": ["youth"]}
    assert open_reason() != "silence"
    work(july(9))
    assert open_reason() == "silence"


def test_an_answer_that_comes_late_takes_the_pair_off_the_list(pair: UUID) -> None:
    half_answered()
    for day in (7, 9):
        work(july(day))
    assert open_reason() == "silence"
    with on(july(10)):
        step = db.session.scalars(select(FollowUp).where(FollowUp.done_at.is_not(None))).one()
        answer(step, "youth", "going", "4", by=actor("cille"))
        answer(step, "youth", "call", "no", by=actor("cille"))
    assert open_reason() is None


def test_who_answers_after_all_is_neither_reminded_nor_rung(pair: UUID) -> None:
    half_answered()
    with on(july(4)):
        step = db.session.scalars(select(FollowUp).where(FollowUp.done_at.is_not(None))).one()
        answer(step, "youth", "going", "4", by=actor("cille"))
    for day in (7, 9):
        work(july(day))
    assert "follow_up_again" not in asked() and open_reason() != "silence"
