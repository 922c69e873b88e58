"""The next meeting, agreed after the last was logged (DF-15)."""

from datetime import date

from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.matches.facts import Meeting
from mentorkorps.matches.match import Match
from mentorkorps.refused import Refused
from tenants import audit
from tenants.scope import db
from tenants.users import Actor


def agree_next_meeting(match: Match, day: date, *, by: Actor) -> None:
    """The pair has agreed to meet on `day`, as somebody was told; the last meeting logged now says so. Who is told writes the
    note. A pair that has logged no meeting keeps the day in that note alone. Refused for a day gone by."""
    if day < today():
        raise Refused(_("Det næste møde skal ligge i dag eller senere."))
    logged = select(Meeting).where(Meeting.match_id == match.id)
    last = db.session.scalar(logged.order_by(Meeting.held_on.desc(), Meeting.logged_at.desc()).limit(1))
    if last is not None:
        last.next_on = day
        db.session.flush()
        audit.record("meeting.agreed", last, by=by)
