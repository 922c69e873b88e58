"""What every verb of a course begins with."""

from datetime import date

from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.matches import Match
from mentorkorps.refused import Refused


def locked_running(match: Match) -> None:
    """Waits for whoever is changing the pair; Refused when it has ended."""
    match.lock()
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet, så der kan ikke skrives mere på det."))


def check_day(match: Match, day: date) -> None:
    """Refused for a day to come, or one before the pair began."""
    if day > today():
        raise Refused(_("Dagen ligger ude i fremtiden. Skriv det, når det er sket."))
    if day < match.started_on:
        raise Refused(_("Dagen ligger før forløbet begyndte."))
