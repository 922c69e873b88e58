"""The end of a pair and of its plan, and what comes after: back to the queue, or a new mentor (FY-47)."""

from sqlalchemy import select

from mentorkorps import matches
from mentorkorps.clock import now, today
from mentorkorps.follow_ups.exits import drop_youth_exits, plan_exits
from mentorkorps.follow_ups.follow_up import FollowUp
from mentorkorps.follow_ups.pausing import close_pause
from mentorkorps.follow_ups.rematch import RematchOffer, deserves_rematch, offer_of, offer_rematch
from mentorkorps.follow_ups.steps import fall_away, off_list, open_follow_up
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.links import Link
from mentorkorps.matches import Match
from mentorkorps.messages import to_mentor, to_youth
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment
from tenants import audit
from tenants.beginning import takes_part
from tenants.scope import db
from tenants.users import SYSTEM, Actor

WELL = ("goal_reached", "planned")


def end_match(match: Match, reason: str, *, by: Actor, for_good: bool = True) -> None:
    """Ends the pair and its plan, and plans what comes after: contacts with both, or a new mentor offered by phone.

    Both are told that it has ended, unless they knew the day from a planned goodbye. Refused as `matches.end` says. Not
    `for_good`: the youth is back in the queue, and is asked nothing.
    """
    offered = for_good and deserves_rematch(match, reason, today())
    planned = matches.planned_goodbye(match)
    if for_good and (planned is None or planned.ends_on > today()):
        # Before anything is asked: the goodbye takes the first free day.
        _say_goodbye(match, reason)
    matches.end(match, reason, by=by, for_good=for_good and not offered)
    Link.revoke(*db.session.scalars(select(FollowUp.id).where(FollowUp.match_id == match.id)))
    open_one = open_follow_up(match)
    if open_one:
        fall_away(open_one)
    close_pause(match, by=by)
    plan_exits(match, "mentor", today())
    if offered:
        offer_rematch(match)
    elif for_good:
        plan_exits(match, "youth", today())


def _say_goodbye(match: Match, reason: str) -> None:
    """To each in the words that are theirs; an end as it should be is thanked for, any other is nobody's fault."""
    if match.first_met_on is None:  # nothing is asked afterwards: see `plan_exits`
        to_mentor(match.mentor, "goodbye_unmet_mentor", match.id, rules=match.rules)
        to_youth(match.youth, "goodbye_ended", match.id, rules=match.rules)
    elif reason in WELL:
        to_mentor(match.mentor, "goodbye_well_mentor", match.id, rules=match.rules)
        to_youth(match.youth, "goodbye_well", match.id, rules=match.rules)
    else:
        to_mentor(match.mentor, "goodbye_mentor", match.id, rules=match.rules)
        to_youth(match.youth, "goodbye_ended", match.id, rules=match.rules)


def end_planned() -> None:
    """Ends every pair whose planned last day has come; it ends as it was planned, whoever is at work."""
    for goodbye in db.session.scalars(matches.goodbyes_due(today())).all():
        if goodbye.match.is_running:
            end_match(goodbye.match, goodbye.reason, by=SYSTEM)


def rematch_answer(match: Match, wants: bool, *, by: Actor) -> None:
    """What the youth said on the phone to a new mentor: back in the queue, first in line; or a kind goodbye.

    A no closes the case with dignity: both are asked whether it moved on, and the youth is asked again after some weeks.
    Refused when nothing is offered, or it was answered before.
    """
    match.lock()
    offer = offer_of(match)
    if offer is None or offer.answered_at:
        raise Refused(_("Der er ikke et tilbud om en ny mentor at svare på."))
    if wants:
        find_new_mentor(match, by=by)
        return
    _answer(offer, wants=False, by=by)
    text = danish(N_("Den unge er tilbudt en ny mentor og har sagt nej tak for nu."))
    JournalNote.write(match.youth, "rematch_no", text, by=by, match_id=match.id)
    to_youth(match.youth, "goodbye_for_now", match.id)
    matches.ask_moved_on(match)
    plan_exits(match, "youth", today())


def _answer(offer: RematchOffer, *, wants: bool, by: Actor) -> None:
    offer.answered_at, offer.answered_by, offer.wants = now(), by.name, wants
    db.session.flush()
    audit.record(f"rematch.{'yes' if wants else 'no'}", offer, by=by)


def second_answer(match: Match, side: str, goes_on: bool, *, by: Actor) -> None:
    """The second yes; a no is a goodbye without guilt: the youth is back in the queue and the place free (FY-47)."""
    matches.second_answer(match, side, goes_on, by=by)
    if not matches.is_second_yes_awaited(match):
        off_list(match, "second_yes")
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

    Refused while the pair runs, when the youth waits already, or when the municipality has left the partnership.
    """
    if match.is_running:
        raise Refused(_("Afslut forløbet, før den unge får en ny mentor."))
    if not takes_part(today()):
        raise Refused(_("Kommunen er ikke længere med i aftalen, så et nyt forløb kan ikke begynde."))
    if _enrolment_of(match).closed_at is None:
        raise Refused(_("Den unge venter allerede på en ny mentor."))
    offer = offer_of(match)
    if offer is not None and offer.answered_at is None:
        _answer(offer, wants=True, by=by)
    drop_youth_exits(match)
    _wait_again(match, "new_mentor")
    audit.record("enrolment.reopened", match, by=by)
    text = danish(N_("Den unge venter igen på en mentor."))
    JournalNote.write(match.youth, "new_mentor", text, by=by, match_id=match.id)


def _wait_again(match: Match, reason: str) -> None:
    _enrolment_of(match).open_again(reason)


def _enrolment_of(match: Match) -> Enrolment:
    sent = select(Enrolment).where(Enrolment.youth_id == match.youth_id, Enrolment.sent_at.is_not(None))
    return db.session.scalars(sent.order_by(Enrolment.sent_at.desc()).limit(1).with_for_update()).one()
