"""A meeting written down by mistake is taken back on the same day by who wrote it; the journal keeps both (DF-15, FY-38)."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, select

from mentorkorps.clock import local, today
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.links import Link
from mentorkorps.matches.facts import Meeting, SecondYes
from mentorkorps.matches.match import Match
from mentorkorps.matches.meet import sentence
from mentorkorps.refused import Refused
from tenants import audit
from tenants.scope import db
from tenants.users import Actor


def may_take_back(match: Match, *, by: Actor) -> Meeting | None:
    """The meeting that `by` can take back: the last one written, today and by `by`, while the pair runs; None without one."""
    last = (
        select(Meeting)
        .where(Meeting.match_id == match.id)
        .order_by(Meeting.logged_at.desc(), Meeting.id.desc())
        .limit(1)
    )
    meeting = db.session.scalar(last) if match.is_running else None
    if meeting is None or meeting.logged_by != by.signature or local(meeting.logged_at).date() != today():
        return None
    return meeting


def take_back(match: Match, meeting_id: UUID, *, told_on: date | None, by: Actor) -> None:
    """The meeting is none, and its note is corrected. Where it was the first, the two have met on the first day of another, or
    on `told_on`, the day somebody told of it otherwise; or not yet, and then nobody is asked whether to go on.

    Refused for any other than the one that `may_take_back` gives, and when the question it led to has been answered.
    """
    match.lock()
    meeting = may_take_back(match, by=by)
    if meeting is None or meeting.id != meeting_id:
        raise Refused(_("Mødet kan ikke fortrydes længere. Ring til os, hvis det er forkert."))
    was_first = meeting.took_place and match.first_met_on == meeting.held_on
    text = danish(
        N_("Mødet den %(day)s er fortrudt: det blev skrevet ned ved en fejl."), day=f"{meeting.held_on:%d-%m-%Y}"
    )
    JournalNote.write(match.youth, "correction", text, by=by, match_id=match.id, corrects_id=_note_of(meeting))
    audit.record("meeting.taken_back", meeting, by=by)
    db.session.delete(meeting)
    db.session.flush()
    db.session.expire(match, ["meetings"])
    if was_first:
        _first_again(match, told_on)


def _note_of(meeting: Meeting) -> UUID | None:
    """The note that told of it, where nobody has corrected it."""
    note = JournalNote.match_id == meeting.match_id, JournalNote.act == "meeting", JournalNote.text == sentence(meeting)
    newest = (
        select(JournalNote).where(*note, ~JournalNote.correction.has()).order_by(JournalNote.written_at.desc()).limit(1)
    )
    found = db.session.scalar(newest)
    return found.id if found else None


def _first_again(match: Match, told_on: date | None) -> None:
    held = select(func.min(Meeting.held_on)).where(Meeting.match_id == match.id, Meeting.took_place)
    days = [day for day in (db.session.scalar(held), told_on) if day is not None]
    match.first_met_on = min(days, default=None)
    if match.first_met_on is None:
        _ask_no_more(match)
    db.session.flush()


def _ask_no_more(match: Match) -> None:
    """Nobody is asked whether to go on after a first meeting that was none; what is on its way stays here."""
    asked = SecondYes.match_id == match.id
    if db.session.scalar(select(SecondYes.id).where(asked, SecondYes.answered_at.is_not(None)).limit(1)):
        raise Refused(
            _("En af jer har allerede svaret på, om I vil fortsætte efter mødet. Ring til os, hvis mødet er forkert.")
        )
    db.session.execute(delete(SecondYes).where(asked))
    Link.revoke(match.id, purpose="second_yes")
