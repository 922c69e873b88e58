"""The one headless Chromium of a test run, and what every page must stand up to in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route, sync_playwright

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MISSING = f"There is no {CHROMIUM} on this machine, so nothing was looked at in a browser."


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium. Where there is none: skipped with a sentence, and on a build machine failed."""
    if not CHROMIUM.exists():
        if "MENTORKORPS_CI" in os.environ:
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def browsing(chromium: Browser, client: FlaskClient, **how: Any) -> Iterator[Page]:
    """A page of somebody's own browser: every address it asks for is answered by the product as `client`, with its headers. `how`
    is what a new context of Playwright takes."""
    here = copy_context()  # the browser's answers come from a stack of their own, which knows no database

    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)
        given = here.run(client.get, f"{asked.path}?{asked.query}")
        route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.data)
        given.close()

    context = chromium.new_context(reduced_motion="reduce", **how)
    try:
        context.route("**/*", answer)
        yield context.new_page()
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def is_too_wide(page: Page) -> bool:
    """True where the page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
