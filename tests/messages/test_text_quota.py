"""The quota on text messages: counted, told, and then a mail instead; a code always goes (FY-05)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from demo_world.sms_office import SECRET, TOKEN
from mentorkorps.clock import now, standing_at, today
from mentorkorps.gateways import sms
from mentorkorps.links import Link
from mentorkorps.messages import Letter, LinkCode, Message, ask, leaves_at, to_youth
from tenants.outbox import OutboxItem
from tenants.quotas import Opening, Quota, QuotaNotice
from tenants.scope import acting_for, db
from tests import cast
from tests.conftest import OPENING
from tests.forms import submit


@pytest.fixture
def texting(app: Flask) -> Iterator[None]:
    """Text messages are written, and none is sent; Ayla wishes them."""
    sms.use("http://127.0.0.1:9/sms", TOKEN, SECRET)
    with acting_for(cast.tenant("svendborg")):
        cast.enrol(cast.actor("karen"), phone="20102032").youth.channel = "sms"
    yield
    sms.use(None)


def agreed(texts: int, beyond: str = "mail") -> None:
    """Svendborg's agreement has so many text messages."""
    with acting_for(cast.tenant("dygtige-unge")):
        for quota in db.session.scalars(select(Quota).where(Quota.party_tenant_id == cast.tenant("svendborg"))):
            quota.texts, quota.text_beyond = texts, beyond


def written(times: int) -> list[str]:
    """The channels of so many letters to Ayla, each with a cause of its own."""
    for _n in range(times):
        with acting_for(cast.tenant("svendborg")):
            ayla = cast.youth_named("Ayla")
            to_youth(ayla, "mentor_will_call", ayla.id, purpose="start")
    with acting_for(cast.tenant("svendborg")):
        letters = select(Message.channel).where(Message.template == "mentor_will_call")
        return list(db.session.scalars(letters.order_by(Message.channel)))


def test_beyond_the_quota_a_mail_goes_instead_and_it_is_told_once(texting: None) -> None:
    agreed(2)
    assert written(4) == ["mail", "mail", "sms", "sms"]
    with acting_for(cast.tenant("svendborg")):
        told = db.session.scalars(select(QuotaNotice).where(QuotaNotice.what == "texts").order_by(QuotaNotice.percent))
        assert [(one.percent, one.used, one.capacity) for one in told] == [(80, 2, 2), (100, 2, 2)]


def test_a_code_goes_and_counts_for_nothing(texting: None) -> None:
    agreed(0)
    assert written(1) == ["mail"]
    with acting_for(cast.tenant("svendborg")):
        ayla = cast.youth_named("Ayla")
        LinkCode.send(Link.to("start", ayla.id, "youth"), ayla, {})
        assert db.session.scalars(select(Message.channel).where(Message.template == "code")).all() == ["sms"]


def test_the_municipality_is_asked_and_opens_more(texting: None, as_kim: FlaskClient) -> None:
    agreed(1, "ask")
    assert written(2) == ["mail", "sms"]
    with acting_for(cast.tenant("svendborg")):
        quota = db.session.scalars(select(Quota).join(Opening, Opening.quota_id == Quota.id)).one()
    assert submit(as_kim, f"/svendborg/kvote/{quota.id}/flere/texts", places="1").status_code == 200
    assert written(2) == ["mail", "mail", "sms", "sms"]
    assert "2 af 2 SMS" in as_kim.get("/svendborg/kvote").text


def test_where_it_stops_nobody_is_asked_by_mail_and_staff_ring(texting: None) -> None:
    agreed(0, "stop")
    with acting_for(cast.tenant("svendborg")):
        ayla = cast.youth_named("Ayla")
        letter = Letter(ayla, "first_check", ayla.id, "first_check")
        assert ask([letter]).to_ring == [letter]
        assert db.session.scalars(select(Message.id).where(Message.template == "first_check")).all() == []


def waiting() -> list[bool]:
    """Of the text messages that wait or have gone, in the order written: whether each has left."""
    with acting_for(cast.tenant("svendborg")):
        done = {item.payload["message_id"]: item.done_at is not None for item in db.session.scalars(select(OutboxItem))
                if item.kind == "mail"}  # fmt: skip
        texts = select(Message).where(Message.template == "mentor_will_call").order_by(Message.written_at, Message.id)
        return [done[str(one.id)] for one in db.session.scalars(texts)]


def leave_house(at: datetime) -> None:
    """What may leave at `at` does; nothing else of the day's work."""
    with standing_at(at), acting_for(cast.tenant("svendborg")):
        due = select(OutboxItem).where(OutboxItem.kind == "mail", OutboxItem.done_at.is_(None))
        for item in db.session.scalars(due.order_by(OutboxItem.run_at, OutboxItem.id)).all():
            if leaves_at(item.payload, item.run_at, now()) <= now():
                item.done_at = now()


def test_where_it_waits_the_text_leaves_in_order_when_more_are_opened(texting: None, as_kim: FlaskClient) -> None:
    agreed(1, "wait")
    monday = OPENING + timedelta(days=1)
    for minutes in range(3):
        with standing_at(monday + timedelta(minutes=minutes)):
            written(1)
    leave_house(monday + timedelta(days=4))
    assert waiting() == [True, False, False]
    with acting_for(cast.tenant("svendborg")):
        quota = Quota.of_here(today()).id
    assert submit(as_kim, f"/svendborg/kvote/{quota}/flere/texts", places="1").status_code == 200
    leave_house(monday + timedelta(days=7))
    assert waiting() == [True, True, False]
    leave_house(OPENING.replace(year=2015, month=1, day=5))
    assert waiting() == [True, True, True]


def test_without_a_number_in_the_agreement_nothing_is_limited(texting: None) -> None:
    assert written(3) == ["sms"] * 3
