"""Only those in the chain see a concern; to anybody else it was never there (DF-18)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tenants.scope import acting_for
from tests import cast
from tests.concerns import chain
from tests.forms import submit
from tests.web.counting import PAGE, statements


@pytest.fixture
def url(as_cille: FlaskClient) -> str:
    """Cille has raised a concern about Ayla."""
    return chain.raised(as_cille, chain.paired(as_cille))


def test_cille_raises_a_concern_on_level_one_with_an_owner_a_deadline_and_the_way_up(
    as_cille: FlaskClient, url: str
) -> None:
    chain.ready(as_cille, "2", "Pia Project", "70102044")
    page = as_cille.get(url).text
    assert (
        chain.SECRET in page
        and "Niveau 1: Koordinatorerne" in page
        and "Cille Engel" in page
        and "tel:70102030" in page
    )
    assert "20-06-2014" in page, "five working days"
    assert "Niveau 2: Projektlederen · Pia Project" in page and "tel:+4570102044" in page


@pytest.mark.parametrize("name", ["cille", "karen", "kim"])
def test_owner_contact_person_and_coordinator_read_it_and_each_reading_is_in_the_trail(
    app: Flask, url: str, name: str
) -> None:
    page = cast.signed_in(app.test_client(), name).get(url)
    assert page.status_code == 200 and chain.SECRET in page.text
    assert ("concern.read", cast.PEOPLE[name][1]) in chain.trail()


@pytest.mark.parametrize("name", ["dorte", "rune", "sofie", "ulla", "erik", "nora"])
def test_whoever_is_outside_gets_the_page_of_what_never_was(app: Flask, url: str, name: str) -> None:
    client = cast.signed_in(app.test_client(), name)
    for address in (url, *(f"{url}/{act}" for act in ("ring", "niveau", "ansvarlig", "notat", "afslut"))):
        answer = client.get(address)
        assert answer.status_code == 404 and chain.SECRET not in answer.text, (name, address)
    assert ("concern.read", cast.PEOPLE[name][1]) not in chain.trail()


def test_another_of_the_same_corps_sees_nothing_of_it_on_any_page(as_cille: FlaskClient, url: str) -> None:
    as_dan = chain.colleague(as_cille)
    assert as_dan.get(url).status_code == 404
    assert url not in as_dan.get("/dygtige-unge/bekymringer").text
    assert url in as_cille.get("/dygtige-unge/bekymringer").text
    with acting_for(cast.tenant("svendborg")):
        youth_page, pair_page = f"/svendborg/unge/{chain.only().youth_id}", f"/svendborg/par/{chain.only().match_id}"
    for page in (youth_page, pair_page):
        assert url in as_cille.get(page).text and url not in as_dan.get(page).text


def test_a_case_worker_of_the_same_town_who_does_not_follow_the_youth_sees_nothing(
    as_cille: FlaskClient, url: str
) -> None:
    as_eva = chain.colleague(as_cille, "Eva Friis", "svendborg", "case_worker")
    assert as_eva.get(url).status_code == 404


def test_dorte_sees_in_the_log_that_it_is_there_and_not_what_it_says(app: Flask, url: str) -> None:
    page = cast.signed_in(app.test_client(), "dorte").get("/svendborg/log?slags=bekymringer").text
    assert "Rejste en bekymring" in page and "Cille Engel" in page and chain.SECRET not in page


def test_the_journal_and_the_mail_say_only_that_it_is_taken_care_of(as_cille: FlaskClient, url: str) -> None:
    submit(as_cille, f"{url}/notat", text="Ringet til moderen.")
    assert chain.noted() == [
        "Cille Engel: Der er rejst en bekymring, og der bliver taget hånd om den.",
        "Cille Engel: Der er taget hånd om en bekymring.",
    ]


def test_the_same_words_twice_are_one_concern(as_cille: FlaskClient, url: str) -> None:
    with acting_for(cast.tenant("svendborg")):
        youth_id = chain.only().youth_id
    assert chain.raised(as_cille, youth_id) == url
    assert len(chain.noted()) == 1


def test_a_concern_raised_by_karen_is_the_coordinators_until_one_of_them_takes_it(
    as_cille: FlaskClient, as_karen: FlaskClient
) -> None:
    url = chain.raised(as_karen, chain.paired(as_cille))
    as_dan = chain.colleague(as_cille)
    assert "Korpsets koordinatorer" in as_karen.get(url).text
    assert "Jeg tager den" in as_dan.get(url).text
    assert "Dan Bo" in submit(as_dan, url, to=f"{url}/tag").text
    assert as_cille.get(url).status_code == 404, "it is no longer the group's"
    assert as_karen.get(url).status_code == 200


def test_the_list_takes_as_many_statements_with_many_concerns_as_with_one(as_karen: FlaskClient, url: str) -> None:
    with acting_for(cast.tenant("svendborg")):
        youth_id = chain.only().youth_id
    as_karen.get("/svendborg/bekymringer")
    with statements() as few:
        as_karen.get("/svendborg/bekymringer")
    for number in range(3):
        chain.raised(as_karen, youth_id, internal=f"Nummer {number}")
    with statements() as many:
        assert as_karen.get("/svendborg/bekymringer").text.count("/svendborg/bekymringer/") >= 4
    assert len(many) == len(few) <= PAGE


def test_wrong_input_is_said_at_the_field_and_nothing_is_kept(as_karen: FlaskClient, as_cille: FlaskClient) -> None:
    youth_id = chain.paired(as_cille)
    empty = submit(as_karen, f"/svendborg/unge/{youth_id}/bekymring", internal="")
    assert empty.status_code == 422 and "Vælg en af mulighederne." in empty.text
    cpr = submit(as_karen, f"/svendborg/unge/{youth_id}/bekymring", **(chain.WORRY | {"internal": "140295-1234"}))
    assert cpr.status_code == 422 and "Skriv ikke CPR-nummer her." in cpr.text
    assert chain.noted() == []
