"""A meeting as a calendar reads it: RFC 5545, sent by the methods of RFC 5546 (FY-12)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Component, Event, vCalAddress, vText

from mentorkorps.clock import COPENHAGEN

#: The rule of the European Union as it stands since 1996, so that it holds for every year.
ZONE = """BEGIN:VTIMEZONE\r
TZID:Europe/Copenhagen\r
BEGIN:DAYLIGHT\r
DTSTART:19960331T020000\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
TZNAME:CEST\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
TZNAME:CET\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
END:STANDARD\r
END:VTIMEZONE\r
"""


@dataclass(frozen=True)
class Entry:
    """What a calendar is told: `method` is REQUEST or CANCEL, `starts` is on the Danish wall clock, `page` an address.

    A CANCEL of a meeting that `is_off` takes it away from everybody; any other only takes this one attendee out (RFC 5546,
    3.2.5).
    """

    method: str
    meeting_id: UUID
    sequence: int
    title: str
    place: str
    words: str
    page: str
    starts: datetime
    hours: int
    organizer: str
    attendee: str
    written_at: datetime
    is_off: bool = False


def text_of(entry: Entry) -> str:
    """The whole VCALENDAR, with its time zone; the only person in it is the receiver's own address."""
    calendar = Calendar()
    calendar.add("prodid", "-//Mentorkorps//Styregruppe//DA")
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    calendar.add_component(Component.from_ical(ZONE))
    calendar.add_component(_event(entry))
    text: bytes = calendar.to_ical()
    return text.decode()


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", str(entry.meeting_id))  # the same whoever the sender is one day (RFC 7986, 5.3)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.written_at)
    event.add("dtstart", entry.starts.astimezone(COPENHAGEN))
    event.add("dtend", (entry.starts + timedelta(hours=entry.hours)).astimezone(COPENHAGEN))
    event.add("summary", entry.title)
    if entry.place:
        event.add("location", entry.place)
    event.add("description", f"{entry.words}\n{entry.page}")
    event.add("url", entry.page)
    if entry.method == "REQUEST" or entry.is_off:
        event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("organizer", vCalAddress(f"mailto:{entry.organizer}"))
    event.add("attendee", _attendee(entry))
    return event


def _attendee(entry: Entry) -> vCalAddress:
    """Regrets are sent on the page, so the calendar need not answer."""
    attendee = vCalAddress(f"mailto:{entry.attendee}")
    for name, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "FALSE")):
        attendee.params[name] = vText(value)
    return attendee
