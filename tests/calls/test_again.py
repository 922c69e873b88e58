"""When somebody who did not answer is tried again, and that the database and the page mean the same by a need."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import update

from mentorkorps.calls.again import after_a_message, after_no_answer
from mentorkorps.clock import COPENHAGEN, now, today
from mentorkorps.follow_ups import PRESSING, FollowUp, RunningPair, running_page
from mentorkorps.matches import Match
from tenants.scope import acting_for, db
from tests import cast
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import paired


def at(day, hour, minute=0):
    return datetime(2014, 6, day, hour, minute, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("rung", "again"),
    [
        (at(16, 9), at(16, 12)),
        (at(16, 13), at(16, 16)),
        (at(16, 13, 1), at(17, 9)),  # too late today
        (at(20, 15), at(23, 9)),  # Friday afternoon
        (at(21, 10), at(23, 9)),  # a Saturday
        (at(6, 14), at(10, 9)),  # before Whitsun
    ],
)
def test_no_answer_is_tried_again_in_three_hours_or_the_next_working_morning(rung, again):
    assert after_no_answer(rung) == again


def test_who_got_a_message_may_ring_back_until_the_next_working_morning():
    assert after_a_message(at(16, 9)) == at(17, 9)


def test_the_night_of_summer_time_moves_no_morning():
    night = datetime(2014, 3, 28, 20, tzinfo=COPENHAGEN)  # the Friday before
    assert after_no_answer(night) == datetime(2014, 3, 31, 9, tzinfo=COPENHAGEN)


def test_the_database_and_the_page_mean_the_same_by_a_need(app):
    match_id, day = paired(enrolled(days_ago=5)), today()
    days = [day + timedelta(days=away) for away in (-9, -1, 0, 1)]
    seen = set()
    for kind, opens, raised, met in product(
        ("first_meeting", "check_in"), days, (None, now()), (None, date(2014, 6, 12), date(2014, 6, 1))
    ):
        with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
            window = {"kind": kind, "opens_on": opens, "due_on": opens + timedelta(days=7), "raised_at": raised}
            db.session.execute(update(FollowUp).values(window))
            db.session.execute(update(Match).where(Match.id == match_id).values(first_met_on=met))
            count, pressing, _unvisited, *pair = db.session.execute(running_page(day, at_most=5)).one()
            need = RunningPair(*pair).need(day)
            assert (count, pressing) == (1, int(need in PRESSING)), (kind, opens, raised, met)
            seen.add(need)
    assert seen == {"call", "overdue", "meeting", "open", "early"}
