"""Bent's workshop has said yes to doing more, and offers places; Ayla and Bent are a pair."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mentorkorps.clock import standing_at
from mentorkorps.follow_ups import ask_due
from mentorkorps.mentors import Mentor
from mentorkorps.offers import Offer, OfferAsk
from mentorkorps.refused import Refused
from tenants.scope import acting_for, db
from tests.cast import tenant
from tests.conftest import OPENING
from tests.endings.scene import on
from tests.forms import submit
from tests.mail import link_in
from tests.pair import HERE

CORPS = "dygtige-unge"
LIST = f"/{CORPS}/tilbud"
PLACES = {"kind": "spare_time_job", "trade": "vehicles", "places": "2", "from_on": "01-06-2014", "place": "Svendborg"}


def bent() -> UUID:
    """The mentor of the corps."""
    with acting_for(tenant(CORPS)):
        return db.session.scalars(select(Mentor.id).where(Mentor.first_name == "Bent")).one()


def asked(client: FlaskClient, answer: str) -> str:
    """Cille has asked Bent; the text of the page that follows."""
    return submit(client, f"{LIST}/mentor/{bent()}", answer=answer).text


def offered(client: FlaskClient, **more: str) -> str:
    """Bent has said yes and offers places; the address of the offer."""
    said = submit(client, f"{LIST}/mentor/{bent()}", follow=False, answer="yes")
    answer = submit(client, said.headers["Location"], **(PLACES | more))
    assert answer.status_code == 200, re.findall(r"form-error-message[^<]*<[^>]*>([^<]*)", answer.text)
    with acting_for(tenant(CORPS)):
        return f"{LIST}/{db.session.scalars(select(Offer.id).order_by(Offer.made_at.desc()).limit(1)).one()}"


def asks() -> list[tuple[str, str | None]]:
    """How each was asked, and the answer."""
    with acting_for(tenant(CORPS)):
        rows = db.session.scalars(select(OfferAsk).order_by(OfferAsk.asked_at, OfferAsk.number))
        return [(row.asked_how, row.answer) for row in rows]


def checked_in(client: FlaskClient, day: date, going: str) -> str:
    """Bent has answered the questions that came that day; the address of his link."""
    with on(day):
        with acting_for(tenant(HERE)):
            ask_due()
        path = link_in(HERE, "follow_up", "mentor")
        for question, answer in (("met", "yes"), ("going", going), ("call", "no")):
            if f'value="{question}"' in client.get(path).text:
                submit(client, path, question=question, answer=answer)
    return path


def at_once(app: Flask, act: Callable[[], None], times: int) -> list[str]:
    """`act` by so many at the same moment, each on a connection of its own; what each was told."""
    together = Barrier(times)

    def one(_number: int) -> str:
        with app.app_context(), standing_at(OPENING):
            together.wait(timeout=30)
            try:
                act()
            except (Refused, IntegrityError) as refusal:
                return str(refusal)
        return "done"

    with ThreadPoolExecutor() as pool:
        return list(pool.map(one, range(times)))
