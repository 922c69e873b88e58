"""The gateway's double and the product over real HTTP, both ways: a text message there, STOP and a failure back."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import requests
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from demo_world.sms_office import SECRET, TOKEN
from demo_world.world import Settings, running
from mentorkorps.gateways import sms
from mentorkorps.mentors import Mentor
from tenants.scope import acting_for, db
from tests.cast import tenant

BENT = "+4570102031"


@pytest.fixture
def product(app: Flask) -> Iterator[str]:
    """The pages of the product on a port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def world(product: str, tmp_path: Path) -> Iterator[str]:
    """The demo's surroundings beside it, with one text message to Bent in the tray."""
    with running(Settings(product, tmp_path / "clock", tmp_path, port=0, smtp_port=0)) as address:
        sms.use(f"{address.http}/sms", TOKEN, SECRET)
        sms.send(BENT, "Mentorkorps", "Hvordan går det?", message_id="1", reference="svendborg/1")
        yield address.http
    sms.use(None)


def press(world: str, path: str, **said: str) -> requests.Response:
    return requests.post(f"{world}/sms/1/{path}", data=said, timeout=20)


def stopped() -> str | None:
    with acting_for(tenant("dygtige-unge")):
        return db.session.scalars(select(Mentor.sms_stopped_number)).one()


def test_stop_pressed_in_the_tray_is_known_to_the_product_at_once_and_start_takes_it_back(world: str) -> None:
    page = press(world, "svar", tekst="STOP")
    assert page.ok and "Mentorkorps har fået besked" in page.text and stopped() == BENT
    press(world, "svar", tekst="START")
    assert stopped() is None


def test_a_receipt_pressed_in_the_tray_is_taken(world: str) -> None:
    assert press(world, "kvittering", gik="galt").ok and press(world, "kvittering", gik="godt").ok


def test_a_product_that_does_not_know_the_secret_takes_nothing(world: str) -> None:
    sms.use(f"{world}/sms", TOKEN, "another secret")
    assert press(world, "svar", tekst="STOP").status_code == 502 and stopped() is None
