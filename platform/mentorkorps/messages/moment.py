"""The first moment at which a letter may go, and the hours that hold for it also where it leaves later (VB-19)."""

from datetime import datetime

from mentorkorps.clock import now, today
from mentorkorps.messages.pace import NOT_AT_NIGHT, first_allowed, hours, waking_hours
from mentorkorps.programmes import Rules
from mentorkorps.refused import NotFound
from tenants.local_rules import rules_here
from tenants.scope import db


def first_moment(channel: str, template: str, rules: Rules) -> tuple[datetime, Rules]:
    """A mail that asks nothing goes at any hour, one that asks about a proposal not at night; a text message, whatever it says,
    at an hour at which it does not wake anybody."""
    if channel != "sms" and template not in NOT_AT_NIGHT:
        return now(), {}
    rules = rules or asking_rules()
    allowed = hours(rules) if channel == "sms" else waking_hours(rules)
    return first_allowed(now(), allowed), allowed


def asking_rules() -> Rules:
    """The rules for what is sent by no pair's: those of the tenant's own programme, read once; the house's where it has none."""
    known = db.session().info
    if "asking" not in known:
        try:
            known["asking"] = rules_here(today())
        except NotFound:
            known["asking"] = {}
    found: Rules = known["asking"]
    return found
