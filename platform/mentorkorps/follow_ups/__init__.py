"""Follow-ups: no pair is lost in silence."""

from mentorkorps.follow_ups.follow_up import Answer, FollowUp
from mentorkorps.follow_ups.run import (
    QUESTIONS,
    answer,
    ask_due,
    called,
    end_match,
    log_meeting,
    open_follow_up,
    plan_first,
    questions_for,
    second_answer,
)

__all__ = [
    "QUESTIONS", "Answer", "FollowUp", "answer", "ask_due", "called", "end_match", "log_meeting", "open_follow_up",
    "plan_first", "questions_for", "second_answer",
]  # fmt: skip
