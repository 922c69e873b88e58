"""After the end youth and mentor are asked once more: what is the next step, what was learned, may we tell of it."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import local, standing_at
from mentorkorps.follow_ups import ExitCall, ExitContact, exit_called, exits_due, find_new_mentor
from mentorkorps.follow_ups.exits import exit_windows
from mentorkorps.journal import JournalNote
from mentorkorps.links import Link
from mentorkorps.messages import Message, to_youth
from mentorkorps.programmes import complete
from tenants.local_rules import adjust
from tenants.scope import acting_for, db
from tenants.terms import read
from tests.cast import TERMS, actor, tenant
from tests.endings.scene import begin_the_days, ended, exits, matched, notes, on, running, work
from tests.forms import submit
from tests.mail import link_in, messages_in
from tests.pair import HERE, the_match

JUNE_30 = date(2014, 6, 30)


def to_ring(day: date) -> list[str]:
    """Whom Cille is to ring about an end."""
    with acting_for(tenant(HERE), home=tenant("dygtige-unge")):
        return [ExitCall(*row).phone for row in db.session.execute(exits_due(day))]


@pytest.fixture
def over(as_cille: FlaskClient) -> str:
    """Bent and Ayla have reached the goal on 16 June, and each letter until then left on its day; the page of the pair."""
    page = running()
    begin_the_days()
    work(date(2014, 6, 15), 12)
    with on(date(2014, 6, 16)):
        ended(as_cille, page, "goal_reached")
    for day in (16, 17, 18):
        work(date(2014, 6, day), 12)
    return page


def test_both_are_planned_on_working_days_as_the_pair_ends(over: str):
    assert exits() == [
        ("mentor", date(2014, 6, 30), date(2014, 7, 7), None),
        ("youth", date(2014, 6, 30), date(2014, 7, 14), None),
        ("youth", date(2014, 9, 16), date(2014, 9, 30), None),
    ]


def test_a_window_opens_and_closes_on_a_working_day():
    assert exit_windows("youth", date(2013, 12, 11), {})[0] == (date(2013, 12, 27), date(2014, 1, 8))
    assert exit_windows("youth", date(2011, 11, 30), {"exit": {"youth_weeks": [2, 4], "youth_months": 3}})[1][
        0
    ] == date(2012, 2, 29)
    assert len(exit_windows("youth", date(2014, 6, 16), {"exit": {"youth_months": 0}})) == 1


def test_no_contact_after_the_end_opens_or_falls_due_in_the_school_holidays():
    rules = complete(read(TERMS / "hoeje-taastrup.toml").profile)
    after = date(2025, 8, 11)
    assert exit_windows("mentor", date(2025, 6, 20), rules) == [(after, date(2025, 8, 18))]
    assert exit_windows("youth", date(2025, 6, 20), rules)[0] == (after, date(2025, 8, 18))


def test_nobody_is_asked_reminded_or_rung_about_an_end_while_the_school_is_closed(as_cille: FlaskClient):
    """Asked on the last days of school: the reminder comes when it begins again."""
    with acting_for(tenant(HERE)):
        adjust("calendar", {"closed": [["2014-07-02", "2014-08-10"]]}, "Skolens ferie", by=actor("kim"))
    page = running()
    begin_the_days()
    with on(date(2014, 6, 16)):
        ended(as_cille, page, "goal_reached")
    for day in range(60):
        work(JUNE_30 + timedelta(days=day))
    with acting_for(tenant(HERE)):
        sent = db.session.scalars(
            select(Message).where(Message.template.contains("exit") | (Message.template == "moved_on"))
        )
        days = {(one.template, local(one.written_at).date()) for one in sent}
        raised = db.session.scalars(select(ExitContact.raised_at).where(ExitContact.raised_at.is_not(None))).all()
    assert ("exit_youth", JUNE_30) in days and "exit_again_youth" in {template for template, _ in days}
    assert {day for _, day in days if date(2014, 7, 2) <= day < date(2014, 8, 11)} == set()
    assert min(local(at).date() for at in raised) >= date(2014, 8, 11)


def test_the_youth_answers_in_two_taps_and_the_words_stay_with_the_corps(app: Flask, over: str, as_cille: FlaskClient):
    work(JUNE_30)
    phone, path = app.test_client(), link_in(HERE, "exit_youth")
    with on(JUNE_30):
        first = phone.get(path).text
        assert "Hvad er dit næste skridt?" in first and "Hvad har du lært af forløbet?" in first
        second = submit(phone, path, question="next_step", answer="work", words="At møde til tiden.")
        assert "Må vi fortælle andre om dit forløb?" in second.text
        assert "Tak for dine svar" in submit(phone, path, question="story", answer="yes").text
        assert "Besvaret 30-06-2014" in as_cille.get(over).text
    with acting_for(tenant(HERE)):
        note = db.session.scalars(select(JournalNote).where(JournalNote.act == "exit_answered")).one()
        assert note.text == "Kontakt efter afslutningen: den unge har svaret."
        assert "Job eller praktik." in note.internal and "At møde til tiden." in note.internal
    assert exits()[1][3] == "answered"


def test_the_second_time_the_story_is_not_asked_again(app: Flask, over: str):
    work(JUNE_30)
    phone, path = app.test_client(), link_in(HERE, "exit_youth")
    with on(JUNE_30):
        submit(phone, path, question="next_step", answer="looking")
        submit(phone, path, question="story", answer="no")
    work(date(2014, 9, 16))
    with on(date(2014, 9, 16)):
        again = link_in(HERE, "exit_youth")
        assert again != path
        assert "Tak for dine svar" in submit(phone, again, question="next_step", answer="education").text
    assert exits()[2][3] == "answered"


def test_a_cpr_number_is_not_kept(app: Flask, over: str):
    work(JUNE_30)
    with on(JUNE_30):
        refused = submit(
            app.test_client(), link_in(HERE, "exit_youth"), question="next_step", answer="work", words="140295-1234"
        )
    assert refused.status_code == 422 and "Skriv ikke CPR-nummer her." in refused.text
    assert exits()[1][3] is None


def test_who_wants_to_talk_is_rung_and_done_by_the_call(app: Flask, over: str):
    work(JUNE_30)
    phone, path = app.test_client(), link_in(HERE, "exit_mentor")
    with on(JUNE_30):
        submit(phone, path, question="again", answer="talk")
        assert "Vi ringer til dig." in submit(phone, path, question="story", answer="no").text
        assert to_ring(JUNE_30) == ["70102031"]
        with acting_for(tenant(HERE)):
            contact = db.session.scalars(select(ExitContact).where(ExitContact.side == "mentor")).one()
            exit_called(contact, "Bent vil gerne have en ny ung til efteråret.", by=actor("cille"))
    assert to_ring(JUNE_30) == []
    assert exits()[0][3] == "called"
    assert notes("exit_called") == ["Bent vil gerne have en ny ung til efteråret."]


def test_silence_is_reminded_once_and_then_rung(over: str):
    work(JUNE_30)
    for day in range(1, 12):
        work(date(2014, 7, day))
    sent = [template for template, _ in messages_in(HERE)]
    assert (sent.count("exit_youth"), sent.count("exit_again_youth")) == (1, 1)
    assert sorted(to_ring(date(2014, 7, 11))) == ["70102031", "70102032"]
    assert len(notes("exit_asked")) == 4


def test_nobody_is_asked_before_the_time(over: str):
    work(date(2014, 6, 27))
    assert not [template for template, _ in messages_in(HERE) if template.startswith("exit")]


def test_a_pair_that_never_met_has_nothing_to_look_back_on(as_cille: FlaskClient):
    ended(as_cille, matched(), "moved")
    assert exits() == []


def test_a_clock_that_jumps_in_the_night_asks_once(over: str):
    """The night of 26 October 2014 has the hour from 2 to 3 twice."""
    begun = datetime.fromisoformat("2014-10-26T00:30:00+00:00")
    with standing_at(begun):
        work(date(2014, 10, 27))
    assert [template for template, _ in messages_in(HERE)].count("exit_mentor") == 1


def test_what_was_on_its_way_about_the_last_mentor_is_not_sent_when_a_new_one_is_looked_for(over: str):
    """The day was taken by another letter, and the question waits until tomorrow."""
    with on(JUNE_30, 7), acting_for(tenant(HERE)):
        youth = the_match().youth
        to_youth(youth, "goodbye_for_now", youth.id)
    work(JUNE_30, 12)
    assert ("exit_youth", "youth") in messages_in(HERE)
    with on(JUNE_30, 13), acting_for(tenant(HERE), home=tenant("dygtige-unge")):
        find_new_mentor(the_match(), by=actor("cille"))
    with acting_for(tenant(HERE)):  # a message whose link is dead is not sent: see `deliver`
        live = select(Link.id).where(Link.purpose == "exit", Link.holder == "youth", Link.revoked_at.is_(None))
        assert db.session.scalars(live).all() == []
