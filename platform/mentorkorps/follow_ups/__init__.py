"""Follow-ups: no pair is lost in silence."""

from mentorkorps.follow_ups.follow_up import Answer, FollowUp

__all__ = ["Answer", "FollowUp"]
