"""Suggestions and proposals: who could be the youth's mentor, and the yes of both."""

from mentorkorps.matching.answer import (
    NO_REASONS,
    OVER,
    ask_now,
    fall,
    mentor_says,
    mind_proposals,
    withdraw,
    youth_says,
)
from mentorkorps.matching.change import change_wishes, wishes_are_open
from mentorkorps.matching.line import PlaceWait, place_in_line
from mentorkorps.matching.proposal import Proposal
from mentorkorps.matching.propose import propose, propose_or_wait
from mentorkorps.matching.silent import raise_unreached, replied_to_proposal

__all__ = [
    "NO_REASONS", "OVER", "PlaceWait", "Proposal", "ask_now", "change_wishes", "fall", "mentor_says", "mind_proposals",
    "place_in_line", "propose", "propose_or_wait", "raise_unreached", "replied_to_proposal", "wishes_are_open", "withdraw",
    "youth_says",
]  # fmt: skip
