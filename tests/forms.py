"""Pressing buttons as a browser would: the form is fetched, its hidden fields taken along, and the answer followed."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_AREA = re.compile(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>')
_INPUT = re.compile(r"<input[^>]*>")
_SAID = re.compile(r'([a-z-]+)="([^"]*)"')
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


def submit(client: FlaskClient, url: str, *, to: str = "", follow: bool = True, **fields: object) -> TestResponse:
    """Fetches `url`, and posts `fields` with the form's token to `to` (or the same address)."""
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code, page.text[:400])
    return client.post(to or url, data={"csrf_token": token_in(page.text), **fields}, follow_redirects=follow)


def token_in(page: str) -> str:
    """The form's token."""
    for tag in _HIDDEN.findall(page):
        if 'name="csrf_token"' in tag:
            found = re.search(r'value="([^"]*)"', tag)
            if found:
                return unescape(found.group(1))
    raise AssertionError("the page has no form")


def as_it_stands(page: str) -> dict[str, str]:
    """What a browser would send of the page's text fields, text areas and boxes, untouched."""
    fields = {name: unescape(text.removeprefix("\r\n")) for name, text in _AREA.findall(page)}
    for tag in _INPUT.findall(page):
        said = dict(_SAID.findall(tag))
        if "name" in said and said.get("type") != "hidden" and (said.get("type") != "checkbox" or " checked" in tag):
            fields[said["name"]] = unescape(said.get("value", ""))
    return fields
