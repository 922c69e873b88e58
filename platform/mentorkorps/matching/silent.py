"""Proposals that nobody answers, or whose question comes back: staff take over and ring (FY-29, VB-19)."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, case, cast, func, or_, select

from mentorkorps.clock import now
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, danish
from mentorkorps.matches.ring import to_ring
from mentorkorps.matching.proposal import Proposal
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Message, Unreachable
from mentorkorps.youths import Enrolment, Youth
from tenants.agreements import Period
from tenants.local_rules import LocalRules
from tenants.quotas import Quota
from tenants.registry import Member, Programme
from tenants.scope import db
from tenants.standing import TODAY
from tenants.users import SYSTEM

REPLIED = {
    "mentor": N_("Mentor har svaret på en SMS om forslaget. Korpset ringer."),
    "youth": N_("Den unge har svaret på en SMS om forslaget. Korpset ringer."),
}


def silent_proposals() -> Select[*tuple[Any, ...]]:
    """Open proposals that have been silent beyond the days of the programme, or whose question does not arrive; the one whose
    answer is awaited is rung."""
    waits_for_mentor = Proposal.mentor_yes_at.is_(None)
    reason = case((_closed().exists(), "unreachable"), (waits_for_mentor, "silent_mentor"), else_="silent_youth")
    whom = case((waits_for_mentor, "mentor"), else_="youth")
    is_open = and_(Proposal.fell_at.is_(None), Proposal.started_at.is_(None))
    return to_ring(Proposal, reason=reason, since=Proposal.raised_at, whom=whom).where(
        is_open, Proposal.raised_at.is_not(None)
    )


def _closed() -> Select[UUID]:
    """The addresses, not mended yet, of whose answer a proposal awaits; of the contact person, who shows the page to a youth
    without a mail address. An address that has been changed since is no hindrance."""
    waits_for_mentor = Proposal.mentor_yes_at.is_(None)
    shown = and_(Youth.email == "", Unreachable.person_id == Youth.contact_person_id)
    theirs = or_(
        and_(waits_for_mentor, Unreachable.person_id == Proposal.mentor_id),
        and_(~waits_for_mentor, or_(Unreachable.person_id == Proposal.youth_id, shown)),
    )
    still_theirs = Unreachable.address.in_([func.lower(Mentor.email), func.lower(Youth.email)])
    return (
        select(Unreachable.id)
        .join(Youth, and_(Youth.tenant_id == Unreachable.tenant_id, Youth.id == Proposal.youth_id))
        .join(Mentor, and_(Mentor.tenant_id == Proposal.mentor_tenant_id, Mentor.id == Proposal.mentor_id))
        .where(Unreachable.tenant_id == Proposal.tenant_id, Unreachable.solved_at.is_(None), theirs)
        .where(or_(still_theirs, ~Unreachable.address.contains("@"), Unreachable.holder == "contact"))
        .correlate(Proposal)
    )


@cache
def _unreached() -> Select[Proposal]:
    still = Proposal.fell_at.is_(None), Proposal.started_at.is_(None), Proposal.raised_at.is_(None)
    return select(Proposal).where(*still, _closed().exists())


def raise_unreached() -> None:
    """Onto the list at once: nobody waits for an answer to a question that has not arrived."""
    for proposal in db.session.scalars(_unreached()).all():
        proposal.raised_at = now()


def replied_to_proposal(message_id: UUID) -> None:
    """Who is to answer a proposal has answered a text message in words: staff ring and hear what the answer is. A mentor's words
    are not kept with a youth who does not know of the mentor."""
    message = Message.get(message_id)
    still = Proposal.fell_at.is_(None), Proposal.started_at.is_(None)
    theirs = Proposal.mentor_id == message.person_id, Proposal.youth_id == message.person_id
    for proposal in db.session.scalars(select(Proposal).where(*still, or_(*theirs))):
        if proposal.waits_for == message.holder:
            proposal.raised_at = proposal.raised_at or now()
            JournalNote.write(proposal.youth, "replied", danish(REPLIED[message.holder]), by=SYSTEM)


def _has_waited(rule: str) -> ColumnElement[bool]:
    asked_at = func.coalesce(Proposal.mentor_yes_at, Proposal.proposed_at)
    asked_on = cast(func.timezone("Europe/Copenhagen", asked_at), Date)
    newest = select(LocalRules.adjustments["silence"][rule].astext).where(LocalRules.tenant_id == Proposal.tenant_id)
    adjusted = newest.order_by(LocalRules.version.desc()).limit(1).correlate(Proposal).scalar_subquery()
    return asked_on + cast(func.coalesce(adjusted, Programme.profile["silence"][rule].astext), Integer) <= TODAY


def proposals_silent() -> ColumnElement[bool]:
    """Whether `mind_proposals` may have anything to do: not while everybody is reached and no proposal has waited as many days
    as its programme, as adjusted here, says, for working days are never shorter than days, and a pair may begin here."""
    sent = and_(Enrolment.tenant_id == Proposal.tenant_id, Enrolment.id == Proposal.enrolment_id)
    under = and_(Programme.tenant_id == Enrolment.programme_tenant_id, Programme.id == Enrolment.programme_id)
    still = Proposal.fell_at.is_(None), Proposal.started_at.is_(None), Proposal.raised_at.is_(None)
    to_remind = and_(Proposal.reminded_at.is_(None), _has_waited("remind_after_working_days"))
    to_raise = and_(Proposal.reminded_at.is_not(None), _has_waited("raise_after_working_days"))
    open_ones = select(Proposal.id).join(Enrolment, sent).join(Programme, under)
    waiting = open_ones.where(*still, or_(to_remind, to_raise)).exists()
    asked = Proposal.fell_at.is_(None), Proposal.started_at.is_(None)
    in_vain = select(Proposal.id).where(*asked, ~_may_begin()).exists()
    return or_(waiting, _unreached().exists(), in_vain)


def _may_begin() -> ColumnElement[bool]:
    """`beginning.may_begin`, asked of the database about today."""
    bears = select(Member.id).where(
        Member.party_tenant_id == Proposal.tenant_id, Member.bears, Member.joined_on <= TODAY
    )
    covers = and_(Period.tenant_id == Quota.tenant_id, Period.id == Quota.period_id)
    agreed = select(Quota.id).join(Period, covers).where(Quota.party_tenant_id == Proposal.tenant_id)
    return and_(
        bears.where(
            or_(Member.left_on.is_(None), Member.left_on >= TODAY), ~Member.away.contains(cast(TODAY, Date))
        ).exists(),
        agreed.where(Period.starts_on <= TODAY, Period.ends_on >= TODAY).exists(),
    )
