"""The pair: meetings, the second yes, ending and outcomes."""

from mentorkorps.matches.attained import (
    ATTAINMENTS,
    EFFECTS,
    Attainment,
    Effect,
    attained_all,
    attainments_of,
    effects_of,
    lasted_long,
    note_effects,
)
from mentorkorps.matches.end import ask_moved_on, end, moved_on_answer, reached
from mentorkorps.matches.facts import MOVED_ON, OUTCOMES, OWED_TO, PLACES, Meeting, MovedOn, Outcome, SecondYes
from mentorkorps.matches.goodbye import Goodbye, drop_goodbye, goodbyes_due, plan_goodbye, planned_goodbye
from mentorkorps.matches.later import Expected, begins, call_off, keep_all, waiting
from mentorkorps.matches.match import END_REASONS, Match
from mentorkorps.matches.meet import (
    AlreadyWritten,
    ask_second_yes,
    have_met,
    is_second_yes_awaited,
    record_meeting,
    second_answer,
)
from mentorkorps.matches.undo import may_take_back, take_back

__all__ = [
    "ATTAINMENTS", "EFFECTS", "END_REASONS", "MOVED_ON", "OUTCOMES", "OWED_TO", "PLACES", "AlreadyWritten", "Attainment",
    "Effect", "Expected", "Goodbye", "Match", "Meeting", "MovedOn", "Outcome", "SecondYes", "ask_moved_on",
    "ask_second_yes", "attained_all", "attainments_of", "begins", "call_off", "drop_goodbye", "effects_of", "end",
    "goodbyes_due", "have_met", "is_second_yes_awaited", "keep_all", "lasted_long", "may_take_back", "moved_on_answer",
    "note_effects", "plan_goodbye", "planned_goodbye", "reached", "record_meeting", "second_answer", "take_back", "waiting",
]  # fmt: skip
