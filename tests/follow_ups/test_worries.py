"""A worry is rung about, whatever else happens to the step it was told in; nobody waits in silence."""

from uuid import UUID

from sqlalchemy import select

from mentorkorps.follow_ups import answer, called, open_follow_up, running, second_answer
from mentorkorps.follow_ups.running import RunningPair
from mentorkorps.journal import JournalNote
from mentorkorps.matches import SecondYes
from tenants.quotas import Reservation
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.follow_ups.test_plan import july, june, met, next_step, on, pair, work

__all__ = ["pair"]


def tap(day, side: str, **taps: str) -> None:
    with on(day) as match:
        step = open_follow_up(match)
        for question, value in taps.items():
            answer(step, side, question, value, by=actor("cille"))


def need(day) -> str:
    with acting_for(tenant("svendborg"), home=tenant("dygtige-unge")):
        return RunningPair(*db.session.execute(running()).one()).need(day)


def urgent_notes() -> int:
    with acting_for(tenant("svendborg")):
        return len(db.session.scalars(select(JournalNote).where(JournalNote.act == "worry")).all())


def test_a_youth_who_asks_for_a_call_is_on_the_call_list_until_somebody_has_rung(pair: UUID) -> None:
    met(june(18))
    work(july(2))
    tap(july(3), "youth", going="4", call="yes")
    assert need(july(3)) == "call" and urgent_notes() == 1
    with on(july(4)) as match:
        called(open_follow_up(match), "Vi talte sammen.", by=actor("cille"))
    assert need(july(4)) != "call"


def test_a_worry_half_told_survives_that_the_other_side_finishes(pair: UUID) -> None:
    met(june(18))
    work(july(2))
    tap(july(3), "youth", going="1")
    tap(july(3), "mentor", going="4", call="no")
    assert need(july(3)) == "call" and urgent_notes() == 1


def test_a_first_meeting_not_held_is_rung_about_and_looked_at_again_in_two_weeks(pair: UUID) -> None:
    work(june(30))
    tap(july(1), "mentor", met="no", going="4", call="no")
    assert need(july(1)) == "call"
    assert next_step()[0] == "first_meeting"


def test_a_first_meeting_told_of_by_a_tap_counts_and_both_are_asked_to_go_on(pair: UUID) -> None:
    work(june(30))
    tap(july(1), "mentor", met="yes", going="4", call="no")
    with acting_for(tenant("svendborg")):
        assert {row.side for row in db.session.scalars(select(SecondYes))} == {"mentor", "youth"}
    assert next_step()[0] == "check_in"


def test_a_second_yes_nobody_answers_is_rung_about(pair: UUID) -> None:
    met(june(18))
    work(june(24))
    assert need(june(24)) != "call"
    work(june(25))
    assert need(june(25)) == "call"


def test_an_early_call_is_a_note_and_takes_no_follow_up_away(pair: UUID) -> None:
    before = next_step()
    with on(june(16)) as match:
        called(open_follow_up(match), "Sagde goddag.", by=actor("cille"))
    assert next_step() == before


def test_a_second_no_frees_the_place_of_a_youth_who_has_had_no_other_mentor(pair: UUID) -> None:
    met(june(18))
    with on(june(20)) as match:
        second_answer(match, "youth", False, by=actor("cille"))
    with acting_for(tenant("dygtige-unge")):
        assert [r.freed_at is not None for r in db.session.scalars(select(Reservation))] == [True]
