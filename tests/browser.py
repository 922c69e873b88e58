"""The one headless Chromium of a test run, and what every page must stand up to in it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def is_too_wide(page: Page) -> bool:
    """True where the page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
