"""Suggestions and proposals."""

from mentorkorps.matching.proposal import Proposal

__all__ = ["Proposal"]
