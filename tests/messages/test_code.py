"""Before a name and a number are shown, a code comes to the holder's own telephone."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from demo_world.sms_office import SECRET, TOKEN
from demo_world.world import Settings, running
from mentorkorps.clock import now
from mentorkorps.gateways import sms
from mentorkorps.links import Link
from mentorkorps.messages import LinkCode, Unreachable
from mentorkorps.youths import Youth
from tenants.scope import acting_for, db
from tests.cast import tenant
from tests.forms import submit, token_in
from tests.mail import link_in
from tests.pair import HERE, matched
from workers.perform import drain


@pytest.fixture
def tray(tmp_path: Path) -> Iterator[str]:
    """The gateway's double, in use."""
    with running(Settings("http://127.0.0.1:9", tmp_path / "clock", tmp_path, port=0, smtp_port=0)) as address:
        sms.use(f"{address.http}/sms", TOKEN, SECRET)
        yield address.http
    sms.use(None)


@pytest.fixture
def ayla(app: Flask, tray: str) -> FlaskClient:
    """Ayla's phone, matched with Bent."""
    phone = app.test_client()
    matched(phone)
    return phone


def code_sent(tray: str) -> str:
    """The six digits in the newest text message to Ayla."""
    drain(now())
    newest = requests.get(f"{tray}/api/mails", params={"to": "+4570102032"}, timeout=9).json()[0]
    found = re.search(r"\b\d{6}\b", newest["text"])
    assert found, newest["text"]
    return found[0]


def test_looking_sends_nothing_and_a_press_sends_the_code_that_opens_the_page(ayla: FlaskClient, tray: str) -> None:
    path = link_in(HERE, "mentor_will_call")
    assert "Send mig en kode" in ayla.get(path).text and "Bent" not in ayla.get(path).text
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(LinkCode)).all() == []
    assert "Koden fra din SMS" in submit(ayla, path, do="send").text
    code = code_sent(tray)
    page = submit(ayla, path, code=f"{code[:3]} {code[3:]}").text
    assert "Bent" in page and "70102031" in page
    assert "Bent" in ayla.get(path).text
    with acting_for(tenant(HERE)):
        kept = db.session.scalars(select(LinkCode)).one()
        assert code not in kept.code_hash and kept.used_at is not None


def test_five_wrong_tries_spend_the_code_and_the_right_one_comes_too_late(ayla: FlaskClient, tray: str) -> None:
    path = link_in(HERE, "mentor_will_call")
    submit(ayla, path, do="send")
    code = code_sent(tray)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert "Koden passer ikke" in submit(ayla, path, code=wrong).text
    late = submit(ayla, path, code=code)
    assert late.status_code == 409 and "Bed om en ny" in late.text


def test_a_code_lives_ten_minutes(ayla: FlaskClient, tray: str) -> None:
    path = link_in(HERE, "mentor_will_call")
    submit(ayla, path, do="send")
    code = code_sent(tray)
    with acting_for(tenant(HERE)):
        early = update(LinkCode).values(expires_at=LinkCode.expires_at - timedelta(minutes=10))
        db.session.execute(early)
    assert submit(ayla, path, code=code).status_code == 409


def test_a_new_code_puts_the_old_one_out_of_use_and_a_fourth_in_an_hour_is_refused(
    ayla: FlaskClient, tray: str
) -> None:
    path = link_in(HERE, "mentor_will_call")
    submit(ayla, path, do="send")
    first = code_sent(tray)
    submit(ayla, path, do="send")
    if code_sent(tray) != first:
        assert submit(ayla, path, code=first).status_code == 422
    submit(ayla, path, do="send")
    last, refused = code_sent(tray), submit(ayla, path, do="send")
    assert refused.status_code == 409 and "tre koder" in refused.text and "Koden fra din SMS" in refused.text
    with acting_for(tenant(HERE)):
        assert len(db.session.scalars(select(LinkCode)).all()) == 3
    opened = ayla.post(path, data={"csrf_token": token_in(refused.text), "code": last}, follow_redirects=True)
    assert "Bent" in opened.text and "70102031" in opened.text


def test_where_none_of_the_three_works_any_more_the_button_stays_under_the_sentence(
    ayla: FlaskClient, tray: str
) -> None:
    path = link_in(HERE, "mentor_will_call")
    for _ in range(3):
        submit(ayla, path, do="send")
    with acting_for(tenant(HERE)):
        db.session.execute(update(LinkCode).values(expires_at=LinkCode.expires_at - timedelta(minutes=10)))
    refused = submit(ayla, path, do="send")
    assert refused.status_code == 409 and "tre koder" in refused.text and "Send mig en kode" in refused.text


@pytest.mark.parametrize("trouble", ["stopped", "failed", "none"])
def test_who_cannot_get_a_code_writes_the_last_four_digits_as_before(ayla: FlaskClient, trouble: str) -> None:
    with acting_for(tenant(HERE)):
        youth = db.session.scalars(select(Youth)).one()
        if trouble == "stopped":
            youth.sms_stopped_number, youth.sms_stopped_at = "+4570102032", now()
        elif trouble == "failed":
            Unreachable.found("youth", youth.id, "+4570102032", "unknown_number")
    if trouble == "none":
        sms.use(None)
    path = link_in(HERE, "mentor_will_call")
    assert "Vi kan ikke sende dig en kode på SMS" in ayla.get(path).text
    assert "Bent" in submit(ayla, path, digits="2032").text
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Link.wrong_tries).where(Link.purpose == "start")).all() == [0, 0]
