"""What a figure that has no list is computed from: shares, medians, and what there is of one thing to each of another."""

from collections.abc import Mapping

from mentorkorps.behind.lists import LISTS
from mentorkorps.steering.costs import OWN_COSTS
from mentorkorps.steering.menu import MENU

#: Of what the menu's percentages and "per" do not tell.
RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "wait_median": ("first_proposals",),
    "wait_ninetieth": ("first_proposals",),
    "length_median": ("ended",),
    "outcome_median": ("any_outcome",),
    "own_hours": ("own_enrolments", "notes_read", "decisions"),
    "follow_ups_on_time": ("follow_ups_in_time", "follow_ups_due", "follow_ups_late"),
}
MEASURES = {measure.key: measure for measure in (*MENU, *OWN_COSTS)}


def made_of(figure: str) -> tuple[str, ...]:
    """The figures with a list (keys of LISTS) that `figure` is computed from; itself where it has one, and none of a figure
    without any."""
    if figure in LISTS:
        return (figure,)
    measure = MEASURES.get(figure)
    named = RESTS_ON.get(figure) or (measure and (measure.parts or measure.per)) or ()
    return tuple(dict.fromkeys(key for one in named for key in made_of(one)))
