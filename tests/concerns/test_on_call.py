"""In danger, or under 18, the municipality's on-call is rung before anything else; and a mentor may say so by link."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps import concerns
from mentorkorps.clock import now, today
from mentorkorps.follow_ups import open_follow_up
from mentorkorps.journal import JournalNote
from mentorkorps.links import Link
from tenants.scope import acting_for, db
from tests import cast, pair
from tests.concerns import chain
from tests.forms import submit
from tests.mail import messages_in
from workers.perform import drain

MINOR = {"born_on": date(1998, 1, 1), "guardian_agrees": True}
BY_LINK = {"danger": "no", "about": "wellbeing", "internal": "Hun spiser ikke."}


def test_in_danger_the_page_shows_112_and_does_not_let_go_before_the_call_is_written_down(
    as_cille: FlaskClient,
) -> None:
    youth_id = chain.paired(as_cille)
    chain.ready(as_cille, "on_call", "Lis Dam", "62233000")
    chain.ready(as_cille, "social_duty", "Døgnvagten", "62233001")
    url = chain.raised(as_cille, youth_id, danger="yes")
    page = as_cille.get(url, follow_redirects=True).text
    assert "tel:112" in page and "tel:+4562233000" in page and "tel:+4562233001" in page
    for act, fields in {"notat": {"text": "x"}, "afslut": {"why": "x"}}.items():
        refused = submit(as_cille, f"{url}/{act}", **fields)
        assert refused.status_code == 409 and "Ring til kommunens vagt først" in refused.text
    assert submit(as_cille, f"{url}/ring", **(chain.CALL | {"agreed": ""})).status_code == 422
    future = submit(as_cille, f"{url}/ring", **(chain.CALL | {"called_at": "23:50"}))
    assert future.status_code == 422 and "ude i fremtiden" in future.text
    done = submit(as_cille, f"{url}/ring", **chain.CALL).text
    assert "Kommunens vagt" in done and "Vagten, Lis Dam" in done and "Lis henter Ayla nu." in done


def test_whom_to_ring_where_nobody_is_named(as_cille: FlaskClient) -> None:
    url = chain.raised(as_cille, chain.paired(as_cille), danger="yes")
    page = as_cille.get(f"{url}/ring").text
    assert "Ring til kommunens hovednummer" in page and "tel:114" in page and "tel:112" in page


def test_about_a_minor_the_on_call_is_rung_and_the_ladder_comes_after(as_karen: FlaskClient) -> None:
    url = chain.raised(as_karen, chain.paired(as_karen, **MINOR))
    assert "Den unge er under 18." in as_karen.get(url, follow_redirects=True).text
    submit(as_karen, f"{url}/ring", **chain.CALL)
    first = submit(as_karen, f"{url}/niveau", who="group", why="Korpset følger med.", deadline="20-06-2014").text
    assert "Niveau 1: Koordinatorerne" in first and "Korpsets koordinatorer" in first


def test_what_is_not_rung_yet_stands_first_on_the_list_of_who_raised_it(as_cille: FlaskClient) -> None:
    youth_id = chain.paired(as_cille)
    chain.raised(as_cille, youth_id)
    chain.raised(as_cille, youth_id, danger="yes", internal="Hun er væk.")
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        rows = db.session.execute(concerns.due_here(today(), cast.actor("cille"))).all()
    assert [(row.must_ring, row.level) for row in rows] == [(True, None)]


@pytest.fixture
def way(app: Flask) -> str:
    """Where Bent says that he is worried."""
    client = app.test_client()
    pair.matched(client)
    return pair.known(client, "start", "2031") + "/bekymring"


def test_bent_finds_whom_to_ring_for_advice_and_the_door_on_his_page(app: Flask) -> None:
    client = app.test_client()
    pair.matched(client)
    path = pair.known(client, "start", "2031")
    page = client.get(path).text
    assert f"{path}/bekymring" in page and "Støtte til dig" in page
    assert "Ring til" in page and 'href="tel:' in page.split("Er du i tvivl?")[1]


def test_bent_is_worried_and_the_corps_and_the_contact_person_hear_of_it(
    app: Flask, as_cille: FlaskClient, way: str
) -> None:
    thanks = submit(app.test_client(), way, **BY_LINK)
    assert thanks.status_code == 200 and "Den unges kontaktperson har fået besked" in thanks.text
    with acting_for(cast.tenant("svendborg")):
        url = f"/svendborg/bekymringer/{chain.only().id}"
    assert "Hun spiser ikke." in as_cille.get(url).text
    assert chain.noted() == ["Mentorkorps: Der er rejst en bekymring, og der bliver taget hånd om den."]
    assert ("concern.opened", "Mentor") in chain.trail()


def test_bent_rings_in_danger_and_his_page_does_not_let_go(app: Flask, way: str) -> None:
    client = app.test_client()
    ring = submit(client, way, **(BY_LINK | {"danger": "yes"}))
    assert "Ring til vagten" in ring.text and "tel:112" in ring.text
    assert client.get(way).headers["Location"].endswith("/bekymring/ring")
    assert "Tak, vi tager hånd om det" in submit(client, f"{way}/ring", **chain.CALL).text
    assert client.get(way).status_code == 200


def test_what_bent_wrote_is_kept_back_from_aylas_insight(app: Flask, way: str) -> None:
    submit(app.test_client(), way, **BY_LINK)
    with acting_for(cast.tenant("svendborg")):
        told = concerns.told_about(cast.youth_named("Ayla"))
    assert told == [("15-06-2014", "Den unges trivsel: Sagt af en anden og holdt tilbage.")]


def test_a_youths_link_or_a_made_up_one_opens_no_door(app: Flask, way: str) -> None:
    client = app.test_client()
    assert client.get("/svendborg/l/" + "x" * 43 + "/bekymring").status_code == 404
    assert client.get(pair.link_in("svendborg", "youth_asked") + "/bekymring").status_code == 404


def test_ayla_wants_to_talk_and_it_is_a_call_and_not_a_concern(app: Flask) -> None:
    client = app.test_client()
    pair.matched(client)
    with acting_for(cast.tenant("svendborg")):
        way = f"/svendborg/l/{Link.to('start', pair.the_match().id, 'youth').token}/tal-med-nogen"
    for _again in range(2):
        assert "Vi ringer til dig" in submit(client, way).text
    with acting_for(cast.tenant("svendborg")):
        step = open_follow_up(pair.the_match())
        assert step is not None and step.raised_because == "worry"
        wish = JournalNote.text == "Den unge vil gerne tale med nogen. Korpset ringer."
        assert len(db.session.scalars(select(JournalNote).where(wish)).all()) == 1
        assert db.session.scalars(select(concerns.Concern)).all() == []
    assert client.get(way.replace("tal-med-nogen", "bekymring")).status_code == 404


def test_the_contact_person_is_told_at_once_without_a_name(as_cille: FlaskClient) -> None:
    chain.raised(as_cille, chain.paired(as_cille))
    drain(now())
    assert ("news_urgent", "contact") in messages_in("svendborg")
