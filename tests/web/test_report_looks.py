"""The report's pages in a real browser: wide and on a phone, in both languages, with nothing wrong and nothing too wide."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from mentorkorps.steering import Report, checksum
from tenants.scope import acting_for, db
from tests import cast
from tests.browser import browsing, is_too_wide, violations
from tests.steering.planted import invent
from tests.web.test_steering import REPORT, freeze

HOUSE = "https://styregruppe.example"
PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def page(chromium: Browser, as_sofie: FlaskClient) -> Iterator[Page]:
    """Sofie's own browser; every address it asks for is answered by the product, with the headers of the product."""
    complaints: list[str] = []
    with browsing(chromium, as_sofie, viewport=DESK) as page:
        page.on("console", lambda said: complaints.append(said.text))
        yield page
    assert complaints == []


@pytest.mark.parametrize(("path", "language"), [(REPORT, "da"), (REPORT, "en"), (f"{REPORT}/byraad", "da")])
def test_the_report_stands_up_to_a_close_look_wide_and_on_a_phone(
    page: Page, as_sofie: FlaskClient, path: str, language: str
) -> None:
    freeze(invent(3, 60))
    as_sofie.set_cookie("mk_language", language)
    page.goto(HOUSE + path)
    assert page.locator("html").get_attribute("lang") == language
    _unfold(page)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert violations(page) == []
        assert not is_too_wide(page)


def test_what_is_folded_together_is_printed_unfolded(page: Page) -> None:
    freeze(invent(3, 60))
    page.goto(HOUSE + REPORT)
    folded = page.get_by_text("Begyndte forløb", exact=True)
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    assert not page.get_by_role("navigation", name="Hent rapporten").is_visible()


def test_a_partnership_of_many_has_a_line_for_each_municipality(page: Page) -> None:
    content = _of_many(freeze(invent(3, 60)), 8)
    page.goto(f"{HOUSE}{REPORT[:-1]}2")
    _unfold(page)
    assert violations(page) == []
    assert not is_too_wide(page)
    rows = {row["key"]: row for row in content["rows"]}
    table = page.get_by_role("table", name="De vigtigste tal for hver kommune")
    lines = [line.split("\t") for line in table.get_by_role("row").all_inner_texts()]
    assert len(lines) == 9 and lines[8][0] == "Kommune 7"
    at = lines[0].index(rows["matched"]["label"])
    assert lines[8][at].startswith(str(rows["matched"]["tenants"][7]["realised"]))


def _of_many(content: dict[str, Any], count: int) -> dict[str, Any]:
    """Published as report 2: the same, as if `count` municipalities had taken part."""
    slugs = [f"kommune-{n}" for n in range(count)]
    many = json.loads(json.dumps(content)) | {"number": 2}
    many["tenants"] = [{"slug": slug, "name": f"Kommune {n}"} for n, slug in enumerate(slugs)]
    for row in [row for row in many["rows"] if row["tenants"]]:
        row["tenants"] = [row["tenants"][n % 3] | {"tenant": slug} for n, slug in enumerate(slugs)]
    with acting_for(cast.tenant("dygtige-unge")):
        same = db.session.scalars(select(Report)).first()
        assert same
        db.session.add(
            Report(
                party_tenant_id=cast.tenant("faaborg-midtfyn"), partnership_id=same.partnership_id, number=2,
                period_id=same.period_id, cut_off=same.cut_off, built_at=same.built_at, content=many, checksum=checksum(many),
            )
        )  # fmt: skip
    return many


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
