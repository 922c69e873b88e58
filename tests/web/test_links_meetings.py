"""What Bent has written of the meetings, and the day of the next, which he may also write afterwards (DF-15)."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.follow_ups import end_match
from mentorkorps.journal import JournalNote
from mentorkorps.matches import Meeting
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.forms import submit
from tests.pair import HERE, known, matched, met, the_match

WARNING = "Der er ikke aftalt et nyt møde"
ASKED = "Skriv, hvornår I mødes næste gang"


@pytest.fixture
def path(phone: FlaskClient) -> str:
    """Bent's page, after the first meeting, with no day for the next."""
    matched(phone)
    return met(phone)


def written() -> list[Meeting]:
    with acting_for(tenant(HERE)):
        return list(db.session.scalars(select(Meeting).order_by(Meeting.held_on)))


def test_the_day_of_the_next_meeting_is_asked_for_and_may_be_left_out(phone: FlaskClient) -> None:
    matched(phone)
    page = phone.get(known(phone, "start", "2031")).text
    label = page.split('for="next_on">')[1].split("</label>")[0]
    assert "Hvornår mødes I næste gang?" in label and "(frivilligt)" in label
    field = page.split('id="next_on"')[1].split(">")[0]
    assert "required" not in field


def test_bent_writes_the_next_day_on_the_thanks_and_the_contact_person_can_read_it(
    phone: FlaskClient, path: str
) -> None:
    thanks = phone.get(f"{path}/tak").text
    assert WARNING in thanks and ASKED in thanks
    page = submit(phone, path, do="next", agreed_on="2014-06-29").text
    assert "I mødes næste gang den 29-06-2014." in page and WARNING not in page
    submit(phone, path, do="next", agreed_on="2014-06-29")
    assert [meeting.next_on.isoformat() for meeting in written() if meeting.next_on] == ["2014-06-29"]
    with acting_for(tenant(HERE)):
        told = select(JournalNote.written_by).where(JournalNote.text == "Næste møde er aftalt til den 29-06-2014.")
        assert db.session.scalars(told).all() == ["Mentor"]
        done = select(AuditEntry.actor_kind).where(AuditEntry.act == "meeting.agreed")
        assert db.session.scalars(done).all() == ["mentor"]


def test_bents_page_lists_what_he_has_written_and_where_to_write_the_next_day(phone: FlaskClient, path: str) -> None:
    page = phone.get(path).text
    assert "60 minutter" in page and ASKED in page
    submit(phone, path, do="next", agreed_on="2014-06-29")
    page = phone.get(path).text
    assert "Næste møde: 29-06-2014" in page and ASKED not in page and "Har I fundet en anden dag?" in page


def test_only_the_last_three_are_listed_the_newest_first(phone: FlaskClient, path: str) -> None:
    with acting_for(tenant(HERE)):
        the_match().started_on = today().replace(day=1)
        db.session.commit()
    for day, minutes in (("2014-06-02", "11"), ("2014-06-05", "22"), ("2014-06-09", "33")):
        sent = {"do": "meeting", "held_on": day, "minutes": "other", "other_minutes": minutes, "place": "school"}
        assert submit(phone, path, **sent, next_on="", met="yes").status_code == 200
    listed = phone.get(path).text
    assert listed.index("60 minutter") < listed.index("33 minutter") < listed.index("22 minutter")
    assert "11 minutter" not in listed


@pytest.mark.parametrize("day", ["", "2014-06-14", "2041-06-29", "i morgen"])
def test_a_day_that_cannot_be_meant_comes_back_with_a_sentence(phone: FlaskClient, path: str, day: str) -> None:
    answer = submit(phone, path, do="next", agreed_on=day)
    assert answer.status_code == 422 and "form-error" in answer.text and ASKED in answer.text
    assert written()[0].next_on is None


def test_without_a_meeting_written_or_after_the_end_no_day_is_kept(phone: FlaskClient) -> None:
    matched(phone)
    path = known(phone, "start", "2031")
    early = submit(phone, path, do="next", agreed_on="2014-06-29")
    assert early.status_code == 409 and "Skriv først det møde ned, som I har holdt." in early.text
    met(phone)
    with acting_for(tenant(HERE)):
        end_match(the_match(), "goal_reached", by=actor("cille"))
        db.session.commit()
    late = submit(phone, "/was", to=path, do="next", agreed_on="2014-06-29")
    assert late.status_code == 409
    assert written()[0].next_on is None


def test_ayla_cannot_write_a_day(phone: FlaskClient, path: str) -> None:
    hers = known(phone, "mentor_will_call", "2032")
    submit(phone, hers, do="next", agreed_on="2014-06-29")
    assert written()[0].next_on is None
