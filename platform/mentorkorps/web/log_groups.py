"""The groups in which acts of the audit trail are looked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentorkorps.language import N_


@dataclass(frozen=True)
class Group:
    """Acts that are looked for together: what they are called, and how their codes begin."""

    label: str
    acts: tuple[str, ...]


GROUPS: Mapping[str, Group] = {
    "laesning": Group(
        N_("Læsning af journaler og kontaktoplysninger"),
        (
            "journal.read",
            "journal.asked_",
            "journal.fetched",
            "journal.insight",
            "contacts.opened",
            "case_file.read",
            "call_list.read",
            "concern.read",
            "figure.opened",
        ),
    ),
    "login": Group(N_("Login"), ("sign",)),
    "gaester": Group(N_("Gæster fra en anden part"), ("tenant.entered",)),
    "tilmeldinger": Group(N_("Tilmeldinger"), ("enrolment.", "contact.")),
    "forslag": Group(N_("Forslag"), ("proposal.",)),
    "forloeb": Group(
        N_("Forløb"),
        (
            "match.",
            "call.",
            "programme.",
            "meeting.",
            "second_yes.",
            "follow_up.",
            "outcome.",
            "moved_on.",
            "goal.",
            "expectations.",
        ),
    ),
    "afslutninger": Group(
        N_("Afslutninger"), ("goodbye.", "attainment.", "effects.", "exit.", "rematch.", "file.", "files.")
    ),
    "bekymringer": Group(N_("Bekymringer"), ("concern.",)),
    "mentorer": Group(N_("Mentorer"), ("mentor.",)),
    "beskeder": Group(N_("Links og beskeder"), ("link.", "outbox.", "channel.", "code.", "sms.", "unreachable.")),
    "notater": Group(N_("Notater og fravær"), ("note.", "absence.", "journal.reminded", "journal.handed_over")),
    "loggen": Group(N_("Læsning af loggen"), ("log.read",)),
}
