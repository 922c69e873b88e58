"""The pages of a concern on a phone: nothing that axe finds wrong, and nothing to scroll sideways for."""

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Route

from tests import pair
from tests.browser import is_too_wide, violations
from tests.concerns import chain
from tests.forms import submit

HOST = "http://house.example"


def wrong(chromium: Browser, client: FlaskClient, pages: list[str]) -> list[str]:
    """What is wrong with these pages, each as HTML, at 375 px."""
    page = chromium.new_page(viewport={"width": 375, "height": 800})

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path.startswith("/side/"):
            route.fulfill(body=pages[int(path.removeprefix("/side/"))], content_type="text/html; charset=utf-8")
        else:
            found = client.get(path, buffered=True)
            route.fulfill(status=found.status_code, body=found.data, content_type=found.mimetype)

    page.route("**/*", serve)
    found = []
    for number, text in enumerate(pages):
        page.goto(f"{HOST}/side/{number}")
        title = text.partition("<title>")[2].partition("</title>")[0].strip()
        found += [f"{title}: {one}" for one in violations(page)]
        if is_too_wide(page):
            found.append(f"{title}: too wide")
    page.close()
    return found


def test_what_staff_see_fits_a_phone(chromium: Browser, as_cille: FlaskClient) -> None:
    youth_id = chain.paired(as_cille)
    door = f"/svendborg/unge/{youth_id}/bekymring"
    chain.ready(as_cille, "2", "Pia Project", "70102044")
    url = chain.raised(as_cille, youth_id)
    submit(as_cille, f"{url}/ring", **chain.CALL)
    danger = chain.raised(as_cille, youth_id, danger="yes", internal="Hun er væk.")
    addresses = [
        door, url, f"{danger}/ring", f"{url}/niveau", f"{url}/ansvarlig", f"{url}/notat", f"{url}/afslut",
        "/dygtige-unge/bekymringer", "/dygtige-unge/bekymringer/hvem", "/svendborg/bekymringer/hvem",
        "/svendborg/bekymringer/hvem/on_call", "/dygtige-unge/bekymringer/tal",
    ]  # fmt: skip
    answers = [as_cille.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    empty = submit(as_cille, door, internal="")
    assert wrong(chromium, as_cille, [answer.text for answer in [*answers, empty]]) == []


def test_what_a_mentor_sees_fits_a_phone(app: Flask, chromium: Browser) -> None:
    client = app.test_client()
    pair.matched(client)
    way = pair.known(client, "start", "2031") + "/bekymring"
    pages = [client.get(way).text]
    pages.append(submit(client, way, danger="yes", about="home", internal="Hun er væk.").text)
    pages.append(submit(client, f"{way}/ring", **chain.CALL).text)
    assert wrong(chromium, client, pages) == []
