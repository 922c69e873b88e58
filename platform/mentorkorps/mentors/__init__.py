"""Mentors from working life, the companies they come from, and the places they have for youths."""

from mentorkorps.mentors.company import Company
from mentorkorps.mentors.mentor import Engagement, Mentor
from mentorkorps.mentors.recruit import SECTORS, InCorps, change, corps, recruit

__all__ = ["SECTORS", "Company", "Engagement", "InCorps", "Mentor", "change", "corps", "recruit"]
