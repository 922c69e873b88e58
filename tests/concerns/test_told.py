"""Whoever owns a concern now hears of it at once, with a link and no word of what; and nobody takes the same step twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.concerns import ConcernHolder, Person, holders, name_holder
from mentorkorps.messages import Message
from tenants.scope import acting_for, db
from tests import cast, pair
from tests.concerns import chain
from tests.courses.pairs import SIF, bents_page, paired
from tests.forms import submit, token_in
from workers.perform import drain

BY_LINK = {"danger": "no", "about": "wellbeing", "internal": "Hun spiser ikke."}
GIVEN = {"why": "Det er større, end jeg kan løse.", "deadline": "25-06-2014"}
STALE = "Bekymringen er ændret, siden du åbnede siden. Se, hvad der er sket."


def told() -> list[tuple[str, str]]:
    """Who was told to look at once, and where."""
    for _house in range(2):  # the word goes from the house of the youth to the house of the owner
        drain(now())
    found = []
    for slug in ("dygtige-unge", "svendborg"):
        with acting_for(cast.tenant(slug)):
            letters = db.session.scalars(select(Message).where(Message.template == "concern_now"))
            found += [(one.to_address, one.path) for one in letters]
    return sorted(found)


CILLE = ("cille@dygtige-unge.example", "/dygtige-unge/bekymringer")
DAN = ("dan@dygtige-unge.example", "/dygtige-unge/bekymringer")
KIM = ("kim@svendborg.example", "/svendborg/bekymringer")


@pytest.fixture
def way(app: Flask) -> str:
    """Where Bent says that he is worried."""
    client = app.test_client()
    pair.matched(client)
    return pair.known(client, "start", "2031") + "/bekymring"


def by_link(app: Flask, way: str, **more: str) -> Any:
    return submit(app.test_client(), way, **(BY_LINK | more))


def test_what_bent_raises_is_told_at_once_to_everybody_of_the_corps_who_can_take_it(
    app: Flask, as_cille: FlaskClient, way: str
) -> None:
    chain.colleague(as_cille)
    chain.colleague(as_cille, "Eli Ro", "dygtige-unge", "tenant_admin")
    by_link(app, way)
    assert told() == [CILLE, DAN]
    assert told() == [CILLE, DAN], "once"


def test_danger_said_by_bent_reaches_the_corps_and_the_coordinator_of_the_town(app: Flask, way: str) -> None:
    by_link(app, way, danger="yes")
    assert told() == [CILLE, KIM]


def test_nora_who_is_both_the_corps_and_the_coordinator_gets_one_mail(app: Flask) -> None:
    paired(*SIF)
    bent, course = bents_page(app, "vordingborg")
    submit(bent, course.replace("/forloeb", "/bekymring"), **(BY_LINK | {"danger": "yes"}))
    for _ in range(2):
        drain(now())
    with acting_for(cast.tenant("vordingborg")):
        letters = select(Message.to_address).where(Message.template == "concern_now")
        assert db.session.scalars(letters).all() == ["nora@vordingborg.example"]


def test_a_new_owner_is_told_and_who_gave_it_is_not(as_cille: FlaskClient) -> None:
    chain.colleague(as_cille)
    url = chain.raised(as_cille, chain.paired(as_cille))
    assert told() == [], "she raised it and owns it"
    submit(as_cille, f"{url}/ansvarlig", who=chain.id_of("dan"), **GIVEN)
    assert told() == [DAN]
    submit(as_cille, f"{url}/niveau", who=chain.id_of("dan"), **GIVEN)
    assert told() == [DAN, DAN]


def test_the_mail_says_where_to_look_and_not_what() -> None:
    text = Path("templates/mail/concern_now.txt").read_text()
    assert "{{ url }}" in text
    for word in ("Ayla", "Bent", "spiser", "bekymr", "Bekymring"):
        assert word not in text, word


def test_bent_says_that_ayla_is_a_minor_and_his_page_does_not_let_go_of_the_telephone(app: Flask) -> None:
    client = app.test_client()
    pair.matched(client, born_on=date(1998, 1, 1), guardian_agrees=True)
    way = pair.known(client, "start", "2031") + "/bekymring"
    assert "Ring til vagten" in submit(client, way, **BY_LINK).text
    assert client.get(way).headers["Location"].endswith("/bekymring/ring")
    assert "Tak, vi tager hånd om det" in submit(client, f"{way}/ring", **chain.CALL).text


@pytest.mark.parametrize(
    ("act", "fields"),
    [("niveau", GIVEN), ("ansvarlig", GIVEN), ("notat", {"text": "Ringet til moderen."}), ("ring", chain.CALL)],
)
def test_a_double_press_takes_one_step(as_cille: FlaskClient, act: str, fields: dict[str, str]) -> None:
    url = chain.raised(as_cille, chain.paired(as_cille))
    page = as_cille.get(f"{url}/{act}").text
    assert 'name="seen"' in page
    pressed = {"csrf_token": token_in(page), "seen": "1", "who": chain.id_of("cille"), **fields}
    assert as_cille.post(f"{url}/{act}", data=pressed).status_code == 303
    again = as_cille.post(f"{url}/{act}", data=pressed)
    assert again.status_code == 409 and STALE in again.text
    with acting_for(cast.tenant("svendborg")):
        assert len(chain.only().steps) == 2


def test_two_who_name_a_holder_at_the_same_moment_are_both_kept(app: Flask) -> None:
    kim = cast.actor("kim")

    def named(name: str) -> None:
        with acting_for(cast.tenant("svendborg")):
            holders()
            name_holder("on_call", Person(name, "62233000"), by=kim)

    def named_by_each(name: str) -> None:
        with app.app_context():
            named(name)

    with ThreadPoolExecutor(8) as both:
        list(both.map(named_by_each, [f"Vagt {number}" for number in range(8)]))
    with acting_for(cast.tenant("svendborg")):
        assert sorted(db.session.scalars(select(ConcernHolder.serial))) == list(range(1, 9))
