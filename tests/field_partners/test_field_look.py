"""The pages of a school, and what a party signs, in a real browser: wide and on a phone, nothing wrong and nothing too wide."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from tests.browser import browsing, is_too_wide, violations
from tests.field_partners.test_institution import AGREED, AIM, ANSWER, LIST, SCHOOLS, added
from tests.forms import submit
from tests.mail import link_in

HOUSE = "https://korps.example"
PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}
GROUPS = "/dygtige-unge/aftale/fyn/lokalgrupper"


@pytest.fixture
def page(chromium: Browser, as_cille: FlaskClient) -> Iterator[Page]:
    """Cille's own browser; every address it asks for is answered by the product."""
    with browsing(chromium, as_cille, viewport=DESK) as page:
        yield page


def worked_with(client: FlaskClient) -> str:
    """A school with whom everything is agreed, whose union is asked to sign."""
    school = added(client, "Svendborg Erhvervsskole", "school")
    submit(client, f"{school}/skridt", step="cooperating", on_day="15-06-2014")
    submit(client, f"{school}/aftale", **AGREED)
    for number in (1, 2, 3):
        submit(client, f"{school}/forudsaetninger/{number}", **ANSWER)
    submit(client, f"{school}/underskrift/1")
    submit(client, f"{school}/underskrift/2", person="Hanne Bæk", role="Rektor", signed_on="02-06-2014")
    submit(client, f"{school}/underskrift/3/link", email="ole@skolen.example")
    submit(client, f"{school}/henvisning", **AIM, house="svendborg-erhvervsskole")
    submit(client, f"{school}/aarets-gang", day="20", month="6", words="Ring til rektor")
    submit(client, f"{GROUPS}/ny", name="Odense", on_day="01-04-2014", why="Mange unge uden plads")
    return school


def test_the_pages_stand_up_to_a_close_look_wide_and_on_a_phone(page: Page, as_cille: FlaskClient) -> None:
    school, link = worked_with(as_cille), link_in("dygtige-unge", "field_signature")
    added(as_cille, "Jobcenter Nyborg", "job_centre")
    forms = [f"{school}/{form}" for form in ("kontakt", "forudsaetninger/1", "henvisning", "aarets-gang", "underskrift/3/link")]
    for path in (
        LIST,
        SCHOOLS,
        school,
        *forms,
        link,
        "/dygtige-unge/aftale/hotline",
        GROUPS,
        "/dygtige-unge/aftale/fyn/aendringer",
    ):
        page.goto(HOUSE + path)
        assert page.locator("h1").count() == 1, path
        for size in (DESK, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert violations(page) == [], path
            assert not is_too_wide(page), path
