"""Until a meeting is over, whatever happens to it reaches the calendars it stands in, at the address that a member has today."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.meeting_notice import call_meetings
from mentorkorps.steering import Seat
from mentorkorps.steering_group import meetings, seats
from mentorkorps.steering_group.calendar_entry import Entry, text_of
from tenants.scope import acting_for, db
from tenants.users import User
from tests import cast
from tests.messages.test_mail import Letterbox, letterbox
from tests.steering_meetings.scene import OPERATOR, following, seat, seat_of, told
from tests.steering_meetings.test_invitations import _entries, _of_the_next

ON_THE_DAY = datetime(2014, 6, 25, 8, tzinfo=COPENHAGEN)


def account(name: str, house: str, **facts: Any) -> None:
    """The account of one of the cast says something else from now on."""
    with acting_for(cast.tenant(house)):
        user = db.session.scalars(select(User).where(User.subject == name)).one()
        for fact, value in facts.items():
            setattr(user, fact, value)


def every_morning() -> None:
    with acting_for(cast.tenant(OPERATOR)):
        call_meetings(today())
    told()


def addressed(box: Letterbox, address: str) -> list[str]:
    """The methods of the entries that reached an address."""
    name = address.partition("@")[0]
    return [method for method, _event, letter in _entries(box, name) if address in letter["To"]]


def test_a_meeting_that_is_off_on_its_own_day_leaves_the_calendars(app: Flask) -> None:
    with letterbox() as box:
        seat("sofie")
        meeting = following()
        with standing_at(ON_THE_DAY):
            with acting_for(cast.tenant(OPERATOR)):
                meetings.call_off(meetings.locked(meeting.id), by=cast.actor("cille"))
            told()
        got = _of_the_next(box, "sofie", meeting)
    assert [method for method, *_rest in got] == ["REQUEST", "CANCEL"]


def test_another_time_and_place_on_the_day_are_told(app: Flask) -> None:
    with letterbox() as box:
        seat("sofie")
        meeting = following()
        with standing_at(ON_THE_DAY):
            with acting_for(cast.tenant(OPERATOR)):
                held = date(2014, 6, 25)
                meetings.move(meetings.locked(meeting.id), held, time(15), "Biblioteket", by=cast.actor("cille"))
            told()
        _first, (method, event, _letter) = _of_the_next(box, "sofie", meeting)
    assert (method, event["LOCATION"]) == ("REQUEST", "Biblioteket")


def test_a_meeting_that_is_moved_beyond_a_year_moves_in_the_calendars(app: Flask) -> None:
    with letterbox() as box:
        seat("sofie")
        meeting = following(5)
        with acting_for(cast.tenant(OPERATOR)):
            meetings.move(meetings.locked(meeting.id), date(2015, 6, 23), time(15), "", by=cast.actor("cille"))
        told()
        _first, (method, event, _letter) = _of_the_next(box, "sofie", meeting)
    assert (method, event.decoded("dtstart").date()) == ("REQUEST", date(2015, 6, 23))


def test_who_leaves_is_taken_out_of_a_meeting_that_stands(app: Flask) -> None:
    """STATUS:CANCELLED would say that the meeting itself is off (RFC 5546, 3.2.5)."""
    with letterbox() as box:
        seat("rune")
        with acting_for(cast.tenant("nyborg")):
            seats.leave(seat_of("rune"), by=cast.actor("rune"))
        told()
        last = _entries(box, "rune")[-1]
    assert last[0] == "CANCEL" and "STATUS" not in last[1]


def test_an_entry_is_the_same_when_the_sender_gets_another_address() -> None:
    facts = {"title": "Møde", "place": "", "words": "", "page": "http://127.0.0.1/", "hours": 2, "method": "REQUEST"}
    entries = [
        Entry(
            meeting_id=UUID(int=7), sequence=0, starts=ON_THE_DAY, organizer=sender, attendee="sofie@faaborg-midtfyn.example",
            written_at=ON_THE_DAY, **facts,
        )
        for sender in ("korps@mentorkorps.example", "korps@fyn.example")
    ]  # fmt: skip
    first, second = (Calendar.from_ical(text_of(one)).walk("VEVENT")[0] for one in entries)
    assert first["UID"] == second["UID"] and first["ORGANIZER"] != second["ORGANIZER"]


def test_whose_account_is_closed_is_out_and_gets_no_invitation(app: Flask) -> None:
    with letterbox() as box:
        seat("sofie")
        account("sofie", "faaborg-midtfyn", disabled_at=now())
        every_morning()
        assert addressed(box, "sofie@faaborg-midtfyn.example") == ["REQUEST"] * 6 + ["CANCEL"] * 6
        with acting_for(cast.tenant(OPERATOR)):
            meetings.move(meetings.locked(following().id), date(2014, 6, 26), time(9), "", by=cast.actor("cille"))
        told()
        assert len(_entries(box, "sofie")) == 12
    with acting_for(cast.tenant("faaborg-midtfyn")):
        assert db.session.scalars(select(Seat.ended_by).where(Seat.until.is_not(None))).all() == ["Mentorkorps"]


@pytest.mark.parametrize("again", [1, 2])
def test_a_new_mail_address_is_invited_once_and_the_old_one_is_free(app: Flask, again: int) -> None:
    with letterbox() as box:
        seat("sofie")
        account("sofie", "faaborg-midtfyn", email="sofie@ny.example")
        for _morning in range(again):
            every_morning()
        assert addressed(box, "sofie@faaborg-midtfyn.example") == ["REQUEST"] * 6 + ["CANCEL"] * 6
        assert addressed(box, "sofie@ny.example") == ["REQUEST"] * 6
    with acting_for(cast.tenant("faaborg-midtfyn")):
        [now_sitting] = db.session.scalars(select(Seat).where(Seat.until.is_(None))).all()
        assert (now_sitting.person, now_sitting.email) == ("Sofie Dam", "sofie@ny.example")
