"""The pages of a course on a phone of 375 pixels: nothing is too wide, and axe finds nothing wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route

from tests.browser import is_too_wide, violations
from tests.courses.pairs import SIF, bents_page, paired, youths_page
from tests.courses.test_events import EVENT
from tests.courses.test_expectations import RULES, UNPAID
from tests.forms import submit

SITE = "http://mentorkorps.example"
KNOWN = {
    "supporter": True, "wellbeing": True, "legal_basis": True, "mentor_kinds": True, "match_meeting": True, "family_meeting": True,
    "network_meetings": True,
}  # fmt: skip


@contextmanager
def on_a_phone(chromium: Browser, client: FlaskClient) -> Iterator[Page]:
    """A narrow page whose every request is answered by `client`."""

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        found = client.get(url.path + ("?" + url.query if url.query else ""))
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)
        found.close()

    context = chromium.new_context(viewport={"width": 375, "height": 740}, bypass_csp=True)
    page = context.new_page()
    page.route("**/*", answer)
    yield page
    context.close()


def wrong(page: Page, paths: list[str]) -> list[tuple[str, object]]:
    """What is wrong on each of the pages."""
    found: list[tuple[str, object]] = []
    for path in paths:
        answer = page.goto(SITE + path)
        assert answer is not None and answer.status == 200, path
        found += [(path, fault) for fault in [*violations(page), *(["too wide"] if is_too_wide(page) else [])]]
    return found


def test_staff_pages(app, as_nora, chromium):
    sif = f"/vordingborg/par/{paired(*SIF, **KNOWN)}"
    submit(as_nora, f"{sif}/aftale", **RULES)
    submit(
        as_nora, f"{sif}/maal", text="Et langt mål om grundforløbet", overall="education", areas=["social", "practical"]
    )
    submit(as_nora, f"{sif}/kontakt", way="sms", begun_by="mentor", held_on="15-06-2014")
    submit(as_nora, "/vordingborg/arrangementer", **EVENT)
    acts = ["aftale", "maal", "maal/1", "aktivitet", "kontakt", "andet-moede", "stoetteperson", "grundlag"]
    with on_a_phone(chromium, as_nora) as page:
        assert wrong(page, [sif, *(f"{sif}/{act}" for act in acts), "/vordingborg/arrangementer"]) == []


def test_pages_by_link(app, as_nora, chromium):
    paired(*SIF, **KNOWN)
    submit(as_nora, "/vordingborg/arrangementer", **EVENT)
    bent, course = bents_page(app, "vordingborg")
    submit(bent, f"{course}/aftale", **RULES, **UNPAID)
    submit(
        bent, f"{course}/maal", text="Et langt mål om grundforløbet", overall="education", areas=["social", "practical"]
    )
    with on_a_phone(chromium, bent) as page:
        pages = ["", "/aftale", "/maal", "/maal?nr=1", "/aktivitet", "/arrangementer"]
        assert wrong(page, [course.removesuffix("/forloeb"), *(course + one for one in pages)]) == []
    youth, hers = youths_page(app, "vordingborg", "expectations")
    with on_a_phone(chromium, youth) as page:
        assert wrong(page, [hers.removesuffix("/forloeb"), hers, f"{hers}/ja", f"{hers}/arrangementer"]) == []
