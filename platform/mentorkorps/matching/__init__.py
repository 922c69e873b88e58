"""Suggestions and proposals: who could be the youth's mentor, and the yes of both."""

from mentorkorps.matching.answer import NO_REASONS, fall, mentor_says, mind_proposals, withdraw, youth_says
from mentorkorps.matching.change import change_wishes, wishes_are_open
from mentorkorps.matching.proposal import Proposal
from mentorkorps.matching.propose import propose

__all__ = [
    "NO_REASONS", "Proposal", "change_wishes", "fall", "mentor_says", "mind_proposals", "propose", "wishes_are_open",
    "withdraw", "youth_says",
]  # fmt: skip
