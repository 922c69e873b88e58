"""What everybody sees before signing in, and what nobody thinks about."""

from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.cli.provider import read, remove_provider, set_provider
from mentorkorps.refused import Refused
from tenants.providers import Provider
from tenants.scope import acting_for, db
from tenants.users import SignIn
from tests import cast, forms
from tests.visitor import browser


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return browser(app)


def test_the_front_page_leads_to_the_sign_in_of_every_tenant(client: FlaskClient) -> None:
    page = client.get("/").text
    for slug in ("svendborg", "nyborg", "uu", "svendborg-erhvervsskole", "dygtige-unge", "vordingborg"):
        assert f'href="/{slug}/log-ind"' in page
    assert page.index("Kommuner") < page.index("Nyborg Kommune") < page.index("Erhvervsskoler")


def test_where_somebody_was_going_is_kept_when_they_choose_their_organisation(client: FlaskClient) -> None:
    assert 'href="/uu/log-ind?efter=/svendborg/unge"' in client.get("/?efter=/svendborg/unge").text
    assert "log-ind?efter" not in client.get("/?efter=//ond.example").text


def test_the_front_page_of_a_tenant_asks_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/svendborg/").headers["Location"] == "/svendborg/log-ind?efter=/svendborg/"
    assert client.get("/findes-ikke/").status_code == 404


def test_health_says_that_the_database_answers(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_an_installation_says_what_it_is_at_the_top_of_every_page(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "mk-notice" not in client.get("/was").text
    notice = {"text": "Prøvehus med opdigtede personer", "href": "http://127.0.0.1:8401"}
    monkeypatch.setitem(app.jinja_env.globals, "notice", notice)
    assert '<a href="http://127.0.0.1:8401">Prøvehus med opdigtede personer</a>' in client.get("/was").text
    by_link = client.get("/svendborg/l/et-link-som-ingen-har-faaet").text
    assert "mk-narrow" in by_link and '<a href="http://127.0.0.1:8401">Prøvehus med opdigtede personer</a>' in by_link


def test_english_is_one_press_away_and_stays(client: FlaskClient) -> None:
    answer = forms.submit(client, "/was", to="/sprog/en", follow=False, tilbage="/was")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/was")
    assert '<html lang="en">' in client.get("/was").text


@pytest.mark.parametrize("evil", ["https://ond.example", "//ond.example", "", "/\\ond.example"])
def test_the_choice_of_language_sends_nobody_elsewhere(client: FlaskClient, evil: str) -> None:
    answer = forms.submit(client, "/", to="/sprog/da", follow=False, tilbage=evil)
    assert answer.headers["Location"] == "/"


def test_a_language_nobody_speaks_here_is_not_found(client: FlaskClient) -> None:
    assert forms.submit(client, "/", to="/sprog/xx", follow=False).status_code == 404


def test_karen_sees_her_account_and_cannot_end_the_session_of_kim(client: FlaskClient) -> None:
    cast.signed_in(client, "kim")
    with acting_for(cast.tenant("svendborg")):
        kims = db.session.scalars(select(SignIn.id)).one()
    cast.signed_in(client, "karen")
    page = client.get("/svendborg/konto").text
    assert "Karen Holm" in page and "Denne browser" in page and "/afslut" not in page
    assert "15-06-2014 kl." in page  # the programme's day, not the day on the wall
    for stranger in (kims, uuid4()):
        assert forms.submit(client, "/svendborg/konto", to=f"/svendborg/konto/{stranger}/afslut").status_code == 404


FILE = """
issuer = "https://login.svendborg.example"
client_id = "mentorkorps"
client_secret = "hemmelig"
create_users = true
claim_roles = "groups"
[role_map]
MK-Sagsbehandler = "case_worker"
"""


def test_a_provider_set_twice_is_one(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "provider.toml"
    file.write_text(FILE)
    for _ in range(2):
        with acting_for(cast.tenant("svendborg")):
            set_provider(read(file), allow_loopback=False)
    with acting_for(cast.tenant("svendborg")):
        (provider,) = Provider.all_here()
        assert provider.wiring()["role_map"] == {"MK-Sagsbehandler": "case_worker"} and provider.creates_users


def test_a_provider_that_was_mistyped_is_taken_away_again(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "provider.toml"
    for issuer in ("https://login.svenborg.example", "https://login.svendborg.example"):
        file.write_text(FILE.replace("https://login.svendborg.example", issuer).replace('"case_worker"', '"corps_staff"'))
        with acting_for(cast.tenant("svendborg")):
            assert set_provider(read(file), allow_loopback=False).refuses == ["corps_staff"]
    with acting_for(cast.tenant("svendborg")):
        remove_provider("https://login.svenborg.example")
        assert [one.issuer for one in Provider.all_here()] == ["https://login.svendborg.example"]
    known = "Der logges ikke ind hos https://login.svenborg.example, men hos: https://login.svendborg.example"
    with pytest.raises(Refused, match=known), acting_for(cast.tenant("svendborg")):
        remove_provider("https://login.svenborg.example")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"case_worker"', '"chef"'), "Rollen chef findes ikke"),
        (("create_users", "make_users"), "Indstillingen make_users findes ikke"),
        (("true", '"ja"'), "Indstillingen create_users har en forkert form"),
        (("https://login.svendborg.example", "svendborg"), "https-adresse"),
        (('client_id = "mentorkorps"', ""), "Filen mangler client_id"),
    ],
)
def test_a_file_with_an_error_is_refused_with_a_sentence(
    app: Flask, tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    file = tmp_path / "provider.toml"
    file.write_text(FILE.replace(*change))
    with pytest.raises(Refused, match=said), acting_for(cast.tenant("svendborg")):
        set_provider(read(file), allow_loopback=False)
