"""Who is asked, by which channel, when, and at most once a day; through the morning's job and the real gateway double."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from demo_world.sms_office import SECRET, TOKEN
from demo_world.world import Settings, running
from mentorkorps.calls import log_call
from mentorkorps.calls.log import Outcome
from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.follow_ups import FollowUp, ask_due, end_match, log_meeting, second_answer
from mentorkorps.gateways import sms
from mentorkorps.matches import Match, MovedOn
from mentorkorps.mentors import Mentor
from mentorkorps.messages import Message
from mentorkorps.youths import Youth
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.follow_ups.test_plan import asked, july, june, met, on, pair, work
from tests.forms import submit
from tests.mail import link_in
from workers.perform import drain

__all__ = ["pair"]


@pytest.fixture
def tray(tmp_path: Path) -> Iterator[str]:
    """The gateway's double, in use."""
    with running(Settings("http://127.0.0.1:9", tmp_path / "clock", tmp_path, port=0, smtp_port=0)) as address:
        sms.use(f"{address.http}/sms", TOKEN, SECRET)
        yield address.http
    sms.use(None)


def texts(tray: str, to: str) -> list[str]:
    return [mail["text"].strip() for mail in requests.get(f"{tray}/api/mails", params={"to": to}, timeout=9).json()]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=COPENHAGEN)


def prefers(channel: str, model: type[Mentor] | type[Youth] = Mentor, **facts: str) -> None:
    house = "dygtige-unge" if model is Mentor else "svendborg"
    with acting_for(tenant(house)):
        person = db.session.scalars(select(model)).first()
        assert person is not None
        for name, value in (facts | {"channel": channel}).items():
            setattr(person, name, value)


def why_listed() -> str | None:
    with acting_for(tenant("svendborg")):
        return db.session.scalar(select(FollowUp.raised_because).where(FollowUp.done_at.is_(None)))


def goes() -> dict[str, datetime]:
    """When the messages of each holder's follow-up go."""
    with acting_for(tenant("svendborg")):
        items = {
            item.payload["message_id"]: item.run_at
            for item in db.session.scalars(select(OutboxItem))
            if item.kind == "mail"
        }
        sent = select(Message).where(Message.template.in_(["follow_up", "second_yes", "moved_on"]))
        return {
            f"{one.template} {one.holder}": items[str(one.id)].astimezone(COPENHAGEN)
            for one in db.session.scalars(sent)
        }


def test_a_mentor_who_prefers_sms_is_asked_by_sms_from_the_fixed_sender(pair: UUID, tray: str) -> None:
    prefers("sms", phone="21 22 01 02")
    met(june(18))
    work(july(2))
    drain(at(july(2), 10))
    text = texts(tray, "+4521220102")[0]  # the newest; before it came the second yes
    assert text.startswith("Hvordan går det? http://127.0.0.1:8400/svendborg/l/") and "STOP" in text
    with acting_for(tenant("svendborg")):
        senders = set(db.session.scalars(select(Message.sender).where(Message.channel == "sms")))
    assert senders == {"Mentorkorps"}


def test_a_youth_with_only_a_phone_gets_sms_in_the_youths_language(pair: UUID, tray: str) -> None:
    prefers("mail", Youth, phone="21220101", email="", page_language="en")
    met(june(18))
    work(july(2))
    drain(at(july(2), 10))
    assert any(text.startswith("How is it going?") for text in texts(tray, "+4521220101"))


def test_who_wants_a_call_comes_on_the_call_list_and_the_other_is_asked(pair: UUID) -> None:
    prefers("phone")
    with on(june(18)) as match:
        facts = {"minutes": 60, "place": "library", "next_on": july(20)}
        log_meeting(match, held_on=june(18), took_place=True, by=actor("cille"), **facts)
        for side in ("mentor", "youth"):
            second_answer(match, side, True, by=actor("cille"))
    work(july(2))
    assert asked() == {"follow_up": ["youth"]} and why_listed() == "phone"
    work(july(7))
    assert asked()["follow_up_again"] == ["youth"]


def test_the_morning_job_asks_at_eight_and_nobody_is_woken(pair: UUID) -> None:
    met(june(18))
    with standing_at(at(july(2), 7, 30)), acting_for(tenant("svendborg")):
        ask_due()
    assert goes()["follow_up mentor"] == goes()["follow_up youth"] == at(july(2), 8)


@pytest.mark.parametrize(
    ("told", "asked_at"),
    [
        (at(june(18), 21), at(june(19), 8)),  # in the evening
        (at(june(22), 11), at(june(23), 8)),  # a Sunday
        (at(june(21), 20), at(june(23), 8)),  # Saturday evening
        (at(june(21), 15), at(june(21), 15)),  # Saturday
    ],
)
def test_a_question_waits_for_the_next_allowed_hour(pair: UUID, told: datetime, asked_at: datetime) -> None:
    with standing_at(told), acting_for(tenant("svendborg"), home=tenant("dygtige-unge")):
        match = db.session.scalars(select(Match)).one()
        log_meeting(
            match, held_on=june(18), took_place=True, minutes=60, place="library", next_on=None, by=actor("cille")
        )
    assert goes()["second_yes mentor"] == asked_at


def test_the_question_after_the_end_has_a_day_of_its_own_one_reminder_and_then_the_list(pair: UUID) -> None:
    met(june(18))
    with on(june(18)) as match:
        end_match(match, "planned", by=actor("cille"))
    assert goes()["second_yes youth"].date() == june(18) and goes()["moved_on youth"] == at(june(20), 8)  # 19: goodbye
    for day in (june(20), june(23), june(24), june(25), june(26), june(27), june(30)):
        work(day)
    with acting_for(tenant("svendborg")):
        rows = db.session.scalars(select(MovedOn)).all()
        assert {row.reminded_at.date() for row in rows if row.reminded_at} == {june(23), june(25)}
        assert {row.raised_at.date() for row in rows if row.raised_at} == {june(25), june(27)}
        sent = db.session.scalars(select(Message.template).where(Message.template == "moved_on")).all()
    assert len(sent) == 2


def test_who_does_not_say_what_it_came_to_is_on_the_call_list_until_somebody_has_talked_with_her(
    pair: UUID, as_cille: FlaskClient
) -> None:
    sentence = "om forløbet har ført positivt videre"
    met(june(18))
    with on(june(18)) as match:
        end_match(match, "planned", by=actor("cille"))
    for day in (june(25), june(27)):
        work(day)
    with standing_at(at(june(27), 9)):
        assert sentence in as_cille.get("/dygtige-unge/ringeliste").text
        with on(june(27)) as match:
            log_call(match, Outcome("talked", "youth", "Hun er begyndt i skolen."), by=actor("cille"))
        assert sentence not in as_cille.get("/dygtige-unge/ringeliste").text


def test_bent_with_a_question_and_a_second_yes_gets_one_message_whose_page_leads_to_both(
    app: Flask, pair: UUID
) -> None:
    work(june(30))
    client = app.test_client()
    with standing_at(at(july(1), 9)):
        path = link_in("svendborg", "follow_up", "mentor")
        submit(client, path, question="met", answer="yes")
        submit(client, path, question="going", answer="4")
        page = submit(client, path, question="call", answer="no")
        assert "Tak for dine svar" in page.text and "Svar om Ayla" in page.text
        other = page.text.partition('<a href="/svendborg/l/')[2].partition('"')[0]
        assert "Vil du gerne fortsætte?" in client.get(f"/svendborg/l/{other}").text


def test_bent_chooses_on_his_page_to_be_rung(app: Flask, pair: UUID) -> None:
    client = _answered(app.test_client())
    path = link_in("svendborg", "follow_up", "mentor")
    assert "Hvordan vil du helst høre fra os?" in client.get(path).text
    said = submit(client, path, do="channel", channel="phone").text
    assert "Fremover hører du fra os sådan: Opkald" in said
    with acting_for(tenant("dygtige-unge")):
        assert db.session.scalars(select(Mentor.channel).where(Mentor.first_name == "Bent")).one() == "phone"


def _answered(client: FlaskClient) -> FlaskClient:
    met(june(18))
    work(july(2))
    path = link_in("svendborg", "follow_up", "mentor")
    for question, value in (("going", "4"), ("call", "no")):
        submit(client, path, question=question, answer=value)
    return client
