"""Telling the steering group's members about its meetings: a mail with a calendar entry, and nothing personal (FY-12).

The group knows no mail, so this stands between: what is due, in words and as a calendar reads it, into the outbox.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_

from mentorkorps import messages
from mentorkorps.clock import COPENHAGEN, now
from mentorkorps.gateways import mail
from mentorkorps.language import N_, danish
from mentorkorps.steering_group import calendar, invitations, seats
from mentorkorps.steering_group.calendar_entry import Entry, text_of
from mentorkorps.steering_group.invitations import Due
from tenants import outbox
from tenants.registry import Tenant
from tenants.scope import acting_for
from tenants.standing import TODAY

LAYS_OUT_ON = 0  # Monday; what lies a year ahead can wait a week


def meetings_to_call() -> ColumnElement[bool]:
    """Whether `call_meetings` has anything to look at: somebody sits in a group, or the year is to be laid out."""
    return or_(seats.ever_taken_here(), func.extract("isodow", TODAY) == LAYS_OUT_ON + 1)


def call_meetings(today: date) -> None:
    """Every day: tells each member what the own calendar does not know yet; who sat there for a partner that has left is out.
    On Mondays the coming year is laid out first."""
    if today.weekday() == LAYS_OUT_ON:
        calendar.lay_out_year(today)
    seats.end_left(today)
    invite_members(today)


def invite_members(today: date) -> None:
    """A mail for each calendar entry that is due, to the address that each account has today; again sends nothing."""
    seats.follow_accounts(today)
    for one in invitations.due(today):
        _send(one, one.sent(now()).id, now())


def seats_changed(operator: UUID, key: str) -> None:
    """Tells the house that calls the meetings that a partner's seats have changed; `key` says which change."""
    with acting_for(operator):
        outbox.post("invite_members", f"invite_members:{key}")


def _send(one: Due, about: UUID, at: datetime) -> None:
    house = Tenant.by_id(one.seat.party_tenant_id)
    path = f"/styregruppemoeder/{one.meeting.id}"
    entry = text_of(_entry(one, messages.page_address(f"/{house.slug}{path}"), at))
    if one.method == "CANCEL":
        messages.to_staff(one.seat.email, "meeting_called_off", about, path=path, house=house, entry=entry)
    elif one.is_first:
        messages.to_staff(one.seat.email, "meeting_called", about, path=path, house=house, entry=entry)
    else:
        messages.to_staff(one.seat.email, "meeting_moved", about, path=path, house=house, entry=entry)


def _entry(one: Due, page: str, at: datetime) -> Entry:
    meeting = one.meeting
    return Entry(
        method=one.method, meeting_id=meeting.id, sequence=one.sequence, place=meeting.place, page=page,
        title=danish(N_("Møde i styregruppen: %(name)s"), name=meeting.partnership.name),
        words=danish(N_("Dagsorden, rapport og referat er her, når du er logget ind:")),
        starts=datetime.combine(meeting.held_on, meeting.starts_at, COPENHAGEN), hours=meeting.hours,
        organizer=mail.sender(), attendee=one.seat.email, written_at=at,
        is_off=meeting.cancelled_at is not None,
    )  # fmt: skip
