"""The first questions about a proposal go on any day, and never in the night; who asks staff for one gets it at once (VB-19)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from mentorkorps.clock import COPENHAGEN, local, now, standing_at
from mentorkorps.gateways import sms
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Message
from mentorkorps.messages.days import MessageDay
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.mail import link_in
from tests.messages.test_mail import letterbox
from tests.web.test_inbox import bent, enrolled, page
from workers.perform import drain

HERE, BENT = "svendborg", "bent@vaerksted.example"
SUNDAY = datetime(2014, 6, 15, 10, tzinfo=COPENHAGEN)
LATE = datetime(2014, 6, 16, 23, 30, tzinfo=COPENHAGEN)  # a Monday
BEFORE_SUNDAY = datetime(2014, 6, 21, 23, 30, tzinfo=COPENHAGEN)
SEND = "Send nu"


def goes(template: str) -> datetime:
    """When the message of that template leaves."""
    with acting_for(cast.tenant(HERE)):
        of_message = OutboxItem.dedupe_key == func.concat("message:", Message.id)
        at = select(OutboxItem.run_at).join(Message, of_message).where(Message.template == template)
        return local(db.session.scalars(at).one())


def days_taken() -> list[int]:
    """The days of June on which this house holds an address."""
    with acting_for(cast.tenant(HERE)):
        return sorted(day.day for day in db.session.scalars(select(MessageDay.on_day).distinct()))


@contextmanager
def proposed(client: FlaskClient, at: datetime) -> Iterator[str]:
    """Cille proposes Bent to Ayla at that moment; the page of the proposal."""
    youth = page(enrolled())
    with standing_at(at):
        submit(client, youth, mentor=bent())
        yield youth


def pressed(client: FlaskClient, youth: str) -> str:
    """Cille presses "Send nu"; what the page says then."""
    action = client.get(youth).text.partition("/send-nu")[0].rpartition('action="')[2]
    return submit(client, youth, to=f"{action}/send-nu").text


def test_on_a_sunday_morning_bent_is_asked_at_once_for_cille_waits(as_cille: FlaskClient) -> None:
    with proposed(as_cille, SUNDAY) as youth:
        assert goes("mentor_asked") == SUNDAY
        assert SEND not in as_cille.get(youth).text


@pytest.mark.parametrize(("at", "morning"), [(LATE, 17), (BEFORE_SUNDAY, 23)])
def test_nobody_has_a_proposal_by_mail_at_half_past_eleven(
    as_cille: FlaskClient, at: datetime, morning: int
) -> None:
    with proposed(as_cille, at) as youth:
        assert goes("mentor_asked") == datetime(2014, 6, morning, 8, tzinfo=COPENHAGEN)
        assert f"Bent får beskeden den {morning}-06-2014 kl. 08.00" in as_cille.get(youth).text
        with letterbox() as box:
            drain(now(), [cast.tenant(HERE)])
        assert BENT not in [letter["To"] for letter in box.letters]


def test_a_mentor_who_answers_in_the_night_wakes_no_youth(app: Flask, as_cille: FlaskClient) -> None:
    with proposed(as_cille, SUNDAY):
        pass
    with standing_at(LATE):
        submit(app.test_client(), link_in(HERE, "mentor_asked"), answer="yes")
        assert goes("youth_asked") == datetime(2014, 6, 17, 8, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(("hour", "letters"), [(3, 0), (10, 1)])
def test_a_worker_that_was_down_until_the_sunday_sends_it_by_day_and_not_by_night(
    as_cille: FlaskClient, hour: int, letters: int
) -> None:
    with proposed(as_cille, LATE):
        pass
    with standing_at(datetime(2014, 6, 22, hour, tzinfo=COPENHAGEN)), letterbox() as box:
        drain(now(), [cast.tenant(HERE)])
    assert [letter["To"] for letter in box.letters].count(BENT) == letters


def test_bent_who_asks_for_it_on_the_telephone_gets_it_in_the_night(as_cille: FlaskClient) -> None:
    with proposed(as_cille, LATE) as youth, letterbox() as box:
        assert days_taken() == [17]
        said = pressed(as_cille, youth)
        assert "Beskeden er på vej." in said and SEND not in said
        drain(now(), [cast.tenant(HERE)])
        assert [letter["To"] for letter in box.letters].count(BENT) == 1


def test_the_day_that_was_kept_is_free_again_and_today_is_taken(as_cille: FlaskClient) -> None:
    """What is written to Bent on Tuesday has its place: nothing stands there that has gone already."""
    with proposed(as_cille, LATE) as youth:
        pressed(as_cille, youth)
        assert days_taken() == [16]
        assert "Send nu" not in as_cille.get(youth).text


def test_what_waits_for_tomorrow_because_of_another_message_can_be_sent_too(as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.scalars(select(Mentor)).one().capacity = 2
    with proposed(as_cille, SUNDAY):
        jonas = page(enrolled("Jonas"))
        submit(as_cille, jonas, mentor=bent())
        assert days_taken() == [15, 16]
        assert "Beskeden er på vej." in pressed(as_cille, jonas)
        assert days_taken() == [15]


def test_pressed_twice_it_is_sent_once(as_cille: FlaskClient) -> None:
    with proposed(as_cille, LATE) as youth:
        action = as_cille.get(youth).text.partition("/send-nu")[0].rpartition('action="')[2] + "/send-nu"
        submit(as_cille, youth, to=action)
        again = submit(as_cille, youth, to=action)
        assert again.status_code == 409 and "Beskeden er allerede sendt." in again.text


def test_a_text_message_waits_for_the_morning_whoever_presses(as_cille: FlaskClient) -> None:
    sms.use("discard:", "", "")
    try:
        with acting_for(cast.tenant("dygtige-unge")):
            db.session.scalars(select(Mentor)).one().channel = "sms"
        with proposed(as_cille, LATE) as youth:
            assert SEND not in as_cille.get(youth).text
    finally:
        sms.use(None)
