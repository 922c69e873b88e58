"""Reminding a mentor to write down the meetings: one message, at most one a day for each pair."""

from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.follow_ups import open_pause
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.matches.ring import midnight
from mentorkorps.messages import Message, to_mentor
from mentorkorps.refused import Refused
from tenants import audit
from tenants.scope import db
from tenants.users import Actor


def nudge(match: Match, *, by: Actor) -> None:
    """The mentor is asked to write down the last meeting and the next; nobody else gets a copy, and it asks nobody who
    cares for the pair. Refused when the pair has ended or pauses, or the mentor was reminded of it today."""
    match.lock()
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet, så der er ikke noget at minde om."))
    if open_pause(match) is not None:
        raise Refused(_("Forløbet holder pause, så mentor bliver ikke mindet om noget."))
    today_s = Message.template == "log_meeting", Message.about_id == match.id, Message.written_at >= midnight(today())
    if db.session.scalar(select(Message.id).where(*today_s).limit(1)):
        raise Refused(_("Mentor er allerede mindet om det i dag."))
    to_mentor(match.mentor, "log_meeting", match.id, purpose="start")
    audit.record("match.nudged", match, by=by)
    text = danish(N_("Korpset har mindet mentor om at skrive møderne ned."))
    JournalNote.write(match.youth, "nudged", text, by=by, match_id=match.id)
