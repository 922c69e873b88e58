"""Every act on a pair becomes a note, copied to the contact person (FY-38).

Which acts there are is read from where they are registered: the routes, the pages behind a link, the work of the schedule.
An act that is added is one of them, and leaves a note, or stands here with the reason why it leaves none.
"""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps import schedule
from mentorkorps.clock import today
from mentorkorps.follow_ups import answer, called, end_match, open_follow_up, second_answer
from mentorkorps.journal import JournalNote, NoteCopy
from mentorkorps.matches import moved_on_answer, reached
from mentorkorps.matching import propose
from mentorkorps.matching.suggest import suggest
from mentorkorps.refused import Refused
from mentorkorps.web import link_pages
from mentorkorps.web.link_pages import channel, course
from mentorkorps.youths import Enrolment
from tenants.scope import acting_for, db
from tests.cast import actor, recruit, tenant
from tests.follow_ups.reaching import leaves_note
from tests.follow_ups.test_plan import july, june, met, on, pair, work
from workers.kinds import DAILY

__all__ = ["pair"]
ACTS = {
    "proposed", "mentor_yes", "match_started", "meeting", "second_yes", "asked", "reminded", "follow_up", "worry",
    "called", "outcome", "match_ended", "moved_on",
}  # fmt: skip

#: Acts on pairs whose address names none of them.
BESIDE = {"carers.hand_over_all", "channels.of_mentor", "gateway_calls.reply", "programme.move"}
WITHOUT_A_NOTE = {
    "inbox.send_now": "a message whose note stands already leaves earlier",
    "journal_contact.away": "about the contact person, and about no youth",
    "journal_unread.remind": "about notes that stand already",
    "oversight.reason": "somebody looks, and the log has it",
    "youths.enrol_again": "there is no pair yet; the enrolment has its own history",
    "youths.withdraw": "there is no pair yet; the enrolment has its own history",
}
LINKS_WITHOUT_A_NOTE = {
    "field_signature": "of a school or a company, about no youth",
    "forloeb/redskaber": "tools to read",
    "goodbye": "tells when it ends, and asks nothing",
}
WORK_WITHOUT_A_NOTE = {"daily_digest": "tells of notes that stand", "mind_concerns": "reminds the owner of what stands"}


def test_whatever_is_pressed_about_a_youth_or_a_pair_leaves_a_note(app: Flask) -> None:
    about = {"match_id", "youth_id", "proposal_id", "concern_id"}
    pressed = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and (about & rule.arguments or rule.endpoint in BESIDE)
    }
    assert len(pressed) > 40 and pressed >= set(WITHOUT_A_NOTE)
    silent = {endpoint for endpoint in pressed if not leaves_note(app.view_functions[endpoint])}
    assert silent == set(WITHOUT_A_NOTE)


def test_whatever_is_answered_or_written_by_link_leaves_a_note(app: Flask) -> None:
    pages = {name: page.act for name, page in link_pages.PAGES.items()}
    pages |= {f"forloeb/{name}": page.act for name, page in course.PAGES.items()} | {"kanal": channel.act}
    assert {name for name, act in pages.items() if not leaves_note(act)} == set(LINKS_WITHOUT_A_NOTE)


def test_whatever_the_schedule_does_about_pairs_leaves_a_note(app: Flask) -> None:
    done = {kind for kind in schedule.BEARING if leaves_note(DAILY[kind])}
    assert set(schedule.BEARING) - done == set(WORK_WITHOUT_A_NOTE)


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
