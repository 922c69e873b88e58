"""When people may be asked: by day, on days that are not of rest (VB-19). Plain calculation."""

from datetime import date, datetime, time, timedelta

from mentorkorps.clock import COPENHAGEN, local
from mentorkorps.programmes import Rules, closed_ranges, is_resting, setting
from mentorkorps.working_days import is_day_of_rest

#: Every letter to a mentor or a youth has a place in the person's day, one a day (VB-19). Of themselves these two alone do not
#: wait for one: the pair begins with them. The mentor may ring within the hour, and must find the number; the youth must
#: know who rings. They take the day, so nothing else comes on it. What staff set going by hand, a goodbye, a reminder to
#: log a meeting or an agreement can wait until tomorrow. What staff send again (`send_again`) goes as these do: the person
#: has just asked for it. A code just asked for and the answer to stop are answers, not messages of ours, and have no place;
#: a concern and the contact person's news go to who signs in (`days.told_today`).
AT_ONCE = frozenset({"start", "mentor_will_call"})

#: Letters that ask something of themselves: also a mail of these waits for the allowed hours. Any other mail goes at the hour
#: it is written, if the day is free. A text message always waits for the hours, whatever it says: it wakes people.
CAN_WAIT = frozenset(
    {
        "follow_up", "follow_up_again", "second_yes", "moved_on", "moved_on_contact", "mentor_asked_again", "youth_asked_again",
        "exit_mentor", "exit_youth", "exit_again_mentor", "exit_again_youth",
    }
)  # fmt: skip

#: The two first questions about a proposal. Somebody has just set them going and waits for the answer, so they go on any day,
#: also a Sunday, but never in the night; staff send one at once that somebody has asked for (`hurry`).
NOT_AT_NIGHT = frozenset({"mentor_asked", "youth_asked"})
ANY_DAY = "any_day"

#: Questions that who wishes to be rung is asked by phone.
RUNG_ABOUT = CAN_WAIT - {"mentor_asked_again", "youth_asked_again"}

#: Questions of which several may stand on one page, one after the other.
SHARES_A_PAGE = frozenset({"follow_up", "follow_up_again", "second_yes"})


def first_allowed(moment: datetime, rules: Rules, *, asks: bool = False) -> datetime:
    """`moment` itself, or the first one after it at which somebody may be written to; for what `asks` something, also outside
    the days on which the programme rests. What may go on `ANY_DAY` waits only where it is night."""
    here = local(moment)
    opens, closes = (time(setting(rules, "asking", name) % 24) for name in ("not_before", "not_after"))
    is_late = closes != time(0) and here.time() >= closes
    if rules.get(ANY_DAY) and not is_late and here.time() >= opens:
        return moment
    if is_late:
        return next_day(moment, rules, asks=asks)
    if is_day_of_rest(here.date()) or (asks and is_resting(rules, here.date())):
        return next_day(moment, rules, asks=asks)
    return moment if here.time() >= opens else datetime.combine(here.date(), opens, COPENHAGEN)


def hours(rules: Rules, *, asks_on: date | None = None) -> Rules:
    """Of the rules, those of the allowed hours, for whoever sends it later; of what asks something on a day, also the days
    from then on of which the programme rests."""
    kept = {"asking": {name: setting(rules, "asking", name) for name in ("not_before", "not_after")}}
    if asks_on is None:
        return kept
    rests = [[str(first), str(last)] for first, last in closed_ranges(rules) if last >= asks_on]
    return kept | ({"calendar": {"closed": rests}} if rests else {})


def waking_hours(rules: Rules) -> Rules:
    """As `hours`, and on any day."""
    return {**hours(rules), ANY_DAY: True}


def next_day(moment: datetime, rules: Rules, *, asks: bool = False) -> datetime:
    """The first allowed moment of the next allowed day; see `first_allowed`."""
    day = local(moment).date() + timedelta(days=1)
    while is_day_of_rest(day) or (asks and is_resting(rules, day)):
        day += timedelta(days=1)
    return datetime.combine(day, time(setting(rules, "asking", "not_before")), COPENHAGEN)
