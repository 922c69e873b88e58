"""When to try again somebody who could not be reached. Plain calculation."""

from datetime import date, datetime, time, timedelta

from mentorkorps.clock import COPENHAGEN, local
from mentorkorps.working_days import is_working_day, working_day_from

MORNING, LATEST = time(9), time(16)
AFTER_NO_ANSWER = timedelta(hours=3)


def after_no_answer(moment: datetime) -> datetime:
    """Three hours on, while it is a working day before four; else the next working day at nine."""
    later = local(moment + AFTER_NO_ANSWER)
    if is_working_day(later.date()) and later.date() == local(moment).date() and later.time() <= LATEST:
        return later
    return after_a_message(moment)


def after_a_message(moment: datetime) -> datetime:
    """The next working day at nine: who got a message may ring back first."""
    return morning_of(working_day_from(local(moment).date() + timedelta(days=1)))


def morning_of(day: date) -> datetime:
    """When calls begin on `day`."""
    return datetime.combine(day, MORNING, COPENHAGEN)
