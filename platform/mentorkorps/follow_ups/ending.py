"""The end of a pair and of its plan, and what comes after: back to the queue, or a new mentor (FY-47)."""

from sqlalchemy import select

from mentorkorps import matches
from mentorkorps.clock import now, today
from mentorkorps.follow_ups.follow_up import FollowUp
from mentorkorps.follow_ups.steps import open_follow_up
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.links import Link
from mentorkorps.matches import Match
from mentorkorps.messages import to_mentor, to_youth
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment
from tenants import audit
from tenants.scope import db
from tenants.users import SYSTEM, Actor


def end_match(match: Match, reason: str, *, by: Actor, for_good: bool = True) -> None:
    """Ends the pair and its plan. Refused as `matches.end` says."""
    matches.end(match, reason, by=by, for_good=for_good)
    Link.revoke(*db.session.scalars(select(FollowUp.id).where(FollowUp.match_id == match.id)))
    open_one = open_follow_up(match)
    if open_one:
        open_one.done_at, open_one.done_on, open_one.done_how = now(), today(), "ended"
        db.session.flush()


def second_answer(match: Match, side: str, goes_on: bool, *, by: Actor) -> None:
    """The second yes; a no is a goodbye without guilt: the youth is back in the queue and the place free (FY-47)."""
    matches.second_answer(match, side, goes_on, by=by)
    if goes_on or not match.is_running:
        return
    end_match(match, "not_a_fit", by=SYSTEM, for_good=False)
    match.give_place_back()
    if side == "mentor":
        to_youth(match.youth, "goodbye", match.id)
    else:
        to_mentor(match.mentor, "goodbye", match.id)
    _wait_again(match, f"second_{side}_no")


def find_new_mentor(match: Match, *, by: Actor) -> None:
    """After an ended pair the youth waits in the inbox again; a rematch in the same period uses the same place.

    Refused while the pair runs, or when the youth waits already.
    """
    if match.is_running:
        raise Refused(_("Afslut forløbet, før den unge får en ny mentor."))
    if _enrolment_of(match).closed_at is None:
        raise Refused(_("Den unge venter allerede på en ny mentor."))
    _wait_again(match, "new_mentor")
    audit.record("enrolment.reopened", match, by=by)
    text = danish(N_("Den unge venter igen på en mentor."))
    JournalNote.write(match.youth, "new_mentor", text, by=by, match_id=match.id)


def _wait_again(match: Match, reason: str) -> None:
    enrolment = _enrolment_of(match)
    enrolment.closed_at, enrolment.close_reason = None, ""
    enrolment.come_back(reason)


def _enrolment_of(match: Match) -> Enrolment:
    sent = select(Enrolment).where(Enrolment.youth_id == match.youth_id, Enrolment.sent_at.is_not(None))
    return db.session.scalars(sent.order_by(Enrolment.sent_at.desc()).limit(1).with_for_update()).one()
