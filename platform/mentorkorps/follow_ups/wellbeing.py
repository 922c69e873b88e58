"""A worried mentor is rung: what is seen of the youth's wellbeing leads to help (MO-08)."""

from mentorkorps import courses
from mentorkorps.courses import Wellbeing
from mentorkorps.follow_ups.steps import put_on_list
from mentorkorps.matches import Match
from tenants.users import Actor


def wellbeing_noted(match: Match, how: str, *, by: Actor) -> Wellbeing:
    """Keeps what the mentor saw; a worry puts the pair on the call list. Refused as `courses.note_wellbeing` says."""
    seen = courses.note_wellbeing(match, how, by=by)
    if how == "worried":
        put_on_list(match, "worry")
    return seen
