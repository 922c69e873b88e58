"""The call list on a phone and on a desk: nothing for axe to find, nothing too wide, and numbers big enough to press."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from mentorkorps import web
from tests.browser import is_too_wide, violations
from tests.calls.test_call_list import LIST, form, raise_
from tests.forms import submit
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import mentors, paired

STATIC = Path(web.__file__).parent
SIZES = [(375, 800), (1280, 900)]
A_THUMB = 44  # pixels


def shown(chromium: Browser, html: str, size: tuple[int, int]) -> Page:
    """The page as it stands, with its sheets and scripts."""

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=(STATIC / path.lstrip("/")).read_bytes(), content_type=kind)
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page = chromium.new_page(viewport={"width": size[0], "height": size[1]})
    page.route("**/*", serve)
    page.goto("http://korpset.example/side")
    return page


@pytest.fixture
def addresses(app, as_cille):
    """A list with three pairs, one tried and one put off, and the form of one of them."""
    mentors("Maja", "Lars")
    ayla = paired(enrolled(days_ago=25), days_ago=21)
    submit(as_cille, form(ayla), result="talked", reached="both", note="De mødes på fredag.", internal="Bent lød træt.")
    jonas = paired(enrolled("Jonas", "nyborg", "rune", days_ago=9), "nyborg", days_ago=8)
    mille = paired(enrolled("Mille", "faaborg-midtfyn", days_ago=5), "faaborg-midtfyn")
    for match_id, slug in ((ayla, "svendborg"), (jonas, "nyborg"), (mille, "faaborg-midtfyn")):
        raise_(match_id, "worry", slug)
    submit(as_cille, form(jonas, "nyborg"), result="no_answer")
    submit(as_cille, form(mille, "faaborg-midtfyn"), result="later", again_on="18-06-2014")
    return LIST, form(ayla), "/dygtige-unge/ringeliste/overdrag", f"/svendborg/par/{ayla}"


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_calls_are_fit_for_everybody(chromium, as_cille, addresses, size):
    for address in addresses:
        page = shown(chromium, as_cille.get(address).text, size)
        assert violations(page) == [], address
        assert not is_too_wide(page), address
        numbers = page.locator("a.mk-phone").all()
        assert all((number.bounding_box() or {"height": 0})["height"] >= A_THUMB for number in numbers), address
        page.close()
