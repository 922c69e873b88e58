"""The cast signs in at their own organisation and out again, one redirect at a time."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from sqlalchemy import select, update

from demo_world.world import Address, Settings, running
from mentorkorps.clock import real_now
from mentorkorps.refused import Refused
from tenants.scope import acting_for, db
from tenants.users import SignIn, User
from tests import cast
from tests.visitor import WEB, Visitor, audited, back, browser, trust


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    place = tmp_path_factory.mktemp("world")
    with running(Settings(WEB, place / "clock", place / "data", port=0, smtp_port=0)) as address:
        yield address


@pytest.fixture
def visitor(app: Flask, world: Address) -> Visitor:
    for slug in ("svendborg", "faaborg-midtfyn", "dygtige-unge", "vordingborg"):
        trust(slug, f"{world.http}/idp/{slug}")
    return Visitor(browser(app))


def test_karen_signs_in_and_lands_on_her_own_page(visitor: Visitor) -> None:
    arrived = visitor.sign_in("svendborg", "karen")
    assert (arrived.status_code, arrived.headers["Location"]) == (303, "/svendborg/")
    assert visitor.client.get("/svendborg/").headers["Location"] == "/svendborg/unge"
    assert "Karen Holm" in visitor.client.get("/svendborg/konto").text
    assert audited("svendborg") == [("signed_in", "")]


def test_who_is_signed_in_can_come_to_the_door_of_another_house(visitor: Visitor) -> None:
    visitor.sign_in("svendborg", "karen")
    for page in ("log-ind", "logget-ud"):
        assert visitor.client.get(f"/dygtige-unge/{page}").status_code == 200
    visitor.sign_in("dygtige-unge", "cille")
    assert "Cille Storm" in visitor.client.get("/dygtige-unge/konto").text


def test_from_the_tile_of_her_own_organisation_karen_goes_straight_to_its_provider(
    visitor: Visitor, world: Address
) -> None:
    there = {"iss": f"{world.http}/idp/svendborg", "efter": "/svendborg/unge"}
    sent = visitor.client.get("/svendborg/log-ind", query_string=there)
    assert sent.status_code == 303 and sent.headers["Location"].startswith(f"{world.http}/idp/svendborg/authorize?")
    arrived = visitor.client.get(visitor.chosen(sent.headers["Location"], "karen"))
    assert (arrived.status_code, arrived.headers["Location"]) == (303, "/svendborg/unge") and visitor.is_in


@pytest.mark.parametrize(
    ("headers", "slug"),
    [
        ({}, "faaborg-midtfyn"),  # a provider of somebody else's
        ({"Sec-Fetch-Dest": "image"}, "svendborg"),
        ({"Sec-Fetch-Dest": "iframe"}, "svendborg"),
        ({"Sec-Purpose": "prefetch"}, "svendborg"),
    ],
)
def test_whatever_else_names_a_provider_gets_the_page_with_the_button(
    visitor: Visitor, world: Address, headers: dict[str, str], slug: str
) -> None:
    there = {"iss": f"{world.http}/idp/svendborg"}
    page = visitor.client.get(f"/{slug}/log-ind", query_string=there, headers=headers)
    assert page.status_code == 200 and 'name="udbyder"' in page.text
    assert "Set-Cookie" not in page.headers or "mk_arrival" not in page.headers["Set-Cookie"]


def test_a_title_goes_with_the_role_and_gives_no_right(visitor: Visitor, world: Address) -> None:
    issuer = f"{world.http}/idp/svendborg"
    for title, called in (
        ("case_worker:consultant", "Konsulent"),
        ("case_worker:teacher", "Underviser"),
        ("case_worker", "Sagsbehandler"),
    ):
        trust("svendborg", issuer, role_map={"case_worker": title})
        visitor.sign_in("svendborg", "karen")
        assert f"<dd>{called}</dd>" in visitor.client.get("/svendborg/konto").text
        assert visitor.client.get("/svendborg/unge").status_code == 200
        assert visitor.client.get("/svendborg/mentorer").status_code == 403
    with pytest.raises(Refused):
        trust("svendborg", issuer, role_map={"case_worker": "case_worker:king"})


def test_the_session_cookie_is_for_this_browser_only(visitor: Visitor) -> None:
    cookies = visitor.sign_in("svendborg", "karen").headers.getlist("Set-Cookie")
    cookie = next(line for line in cookies if "mk_session" in line)
    assert cookie.startswith("mk_session=svendborg.")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie and "Domain" not in cookie


@pytest.mark.parametrize(
    ("slug", "sub", "page"),
    [
        ("dygtige-unge", "cille", "/dygtige-unge/indbakke"),
        ("faaborg-midtfyn", "sofie", "/faaborg-midtfyn/styregruppe"),
        ("svendborg", "dorte", "/svendborg/log"),
        ("vordingborg", "nora", "/vordingborg/indbakke"),
    ],
)
def test_each_role_begins_at_its_own_work(visitor: Visitor, slug: str, sub: str, page: str) -> None:
    visitor.sign_in(slug, sub)
    assert visitor.client.get(f"/{slug}/").headers["Location"] == page


def test_a_page_that_was_asked_for_comes_after_signing_in(visitor: Visitor) -> None:
    asked = visitor.client.get("/svendborg/unge?side=2").headers["Location"]
    after = parse_qs(urlsplit(asked).query)["efter"][0]
    assert asked.startswith("/svendborg/log-ind?")
    assert visitor.sign_in("svendborg", "karen", efter=after).headers["Location"] == "/svendborg/unge?side=2"


@pytest.mark.parametrize("evil", ["https://ond.example/", "//ond.example", "/\\ond.example", "/\t/ond.example", "unge"])
def test_nobody_is_sent_elsewhere_by_a_link_to_us(visitor: Visitor, evil: str) -> None:
    page = visitor.client.get("/svendborg/log-ind", query_string={"efter": evil}).text
    assert 'name="efter"' not in page
    assert visitor.sign_in("svendborg", "karen", efter=evil).headers["Location"] == "/svendborg/"


def test_the_sign_in_page_may_lead_to_the_tenants_provider_and_no_other(visitor: Visitor, world: Address) -> None:
    policy = visitor.client.get("/svendborg/log-ind").headers["Content-Security-Policy"]
    assert f"form-action 'self' {world.http}" in policy
    assert visitor.client.get("/").headers["Content-Security-Policy"].endswith("form-action 'self'")


def test_signing_in_again_gives_a_new_session_and_ends_the_old(visitor: Visitor) -> None:
    visitor.sign_in("svendborg", "karen")
    first = visitor.session
    visitor.sign_in("svendborg", "kim")
    assert visitor.session != first
    visitor.client.set_cookie("mk_session", str(first))
    assert not visitor.is_in


def test_a_session_ends_after_thirty_idle_minutes(visitor: Visitor) -> None:
    visitor.sign_in("svendborg", "karen")
    _shift_sessions(seen_at=timedelta(minutes=29))
    assert visitor.is_in
    _shift_sessions(seen_at=timedelta(minutes=31))
    assert not visitor.is_in


def test_a_session_ends_after_ten_hours_of_work(visitor: Visitor) -> None:
    visitor.sign_in("svendborg", "karen")
    _shift_sessions(started_at=timedelta(hours=10, minutes=1))
    assert not visitor.is_in


def test_a_disabled_user_is_out_at_once_and_does_not_come_in_again(visitor: Visitor) -> None:
    visitor.sign_in("svendborg", "karen")
    with acting_for(cast.tenant("svendborg")):
        db.session.execute(update(User).where(User.subject == "karen").values(disabled_at=real_now()))
    assert not visitor.is_in
    again = visitor.sign_in("svendborg", "karen")
    assert again.status_code == 403 and "Din konto er lukket" in again.text
    assert ("sign_in.refused", "disabled") in audited("svendborg")


def test_a_sixth_browser_ends_the_session_of_the_first(visitor: Visitor, app: Flask) -> None:
    visitor.sign_in("svendborg", "karen")
    for _ in range(4):
        Visitor(browser(app)).sign_in("svendborg", "karen")
    assert visitor.is_in
    Visitor(browser(app)).sign_in("svendborg", "karen")
    assert not visitor.is_in


def test_karen_signs_out_here_and_at_her_organisation(visitor: Visitor, world: Address) -> None:
    visitor.sign_in("svendborg", "karen")
    session = str(visitor.session)
    policy = visitor.client.get("/svendborg/konto").headers["Content-Security-Policy"]
    assert f"form-action 'self' {world.http}" in policy
    sent = visitor.sign_out()
    assert sent.headers["Location"].startswith(f"{world.http}/idp/svendborg/end_session?id_token_hint=")
    assert visitor.session is None
    end = visitor.client.get(back(requests.get(sent.headers["Location"], timeout=20, allow_redirects=False)))
    assert end.status_code == 200 and "Du er logget af" in end.text and "alert" not in end.text
    visitor.client.set_cookie("mk_session", session)
    assert not visitor.is_in
    assert ("signed_out", "") in audited("svendborg")


def test_a_return_that_the_provider_did_not_confirm_says_so(visitor: Visitor) -> None:
    visitor.sign_in("svendborg", "karen")
    visitor.sign_out()
    end = visitor.client.get("/svendborg/logget-ud?state=forkert")
    assert end.status_code == 200 and "Luk browseren" in end.text


def test_what_the_provider_said_is_forgotten_when_the_session_ends(visitor: Visitor) -> None:
    visitor.sign_in("svendborg", "karen")
    visitor.sign_out()
    with acting_for(cast.tenant("svendborg")):
        kept = db.session.scalars(select(SignIn.id_token)).all()
    assert kept == [""]


def test_signing_out_twice_does_no_harm(visitor: Visitor) -> None:
    visitor.sign_in("svendborg", "karen")
    visitor.sign_out()
    assert visitor.sign_out().headers["Location"] == "/"


def test_karen_ends_a_session_she_left_open_elsewhere(visitor: Visitor, app: Flask) -> None:
    elsewhere = Visitor(browser(app))
    elsewhere.sign_in("svendborg", "karen")
    visitor.sign_in("svendborg", "karen")
    page = visitor.client.get("/svendborg/konto").text
    button = next(part.partition('"')[0] for part in page.split('action="') if "/afslut" in part.partition('"')[0])
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert visitor.client.post(button, data={"csrf_token": token}).status_code == 303
    assert not elsewhere.is_in
    assert visitor.is_in


def _shift_sessions(**back_by: timedelta) -> None:
    """Moves what the sessions of Svendborg remember back in time."""
    with acting_for(cast.tenant("svendborg")):
        db.session.execute(update(SignIn).values({name: real_now() - by for name, by in back_by.items()}))
