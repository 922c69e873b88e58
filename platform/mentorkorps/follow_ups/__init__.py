"""Follow-ups: no pair is lost in silence."""

from mentorkorps.follow_ups.asking import QUESTIONS, answer, ask_due, called, questions_for
from mentorkorps.follow_ups.ending import end_match, find_new_mentor, second_answer
from mentorkorps.follow_ups.follow_up import Answer, FollowUp
from mentorkorps.follow_ups.running import NEEDS, RunningPair, meeting_lacks, need, running
from mentorkorps.follow_ups.steps import log_meeting, open_follow_up, plan_first

__all__ = [
    "NEEDS", "QUESTIONS", "Answer", "FollowUp", "RunningPair", "answer", "ask_due", "called",
    "end_match", "find_new_mentor", "log_meeting", "meeting_lacks", "need", "open_follow_up", "plan_first", "questions_for",
    "running", "second_answer",
]  # fmt: skip
