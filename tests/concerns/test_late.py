"""A concern whose deadline passes is nobody's to forget: its owners hear of it once, and then the next in the way up (DF-18)."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps import concerns
from mentorkorps.clock import now, standing_at, today
from mentorkorps.messages import Message
from mentorkorps.schedule import begin
from tenants.scope import acting_for, db
from tests import cast, pair
from tests.concerns import chain
from tests.forms import submit
from workers.perform import drain

BY_LINK = {"danger": "no", "about": "wellbeing", "internal": "Hun spiser ikke."}
CILLE, DAN, KIM = "cille@dygtige-unge.example", "dan@dygtige-unge.example", "kim@svendborg.example"


@pytest.fixture(autouse=True)
def days(app: Flask) -> None:
    """The recurring work of Svendborg runs."""
    with acting_for(cast.tenant("svendborg")):
        begin(bears=True, operates=False)


def after(days: Sequence[int], minutes: int = 0) -> list[tuple[str, str]]:
    """So many days from now each morning's work is done; who has been sent which letter about it, all in all."""
    for day in days:
        with standing_at(now() + timedelta(days=day, minutes=minutes)):
            for _house in range(2):
                drain(now())
    sent = select(Message.to_address, Message.template).where(Message.template.in_(["concern_waits", "concern_late"]))
    found: list[tuple[str, str]] = []
    for slug in ("dygtige-unge", "svendborg"):
        with acting_for(cast.tenant(slug)):
            found += [(to, template) for to, template in db.session.execute(sent)]
    return sorted(found)


def due(name: str, days: int) -> int:
    """How many concerns stand on somebody's list of calls so many days from now."""
    at, home = now() + timedelta(days=days), cast.tenant(cast.PEOPLE[name][0])
    with standing_at(at), acting_for(cast.tenant("svendborg"), home=home):
        return len(db.session.execute(concerns.due_here(today(), cast.actor(name))).all())


def by_link(app: Flask, **more: str) -> None:
    """Bent raises one."""
    client = app.test_client()
    pair.matched(client)
    submit(app.test_client(), pair.known(client, "start", "2031") + "/bekymring", **(BY_LINK | more))


def test_of_the_group_each_is_reminded_once_and_then_the_holder_of_the_next_level(
    app: Flask, as_cille: FlaskClient
) -> None:
    chain.colleague(as_cille)
    submit(as_cille, "/svendborg/bekymringer/hvem/2", who=chain.id_of("dan"))
    by_link(app)
    reminded = [(CILLE, "concern_waits"), (DAN, "concern_waits")]
    assert after([3, 4, 5, 5]) == reminded
    assert after([6, 7, 8]) == sorted([*reminded, (DAN, "concern_late")])


def test_without_a_holder_of_the_next_level_it_goes_to_the_coordinator_of_the_municipality(
    as_cille: FlaskClient,
) -> None:
    chain.raised(as_cille, chain.paired(as_cille))
    assert after([5, 6, 7]) == [(CILLE, "concern_waits"), (KIM, "concern_late")]
    assert due("kim", 5) == 0 and due("kim", 6) == 1


def test_danger_that_nobody_has_rung_about_is_reminded_of_within_the_quarter_of_an_hour(as_cille: FlaskClient) -> None:
    chain.raised(as_cille, chain.paired(as_cille), danger="yes")
    assert after([0], minutes=14) == []
    assert after([0], minutes=16) == [(CILLE, "concern_waits")]


def test_danger_that_nobody_has_rung_about_goes_to_the_coordinator_the_day_after(as_cille: FlaskClient) -> None:
    chain.raised(as_cille, chain.paired(as_cille), danger="yes")
    assert after([0], minutes=16) == [(CILLE, "concern_waits")]
    assert (KIM, "concern_late") in after([1])
    assert due("kim", 0) == 0 and due("kim", 1) == 1


def test_danger_that_was_rung_about_is_left_in_peace(as_cille: FlaskClient) -> None:
    url = chain.raised(as_cille, chain.paired(as_cille), danger="yes")
    submit(as_cille, f"{url}/ring", **chain.CALL)
    assert after([0], minutes=16) == []


def test_the_mail_to_the_next_says_where_to_look_and_not_what() -> None:
    text = Path("templates/mail/concern_late.txt").read_text()
    assert "{{ url }}" in text
    for word in ("Ayla", "Bent", "bekymr", "Bekymring"):
        assert word not in text, word
