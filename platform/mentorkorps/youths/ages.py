"""Whom a programme is for, by age (FY-24)."""

from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants.registry import Programme


def check_ages(programme: Programme, age: int) -> None:
    """Refused for an age outside the programme's."""
    ages = programme.profile["ages"]
    if not ages["from"] <= age <= ages["to"]:
        sentence = N_("Programmet er for unge fra %(first)s til %(last)s år. Den unge er %(age)s.")
        raise Refused(_(sentence, first=ages["from"], last=ages["to"], age=age))
