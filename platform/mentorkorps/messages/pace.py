"""When people may be asked: by day, on days that are not of rest (VB-19). Plain calculation."""

from datetime import datetime, time, timedelta

from mentorkorps.clock import COPENHAGEN, local
from mentorkorps.programmes import Rules, setting
from mentorkorps.working_days import is_day_of_rest

#: Letters that ask something and can wait: quiet hours and the cap of one a day hold for them. What staff set going by
#: hand, what somebody waits for, a start and what is urgent goes at once by mail. A text message always waits for the
#: hours, whatever it says: it wakes people. Only a code just asked for, and the answer to stop, do not.
CAN_WAIT = frozenset(
    {
        "follow_up", "follow_up_again", "second_yes", "moved_on", "moved_on_contact", "mentor_asked_again", "youth_asked_again",
        "exit_mentor", "exit_youth", "exit_again_mentor", "exit_again_youth",
    }
)  # fmt: skip

#: Questions that who wishes to be rung is asked by phone.
RUNG_ABOUT = CAN_WAIT - {"mentor_asked_again", "youth_asked_again"}

#: Questions of which several may stand on one page, one after the other.
SHARES_A_PAGE = frozenset({"follow_up", "follow_up_again", "second_yes"})


def first_allowed(moment: datetime, rules: Rules) -> datetime:
    """`moment` itself, or the first one after it at which somebody may be asked."""
    here = local(moment)
    opens, closes = (time(setting(rules, "asking", name) % 24) for name in ("not_before", "not_after"))
    if closes != time(0) and here.time() >= closes:
        return next_day(moment, rules)
    if is_day_of_rest(here.date()):
        return next_day(moment, rules)
    return moment if here.time() >= opens else datetime.combine(here.date(), opens, COPENHAGEN)


def hours(rules: Rules) -> Rules:
    """Of the rules, those of the allowed hours, for whoever sends it later."""
    return {"asking": {name: setting(rules, "asking", name) for name in ("not_before", "not_after")}}


def waits_until(allowed: Rules | None, moment: datetime) -> datetime | None:
    """When what may go within the `allowed` hours can leave at the earliest; None where it may leave at `moment`."""
    first = first_allowed(moment, allowed) if allowed else moment
    return first if first > moment else None


def next_day(moment: datetime, rules: Rules) -> datetime:
    """The first allowed moment of the next allowed day."""
    day = local(moment).date() + timedelta(days=1)
    while is_day_of_rest(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(setting(rules, "asking", "not_before")), COPENHAGEN)
