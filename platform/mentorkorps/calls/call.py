"""What one call came to. The words said stand in the journal note; here is what can be counted."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from mentorkorps.concerns import TROUBLES as TROUBLES  # the same words at a call and at a concern (DF-19)
from mentorkorps.language import N_
from tenants.rows import CaseRow, inside, one_of

REACHED: Mapping[str, str] = {
    "mentor": N_("Mentor"),
    "youth": N_("Den unge"),
    "both": N_("Begge"),
    "nobody": N_("Ingen"),
}
RESULTS: Mapping[str, str] = {
    "talked": N_("Vi talte sammen"),
    "no_answer": N_("Ingen svarede"),
    "left_message": N_("Jeg lagde en besked"),
    "later": N_("Jeg ringer igen en anden dag"),
}
UNANSWERED = ("no_answer", "left_message")


class Call(CaseRow):
    """One try to reach a pair, or one that may come to be, by phone."""

    __tablename__ = "calls"
    __table_args__ = (
        inside("matches", "match_id"),
        inside("proposals", "proposal_id"),
        CheckConstraint("num_nonnulls(match_id, proposal_id) = 1", name="about_one"),
        one_of("reached", list(REACHED)),
        one_of("result", list(RESULTS)),
        CheckConstraint("result <> 'talked' OR reached <> 'nobody'", name="talked_with_somebody"),
        CheckConstraint("result = 'talked' OR again_at IS NOT NULL", name="again_unless_talked"),
        Index("ix_calls_of_match", "tenant_id", "match_id", "called_at"),
        Index("ix_calls_of_proposal", "tenant_id", "proposal_id", "called_at"),
    )

    match_id: Mapped[UUID | None]
    proposal_id: Mapped[UUID | None]
    reason: Mapped[str]  # why it was on the call list; empty where staff rang by themselves
    reached: Mapped[str]
    result: Mapped[str]
    troubles: Mapped[list[str]]
    again_at: Mapped[datetime | None]  # from when somebody rings again
    called_at: Mapped[datetime]
    called_by: Mapped[str]
