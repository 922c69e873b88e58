"""Mentors from working life, the companies they come from, and the places they have for youths."""

from mentorkorps.mentors.company import Company
from mentorkorps.mentors.mentor import TRAINING, Engagement, Mentor
from mentorkorps.mentors.recruit import SECTORS, InCorps, change, corps, recruit, trained

__all__ = ["SECTORS", "TRAINING", "Company", "Engagement", "InCorps", "Mentor", "change", "corps", "recruit", "trained"]
