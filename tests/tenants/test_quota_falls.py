"""A quota that has become smaller warns and asks as one that has been used; and what is short is seen at the meeting."""

from datetime import date, datetime
from typing import Any

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.refused import Refused
from mentorkorps.steering import SteeringMeeting, build
from tenants.quotas import Opening, Quota, QuotaNotice, Transfer, offer
from tenants.quotas.notice import fallen
from tenants.registry import Partnership, Tenant
from tenants.scope import acting_for, db
from tests import cast
from tests.steering.planted import invent, plant
from tests.steering_meetings.scene import following
from tests.web.test_quotas import agreed, enrolled, letters, proposed

CORPS = "dygtige-unge"


def moves(
    places: int, giver: str = "svendborg", taker: str = "nyborg", names: tuple[str, str] = ("kim", "rune")
) -> None:
    """The giver's offer and the taker's yes."""
    with acting_for(cast.tenant(giver)):
        made = offer(Quota.of_here(today()), Tenant.called(taker), places, None, now(), by=cast.actor(names[0])).id
    with acting_for(cast.tenant(taker)):
        Transfer.answerable(made).accept(now(), by=cast.actor(names[1]))


def noticed(slug: str = "svendborg") -> list[tuple[int, int, int]]:
    with acting_for(cast.tenant(slug)):
        kept = select(QuotaNotice.percent, QuotaNotice.used, QuotaNotice.capacity).order_by(QuotaNotice.told_at)
        return [(percent, used, capacity) for percent, used, capacity in db.session.execute(kept)]


@pytest.mark.parametrize(
    ("used", "before", "capacity", "marks"),
    [
        (7, 10, 7, [100]),
        (7, 10, 8, [80]),
        (7, 8, 7, [100]),
        (7, 20, 9, []),
        (9, 10, 9, [100]),
        (8, 9, 8, [100]),
        (0, 5, 0, []),
    ],
)
def test_the_highest_mark_that_a_fall_brings_it_to(used: int, before: int, capacity: int, marks: list[int]) -> None:
    assert fallen(used, before, capacity) == marks


def test_moving_the_last_free_places_away_warns_and_asks_as_using_them_does(app: Flask) -> None:
    with acting_for(cast.tenant(CORPS)):
        for name in ("Maja", "Per", "Lars", "Bo"):
            cast.recruit(name, "Lund", "car_mechanic", capacity=2)
    agreed(maximum=10, beyond="ask")
    youths = [enrolled(f"U{number}") for number in range(8)]
    for youth in youths[:7]:
        proposed(youth)
    assert noticed() == []
    moves(3)
    assert letters("svendborg") == [("kim@svendborg.example", "places_asked", 100)]
    assert noticed() == [(100, 7, 7)]
    with pytest.raises(Refused, match="Kommunen er spurgt om flere"):
        proposed(youths[7])
    with acting_for(cast.tenant("svendborg")):
        question = db.session.scalars(select(Opening)).one()
        assert (question.what, question.answered_at) == ("places", None)


@pytest.fixture
def meeting(app: Flask) -> SteeringMeeting:
    """The meeting in late August, with the report of sixty youths by the middle of it; Svendborg has given three places."""
    plant(list(invent(3, 60)))
    with standing_at(datetime(2014, 8, 20, 9, tzinfo=COPENHAGEN)):
        moves(3)
        found = following()
        with acting_for(cast.tenant(CORPS)):
            partnership = db.session.scalars(select(Partnership)).one()
            period = build.period_called(partnership, "2014")
            assert period
            build.build(partnership, period, date(2014, 8, 19), now())
    return found


def test_everybody_at_the_table_sees_who_will_be_short_and_what_has_been_moved(
    meeting: SteeringMeeting, as_sofie: FlaskClient
) -> None:
    with standing_at(datetime(2014, 8, 21, 9, tzinfo=COPENHAGEN)):
        page = as_sofie.get(f"/faaborg-midtfyn/styregruppemoeder/{meeting.id}").text
        shown = rows_of(page, "Pladser til periodens slutning")
        assert sorted(row[0] for row in shown) == ["Faaborg-Midtfyn Kommune", "Nyborg Kommune", "Svendborg Kommune"]
        places = {row[0]: int(row[2]) for row in shown}
        assert (places["Svendborg Kommune"], places["Nyborg Kommune"]) == (32, 38)
        for _name, taken, capacity, leads, short in shown:
            if leads.isdecimal():
                days, gone = 320, 186  # 15 February to New Year, and to 19 August
                assert int(leads) == (2 * int(taken) * days + gone) // (2 * gone)
                assert short == (
                    f"Kommer til at mangle {int(leads) - int(capacity)}" if int(leads) > int(capacity) else "Når det"
                )
        moved = rows_of(page, "Flyttet mellem parterne siden sidste møde")
    assert [row[:3] for row in moved] == [["Svendborg Kommune", "Nyborg Kommune", "3"]]


def rows_of(page: str, caption: str) -> list[list[Any]]:
    """The cells of the table with that caption, as texts."""
    for table in lxml.html.fromstring(page).iter("table"):
        if caption in (table.findtext("caption") or ""):
            return [[" ".join(cell.text_content().split()) for cell in row] for row in table.iterfind("tbody/tr")]
    raise AssertionError(caption)
