"""What a youth may wish for in a mentor (VB-13), as it is stored and as it is shown."""

from mentorkorps.language import N_

GENDERS = {"f": N_("Kvinde"), "m": N_("Mand")}
TRAITS = {
    "patient": N_("Tålmodig"),
    "calm": N_("Rolig"),
    "direct": N_("Direkte"),
    "humorous": N_("Har humor"),
    "structured": N_("Struktureret"),
    "good_listener": N_("God til at lytte"),
    "outgoing": N_("Udadvendt"),
    "own_business": N_("Har egen virksomhed"),
    "been_through_much": N_("Har selv haft det svært"),
    "young_at_heart": N_("Let at snakke med"),
}
MATTERS_MOST = {"trade": N_("Faget"), "person": N_("Personen"), "area": N_("Stedet")}
