"""A meeting stands in each member's calendar: as it is, once, and gone when it is off or the member has left."""

from datetime import date, time, timedelta
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from flask import Flask
from icalendar import Calendar, Event
from sqlalchemy import select

from mentorkorps.clock import now, standing_at
from mentorkorps.steering import SteeringMeeting
from mentorkorps.steering_group import calendar, meetings, seats
from tenants.scope import acting_for, db
from tests import cast
from tests.messages.test_mail import Letterbox, letterbox
from tests.steering_meetings.scene import OPERATOR, SITTING, following, seat, seat_of, told


def _of_the_next(box: Letterbox, name: str, meeting: SteeringMeeting) -> list[tuple[str, Event, EmailMessage]]:
    """As `_entries`, about one meeting."""
    return [one for one in _entries(box, name) if str(one[1]["UID"]).startswith(str(meeting.id))]


def _entries(box: Letterbox, name: str) -> list[tuple[str, Event, EmailMessage]]:
    """Method, event and letter of each entry that reached one of the cast, in the order of arrival."""
    found = []
    for letter in box.letters:
        for part in letter.walk():
            if part.get_content_type() == "text/calendar" and parseaddr(letter["To"])[1].startswith(f"{name}@"):
                whole = Calendar.from_ical(part.get_payload(decode=True))
                assert part.get_param("method") == str(whole["METHOD"])
                found.append((str(whole["METHOD"]), whole.walk("VEVENT")[0], letter))
    return found


def _led(act: object, *facts: object) -> None:
    with acting_for(cast.tenant(OPERATOR)):
        act(meetings.locked(following().id), *facts, by=cast.actor("cille"))  # type: ignore[operator]  # one of the verbs
    told()


def test_a_new_member_gets_the_coming_year_in_the_calendar_once(app: Flask) -> None:
    with letterbox() as box:
        seat("sofie")
        told()
        got = _entries(box, "sofie")
    assert [method for method, _event, _letter in got] == ["REQUEST"] * 6
    [(_method, event, letter)] = _of_the_next(box, "sofie", following())
    assert event.decoded("dtstart").isoformat() == "2014-06-25T13:00:00+02:00"
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2)
    assert event["dtstart"].params["TZID"] == "Europe/Copenhagen"
    assert [event[name] for name in ("SEQUENCE", "STATUS")] == [0, "CONFIRMED"]
    assert str(event["ORGANIZER"]) == "mailto:korps@mentorkorps.example"
    assert str(event["ATTENDEE"]) == "mailto:sofie@faaborg-midtfyn.example" and event["DTSTAMP"]
    assert f"/faaborg-midtfyn/styregruppemoeder/{following().id}" in str(event["URL"])
    assert "Sofie" not in letter.as_string() and letter.get_content_type() == "multipart/alternative"


def test_the_text_is_a_calendar_to_the_letter(app: Flask) -> None:
    with letterbox() as box:
        seat("sofie")
        raw = next(part for part in box.letters[0].walk() if part.get_content_type() == "text/calendar").get_payload(
            decode=True
        )
    lines = raw.decode().split("\r\n")
    assert (
        lines[0] == "BEGIN:VCALENDAR"
        and lines[-2:] == ["END:VCALENDAR", ""]
        and not [one for one in lines if "\n" in one]
    )
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = Calendar.from_ical(raw)
    assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == ["Europe/Copenhagen"]
    zone = whole.walk("VTIMEZONE")[0].to_tz()
    assert following().held_on and now().astimezone(zone).utcoffset() == timedelta(hours=2)
    assert {"PRODID", "VERSION", "METHOD"} <= set(whole) and whole.errors == []


def test_a_meeting_that_is_moved_changes_in_every_calendar(app: Flask) -> None:
    with letterbox() as box:
        seat("sofie", "rune")
        _led(meetings.move, date(2014, 6, 26), time(9, 30), "Rådhuset, Nyborg")
        for name in ("sofie", "rune"):
            (first, before, _), (method, event, _) = _of_the_next(box, name, following())
            assert (first, method) == ("REQUEST", "REQUEST") and event["UID"] == before["UID"]
            assert event["SEQUENCE"] > before["SEQUENCE"] and event["LOCATION"] == "Rådhuset, Nyborg"
            assert event.decoded("dtstart").isoformat() == "2014-06-26T09:30:00+02:00"
        assert len(_entries(box, "sofie")) == 7


def test_a_meeting_that_is_off_leaves_every_calendar(app: Flask) -> None:
    with letterbox() as box:
        seat("sofie")
        meeting = following()
        _led(meetings.call_off)
        (_, before, _), (method, event, _) = _of_the_next(box, "sofie", meeting)
    assert (method, event["STATUS"], event["UID"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", before["UID"], 1)


def test_who_leaves_has_them_taken_out_and_who_comes_back_gets_them_anew(app: Flask) -> None:
    with letterbox() as box:
        seat("rune")
        with acting_for(cast.tenant("nyborg")):
            seats.leave(seat_of("rune"), by=cast.actor("rune"))
        told()
        assert [method for method, *_rest in _entries(box, "rune")] == ["REQUEST"] * 6 + ["CANCEL"] * 6
        seat("rune")
        again = _entries(box, "rune")[12:]
    assert [method for method, *_rest in again] == ["REQUEST"] * 6
    assert {event["SEQUENCE"] for _method, event, _letter in again} == {2}  # above what the calendar has seen


def test_a_new_member_after_a_move_is_invited_to_where_it_is(app: Flask) -> None:
    with letterbox() as box:
        seat("sofie")
        _led(meetings.move, date(2014, 6, 26), time(9, 30), "")
        seat("rune")
        [(_, event, _)] = _of_the_next(box, "rune", following())
        assert event.decoded("dtstart").isoformat() == "2014-06-26T09:30:00+02:00"
        assert len(_entries(box, "sofie")) == 7


def test_the_daily_job_calls_what_has_come_within_a_year(app: Flask) -> None:
    with letterbox() as box:
        seat("sofie")
        with standing_at(now() + timedelta(days=120)):
            told()
        days = [event.decoded("dtstart").date() for _method, event, _letter in _entries(box, "sofie")]
    assert len(days) == len(set(days)) == 8 and max(days) == date(2015, 9, 9)
    assert not [day for day in days if day.month == 7 or day.weekday() > 4]


def test_a_moved_meeting_stays_moved_when_the_year_is_laid_out_again(app: Flask) -> None:
    _led(meetings.move, date(2014, 6, 26), time(9, 30), "")
    with acting_for(cast.tenant(OPERATOR)):
        before = db.session.scalars(select(SteeringMeeting.held_on).order_by(SteeringMeeting.held_on)).all()
        calendar.lay_out_year(date(2014, 6, 15))
        assert db.session.scalars(select(SteeringMeeting.held_on).order_by(SteeringMeeting.held_on)).all() == before


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (date(2014, 5, 14), date(2014, 6, 25)),
        (date(2014, 5, 30), date(2014, 6, 27)),
        (date(2014, 5, 1), date(2014, 6, 26)),
    ],
)
def test_what_would_fall_in_july_is_held_at_the_end_of_june(first: date, then: date) -> None:
    assert calendar.meeting_days(first, 2, date(2014, 8, 1)) == {first, then}


def test_a_day_off_gives_way_to_the_next_working_day() -> None:
    assert date(2014, 4, 22) in calendar.meeting_days(
        date(2014, 2, 17), 2, date(2014, 4, 30)
    )  # Easter Monday is the 21st


def test_everybody_on_the_list_can_be_chosen() -> None:
    assert set(SITTING) <= set(cast.PEOPLE)
