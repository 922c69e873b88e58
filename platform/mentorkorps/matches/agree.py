"""The next meeting, agreed after the last was logged (DF-15)."""

from datetime import date

from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
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
    last = _last_of(match)
    if last is not None:
        last.next_on = day
        db.session.flush()
        audit.record("meeting.agreed", last, by=by)


def write_next_meeting(match: Match, day: date, *, by: Actor) -> None:
    """The mentor writes when they meet next, after the last meeting was logged, and the journal says so. The same day again
    changes nothing. Refused for an ended pair, one that has logged no meeting, and a day gone by."""
    match.lock()
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet, så der kan ikke skrives møder på det."))
    last = _last_of(match)
    if last is None:
        raise Refused(_("Skriv først det møde ned, som I har holdt."))
    if last.next_on == day:
        return
    agree_next_meeting(match, day, by=by)
    text = danish(N_("Næste møde er aftalt til den %(day)s."), day=f"{day:%d-%m-%Y}")
    JournalNote.write(match.youth, "meeting", text, by=by, match_id=match.id)


def _last_of(match: Match) -> Meeting | None:
    logged = select(Meeting).where(Meeting.match_id == match.id)
    return db.session.scalar(logged.order_by(Meeting.held_on.desc(), Meeting.logged_at.desc()).limit(1))
