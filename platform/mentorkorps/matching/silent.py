"""Proposals that nobody answers: staff take over and ring (FY-29)."""

from typing import Any

from sqlalchemy import Select, and_, case

from mentorkorps.matches.ring import to_ring
from mentorkorps.matching.proposal import Proposal


def silent_proposals() -> Select[*tuple[Any, ...]]:
    """Open proposals that have been silent beyond the days of the programme; the one whose answer is awaited is rung."""
    waits_for_mentor = Proposal.mentor_yes_at.is_(None)
    reason = case((waits_for_mentor, "silent_mentor"), else_="silent_youth")
    whom = case((waits_for_mentor, "mentor"), else_="youth")
    is_open = and_(Proposal.fell_at.is_(None), Proposal.started_at.is_(None))
    return to_ring(Proposal, reason=reason, since=Proposal.raised_at, whom=whom).where(
        is_open, Proposal.raised_at.is_not(None)
    )
