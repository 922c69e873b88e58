"""The pages about companies in a real browser: wide and on a phone, with nothing wrong and nothing too wide."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from mentorkorps.field_partners import CompanyLead
from mentorkorps.mentors import Mentor
from tenants.scope import acting_for, db
from tests.browser import browsing, is_too_wide, violations
from tests.cast import tenant
from tests.endings.scene import on
from tests.field_partners.test_leads import DOOR, SMEDJEN
from tests.field_partners.test_leads import LIST as LEADS
from tests.field_partners.test_leads import company as company
from tests.forms import submit
from tests.offers.scene import CORPS, LIST, bent, checked_in
from tests.offers.test_asking import FIRST, SECOND
from tests.offers.test_placements import given

HOUSE = "https://korps.example"
PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def page(chromium: Browser, as_cille: FlaskClient) -> Iterator[Page]:
    """Cille's own browser; every address it asks for is answered by the product."""
    with browsing(chromium, as_cille, viewport=DESK) as page:
        yield page


def look(page: Page, *paths: str) -> None:
    for path in paths:
        answer = page.goto(HOUSE + path)
        assert answer and answer.status == 200, path
        for size in (DESK, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert violations(page) == [], path
            assert not is_too_wide(page), path


def test_where_companies_write_and_who_answers_them(page: Page, company: FlaskClient) -> None:
    submit(company, DOOR, **SMEDJEN)
    with acting_for(tenant(CORPS)):
        lead = db.session.scalars(select(CompanyLead.id)).one()
    look(page, DOOR, f"{DOOR}/tak", LEADS, f"{LEADS}/{lead}")
    assert page.locator("#website").count() == 0  # the field for machines is on the page for companies alone
    page.goto(HOUSE + DOOR)
    page.keyboard.press("Tab")
    reached = set()
    for _step in range(30):
        reached.add(page.evaluate("document.activeElement.id"))
        page.keyboard.press("Tab")
    assert "note" in reached and "website" not in reached


def test_what_they_offer_and_what_comes_of_it(page: Page, as_cille: FlaskClient) -> None:
    places, _place = given(as_cille, words="Tre timer om ugen.")
    offer = LIST + "/" + as_cille.get(LIST).text.partition(f'href="{LIST}/')[2][:36]
    with acting_for(tenant(CORPS)):
        effort = f"/{CORPS}/virksomheder/{Mentor.get(bent()).company_id}/ansvar"
    look(page, LIST, offer, f"{offer}/gruppe", f"{LIST}/mentor/{bent()}", places, effort)
    for day in (FIRST, SECOND):
        path = checked_in(as_cille, day, "5")
    with on(SECOND):
        look(page, path)
