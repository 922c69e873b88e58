"""The page of a youth in a real browser: what stands in the narrow column is not cut, and nothing is too wide."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from mentorkorps.concerns import open_concern
from tenants.scope import acting_for
from tests.browser import browsing, is_too_wide, violations
from tests.cast import actor, tenant
from tests.pair import HERE, matched, the_match

HOUSE = "https://korps.example"
PHONE, NARROW, DESK = 375, 1000, 1200
LINES_OF = "cells => cells.map(cell => Math.round(cell.clientHeight / parseFloat(getComputedStyle(cell).lineHeight)))"


@pytest.fixture
def page(chromium: Browser, as_karen: FlaskClient) -> Iterator[Page]:
    """Karen's own browser; every address it asks for is answered by the product."""
    with browsing(chromium, as_karen) as page:
        yield page


@pytest.fixture
def address(phone: FlaskClient) -> str:
    """The page of Ayla, about whom somebody is worried."""
    matched(phone)
    with acting_for(tenant(HERE)):
        youth = the_match().youth
        open_concern(youth, about="home", internal="Sov i bussen.", is_danger=False, by=actor("karen"))
        return f"{HOUSE}/{HERE}/unge/{youth.id}"


def test_what_stands_in_the_narrow_column_is_whole_at_every_width(page: Page, address: str) -> None:
    for width in (DESK, NARROW, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        assert not is_too_wide(page), width
        assert violations(page) == []
        known = page.locator("details[open] .mk-summary").first
        assert set(known.locator("dt").evaluate_all(LINES_OF)) == {1}, width  # "Mobilnummer" was broken in two
        assert set(known.locator("dd").evaluate_all(LINES_OF)) == {1}, width
