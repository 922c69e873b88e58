"""What a concern is about, and the four troubles of a mentor that a call may bring to light (DF-19)."""

from collections.abc import Mapping

from mentorkorps.language import N_

#: The four situations in which coordinators asked for more to lean on; the call form offers the same.
TROUBLES: Mapping[str, str] = {
    "promised_too_much": N_("Mentor har lovet for meget"),
    "pity": N_("Mentor vil stoppe, men har ondt af den unge"),
    "hopeless": N_("Situationen virker håbløs"),
    "doubts_own_effort": N_("Mentor tvivler på sin egen indsats"),
    "other": N_("Noget andet"),
}
ABOUT: Mapping[str, str] = {
    "wellbeing": N_("Den unges trivsel"),
    "health": N_("Den unges helbred"),
    "home": N_("Noget derhjemme"),
    "violence": N_("Vold, trusler eller overgreb"),
    "substance": N_("Alkohol eller stoffer"),
    "money": N_("Penge eller bolig"),
    "pair": N_("Noget mellem den unge og mentor"),
    "mentor": N_("Noget, der er svært for mentor"),
    "other": N_("Noget andet"),
}
