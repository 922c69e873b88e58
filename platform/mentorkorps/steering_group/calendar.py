"""The days on which the steering group meets: every so many months by the agreement, on working days, not in July (FY-12)."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from mentorkorps.clock import now
from mentorkorps.steering import SteeringMeeting
from mentorkorps.steering_group.invitations import Invitation
from mentorkorps.working_days import working_day_from
from tenants.agreements import Agreement, Period
from tenants.scope import db, own_id
from tenants.users import SYSTEM

JULY = 7
AHEAD = timedelta(days=365)


def meeting_days(first: date, every_months: int, until: date) -> set[date]:
    """`first` as it was agreed and, every so many months, the same weekday of the month (the second Wednesday), up to `until`.

    What falls in July is held on the last such weekday of June, and what falls on a day off on the next working day.
    """
    days, months = [first], every_months
    while (day := working_day_from(_outside_july(_same_weekday(first, months)))) <= until:
        days.append(day)
        months += every_months
    return set(days)


def lay_out_meetings(partnership_id: UUID, days: set[date], *, hours: int, today: date) -> None:
    """Writes the meetings on `days` of a partnership that the tenant acted in operates; what has been held stays.

    A meeting stands for the day it was laid out for, wherever it has been moved to. One to come that the agreement no
    longer has goes, and is called off where somebody has been invited.
    """
    there = db.session.scalars(select(SteeringMeeting).filter_by(partnership_id=partnership_id)).all()
    for meeting in there:
        if meeting.held_on <= today or meeting.is_extra:
            continue
        if meeting.planned_for not in days:
            _drop(meeting)
        elif meeting.hours != hours:
            meeting.hours, meeting.version = hours, meeting.version + 1
    _add(partnership_id, days, hours, there)


def lay_out_year(today: date) -> None:
    """The meetings of the coming year, of every agreement of the tenant acted in; again changes nothing."""
    ends = select(func.max(Period.ends_on)).where(
        Period.tenant_id == Agreement.tenant_id, Period.agreement_id == Agreement.id
    )
    agreed = select(Agreement, ends.scalar_subquery()).where(Agreement.tenant_id == own_id())
    for agreement, ends_on in db.session.execute(agreed).all():
        terms = agreement.source["steering"]
        days = meeting_days(date.fromisoformat(terms["first_meeting"]), agreement.meeting_every_months, ends_on)
        year = {day for day in days if today < day <= today + AHEAD}
        there = db.session.scalars(select(SteeringMeeting).filter_by(partnership_id=agreement.partnership_id)).all()
        _add(agreement.partnership_id, year, agreement.meeting_hours, there)


def is_in_rhythm(day: date) -> bool:
    """Whether the group may meet that day at all: a working day outside July."""
    return day.month != JULY and working_day_from(day) == day


def _add(partnership_id: UUID, days: set[date], hours: int, there: Sequence[SteeringMeeting]) -> None:
    """What is not there yet, neither as planned nor moved to that day."""
    planned = {meeting.planned_for for meeting in there if not meeting.is_extra}
    held = {meeting.held_on for meeting in there if meeting.cancelled_at is None}
    for day in sorted(days - planned - held):
        db.session.add(SteeringMeeting(partnership_id=partnership_id, planned_for=day, held_on=day, hours=hours))
    db.session.flush()


def _drop(meeting: SteeringMeeting) -> None:
    if db.session.scalar(select(Invitation.id).filter_by(meeting_id=meeting.id).limit(1)) is None:
        db.session.delete(meeting)
    elif meeting.cancelled_at is None:
        meeting.cancelled_at, meeting.cancelled_by, meeting.version = now(), SYSTEM.name, meeting.version + 1


def _same_weekday(first: date, months: int) -> date:
    """As many weeks into the month that lies `months` later; the last such weekday where the month is too short."""
    years, month = divmod(first.month - 1 + months, 12)
    begins = date(first.year + years, month + 1, 1)
    day = begins + timedelta(days=(first.weekday() - begins.weekday()) % 7, weeks=(first.day - 1) // 7)
    return day if day.month == begins.month else day - timedelta(weeks=1)


def _outside_july(day: date) -> date:
    """The same weekday, at the end of June."""
    return day if day.month != JULY else day - timedelta(weeks=-(-day.day // 7))
