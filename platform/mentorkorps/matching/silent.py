"""Proposals that nobody answers: staff take over and ring (FY-29)."""

from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, case, cast, func, or_, select

from mentorkorps.matches.ring import to_ring
from mentorkorps.matching.proposal import Proposal
from mentorkorps.youths import Enrolment
from tenants.registry import Programme
from tenants.standing import TODAY


def silent_proposals() -> Select[*tuple[Any, ...]]:
    """Open proposals that have been silent beyond the days of the programme; the one whose answer is awaited is rung."""
    waits_for_mentor = Proposal.mentor_yes_at.is_(None)
    reason = case((waits_for_mentor, "silent_mentor"), else_="silent_youth")
    whom = case((waits_for_mentor, "mentor"), else_="youth")
    is_open = and_(Proposal.fell_at.is_(None), Proposal.started_at.is_(None))
    return to_ring(Proposal, reason=reason, since=Proposal.raised_at, whom=whom).where(
        is_open, Proposal.raised_at.is_not(None)
    )


def _has_waited(rule: str) -> ColumnElement[bool]:
    asked_at = func.coalesce(Proposal.mentor_yes_at, Proposal.proposed_at)
    asked_on = cast(func.timezone("Europe/Copenhagen", asked_at), Date)
    return asked_on + cast(Programme.profile["silence"][rule].astext, Integer) <= TODAY


def proposals_silent() -> ColumnElement[bool]:
    """Whether `mind_proposals` may have anything to do: not while no proposal has waited as many days as its programme says,
    for working days are never shorter than days."""
    sent = and_(Enrolment.tenant_id == Proposal.tenant_id, Enrolment.id == Proposal.enrolment_id)
    under = and_(Programme.tenant_id == Enrolment.programme_tenant_id, Programme.id == Enrolment.programme_id)
    still = Proposal.fell_at.is_(None), Proposal.started_at.is_(None), Proposal.raised_at.is_(None)
    to_remind = and_(Proposal.reminded_at.is_(None), _has_waited("remind_after_working_days"))
    to_raise = and_(Proposal.reminded_at.is_not(None), _has_waited("raise_after_working_days"))
    open_ones = select(Proposal.id).join(Enrolment, sent).join(Programme, under)
    return open_ones.where(*still, or_(to_remind, to_raise)).exists()
