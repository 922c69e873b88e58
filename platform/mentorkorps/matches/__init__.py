"""The pair: meetings, the second yes, ending and outcomes."""

from mentorkorps.matches.match import END_REASONS, MOVED_ON, OUTCOMES, PLACES, Match, Meeting, MovedOn, Outcome, SecondYes

__all__ = ["END_REASONS", "MOVED_ON", "OUTCOMES", "PLACES", "Match", "Meeting", "MovedOn", "Outcome", "SecondYes"]
