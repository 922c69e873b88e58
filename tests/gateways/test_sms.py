"""Text messages over real HTTP: the gateway's double takes them, refuses them, and is not there at all."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from demo_world.sms_office import SECRET, TOKEN
from demo_world.world import Settings, running
from mentorkorps.gateways import sms


@pytest.fixture
def world(tmp_path: Path) -> Iterator[str]:
    """The demo's surroundings, with its gateway in use."""
    settings = Settings("http://127.0.0.1:9", tmp_path / "clock", tmp_path, port=0, smtp_port=0)
    with running(settings) as address:
        sms.use(f"{address.http}/sms", TOKEN, SECRET)
        yield address.http
    sms.use(None)


def send(to: str = "+4521220101", *, sender: str = "Mentorkorps", message: str = "1") -> str:
    return sms.send(to, sender, "Hvordan går det?", message_id=message, reference=f"svendborg/{message}")


def arrived(world: str, to: str) -> list[str]:
    return [mail["text"].strip() for mail in requests.get(f"{world}/api/mails", params={"to": to}, timeout=9).json()]


def test_a_text_message_lies_in_the_tray_beside_the_mails(world: str) -> None:
    assert send() == "accepted"
    assert arrived(world, "+4521220101") == ["Hvordan går det?"]


def test_a_retry_with_the_same_id_is_one_message(world: str) -> None:
    assert (send(), send(), send(message="2")) == ("accepted",) * 3
    assert len(arrived(world, "+4521220101")) == 2


def test_a_number_that_does_not_exist_is_no_use_trying_again(world: str) -> None:
    with pytest.raises(sms.NumberFailed, match="invalid_number"):
        send("+4521220000")


def test_a_wrong_token_is_our_own_fault_and_says_so(world: str) -> None:
    sms.use(f"{world}/sms", "another", SECRET)
    with pytest.raises(sms.GatewayFailed, match="SMS_TOKEN"):
        send()


def test_a_sender_has_eleven_characters_at_most(world: str) -> None:
    assert send(sender="Mentorkorpset på Fyn") == "accepted"


def test_a_gateway_that_is_away_is_tried_again_and_names_no_number() -> None:
    sms.use("http://127.0.0.1:9/sms", TOKEN, SECRET)
    with pytest.raises(sms.GatewayFailed) as failed:
        send()
    sms.use(None)
    assert "21220101" not in str(failed.value)


def test_a_call_is_known_by_its_signature_for_five_minutes() -> None:
    sms.use("https://sms.example/send", TOKEN, SECRET)
    stamp, old = str(int(time.time())), str(int(time.time()) - 400)
    good = sms.signature(SECRET, stamp, b"{}")
    assert sms.is_signed(stamp, good, b"{}")
    assert not sms.is_signed(stamp, good, b"{ }")
    assert not sms.is_signed(old, sms.signature(SECRET, old, b"{}"), b"{}")
    assert not sms.is_signed(stamp, sms.signature("another", stamp, b"{}"), b"{}")
    sms.use(None)
