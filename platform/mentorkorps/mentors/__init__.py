"""Mentors from working life, the companies they come from, and the places they have for youths."""

from mentorkorps.mentors.company import SECTORS, Company
from mentorkorps.mentors.mentor import FOUND_THROUGH, KINDS, TRAINING, Engagement, Mentor
from mentorkorps.mentors.recruit import InCorps, change, corps, recruit, trained

__all__ = [
    "FOUND_THROUGH", "KINDS", "SECTORS", "TRAINING", "Company", "Engagement", "InCorps", "Mentor", "change", "corps", "recruit",
    "trained",
]  # fmt: skip
