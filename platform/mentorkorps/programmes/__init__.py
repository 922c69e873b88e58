"""A programme's rules: a profile of settings, with what the house takes where a profile says nothing."""

from mentorkorps.programmes.closed import (
    Closed,
    calendar_ends,
    calendar_is_short,
    closed_ranges,
    is_guessed,
    is_resting,
)
from mentorkorps.programmes.limits import IN_ORDER, LONGEST_REST, NORMS, disordered, kind, limits, norms
from mentorkorps.programmes.season import matching_window
from mentorkorps.programmes.settings import DEFAULTS, OWN_TIME, Rules, complete, own_time, setting

__all__ = [
    "DEFAULTS", "IN_ORDER", "LONGEST_REST", "NORMS", "OWN_TIME", "Closed", "Rules", "calendar_ends", "calendar_is_short",
    "closed_ranges", "complete", "disordered", "is_guessed", "is_resting", "kind", "limits", "matching_window", "norms", "own_time",
    "setting",
]  # fmt: skip
