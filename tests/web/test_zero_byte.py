"""A zero byte, which nobody types and the database takes none of, is never an error: not found, or asked again."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.forms import submit, token_in
from tests.journal.scenes import ayla
from tests.mail import link_in
from tests.pair import proposed
from tests.visitor import browser
from tests.web.test_inbox import enrolled, page

ZERO = "%00"
NOBODY_S = [
    f"/svendborg/unge/{ZERO}", f"/svendborg{ZERO}/unge", f"/{ZERO}", f"/svendborg/l/{ZERO}", f"/svendborg/l/abc{ZERO}def",
    f"/svendborg/program/{ZERO}/ret", f"/?efter={ZERO}", f"/svendborg/unge?side={ZERO}", f"/svendborg/unge?side=1&side={ZERO}",
    f"/svendborg/unge?soeg=a{ZERO}b", f"/svendborg/log-ind?efter={ZERO}", f"/svendborg/unge?{ZERO}=1",
    f"/dygtige-unge/for-virksomheder/{ZERO}",
]  # fmt: skip


@pytest.mark.parametrize("address", NOBODY_S)
def test_an_address_with_one_leads_nowhere_for_whoever_asks(app: Flask, as_karen: FlaskClient, address: str) -> None:
    for client in (browser(app), as_karen):
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code in (400, 404)
        assert "Traceback" not in answer.text


def test_in_a_field_it_is_dropped_like_a_blank(as_karen: FlaskClient) -> None:
    path = f"{ayla()}/notat"
    kept = submit(as_karen, path, topic="decision", text="Bevil\x00get.")
    assert kept.status_code == 200 and "Bevilget." in kept.text
    assert submit(as_karen, path, topic="decision", text="\x00").status_code == 422


def test_in_a_button_a_token_or_the_name_of_a_field_it_is_refused(as_cille: FlaskClient) -> None:
    where = page(enrolled())
    assert submit(as_cille, where, mentor="\x00").status_code == 409
    token = token_in(as_cille.get(where).text)
    for sent in ({"csrf_token": f"{token}\x00", "mentor": "x"}, {"csrf_token": token, "men\x00tor": "x"}):
        assert as_cille.post(where, data=sent).status_code in (400, 409)


def test_by_link_it_is_no_answer(app: Flask) -> None:
    proposed()
    phone, path = browser(app), link_in("svendborg", "mentor_asked")
    for said in ({"answer": "\x00"}, {"answer": "yes\x00", "reason": "\x00"}, {"do": "\x00"}):
        assert submit(phone, path, **said).status_code in (400, 409, 422)


@pytest.mark.parametrize("name", ["mk_session", "mk_language", "mk_arrival"])
def test_in_a_cookie_it_is_nobodys(app: Flask, name: str) -> None:
    r"""Cookies may be quoted, and \000 in one is a zero byte."""
    for value in (r'"svendborg\000.abc"', r'"svendborg.a\000bc"', r'"\000"'):
        answer = browser(app).get("/svendborg/unge", headers={"Cookie": f"{name}={value}"})
        assert answer.status_code in (302, 303, 401)
