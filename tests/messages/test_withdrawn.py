"""What is no longer asked is not sent: asked before eight, and the pair paused, ended or rung before the message could go."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at
from mentorkorps.follow_ups import ask_due, called, end_match, open_follow_up, pause
from mentorkorps.matches import Match
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.follow_ups.test_one_a_day import PLACES, on
from tests.follow_ups.test_one_a_day import two_pairs as two_pairs_met
from tests.follow_ups.test_plan import june, met, pair
from tests.mail import link_in
from tests.messages.test_mail import letterbox
from tests.messages.test_outage import BENT, send, two_pairs
from workers.perform import drain

__all__ = ["pair", "two_pairs", "two_pairs_met"]
ASKED, THEN, OPEN = ((h, m) for h, m in ((7, 35), (7, 50), (9, 0)))


def at(hour: int, minute: int) -> datetime:
    return datetime(2014, 7, 2, hour, minute, tzinfo=COPENHAGEN)


def paused(match: Match) -> None:
    pause(match, "authority", until_on=None, look_again_on=None, by=actor("cille"))


def ended(match: Match) -> None:
    end_match(match, "youth_stopped", by=actor("cille"))


def rung(match: Match) -> None:
    step = open_follow_up(match)
    assert step is not None
    called(step, "Talte med dem begge.", by=actor("cille"))


@pytest.mark.parametrize("happens", [paused, ended, rung])
def test_a_question_that_has_not_gone_when_it_falls_away_is_not_sent(
    pair: UUID, happens: Callable[[Match], None]
) -> None:
    met(june(18))
    here = tenant("svendborg"), tenant("dygtige-unge")
    with standing_at(at(*ASKED)), acting_for(here[0], home=here[1]):
        ask_due()
    with standing_at(at(*THEN)), acting_for(here[0], home=here[1]):
        happens(db.session.scalars(select(Match)).one())
    with letterbox() as box:
        send(at(*OPEN))
    assert [letter["Subject"] for letter in box.letters if "går" in letter["Subject"]] == []
    with acting_for(here[0]):
        replies = list(db.session.scalars(select(OutboxItem.reply).where(OutboxItem.kind == "mail")))
    assert replies.count("withdrawn") >= 2


def test_who_has_the_message_already_may_answer_after_a_call(pair: UUID, app: Flask) -> None:
    met(june(18))
    here = tenant("svendborg"), tenant("dygtige-unge")
    with standing_at(at(*ASKED)), acting_for(here[0], home=here[1]):
        ask_due()
    with standing_at(at(*OPEN)):
        drain(now(), [here[0]])
    with standing_at(at(10, 0)), acting_for(here[0], home=here[1]):
        rung(db.session.scalars(select(Match)).one())
    phone: FlaskClient = app.test_client()
    with standing_at(at(11, 0)):
        assert phone.get(link_in("svendborg", "follow_up", "youth")).status_code == 200


def test_a_municipality_whose_question_stood_on_the_page_of_a_withdrawn_message_asks_by_its_own(
    two_pairs: Flask,
) -> None:
    day = date(2014, 7, 2)
    for slug in PLACES:
        with on(slug, day):
            ask_due()
    with on("svendborg", day):
        paused(db.session.scalars(select(Match)).one())
    with letterbox() as box:
        send(at(*OPEN))
        send(at(10, 0))
    to_bent = [letter.get_content() for letter in box.letters if letter["To"] == BENT]
    assert len(to_bent) == 1 and "/nyborg/l/" in to_bent[0]
