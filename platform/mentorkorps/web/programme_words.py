"""What each section of the rules is called, and how its lists are written."""

from collections.abc import Mapping

from mentorkorps.language import N_

SECTIONS: Mapping[str, str] = {
    "who": N_("Hvem og hvordan"),
    "frame": N_("Rammen om programmet"),
    "tasks": N_("Kommunens opgaver"),
    "meetings": N_("Møder"),
    "season": N_("Sæson"),
    "follow_up": N_("Opfølgning"),
    "silence": N_("Når nogen ikke svarer"),
    "asking": N_("Hvornår der skrives"),
    "alarm": N_("Alarm for de første måneder"),
    "course": N_("Forløbets indhold"),
    "concerns": N_("Bekymringer"),
    "journal": N_("Kopi af journalen"),
    "exit": N_("Efter forløbet"),
    "calendar": N_("Lukkede dage"),
}
#: section → its word in the address.
ADDRESSES: Mapping[str, str] = {
    "follow_up": "opfoelgning", "meetings": "moeder", "season": "saeson", "silence": "tavshed", "asking": "tider", "alarm": "alarm",
    "journal": "kopi", "exit": "efter", "course": "indhold", "calendar": "lukkedage", "concerns": "bekymringer",
    "tasks": "opgaver",
}  # fmt: skip
DAY_EACH = N_("En dag på hver linje, for eksempel 12-08-2024.")
RANGE_EACH = N_("Første og sidste dag på hver linje, for eksempel: 21-12-2024 til 05-01-2025")
