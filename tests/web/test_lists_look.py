"""The corps' page and the lists behind figures in a real browser: wide and on a phone, with nothing wrong and nothing too wide."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from tenants.scope import acting_for
from tests import cast
from tests.browser import browsing, is_too_wide, violations
from tests.steering.planted import invent
from tests.web.test_own_figures import rolled
from tests.web.test_steering import freeze

HOUSE = "https://korps.example"
PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}
PERIOD = "fra=2014-02-15&til=2014-12-31"


@pytest.fixture
def page(chromium: Browser, as_cille: FlaskClient) -> Iterator[Page]:
    """Cille's own browser; every address it asks for is answered by the product."""
    with browsing(chromium, as_cille, viewport=DESK) as page:
        yield page


def test_the_pages_stand_up_to_a_close_look_wide_and_on_a_phone(page: Page) -> None:
    freeze(invent(3, 60), date(2014, 6, 15))
    with acting_for(cast.tenant("dygtige-unge")):
        cast.recruit("Grethe", "Pension", "baker", found_through="mentor")
    rolled()
    each, one = f"/dygtige-unge/tal/follow_ups_on_time?{PERIOD}", f"/svendborg/tal/running?{PERIOD}"
    for path in ("/dygtige-unge/korps", "/dygtige-unge/tal", each, one):
        page.goto(HOUSE + path)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert violations(page) == []
            assert not is_too_wide(page)
