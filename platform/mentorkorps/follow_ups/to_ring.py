"""Why staff ring a pair: its step is raised or has gone by, there is no next meeting, or something after the end (FY-36, DF-15)."""

from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, true

from mentorkorps.follow_ups.exits import ExitContact
from mentorkorps.follow_ups.follow_up import FollowUp
from mentorkorps.follow_ups.rematch import RematchOffer
from mentorkorps.follow_ups.running import LOGGED_WITHIN, wants_next
from mentorkorps.matches import Match, Meeting
from mentorkorps.matches.ring import midnight, to_ring
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Unreachable
from mentorkorps.youths import ContactPerson, Youth

STEP = and_(FollowUp.tenant_id == Match.tenant_id, FollowUp.match_id == Match.id, FollowUp.done_at.is_(None))


def steps_to_ring(day: date) -> Select[*tuple[Any, ...]]:
    """Steps that are raised, whatever for; a first meeting that is not held when it is asked about; windows gone by."""
    not_met = and_(FollowUp.kind == "first_meeting", Match.first_met_on.is_(None), FollowUp.opens_on <= day)
    raised = FollowUp.raised_at.is_not(None)
    reason = case((raised, FollowUp.raised_because), (not_met, "never_met"), else_="overdue")
    since = case(
        (raised, FollowUp.raised_at), (not_met, midnight(FollowUp.opens_on)), else_=midnight(FollowUp.due_on + 1)
    )
    by_phone = and_(raised, FollowUp.raised_because == "phone")
    mentor, youth = Match.mentor.has(Mentor.channel == "phone"), Match.youth.has(Youth.channel == "phone")
    whom = case((and_(by_phone, mentor, ~youth), "mentor"), (and_(by_phone, youth, ~mentor), "youth"), else_="both")
    return (
        to_ring(Match, reason=reason, since=since, whom=whom)
        .join(FollowUp, STEP)
        .where(Match.ended_at.is_(None), or_(raised, not_met, FollowUp.due_on < day))
    )


def unreachable_besides() -> Select[*tuple[Any, ...]]:
    """Pairs that are rung for another reason, and one of whom our messages do not reach: a step keeps one reason, and whoever
    rings the one must know that the other has been asked nothing."""
    theirs = and_(
        Unreachable.tenant_id == Match.tenant_id, Unreachable.person_id.in_([Match.mentor_id, Match.youth_id]),
        Unreachable.solved_at.is_(None),
    )  # fmt: skip
    whom = case((Unreachable.person_id == Match.mentor_id, "mentor"), else_="youth")
    raised = FollowUp.raised_at.is_not(None), FollowUp.raised_because != "unreachable"
    pairs = to_ring(Match, reason="unreachable", since=Unreachable.since, whom=whom)
    return pairs.join(FollowUp, STEP).join(Unreachable, theirs).where(Match.ended_at.is_(None), *raised)


def phone_besides() -> Select[*tuple[Any, ...]]:
    """Pairs that are rung for another reason, and one of whom is asked by phone: see `unreachable_besides`."""
    mentor = and_(Mentor.tenant_id == Match.mentor_tenant_id, Mentor.id == Match.mentor_id)
    youth = and_(Youth.tenant_id == Match.tenant_id, Youth.id == Match.youth_id)
    by_phone = Mentor.channel == "phone", Youth.channel == "phone"
    whom = case((and_(*by_phone), "both"), (by_phone[0], "mentor"), else_="youth")
    raised = FollowUp.raised_at.is_not(None), FollowUp.raised_because != "phone", FollowUp.asked_at.is_not(None)
    pairs = to_ring(Match, reason="phone", since=FollowUp.asked_at, whom=whom)
    return (
        pairs.join(FollowUp, STEP)
        .join(Mentor, mentor)
        .join(Youth, youth)
        .where(Match.ended_at.is_(None), *raised, or_(*by_phone))
    )


def without_next_meeting(day: date) -> Select[*tuple[Any, ...]]:
    """Pairs that have met, or missed a meeting, and agreed no new one; those whose agreed meeting nobody has logged in a
    week; and those who told by a tap that they have met, and have logged nothing in a week. The mentor is rung. Not while the
    pair pauses, nor in a programme without that rule."""
    last = (
        select(Meeting.held_on, Meeting.next_on)
        .where(Meeting.tenant_id == Match.tenant_id, Meeting.match_id == Match.id)
        .order_by(Meeting.held_on.desc(), Meeting.logged_at.desc())
        .limit(1)
        .lateral()
    )
    told = and_(last.c.held_on.is_(None), Match.first_met_on < day - LOGGED_WITHIN)
    none = and_(last.c.held_on.is_not(None), last.c.next_on.is_(None))
    passed = last.c.next_on < day - LOGGED_WITHIN
    return (
        to_ring(
            Match, reason=case((passed, "not_logged"), else_="no_next"), whom="mentor",
            since=case(
                (passed, midnight(last.c.next_on + LOGGED_WITHIN.days + 1)),
                else_=midnight(func.coalesce(last.c.held_on, Match.first_met_on)),
            ),
        )
        .join(FollowUp, STEP)
        .outerjoin(last, true())
        .where(Match.ended_at.is_(None), or_(none, passed, told), wants_next(), FollowUp.kind != "pause")
    )  # fmt: skip


def contacts_unreachable() -> Select[*tuple[Any, ...]]:
    """Running pairs whose contact person's address takes no mail from us: what stands in the journal is told to nobody."""
    youth = and_(Youth.tenant_id == Match.tenant_id, Youth.id == Match.youth_id)
    contact = and_(ContactPerson.tenant_id == Youth.tenant_id, ContactPerson.id == Youth.contact_person_id)
    closed = and_(
        Unreachable.tenant_id == ContactPerson.tenant_id, Unreachable.person_id == ContactPerson.id,
        Unreachable.address == func.lower(ContactPerson.email), Unreachable.solved_at.is_(None),
    )  # fmt: skip
    pairs = to_ring(Match, reason="contact_unreachable", since=Unreachable.since)
    return (
        pairs.join(Youth, youth).join(ContactPerson, contact).join(Unreachable, closed).where(Match.ended_at.is_(None))
    )


def exits_to_ring() -> Select[*tuple[Any, ...]]:
    """Who did not answer after the end of a pair, or wants to talk about it (VB-16, VB-20)."""
    of_pair = and_(ExitContact.tenant_id == Match.tenant_id, ExitContact.match_id == Match.id)
    reason = case((ExitContact.side == "mentor", "exit_mentor"), else_="exit_youth")
    waits = ExitContact.done_at.is_(None), ExitContact.raised_at.is_not(None)
    asked = to_ring(Match, reason=reason, since=ExitContact.raised_at, whom=ExitContact.side)
    return asked.join(ExitContact, of_pair).where(*waits)


def rematches_to_ring() -> Select[*tuple[Any, ...]]:
    """Youths to be offered a new mentor by phone, from the day their pair ended until they have answered."""
    of_pair = and_(RematchOffer.tenant_id == Match.tenant_id, RematchOffer.match_id == Match.id)
    offers = to_ring(Match, reason="rematch", since=RematchOffer.raised_at, whom="youth")
    return offers.join(RematchOffer, of_pair).where(RematchOffer.answered_at.is_(None))
