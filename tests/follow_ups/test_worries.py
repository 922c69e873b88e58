"""A worry is rung about, whatever else happens to the step it was told in; nobody waits in silence."""

from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import select

from mentorkorps.follow_ups import answer, called, log_meeting, open_follow_up, running, second_answer
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


def shared(day, **taps: str) -> list[tuple[str, str]]:
    """What the contact person can read after the youth's answers, and could not read before."""
    before = notes()
    tap(day, "youth", **taps)
    return sorted((Counter(notes()) - Counter(before)).elements())


def notes() -> list[tuple[str, str]]:
    with acting_for(tenant("svendborg")):
        return [(act, text) for act, text in db.session.execute(select(JournalNote.act, JournalNote.text))]


@pytest.mark.parametrize(
    "taps", [{"going": "1", "call": "no"}, {"going": "4", "call": "yes"}, {"going": "1", "call": "yes"}]
)
def test_the_shared_notes_do_not_tell_a_low_rating_from_a_wish_to_be_rung(pair: UUID, taps: dict[str, str]) -> None:
    met(june(18))
    work(july(2))
    assert shared(july(3), **taps) == [
        ("follow_up", "Opfølgning med den unge. Den unge har svaret."),
        ("worry", "Korpset ringer til den unge efter opfølgningen."),
    ]


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


def raised() -> str | None:
    with on(july(3)) as match:
        return open_follow_up(match).raised_because


def test_no_first_meeting_is_no_reason_to_ring_once_they_have_met(pair: UUID) -> None:
    work(june(30))
    tap(july(1), "youth", met="no", going="4", call="no")
    assert raised() == "not_met"
    met(july(2))
    assert raised() is None


def test_a_tap_that_they_have_met_takes_the_alarm_of_no_first_meeting_off_the_list(pair: UUID) -> None:
    work(june(30))
    assert raised() == "alarm_not_met"
    tap(july(1), "mentor", met="yes")
    assert raised() is None


def test_a_worry_stands_when_they_have_met(pair: UUID) -> None:
    work(june(30))
    tap(july(1), "youth", met="no", going="4", call="yes")
    met(july(2))
    assert raised() == "worry"


def test_who_is_asked_by_phone_is_still_rung_when_they_have_met(pair: UUID) -> None:
    with on(june(17)) as match:
        match.youth.channel = "phone"
    work(june(30))
    assert raised() == "alarm_not_met"
    met(july(2))
    assert raised() == "phone"


def test_a_second_yes_nobody_answers_is_rung_about(pair: UUID) -> None:
    met(june(18))
    work(june(24))
    assert need(june(24)) != "call"
    work(june(25))
    assert need(june(25)) == "call"


def test_a_second_yes_that_comes_late_takes_the_pair_off_the_list_when_both_have_said_it(pair: UUID) -> None:
    with on(june(18)) as match:
        facts = {"minutes": 60, "place": "library", "next_on": july(30)}
        log_meeting(match, held_on=june(18), took_place=True, by=actor("cille"), **facts)
    for day in (june(24), june(25)):
        work(day)
    for side, reason in (("mentor", "second_yes"), ("youth", None)):
        with on(june(26)) as match:
            second_answer(match, side, True, by=actor("cille"))
            assert open_follow_up(match).raised_because == reason


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
