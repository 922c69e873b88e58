"""What else puts somebody on the call list: the end of a pair, a new mentor to be offered, a concern; and the Monday mail."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from mentorkorps import calls, concerns
from mentorkorps.calls.digest import week_begins
from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.follow_ups import ExitContact, end_match
from mentorkorps.matches import Match
from mentorkorps.messages import Message
from mentorkorps.messages.delivery import words_of
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tenants.users import User
from tests import cast
from tests.calls.test_call_list import LIST, form, met, raise_
from tests.calls.test_care import colleague
from tests.forms import submit
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import paired
from workers.perform import drain


@pytest.fixture
def pair(app):
    """Ayla and Bent, who have met and agreed to meet again."""
    match_id = paired(enrolled(days_ago=25), days_ago=21)
    met(match_id, next_on=today() + timedelta(days=9))
    return match_id


def ended(match_id, reason):
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        end_match(Match.get(match_id), reason, by=cast.actor("cille"))


def test_who_does_not_answer_after_the_end_is_rung_and_a_talk_is_the_end_of_it(as_cille, pair):
    ended(pair, "goal_reached")
    with acting_for(cast.tenant("svendborg")):
        db.session.execute(update(ExitContact).where(ExitContact.serial == 1).values(raised_at=now()))
    text = as_cille.get(LIST).text
    assert "Den unge skal høres, hvordan det er gået efter afslutningen." in text
    assert "Mentor skal høres, hvordan det er gået efter afslutningen." in text
    after = submit(as_cille, form(pair), result="talked", reached="youth", note="Ayla er i gang.")
    assert "Den unge skal høres" not in after.text and "Mentor skal høres" in after.text
    assert "Ayla er i gang." in after.text  # the notes of last time, for who rings the mentor
    assert "Ayla og " not in submit(as_cille, form(pair), result="talked", reached="mentor", note="Tak for nu.").text
    assert submit(as_cille, form(pair), result="no_answer").status_code == 409


def test_a_youth_to_be_offered_a_new_mentor_stays_until_there_is_an_answer(as_cille, pair):
    ended(pair, "mentor_stopped")
    assert "Den unge skal tilbydes en ny mentor." in as_cille.get(LIST).text
    submit(as_cille, form(pair), result="talked", reached="youth", note="Hun tænker over det.")
    assert "Den unge skal tilbydes en ny mentor." in as_cille.get(LIST).text
    submit(as_cille, f"/svendborg/par/{pair}", to=f"/svendborg/par/{pair}/ny-mentor")
    assert "Den unge skal tilbydes en ny mentor." not in as_cille.get(LIST).text


def test_a_concern_stands_on_the_list_of_who_must_act_and_of_nobody_else(as_cille, pair):
    anton = colleague("anton", "Anton Lind")
    cille = cast.actor("cille")
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        match = Match.get(pair)
        match.carer_id = anton
        raised = concerns.open_concern(match.youth, about="home", internal="Sov i bussen.", is_danger=False, by=cille)
        deadline = raised.now.deadline
    assert "Fristen for en bekymring er kommet." not in as_cille.get(LIST).text
    with standing_at(datetime.combine(deadline, datetime.min.time(), COPENHAGEN) + timedelta(hours=9)):
        text = as_cille.get(LIST).text
        assert "Fristen for en bekymring er kommet." in text and "Sov i bussen." not in text
        assert f"Siden {deadline:%d-%m-%Y}." in text
        with acting_for(cast.tenant("dygtige-unge")):
            other = db.session.get(User, (cast.tenant("dygtige-unge"), anton)).actor
        staff = calls.Whose(frozenset({anton, cille.user_id}))
        with acting_for(cast.tenant("dygtige-unge")):
            house = Tenant.by_id(cast.tenant("dygtige-unge"))
            theirs = calls.lines_in_each(house, today(), staff, by=other, at_most=9)
        assert "concern" not in {reason for _tenant, lines in theirs for line in lines for reason in line.reasons}


def mails(slug="dygtige-unge"):
    with acting_for(cast.tenant(slug)):
        wanted = select(Message).where(Message.template == "call_list").order_by(Message.written_at, Message.to_address)
        return [(one.to_address, words_of(one)) for one in db.session.scalars(wanted)]


def test_on_monday_each_of_the_staff_is_told_how_many_and_nobody_is_named(as_cille, pair):
    raise_(pair, "worry")
    monday = datetime(2014, 6, 16, 7, 30, tzinfo=COPENHAGEN)
    for days in range(5):
        with standing_at(monday + timedelta(days=days)):
            drain(now(), [cast.tenant("dygtige-unge")])
    [(address, (subject, text))] = mails()
    assert (address, subject) == ("cille@dygtige-unge.example", "Din ringeliste for ugen")
    assert "der har tid: 1." in text and "haster: 1." in text and "/dygtige-unge/ringeliste" in text
    assert not {"Ayla", "Bent", "Cille"} & set(text.replace(".", " ").split())


def test_who_has_nobody_to_ring_gets_no_mail(as_cille, pair):
    with standing_at(datetime(2014, 6, 16, 7, 30, tzinfo=COPENHAGEN)):
        drain(now(), [cast.tenant("dygtige-unge")])
    assert mails() == []


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2014, 6, 16), True),  # a Monday
        (date(2014, 6, 17), False),
        (date(2014, 6, 9), False),  # Whit Monday
        (date(2014, 6, 10), True),  # the day after it
        (date(2014, 6, 15), False),
    ],
)
def test_a_week_begins_on_its_first_working_day(day, begins):
    assert week_begins(day) is begins
