"""Nobody is woken: the allowed hours hold when a message leaves, not only when it is written (VB-19)."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at
from mentorkorps.gateways import sms
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Message, send_again, to_mentor
from tenants.local_rules import adjust
from tenants.outbox import OutboxItem
from tenants.rows import new_id
from tenants.scope import acting_for, db
from tests.cast import actor, recruit, tenant
from workers.perform import drain, perform

HOUSE = "svendborg"
NOON = datetime(2014, 6, 16, 12, tzinfo=COPENHAGEN)  # a Monday
LATE = datetime(2014, 6, 16, 23, tzinfo=COPENHAGEN)
NEXT_MORNING = datetime(2014, 6, 17, 9, tzinfo=COPENHAGEN)
SUNDAY_NIGHT = datetime(2014, 6, 22, 2, 30, tzinfo=COPENHAGEN)


@pytest.fixture(autouse=True)
def house(app: Flask) -> Iterator[None]:
    """A mentor of this house, and a gateway."""
    sms.use("discard:", "", "")
    with acting_for(tenant(HOUSE)):
        recruit("Ole", "Holm", "smith")
    yield
    sms.use(None)


def written(at: datetime, template: str, channel: str = "mail") -> None:
    with standing_at(at), acting_for(tenant(HOUSE)):
        mentor = db.session.scalars(select(Mentor).limit(1)).one()
        mentor.channel = channel
        to_mentor(mentor, template, new_id(), purpose="exit" if template == "exit_mentor" else "")


def the_item() -> OutboxItem:
    with acting_for(tenant(HOUSE)):
        item = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")).one()
        db.session.expunge(item)
        return item


def opens(day: int) -> datetime:
    return datetime(2014, 6, day, the_item().run_at.astimezone(COPENHAGEN).hour, tzinfo=COPENHAGEN)


def test_a_worker_that_was_down_until_the_night_waits_for_the_morning() -> None:
    written(NOON, "exit_mentor")
    for _ in range(2):
        with standing_at(LATE):
            perform(str(tenant(HOUSE)), str(the_item().id))
    item = the_item()
    assert (item.done_at, item.attempts, item.lease_until, item.lease_token) == (None, 0, None, None)
    assert LATE < item.run_at <= NEXT_MORNING and item.run_at == opens(17)
    with standing_at(NEXT_MORNING):
        perform(str(tenant(HOUSE)), str(item.id))
    assert (the_item().reply, the_item().attempts) == ("discarded", 1)


def test_a_drain_in_the_night_waits_as_well() -> None:
    written(NOON, "exit_mentor")
    with standing_at(LATE):
        drain(now(), [tenant(HOUSE)])
    assert the_item().done_at is None and the_item().run_at == opens(17)
    with standing_at(NEXT_MORNING):
        drain(now(), [tenant(HOUSE)])
    assert the_item().done_at


@pytest.mark.parametrize("letter", ["start", "goodbye"])
def test_a_text_message_about_anything_waits_for_the_morning_and_a_mail_goes_at_once(letter: str) -> None:
    written(SUNDAY_NIGHT, letter, "sms")
    assert the_item().run_at > SUNDAY_NIGHT and the_item().run_at == opens(23)
    with acting_for(tenant(HOUSE)):
        db.session.delete(db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")).one())
    written(SUNDAY_NIGHT, letter, "mail")
    assert the_item().run_at == SUNDAY_NIGHT


def test_a_text_message_sent_again_by_hand_wakes_nobody() -> None:
    written(SUNDAY_NIGHT, "goodbye", "sms")
    with standing_at(SUNDAY_NIGHT), acting_for(tenant(HOUSE)):
        db.session.delete(db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")).one())
        send_again(db.session.scalars(select(Message)).one())
    assert the_item().run_at == opens(23) > SUNDAY_NIGHT


def test_a_text_message_by_no_pairs_rules_comes_from_the_tenants_own_sender_within_its_own_hours() -> None:
    with acting_for(tenant(HOUSE)):
        adjust("asking", {"not_before": 10, "not_after": 18, "sender": "Svendborg"}, "Vores navn.", by=actor("cille"))
    written(SUNDAY_NIGHT, "goodbye", "sms")
    with acting_for(tenant(HOUSE)):
        assert db.session.scalars(select(Message.sender)).one() == "Svendborg"
    assert the_item().run_at.astimezone(COPENHAGEN).hour == 10


def test_a_gateway_that_is_out_until_the_night_wakes_nobody_when_it_is_back() -> None:
    written(NOON, "exit_mentor", "sms")
    sms.use("http://127.0.0.1:9/sms", "token", "secret")  # nobody answers there
    with standing_at(NOON), pytest.raises(sms.GatewayFailed):
        perform(str(tenant(HOUSE)), str(the_item().id))
    item = the_item()
    assert (item.attempts, item.done_at, item.dead_at) == (1, None, None) and item.last_error == "GatewayFailed"
    sms.use("discard:", "", "")
    for moment in (LATE, NEXT_MORNING):
        with acting_for(tenant(HOUSE)):
            OutboxItem.get(item.id).lease_until = None  # the wait after a failure is over
        with standing_at(moment):
            perform(str(tenant(HOUSE)), str(item.id))
    assert (the_item().reply, the_item().attempts) == ("discarded", 2) and the_item().run_at == opens(17)
