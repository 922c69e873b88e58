"""No mail says anything about anybody: a sentence and a link, kind and short, delivered by real SMTP."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask.testing import FlaskClient
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mentorkorps import follow_ups, language
from mentorkorps.clock import now, standing_at
from mentorkorps.config import folder
from mentorkorps.gateways import mail
from mentorkorps.language import N_
from mentorkorps.messages import Message, send_again
from tenants.scope import acting_for, db
from tests.cast import actor, recruit, tenant
from tests.forms import submit
from tests.mail import link_in
from tests.pair import HERE, matched, met, proposed, the_match
from workers.perform import drain

MAILS = folder("templates") / "mail"
PRODUCT = Path(__file__).parents[2] / "platform" / "mentorkorps"
WRITERS = {"to_mentor", "to_youth", "to_contact", "to_staff", "_ask", "_write"}
SAYS_ONLY = {
    "contact_paused", "contact_resumed", "goodbye", "goodbye_dropped", "goodbye_ended", "goodbye_for_now", "goodbye_mentor",
    "goodbye_unmet_mentor", "goodbye_well", "goodbye_well_mentor", "not_this_time",
}  # fmt: skip
COUNTS = {"calls": 3, "pressing": 1, "capacity": 30, "percent": 80, "used": 24}
PERSONAL = (
    "Ayla", "Demir", "Bent", "Madsen", "Karen", "Holm", "7010203", "mekaniker", "værksted", "Værksted",
    "Svendborg Kommune", "5700", "Indehaver", "grundforløb", "fritidsjob", "Nogenlunde", "Aabenraa",
)  # fmt: skip


class Letterbox:
    """An SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (the library's name)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


@contextmanager
def letterbox() -> Iterator[Letterbox]:
    """Inside, mail leaves over SMTP and lands here."""
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        mail.use(f"smtp://127.0.0.1:{port}", "korps@mentorkorps.example")
        yield box
    finally:
        controller.stop()


def test_the_whole_story_by_smtp_names_nobody(phone):
    with letterbox() as box:
        _whole_story(phone)
    assert len(box.letters) >= 7
    for letter in box.letters:
        text = f"{letter['Subject']}\n{letter.get_content()}"
        assert not [word for word in PERSONAL if word in text], text
        asks = letter["Subject"] not in ("Forløbet er slut", "Tak for forløbet")  # they say only
        assert text.count("http://127.0.0.1:8400/") == int(asks) and len(text) < 800
        assert text.rstrip().endswith("Mentorkorpset")


def test_a_mail_comes_once_however_often_the_work_is_looked_for(phone):
    with letterbox() as box:
        proposed()
        drain(now())
        drain(now())
    assert [letter["To"] for letter in box.letters].count("bent@vaerksted.example") == 1
    assert box.letters[-1]["Auto-Submitted"] == "auto-generated"


def test_a_youth_who_reads_english_gets_the_mail_in_english(phone):
    with letterbox() as box:
        proposed(page_language="en")
        submit(phone, link_in(HERE, "mentor_asked"), answer="yes")
        drain(now())
    letter = next(letter for letter in box.letters if letter["To"] == "ayla@ung.example")
    with language.speaking("en"):
        assert letter["Subject"] == language._(N_("Vi har fundet en mentor til dig"))


def test_a_message_sent_again_has_a_new_link_and_the_old_one_is_dead(phone):
    proposed()
    old = link_in(HERE, "mentor_asked")
    with acting_for(tenant(HERE)):
        message = db.session.query(Message).one()
        send_again(message)
    new = link_in(HERE, "mentor_asked")
    assert new != old and phone.get(old).status_code == 409 and phone.get(new).status_code == 200


@pytest.mark.parametrize("code", ["da", "en"])
def test_a_template_has_a_subject_an_address_and_nothing_of_its_own(code):
    words = Environment(loader=FileSystemLoader(MAILS), undefined=StrictUndefined, autoescape=False)
    words.globals["_"] = language._
    for file in MAILS.glob("*.txt"):
        with language.speaking(code):
            subject, _, text = (
                words.get_template(file.name)
                .render(url="https://mk.example/x", cases="x", counts=COUNTS)
                .partition("\n")
            )
        asks = 0 if file.stem in SAYS_ONLY else 1
        assert 10 <= len(subject) < 90 and text.count("https://mk.example/x\n") == asks, file.name
        lines = [line for line in file.read_text().splitlines() if line]
        outside = [line for line in lines if not line.startswith(('{{ _("', "{{ url }}"))]
        assert outside == [], file.name


def _whole_story(phone: FlaskClient) -> None:
    with acting_for(tenant("dygtige-unge")):
        recruit("Aabenraa", "Sund", "car_mechanic")
    matched(phone, page_language="da")
    met(phone)
    drain(now())
    later = now() + timedelta(days=20)
    with standing_at(later), acting_for(tenant(HERE)):
        follow_ups.ask_due()
    with standing_at(later + timedelta(days=1)):
        drain(now())
    with standing_at(later + timedelta(days=6)), acting_for(tenant(HERE)):
        follow_ups.ask_due()
        follow_ups.end_match(the_match(), "planned", by=actor("cille"))
    with standing_at(later + timedelta(days=7)):
        drain(now())
