"""Bent has a youth in Svendborg and one in Nyborg, and gets one message a day, whose page leads to both."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorkorps.clock import COPENHAGEN, local, now, standing_at, today
from mentorkorps.follow_ups import FollowUp, answer, ask_due, log_meeting, open_follow_up, second_answer
from mentorkorps.gateways import sms
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal, mentor_says, propose, youth_says
from mentorkorps.matching.suggest import suggest
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Asked, Message, reported, to_mentor
from mentorkorps.messages.days import MessageDay
from mentorkorps.working_days import is_day_of_rest
from tenants.outbox import OutboxItem
from tenants.rows import new_id
from tenants.scope import acting_for, db
from tests.cast import actor, enrol, tenant
from tests.forms import submit
from tests.mail import link_in
from workers.perform import drain

PLACES = {"svendborg": ("karen", "Ayla"), "nyborg": ("rune", "Maja")}
CORPS = "dygtige-unge"


@contextmanager
def on(slug: str, day: date, hour: int = 7) -> Iterator[None]:
    with (
        standing_at(datetime(day.year, day.month, day.day, hour, 30, tzinfo=COPENHAGEN)),
        acting_for(tenant(slug), home=tenant(CORPS)),
    ):
        yield


@pytest.fixture
def two_pairs(app: Flask) -> Flask:
    """Matched on Monday 16 June, met on Wednesday, and both have said yes to going on."""
    with acting_for(tenant(CORPS)):
        db.session.scalars(select(Mentor)).one().capacity = 2
    for slug, (worker, youth) in PLACES.items():
        by, cille = actor(worker), actor("cille")
        with on(slug, date(2014, 6, 16)):
            enrolment = enrol(by, first_name=youth, email=f"{youth.lower()}@ung.example")
            propose(enrolment, suggest(enrolment, today())[0], by=cille)
            proposal = db.session.scalars(select(Proposal)).one()
            mentor_says(proposal, True, by=cille)
            youth_says(proposal, True, by=cille)
        with on(slug, date(2014, 6, 18)):
            match = db.session.scalars(select(Match)).one()
            facts = {"minutes": 60, "place": "library", "next_on": date(2014, 7, 9)}
            log_meeting(match, held_on=today(), took_place=True, by=cille, **facts)
            for side in ("mentor", "youth"):
                second_answer(match, side, True, by=cille)
    return app


def to_bent(day: date) -> list[str]:
    """In which tenants a message to Bent was written that day."""
    found = []
    for slug in PLACES:
        with acting_for(tenant(slug)):
            theirs = func.date(Message.written_at) == day, Message.holder == "mentor"
            found += [slug for _ in db.session.scalars(select(Message.id).where(*theirs))]
    return found


def questions() -> int:
    """How many rows say that Bent is asked, in the house that owns Bent."""
    with acting_for(tenant(CORPS)):
        bent = db.session.scalars(select(Mentor.id)).one()
        return len(db.session.execute(Asked.of(tenant(CORPS), bent)).all())


def test_two_jobs_at_the_same_moment_write_one_message_between_them(two_pairs: Flask) -> None:
    start, failures = threading.Barrier(2), []

    def job(slug: str) -> None:
        try:
            with two_pairs.app_context(), on(slug, date(2014, 7, 2)):
                start.wait(20)
                ask_due()
        except Exception as error:  # shown by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=job, args=(slug,)) for slug in PLACES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert len(to_bent(date(2014, 7, 2))) == 1
    for slug in PLACES:
        with acting_for(tenant(slug)):
            assert db.session.scalars(select(FollowUp.asked_at).where(FollowUp.done_at.is_(None))).one() is not None


def test_the_page_of_the_one_message_leads_to_the_other_municipality_and_says_about_whom(two_pairs: Flask) -> None:
    for slug in PLACES:
        with on(slug, date(2014, 7, 2)):
            ask_due()
    assert to_bent(date(2014, 7, 2)) == ["svendborg"]
    phone = two_pairs.test_client()
    with standing_at(datetime(2014, 7, 2, 9, tzinfo=COPENHAGEN)):
        path = link_in("svendborg", "follow_up", "mentor")
        page = phone.get(path).text
        assert "Det handler om Ayla" in page and "Svar om Maja" in page
        for question, value in (("going", "4"), ("call", "no")):
            page = submit(phone, path, question=question, answer=value).text
        other = page.partition('href="/nyborg/l/')[2].partition('"')[0]
        assert other and "Svar om Maja" in page
        for question, value in (("going", "5"), ("call", "no")):
            page = submit(phone, f"/nyborg/l/{other}", question=question, answer=value).text
        assert "Svar om" not in page


def test_svendborg_sees_nothing_of_what_nyborg_asks(two_pairs: Flask) -> None:
    for slug in PLACES:
        with on(slug, date(2014, 7, 2)):
            ask_due()
    with acting_for(tenant("svendborg")):
        parties = set(db.session.scalars(select(Asked.party_tenant_id)))
    assert parties == {tenant("svendborg")} and questions() >= 4


def test_what_is_asked_after_the_days_message_has_gone_comes_the_next_allowed_day(two_pairs: Flask) -> None:
    with on("svendborg", date(2014, 7, 5)):  # a Saturday
        ask_due()
    with on("nyborg", date(2014, 7, 5), hour=15):
        ask_due()
    with acting_for(tenant(CORPS)):
        bent = db.session.scalars(select(Mentor.id)).one()
        days = select(Asked.on_day).where(Asked.person_id == bent, Asked.by_message, Asked.on_day >= date(2014, 7, 1))
        assert sorted(db.session.scalars(days)) == [date(2014, 7, 5), date(2014, 7, 7)]


def test_silence_is_counted_from_the_day_the_question_is_sent(two_pairs: Flask) -> None:
    with on("svendborg", date(2014, 7, 5)):  # a Saturday
        ask_due()
    with on("nyborg", date(2014, 7, 5), hour=15):
        ask_due()
    with acting_for(tenant("nyborg")):
        at = db.session.scalars(select(FollowUp.asked_at).where(FollowUp.done_at.is_(None))).one()
    assert at == datetime(2014, 7, 7, 8, tzinfo=COPENHAGEN)


def test_a_bounce_is_work_at_once_for_every_municipality_whose_question_stood_on_the_page(two_pairs: Flask) -> None:
    for slug in PLACES:
        with on(slug, date(2014, 7, 2)):
            ask_due()
    day = date(2014, 7, 2)
    with on("svendborg", day, hour=9):
        asked = Message.template == "follow_up", Message.holder == "mentor"
        reported(db.session.scalars(select(Message.id).where(*asked)).one(), delivered=False, why="550")
    with standing_at(datetime(2014, 7, 2, 9, 45, tzinfo=COPENHAGEN)):
        drain(now())
    for slug in PLACES:
        with acting_for(tenant(slug)):
            assert (
                db.session.scalars(select(FollowUp.raised_because).where(FollowUp.done_at.is_(None))).one()
                == "unreachable"
            )


def test_bent_who_stands_in_two_houses_gets_one_message_a_day_and_neither_house_sees_the_other(
    two_pairs: Flask,
) -> None:
    """A house of its own knows him, too, by the same address; there is no common page, so its letters take other days."""
    letters = ["mentor_asked", "not_this_time", "goodbye", "log_meeting", "expectations", "exit_mentor"]
    for slug in ("svendborg", "vordingborg"):
        with standing_at(datetime(2014, 7, 3, 10, tzinfo=COPENHAGEN)), acting_for(tenant(slug)):
            bent = db.session.scalars(select(Mentor)).first()
            assert bent is not None and bent.email == "bent@vaerksted.example"
            for template in letters:
                to_mentor(bent, template, new_id(), purpose="exit" if template == "exit_mentor" else "")
    days = []
    for slug in ("svendborg", "vordingborg"):
        with acting_for(tenant(slug)):
            theirs = select(OutboxItem.run_at).join(
                Message, OutboxItem.dedupe_key == func.concat("message:", Message.id)
            )
            theirs = theirs.where(Message.template.in_(letters), func.date(Message.written_at) == date(2014, 7, 3))
            days += [at.astimezone(COPENHAGEN).date() for at in db.session.scalars(theirs)]
            assert set(db.session.scalars(select(MessageDay.tenant_id))) == {tenant(slug)}
    assert len(days) == 2 * len(letters) == len(set(days)) and min(days) == date(2014, 7, 3)
    assert not any(is_day_of_rest(day) for day in days)


def test_a_start_goes_at_once_and_takes_the_day(two_pairs: Flask) -> None:
    with standing_at(datetime(2014, 7, 3, 10, tzinfo=COPENHAGEN)), acting_for(tenant("svendborg")):
        bent = db.session.scalars(select(Mentor)).one()
        for template in ("goodbye", "start", "log_meeting"):
            to_mentor(bent, template, new_id())
        items = db.session.execute(
            select(Message.template, OutboxItem.run_at)
            .join(OutboxItem, OutboxItem.dedupe_key == func.concat("message:", Message.id))
            .where(func.date(Message.written_at) == date(2014, 7, 3))
        ).all()
    goes = {template: at.astimezone(COPENHAGEN).date().day for template, at in items}
    assert goes == {"goodbye": 3, "start": 3, "log_meeting": 4}


def test_an_answer_in_one_municipality_is_no_answer_in_the_other(two_pairs: Flask) -> None:
    for slug in PLACES:
        with on(slug, date(2014, 7, 2)):
            ask_due()
    with on("svendborg", date(2014, 7, 2), hour=9):
        step = open_follow_up(db.session.scalars(select(Match)).one())
        assert step is not None
        answer(step, "mentor", "going", "5", by=actor("cille"))
    with acting_for(tenant("nyborg")):
        step_id: UUID = db.session.scalars(select(FollowUp.id).where(FollowUp.done_at.is_(None))).one()
        assert FollowUp.get(step_id).answers == []


def test_one_person_in_two_houses_gets_one_message_a_day_whichever_way_each_of_them_takes(app: Flask) -> None:
    """The same mail and the same telephone in both; one house writes mail, the other a text message."""
    sms.use("discard:", "", "")
    try:
        with standing_at(datetime(2014, 6, 17, 9, tzinfo=COPENHAGEN)):
            for slug, channel in (("dygtige-unge", "mail"), ("vordingborg", "sms")):
                with acting_for(tenant(slug)):
                    bent = db.session.scalars(select(Mentor)).one()
                    bent.channel = channel
                    to_mentor(bent, "exit_mentor", new_id(), purpose="exit")
        leaves = []
        for slug in ("dygtige-unge", "vordingborg"):
            with acting_for(tenant(slug)):
                leaves += [
                    local(one.run_at).date() for one in db.session.scalars(select(OutboxItem)) if one.kind == "mail"
                ]
        assert leaves == [date(2014, 6, 17), date(2014, 6, 18)]
    finally:
        sms.use(None)
