"""Every act on a pair becomes a note, copied to the contact person (FY-38)."""

from uuid import UUID

import pytest
from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.follow_ups import answer, called, end_match, open_follow_up, second_answer
from mentorkorps.journal import JournalNote, NoteCopy
from mentorkorps.matches import moved_on_answer, reached
from mentorkorps.matching import propose
from mentorkorps.matching.suggest import suggest
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment
from tenants.scope import acting_for, db
from tests.cast import actor, recruit, tenant
from tests.follow_ups.test_plan import july, june, met, on, pair, work

__all__ = ["pair"]
ACTS = {
    "proposed", "mentor_yes", "match_started", "meeting", "second_yes", "asked", "reminded", "follow_up", "worry",
    "called", "outcome", "match_ended", "moved_on",
}  # fmt: skip


def test_every_act_from_the_proposal_to_the_last_answer_leaves_a_note_and_a_copy(pair: UUID) -> None:
    cille = actor("cille")
    met(june(18))
    with on(june(19)) as match:
        second_answer(match, "mentor", True, by=cille)
        second_answer(match, "youth", True, by=cille)
    work(july(2))
    work(july(7))
    for question, value in (("going", "1"), ("call", "no")):
        with on(july(8)) as match:
            answer(open_follow_up(match), "mentor", question, value, by=cille)
    with on(july(9)) as match:
        called(open_follow_up(match), "Talte med begge.", by=cille)
    with on(july(20)) as match:
        reached(match, "job", today(), by=cille)
        end_match(match, "goal_reached", by=cille)
        moved_on_answer(match, "youth", "yes", by=cille)
    with acting_for(tenant("svendborg")):
        notes = db.session.scalars(select(JournalNote)).all()
        copied = set(db.session.scalars(select(NoteCopy.note_id)))
    assert ACTS - {note.act for note in notes} == set()
    assert {note.id for note in notes} == copied


def test_a_youth_has_one_mentor_at_a_time(pair: UUID) -> None:
    home = tenant("dygtige-unge")
    with acting_for(home):
        recruit("Lone", "Dal", "car_mechanic")
    with acting_for(tenant("svendborg"), home=home):
        enrolment = db.session.scalars(select(Enrolment)).one()
        best = next(one for one in suggest(enrolment, today()) if one.is_proposable)
        with pytest.raises(Refused, match="venter ikke på en mentor"):
            propose(enrolment, best, by=actor("cille"))
