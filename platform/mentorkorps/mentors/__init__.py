"""Mentors from working life, the companies they come from, and the places they have for youths."""

from mentorkorps.mentors.company import Company
from mentorkorps.mentors.mentor import Engagement, Mentor

__all__ = ["Company", "Engagement", "Mentor"]
