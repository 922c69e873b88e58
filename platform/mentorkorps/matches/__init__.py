"""The pair: meetings, the second yes, ending and outcomes."""

from mentorkorps.matches.end import end, moved_on_answer, reached
from mentorkorps.matches.facts import MOVED_ON, OUTCOMES, PLACES, Meeting, MovedOn, Outcome, SecondYes
from mentorkorps.matches.match import END_REASONS, Match
from mentorkorps.matches.meet import have_met, record_meeting, second_answer

__all__ = [
    "END_REASONS", "MOVED_ON", "OUTCOMES", "PLACES", "Match", "Meeting", "MovedOn", "Outcome", "SecondYes", "end", "have_met",
    "moved_on_answer", "reached", "record_meeting", "second_answer",
]  # fmt: skip
