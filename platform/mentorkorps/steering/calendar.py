"""The steering group's calendar: laid out when the agreement is imported (FY-12)."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from mentorkorps.steering.report import SteeringMeeting
from tenants.scope import db


def meeting_days(first: date, every_months: int, until: date) -> set[date]:
    """`first` and, every so many months, the same weekday of the month (the second Wednesday), up to `until`."""
    days, months = [first], every_months
    while (day := _same_weekday(first, months)) <= until:
        days.append(day)
        months += every_months
    return set(days)


def lay_out_meetings(partnership_id: UUID, days: set[date], *, hours: int, today: date) -> None:
    """Writes the meetings on `days` of a partnership that the tenant acted in operates; what has been held stays."""
    days = set(days)
    for meeting in db.session.scalars(select(SteeringMeeting).filter_by(partnership_id=partnership_id)):
        if meeting.held_on in days:
            days.remove(meeting.held_on)
            if meeting.held_on > today and meeting.hours != hours:
                meeting.hours = hours
        elif meeting.held_on > today:
            db.session.delete(meeting)
    for day in sorted(days):
        db.session.add(SteeringMeeting(partnership_id=partnership_id, held_on=day, hours=hours))
    db.session.flush()


def _same_weekday(first: date, months: int) -> date:
    """As many weeks into the month that lies `months` later; the last such weekday where the month is too short."""
    years, month = divmod(first.month - 1 + months, 12)
    begins = date(first.year + years, month + 1, 1)
    day = begins + timedelta(days=(first.weekday() - begins.weekday()) % 7, weeks=(first.day - 1) // 7)
    return day if day.month == begins.month else day - timedelta(weeks=1)
