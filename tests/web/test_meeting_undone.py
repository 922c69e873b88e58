"""A meeting that Bent wrote down by mistake is undone by him on the same day; the journal keeps both (DF-15, FY-38)."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, standing_at, today
from mentorkorps.follow_ups import log_meeting, open_follow_up
from mentorkorps.journal import JournalNote
from mentorkorps.matches import Meeting, SecondYes
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.forms import submit
from tests.mail import link_in
from tests.pair import HERE, matched, met, the_match

DOOR = "Fortryd mødet den 15-06-2014"
UNDONE = "Mødet den 15-06-2014 er fortrudt: det blev skrevet ned ved en fejl."
TOO_LATE = "Mødet kan ikke fortrydes længere."


@pytest.fixture
def path(phone: FlaskClient) -> str:
    """Bent's page, after the first meeting."""
    matched(phone)
    return met(phone)


def meetings() -> list[Meeting]:
    with acting_for(tenant(HERE)):
        return list(db.session.scalars(select(Meeting).order_by(Meeting.logged_at)))


def undo(phone: FlaskClient, path: str, which: int = -1) -> str:
    """Bent presses the button of a meeting, or sends what it would; the page that follows."""
    return submit(phone, path, do="undo", meeting=str(meetings()[which].id)).text


def stands() -> tuple[bool, str, int]:
    """Whether the two have met, what they are asked about next, and how many are asked whether to go on."""
    with acting_for(tenant(HERE)):
        step, asked = open_follow_up(the_match()), db.session.scalars(select(SecondYes)).all()
        return the_match().first_met_on is not None, step.kind if step else "", len(asked)


def test_bent_undoes_the_first_meeting_and_everything_is_as_before(phone: FlaskClient, path: str) -> None:
    asked = link_in(HERE, "second_yes")
    assert stands() == (True, "check_in", 2)
    assert DOOR in phone.get(f"{path}/tak").text and DOOR in phone.get(path).text
    assert "Mødet er fortrudt." in undo(phone, path)
    assert meetings() == [] and stands() == (False, "first_meeting", 0)
    assert DOOR not in phone.get(path).text and phone.get(asked).status_code == 409
    met(phone)
    assert stands() == (True, "check_in", 2)


def test_the_journal_keeps_the_note_and_its_correction(phone: FlaskClient, path: str, as_karen: FlaskClient) -> None:
    undo(phone, path)
    with acting_for(tenant(HERE)):
        youth_id = the_match().youth_id
        new = db.session.scalars(select(JournalNote).where(JournalNote.act == "correction")).one()
        assert (new.text, new.written_by, new.corrects and new.corrects.act) == (UNDONE, "Mentor", "meeting")
        done = select(AuditEntry.actor_kind).where(AuditEntry.act == "meeting.taken_back")
        assert db.session.scalars(done).all() == ["mentor"]
    page = as_karen.get(f"/{HERE}/unge/{youth_id}").text
    assert "De mødtes den 15-06-2014" in page and "Rettet" in page and UNDONE in page


def test_a_day_later_it_stands(phone: FlaskClient, path: str) -> None:
    with standing_at(now() + timedelta(days=1)):
        assert DOOR not in phone.get(path).text and TOO_LATE in undo(phone, path)
    assert len(meetings()) == 1


def test_what_cille_wrote_is_not_bents_to_undo(phone: FlaskClient, path: str) -> None:
    with standing_at(now() + timedelta(hours=1)):
        with acting_for(tenant(HERE)):
            missed = {"held_on": today(), "took_place": False, "minutes": None, "place": None, "next_on": None}
            log_meeting(the_match(), **missed, by=actor("cille"))
        assert DOOR not in phone.get(path).text
        assert TOO_LATE in undo(phone, path) and TOO_LATE in undo(phone, path, which=0)
    assert len(meetings()) == 2


def test_the_second_meeting_undone_leaves_the_first(phone: FlaskClient, path: str) -> None:
    with standing_at(now() + timedelta(days=9)):
        met(phone)
        undo(phone, path)
    assert [str(one.held_on) for one in meetings()] == ["2014-06-15"] and stands()[0]


def test_a_meeting_that_somebody_has_answered_about_stands(phone: FlaskClient, path: str) -> None:
    submit(phone, link_in(HERE, "second_yes"), answer="yes")
    assert "har allerede svaret på, om I vil fortsætte" in undo(phone, path)
    assert len(meetings()) == 1 and stands()[0]
