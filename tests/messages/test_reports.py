"""What comes back: stop words, failed numbers, returned mail; each by a signed call, or by the relay's own answer."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mentorkorps.calls import CallLine, Whose
from mentorkorps.calls.call_list import on_day
from mentorkorps.calls.call_list import on_list as lines_of
from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.follow_ups import FollowUp, ask_due, ask_exits, end_match, log_meeting
from mentorkorps.gateways import mail, sms
from mentorkorps.journal import JournalNote
from mentorkorps.matches import Match
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Message, Unreachable
from mentorkorps.youths import Youth
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.forms import submit
from tests.pair import HERE, matched, proposed
from workers.perform import drain

SECRET = "between the gateway and us"
LATER = datetime(2014, 7, 1, 10, tzinfo=COPENHAGEN)


@pytest.fixture
def gateway(app: Flask) -> Iterator[FlaskClient]:
    """The gateway as it calls us; text messages go nowhere, and are written down all the same."""
    sms.use("discard:", "token", SECRET)
    yield app.test_client()
    sms.use(None)
    mail.use("discard:", "korps@mentorkorps.example")


@pytest.fixture
def pair(app: Flask, gateway: FlaskClient) -> None:
    """Ayla, who prefers text messages, and Bent."""
    matched(app.test_client())
    for slug, model in ((HERE, Youth), ("dygtige-unge", Mentor)):
        with acting_for(tenant(slug)):
            db.session.scalars(select(model)).one().channel = "sms" if model is Youth else "mail"


def call(gateway: FlaskClient, path: str, secret: str = SECRET, **said: Any) -> TestResponse:
    body, stamp = json.dumps(said).encode(), str(int(time.time()))
    headers = {"X-Timestamp": stamp, "X-Signature": sms.signature(secret, stamp, body)}
    return gateway.post(path, data=body, headers=headers, content_type="application/json")


def asked() -> None:
    with standing_at(LATER), acting_for(tenant(HERE)):
        ask_due()


def written(template: str) -> list[tuple[str, str]]:
    """Channel and address of the messages of that template."""
    with acting_for(tenant(HERE)):
        found = select(Message).where(Message.template == template).order_by(Message.holder)
        return [(one.channel, one.to_address) for one in db.session.scalars(found)]


def on_list() -> str | None:
    with acting_for(tenant(HERE)):
        return db.session.scalar(select(FollowUp.raised_because).where(FollowUp.done_at.is_(None)))


def the_notes(act: str) -> list[tuple[str, str]]:
    """Text and internal part of the notes of that act, the oldest first."""
    with acting_for(tenant(HERE)):
        found = select(JournalNote).where(JournalNote.act == act).order_by(JournalNote.written_at)
        return [(note.text, note.internal) for note in db.session.scalars(found)]


@pytest.mark.parametrize("said", ["Stop lige, jeg kommer kl. 5", "Slut med at snakke, ring til mig"])
def test_a_sentence_that_begins_with_a_stop_word_stops_nothing_and_comes_back_as_work_to_read(
    pair: None, gateway: FlaskClient, said: str
) -> None:
    asked()
    with standing_at(LATER):
        call(gateway, "/sms/svar", **{"from": "+4570102032", "text": said})
    assert written("stopped") == [] and on_list() == "replied"
    assert the_notes("replied") == [("Den unge har svaret på en SMS. Korpset læser svaret og ringer.", said)]


def reasons() -> list[str]:
    """Cille's call list."""
    with acting_for(tenant(HERE), home=tenant("dygtige-unge")):
        rows = db.session.execute(lines_of(actor("cille"), Whose(frozenset())), on_day(today())).all()
        return [reason for row in rows for reason in CallLine(*row).reasons]


def test_who_answers_a_proposal_in_words_is_rung_and_the_youth_never_reads_them(gateway: FlaskClient) -> None:
    with acting_for(tenant("dygtige-unge")):
        db.session.scalars(select(Mentor)).one().channel = "sms"
    proposed()
    assert written("mentor_asked") == [("sms", "+4570102031")] and reasons() == []
    call(gateway, "/sms/svar", **{"from": "+4570102031", "text": "Nej, hun bor for langt væk"})
    assert reasons() == ["silent_mentor"]
    assert the_notes("replied") == [("Mentor har svaret på en SMS om forslaget. Korpset ringer.", "")]


def test_who_answers_in_words_after_the_end_is_rung(pair: None, gateway: FlaskClient) -> None:
    with acting_for(tenant(HERE), home=tenant("dygtige-unge")):
        match = db.session.scalars(select(Match)).one()
        held = {"held_on": today(), "took_place": True, "minutes": 60, "place": "workplace", "next_on": None}
        log_meeting(match, **held, by=actor("cille"))
        end_match(match, "planned", by=actor("cille"))
    with standing_at(LATER):
        with acting_for(tenant(HERE)):
            ask_exits()
        assert reasons() == [] and ("sms", "+4570102032") in written("exit_youth")
        call(gateway, "/sms/svar", **{"from": "+4570102032", "text": "Ring til mig i morgen"})
        assert reasons() == ["exit_youth"]
    assert the_notes("replied")[-1][1] == "Ring til mig i morgen"


def test_words_from_a_number_nobody_wrote_to_are_nobodys(pair: None, gateway: FlaskClient) -> None:
    assert call(gateway, "/sms/svar", **{"from": "+4521229999", "text": "Hej"}).status_code == 204
    assert the_notes("replied") == []


def test_stop_and_start_leave_a_note_of_the_mentor_in_the_municipality_of_the_pair_once(
    pair: None, gateway: FlaskClient
) -> None:
    for word in ("STOP", "STOP", "START"):
        call(gateway, "/sms/svar", **{"from": "+4570102031", "text": word})
    assert [text for text, _ in the_notes("channel")] == [
        "Mentor har sagt stop til SMS fra os.", "Mentor vil gerne have SMS fra os igen.",
    ]  # fmt: skip
    assert not any("7010" in text for text, _ in the_notes("channel"))


def test_another_channel_leaves_a_note(pair: None, as_cille: FlaskClient) -> None:
    with acting_for(tenant("dygtige-unge")):
        bent = db.session.scalars(select(Mentor.id)).one()
    submit(as_cille, f"/dygtige-unge/mentorer/{bent}/kontaktvej", channel="phone")
    assert the_notes("channel") == [("Mentor hører fremover fra os sådan: Opkald.", "")]


@pytest.mark.parametrize(
    "word",
    [
        "STOP", "stop.", "Stop alt", "AFMELD", "Framelde", "STOPP!", "Unsubscribe", "STOP tak", "Stop venligst", "Stop beskeder",
        "stop sms'er", "stop sms’er", "Nej tak, stop", "STOP MENTORKORPS", "Stop med at sende beskeder",
    ],
)  # fmt: skip
def test_a_stop_word_ends_text_messages_to_the_number_at_once_with_one_confirmation(
    pair: None, gateway: FlaskClient, word: str
) -> None:
    for _twice in range(2):
        assert call(gateway, "/sms/svar", **{"from": "+4570102032", "text": word}).status_code == 204
    assert written("stopped") == [("sms", "+4570102032")]
    asked()
    assert written("follow_up") == [("mail", "bent@vaerksted.example"), ("mail", "ayla@ung.example")]


def test_another_answer_stops_nothing_and_start_begins_again(pair: None, gateway: FlaskClient) -> None:
    call(gateway, "/sms/svar", **{"from": "+4570102032", "text": "Jeg stopper ikke nu"})
    assert written("stopped") == []
    for word in ("STOP", "START"):
        call(gateway, "/sms/svar", **{"from": "+4570102032", "text": word})
    asked()
    assert ("sms", "+4570102032") in written("follow_up")


def test_the_confirmation_comes_once_however_many_houses_know_the_number(pair: None, gateway: FlaskClient) -> None:
    call(gateway, "/sms/svar", **{"from": "+4570102031", "text": "STOP"})  # Bent, of the corps and of Vordingborg
    stopped = []
    for slug in ("dygtige-unge", "vordingborg"):
        with acting_for(tenant(slug)):
            stopped.append(db.session.scalars(select(Mentor.sms_stopped_number)).one())
            stopped += db.session.scalars(select(Message.template).where(Message.template == "stopped"))
    assert sorted(stopped) == ["+4570102031", "+4570102031", "stopped"]


def test_a_call_with_a_wrong_signature_changes_nothing(pair: None, gateway: FlaskClient) -> None:
    assert call(gateway, "/sms/svar", "guessed", **{"from": "+4570102032", "text": "STOP"}).status_code == 403
    assert written("stopped") == []


def test_a_failed_number_puts_the_pair_on_the_list_until_staff_say_it_works(
    pair: None, gateway: FlaskClient, as_cille: FlaskClient
) -> None:
    asked()
    with acting_for(tenant(HERE)):
        text = db.session.scalars(
            select(Message).where(Message.template == "follow_up", Message.channel == "sms")
        ).one()
        match_id = db.session.scalars(select(FollowUp.match_id)).first()
        db.session.scalars(select(FollowUp)).one().raised_at = None  # nothing else has put the pair there
    for _twice in range(2):
        call(gateway, "/sms/kvittering", reference=f"{HERE}/{text.id}", status="failed", reason="unknown_number")
    with standing_at(LATER):
        drain(now())
        assert on_list() == "unreachable"
        page = as_cille.get(f"/{HERE}/par/{match_id}")
        assert "Den unge kan ikke nås" in page.text and "+4570102032" in page.text
        with acting_for(tenant(HERE)):
            row = db.session.scalars(select(Unreachable)).one()
        path = f"/{HERE}/par/{match_id}"
        said = submit(as_cille, path, to=f"{path}/naas-igen/{row.id}").text
    assert "Vi skriver igen til den adresse" in said and "kan ikke nås" not in said


def test_a_changed_number_is_reached_again(pair: None, gateway: FlaskClient) -> None:
    with acting_for(tenant(HERE)):
        youth = db.session.scalars(select(Youth)).one()
        Unreachable.found("youth", youth.id, "+4570102032", "unknown_number")
        youth.phone = "21 22 01 01"
    asked()
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Unreachable.solved_by)).one() == "Mentorkorps"
    assert ("sms", "+4521220101") in written("follow_up")


def test_a_delivered_message_is_known_to_be(pair: None, gateway: FlaskClient) -> None:
    asked()
    with acting_for(tenant(HERE)):
        text = db.session.scalars(
            select(Message.id).where(Message.channel == "sms", Message.template == "follow_up")
        ).one()
    call(gateway, "/sms/kvittering", reference=f"{HERE}/{text}", status="delivered")
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Message.delivered_at).where(Message.id == text)).one() is not None


def test_a_mail_that_comes_back_later_is_work_for_somebody(pair: None, gateway: FlaskClient) -> None:
    asked()
    with acting_for(tenant(HERE)):
        found = select(Message.id).where(Message.template == "follow_up", Message.holder == "mentor")
        message = db.session.scalars(found).one()
    call(gateway, "/post/retur", message_id=f"<{message}@mentorkorps.example>", reason="mailbox full for good")
    with acting_for(tenant(HERE)):
        assert [(one.holder, one.address) for one in db.session.scalars(select(Unreachable))] == [
            ("mentor", "bent@vaerksted.example")
        ]


class Refusing:
    """An SMTP server that knows nobody called Bent."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address.startswith("bent"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def refusing() -> Iterator[None]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Refusing(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        mail.use(f"smtp://127.0.0.1:{port}", "korps@mentorkorps.example")
        yield
    finally:
        controller.stop()


def test_an_address_the_relay_refuses_for_good_is_not_tried_again_and_is_work(pair: None) -> None:
    asked()
    with refusing(), standing_at(LATER):
        drain(now())
    with acting_for(tenant(HERE)):
        [row] = db.session.scalars(select(Unreachable)).all()
        assert (row.holder, row.address) == ("mentor", "bent@vaerksted.example") and row.why.startswith("550")
    with standing_at(datetime(2014, 7, 4, 10, tzinfo=COPENHAGEN)), acting_for(tenant(HERE)):
        ask_due()  # the reminder goes by the other way
    assert ("sms", "+4570102031") in written("follow_up_again")
    assert date(2014, 7, 1) == row.since.astimezone(COPENHAGEN).date()
