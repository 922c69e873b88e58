"""Follow-ups: no pair is lost in silence."""

from mentorkorps.follow_ups.alarm import Alarm
from mentorkorps.follow_ups.asking import ask_due, called
from mentorkorps.follow_ups.ending import end_match, end_planned, find_new_mentor, rematch_answer, second_answer
from mentorkorps.follow_ups.exit_asking import ask_exits, exit_answer, exit_called, exit_questions_for
from mentorkorps.follow_ups.exits import EXIT_QUESTIONS, ExitAnswer, ExitCall, ExitContact, exits_due, exits_of
from mentorkorps.follow_ups.follow_up import KINDS, RAISED, Answer, FollowUp
from mentorkorps.follow_ups.heard import last_text_to, note_channel, note_stop, replied
from mentorkorps.follow_ups.length import AgreedLength, agree_on_length
from mentorkorps.follow_ups.lists import mind_unreachable, reachable_again, unreachable_in
from mentorkorps.follow_ups.pause import REASONS as PAUSE_REASONS
from mentorkorps.follow_ups.pause import Pause, is_stopped, open_pause
from mentorkorps.follow_ups.pausing import mind_pauses, pause, resume
from mentorkorps.follow_ups.questions import AS_READ, QUESTIONS, answer, is_worried, questions_for, words_of_answer
from mentorkorps.follow_ups.rematch import RematchCall, RematchOffer, offer_of, rematch_offers_due
from mentorkorps.follow_ups.running import NEEDS, PRESSING, RunningPair, meeting_lacks, need, running, running_page
from mentorkorps.follow_ups.silent_side import silent_sides
from mentorkorps.follow_ups.steps import (
    contact_logged,
    log_meeting,
    next_meeting_written,
    open_follow_up,
    plan_first,
    take_meeting_back,
)
from mentorkorps.follow_ups.still_asked import still_asked
from mentorkorps.follow_ups.wellbeing import wellbeing_noted

__all__ = [
    "AS_READ", "EXIT_QUESTIONS", "KINDS", "NEEDS", "PAUSE_REASONS", "PRESSING", "QUESTIONS", "RAISED", "AgreedLength", "Alarm",
    "Answer", "ExitAnswer", "ExitCall", "ExitContact", "FollowUp", "Pause", "RematchCall", "RematchOffer", "RunningPair",
    "agree_on_length", "answer", "ask_due", "ask_exits", "called", "contact_logged", "end_match", "end_planned", "exit_answer",
    "exit_called", "exit_questions_for", "exits_due", "exits_of", "find_new_mentor", "is_stopped", "is_worried", "last_text_to",
    "log_meeting", "meeting_lacks", "mind_pauses", "mind_unreachable", "need", "next_meeting_written", "note_channel",
    "note_stop", "offer_of", "open_follow_up", "open_pause", "pause", "plan_first", "questions_for", "reachable_again",
    "rematch_answer", "rematch_offers_due", "replied", "resume", "running", "running_page", "second_answer", "silent_sides",
    "still_asked", "take_meeting_back", "unreachable_in", "wellbeing_noted", "words_of_answer",
]  # fmt: skip
