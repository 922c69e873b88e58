"""Rows about the plan of a pair: a pause that is over, an agreed length, and a rule that the municipality has adjusted."""

from datetime import timedelta

from mentorkorps.clock import today
from mentorkorps.follow_ups import agree_on_length, pause, resume
from mentorkorps.matches import Match
from tenants.local_rules import adjust
from tenants.users import Actor


def write(match: Match, by: Actor) -> None:
    """In the tenant acted in."""
    agree_on_length(match, today() + timedelta(days=90), "Find et fritidsjob", by=by)
    pause(match, "travel", until_on=None, look_again_on=None, words="På rejse.", by=by)
    resume(match, by=by)
    adjust("silence", {"remind_after_working_days": 2, "raise_after_working_days": 4}, "Vi ringer hellere.", by=by)
