"""A call written down in the list itself, in a real browser: four presses and one sentence, and the list goes on (30 seconds)."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import replace
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from mentorkorps.config import Config
from mentorkorps.web import create_app
from tenants.scope import db
from tests.browser import violations
from tests.calls.test_call_list import LIST, raise_
from tests.conftest import COPY, Cluster
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import mentors, paired


@contextmanager
def served(config: Config) -> Iterator[str]:
    """The product at its own address, on the day of the test; its requests share nothing."""
    app = create_app(config)

    def one(environ: Any, start_response: Any) -> Iterable[bytes]:
        with app.app_context():
            return app(environ, start_response)

    server = make_server("127.0.0.1", urlsplit(config.base_url).port or 0, one)
    thread = Thread(target=copy_context().run, args=(server.serve_forever,))
    thread.start()
    try:
        yield config.base_url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def page(as_cille: FlaskClient, chromium: Browser, cluster: Cluster) -> Iterator[Page]:
    """Cille's list with Ayla and Jonas, who are both to be rung."""
    mentors("Maja")
    ayla = paired(enrolled(days_ago=25), days_ago=21)
    jonas = paired(enrolled("Jonas", "nyborg", "rune", days_ago=9), "nyborg", days_ago=8)
    raise_(ayla, "worry")
    raise_(jonas, "worry", "nyborg")
    cookie = as_cille.get_cookie("mk_session")
    assert cookie
    here = f"http://127.0.0.1:{_free_port()}"
    with served(replace(cluster.config(COPY, "mk_web"), base_url=here)) as address:
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "mk_session", "value": cookie.value, "url": address}])
        shown = context.new_page()
        shown.goto(f"{address}{LIST}")
        yield shown
        context.close()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_call_is_written_down_in_four_presses_without_leaving_the_list(page: Page) -> None:
    ayla, jonas = page.locator(".mk-call", has_text="Ayla"), page.locator(".mk-call", has_text="Jonas")
    ayla.get_by_role("link", name="Skriv, hvordan opkaldet gik").click()  # 1
    expect(ayla.get_by_label("Vi talte sammen")).to_be_checked()
    expect(ayla.locator("input:focus")).to_have_count(1)
    assert page.url.endswith(LIST) and violations(page) == []
    jonas.get_by_role("link", name="Skriv, hvordan opkaldet gik").click()
    expect(ayla.locator("form")).to_have_count(0)  # one form at a time
    ayla.get_by_role("link", name="Skriv, hvordan opkaldet gik").click()
    ayla.get_by_label("Mentor", exact=True).check()  # 2
    ayla.get_by_label("Hvad talte I om?").fill("De mødes på fredag.")  # 3
    ayla.get_by_role("button", name="Gem").click()  # 4
    expect(page.get_by_text("Opkaldet er skrevet i journalen.")).to_be_visible()
    expect(ayla).to_have_count(0)
    expect(jonas).to_have_count(1)
    expect(page.locator("#main-content")).to_be_focused()
    assert violations(page) == []


def test_what_is_missing_is_said_and_can_be_mended(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    ayla = page.locator(".mk-call", has_text="Ayla")
    ayla.get_by_role("link", name="Skriv, hvordan opkaldet gik").click()
    ayla.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Feltet skal udfyldes.").first).to_be_visible()
    assert [one for one in complaints if "422" not in one] == []  # no page of ours sets a style of its own
    page.get_by_label("Begge").check()
    page.get_by_label("Hvad talte I om?").fill("De ses på fredag.")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Opkaldet er skrevet i journalen.")).to_be_visible()


def test_back_from_what_came_after_a_refused_form_leads_to_the_form(page: Page) -> None:
    """The answer to a form is not kept, so without help Back would ask the browser to send it again."""
    page.goto(page.url.replace("ringeliste", "mentorer/ny"))
    page.get_by_role("button", name="Gem").first.click()
    expect(page.locator(".mk-error-summary")).to_be_focused()  # the page's own script has run
    page.locator(".mk-nav-wide").get_by_role("link", name="Par", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Par")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny mentor")
    expect(page.locator(".mk-error-summary")).to_have_count(0)
