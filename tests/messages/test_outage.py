"""What is out for a night or three days: the sending, the relay, the schedule. Nobody gets two messages on a day, nothing is lost
and nothing is sent twice (VB-19)."""

from collections import Counter
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from mentorkorps.clock import COPENHAGEN, local, real_now, standing_at
from mentorkorps.follow_ups import ask_due
from mentorkorps.gateways import mail
from mentorkorps.matches import Match
from mentorkorps.messages import Message, send_again
from mentorkorps.messages.days import MessageDay
from tenants.local_rules import adjust, rules_here
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.follow_ups.test_one_a_day import PLACES, on
from tests.follow_ups.test_one_a_day import two_pairs as two_pairs_met
from tests.messages.test_mail import letterbox
from workers.perform import perform

__all__ = ["two_pairs_met"]
BENT = "bent@vaerksted.example"


@pytest.fixture
def two_pairs(two_pairs_met: Flask) -> Flask:
    """Bent's two pairs; what was written in June has been sent."""
    for slug in PLACES:
        with acting_for(tenant(slug)):
            db.session.execute(update(OutboxItem).where(OutboxItem.kind == "mail").values(done_at=real_now()))
    return two_pairs_met


@pytest.fixture
def closed_in_july(two_pairs: Flask) -> Flask:
    """Svendborg's programme rests from 3 to 8 July."""
    with acting_for(tenant("svendborg")):
        adjust("calendar", {"closed": [["2014-07-03", "2014-07-08"]]}, "Skolens ferie", by=actor("kim"))
        rules = rules_here(date(2014, 7, 2))
        db.session.scalars(select(Match)).one().rules = rules
    return two_pairs


def july(day: int, hour: int = 9) -> datetime:
    return datetime(2014, 7, day, hour, tzinfo=COPENHAGEN)


def send(at: datetime) -> None:
    """Whatever is due to leave is tried, as a worker does it; what fails is put back."""
    for slug in PLACES:
        with standing_at(at), acting_for(tenant(slug)):
            due = OutboxItem.kind == "mail", OutboxItem.done_at.is_(None), OutboxItem.run_at <= at
            items = db.session.scalars(select(OutboxItem).where(*due).order_by(OutboxItem.run_at)).all()
            for item in items:
                item.lease_until = None  # the wait after a failure is over
            ids = [item.id for item in items]
        for item_id in ids:
            with standing_at(at):
                try:
                    perform(str(tenant(slug)), str(item_id))
                except OSError:
                    continue


def test_a_question_held_back_by_an_outage_and_one_of_the_day_itself_do_not_come_together(two_pairs: Flask) -> None:
    with on("svendborg", date(2014, 7, 2)):
        ask_due()
    with on("nyborg", date(2014, 7, 5)):  # a Saturday; the sending has been down since the 2nd
        ask_due()
    days: dict[int, int] = {}
    for day in (5, 6, 7, 8, 9, 10):
        with letterbox() as box:
            send(july(day))
        days[day] = [letter["To"] for letter in box.letters].count(BENT)
    assert days == {5: 1, 6: 0, 7: 1, 8: 0, 9: 0, 10: 0}


def test_a_question_held_back_until_the_school_has_closed_waits_until_it_is_open(closed_in_july: Flask) -> None:
    """The other programme goes on, and its question leaves on the first day."""
    for slug in PLACES:
        with on(slug, date(2014, 7, 2)):
            ask_due()
    gone: dict[int, set[str]] = {}
    for day in (4, 5, 7, 8, 9):
        with letterbox() as box:
            send(july(day))
        gone[day] = {letter["To"] for letter in box.letters}
    assert [day for day, to in gone.items() if "ayla@ung.example" in to] == [9]
    assert [day for day, to in gone.items() if "maja@ung.example" in to] == [4]


def test_what_leaves_late_takes_the_day_from_what_is_asked_later_on_it(two_pairs: Flask) -> None:
    with on("svendborg", date(2014, 7, 2)):
        ask_due()
    with letterbox() as box:
        send(july(4))
        with on("nyborg", date(2014, 7, 4), hour=11):
            ask_due()
        send(july(4, 12))
        assert [letter["To"] for letter in box.letters].count(BENT) == 1
        send(july(5))
    assert [letter["To"] for letter in box.letters].count(BENT) == 2


def test_in_the_ordinary_case_no_statement_asks_for_the_day(two_pairs: Flask) -> None:
    with on("svendborg", date(2014, 7, 2)):
        ask_due()
    before = _claims()
    send(july(2))
    assert _claims() == before


def test_a_relay_that_is_out_for_a_night_loses_nothing_and_sends_nothing_twice(two_pairs: Flask) -> None:
    for slug in PLACES:
        with on(slug, date(2014, 7, 2)):
            ask_due()
    mail.use("smtp://127.0.0.1:9", "korps@mentorkorps.example")  # nobody answers there
    for at in (july(2, 9), july(2, 15), july(3, 2)):
        send(at)
    with letterbox() as box:
        for at in (july(3, 9), july(3, 10), july(4, 9)):
            send(at)
    to = Counter(letter["To"] for letter in box.letters)
    assert to[BENT] == to["ayla@ung.example"] == to["maja@ung.example"] == 1
    with acting_for(tenant("svendborg")):
        left = OutboxItem.kind == "mail", OutboxItem.done_at.is_(None)
        assert db.session.scalars(select(OutboxItem.id).where(*left)).all() == []


def test_a_try_that_failed_today_keeps_its_place_for_the_next_one_today(two_pairs: Flask) -> None:
    with on("svendborg", date(2014, 7, 2)):
        ask_due()
    mail.use("smtp://127.0.0.1:9", "korps@mentorkorps.example")
    send(july(3, 9))
    with letterbox() as box:
        send(july(3, 10))
    assert [letter["To"] for letter in box.letters].count(BENT) == 1


def test_what_staff_send_again_goes_at_once_and_takes_the_day(two_pairs: Flask) -> None:
    with on("nyborg", date(2014, 7, 2)):
        ask_due()
    send(july(2))
    with standing_at(july(3)), acting_for(tenant("nyborg")):
        asked = Message.template == "follow_up", Message.holder == "mentor"
        send_again(db.session.scalars(select(Message).where(*asked)).one())
    with on("svendborg", date(2014, 7, 3), hour=10):
        ask_due()
    days = []
    for slug in PLACES:
        with acting_for(tenant(slug)):
            of_message = OutboxItem.dedupe_key == func.concat("message:", Message.id)
            to_bent = select(OutboxItem.run_at).join(Message, of_message).where(Message.template == "follow_up")
            days += [local(at).day for at in db.session.scalars(to_bent.where(Message.holder == "mentor"))]
    assert sorted(days) == [2, 3, 4]


def _claims() -> int:
    with acting_for(tenant("svendborg")):
        return db.session.scalar(select(func.count()).select_from(MessageDay)) or 0
