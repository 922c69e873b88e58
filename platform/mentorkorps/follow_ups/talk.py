"""A youth wants to talk with somebody: a call, not a concern, unless whoever rings finds that it is one (VB-15)."""

from sqlalchemy import select

from mentorkorps.clock import local, today
from mentorkorps.follow_ups.steps import put_on_list
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.refused import Refused
from tenants import audit
from tenants.scope import db
from tenants.users import Actor

WISH = N_("Den unge vil gerne tale med nogen. Korpset ringer.")


def wants_to_talk(match: Match, *, by: Actor) -> None:
    """The pair is on the call list, and the contact person is told at once; the same day again is the same wish.

    Refused when the pair has ended.
    """
    match.lock()
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet. Ring til din kontaktperson, hvis du vil tale med nogen."))
    if _said_today(match):
        return
    put_on_list(match, "worry")
    audit.record("youth.talk", match, by=by)
    JournalNote.write(match.youth, "worry", danish(WISH), by=by, match_id=match.id, urgent=True)


def _said_today(match: Match) -> bool:
    said = select(JournalNote.written_at).where(JournalNote.match_id == match.id, JournalNote.text == danish(WISH))
    last = db.session.scalar(said.order_by(JournalNote.written_at.desc()).limit(1))
    return last is not None and local(last).date() == today()
