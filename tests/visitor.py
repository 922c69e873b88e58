"""Somebody with a browser who signs in by hand, one redirect at a time."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from demo_world.cast import CLIENT_ID, CLIENT_SECRET, ROLE_CLAIM, ROLE_NAMES
from tenants.audit import AuditEntry
from tenants.providers import Provider
from tenants.scope import acting_for, db
from tests import cast, forms

WEB = "http://127.0.0.1:8400"
ON_ONE_LINE = re.compile(rb'<span class="mk-together">([^<]*)</span>')
EVERY_ROLE = {role: role for role in ROLE_NAMES}


def trust(slug: str, issuer: str, *, client_id: str = CLIENT_ID, secret: str = CLIENT_SECRET, **settings: Any) -> None:
    """From now on the users of `slug` sign in at `issuer`."""
    usual = {"claim_roles": ROLE_CLAIM, "role_map": EVERY_ROLE, "create_users": True}
    with acting_for(cast.tenant(slug)):
        Provider.set(issuer=issuer, client_id=client_id, client_secret=secret, settings=usual | settings)


def audited(slug: str) -> list[tuple[str, str]]:
    """What the audit trail of `slug` says about signing in and out: acts and why, in the order of the alphabet."""
    with acting_for(cast.tenant(slug)):
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act.startswith("sign")))
        return sorted((entry.act, entry.why) for entry in entries)


class Apart(FlaskClient):
    """A client whose requests share nothing in the server: each has a context, and so a `g`, of its own."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **kwargs)


class Browser(Apart):
    """It shows a page as it is read: what only keeps words on one line is not there (`test_together` looks for it)."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html":
            answer.set_data(ON_ONE_LINE.sub(rb"\1", answer.get_data()))
        return answer


def browser(app: Flask) -> FlaskClient:
    """A new browser."""
    app.test_client_class = Browser
    return app.test_client()


@dataclass
class Visitor:
    """Somebody with a browser."""

    client: FlaskClient

    def leave_for(self, slug: str, **fields: str) -> str:
        """The provider's address, where the button on the sign-in page leads."""
        page = self.client.get(f"/{slug}/log-ind", query_string=fields)
        button = page.text.partition('name="udbyder" value="')[2].partition('"')[0]
        sent = forms.submit(self.client, f"/{slug}/log-ind", follow=False, udbyder=button, **fields)
        assert sent.status_code == 303, sent.text
        return sent.headers["Location"]

    def chosen(self, address: str, sub: str) -> str:
        """Where the demo's provider sends the browser back to when it is `sub` who signs in."""
        page, _, query = address.partition("?")
        answer = requests.post(page, data=dict(parse_qsl(query)) | {"sub": sub}, timeout=20, allow_redirects=False)
        return back(answer)

    def sign_in(self, slug: str, sub: str, **fields: str) -> TestResponse:
        """All the way through the demo's provider and back: the answer to it."""
        return self.client.get(self.chosen(self.leave_for(slug, **fields), sub))

    @property
    def is_in(self) -> bool:
        """Whether the browser has a running session."""
        return self.client.get("/").text.count("/log-ud") > 0

    @property
    def session(self) -> str | None:
        """The cookie of the session."""
        cookie = self.client.get_cookie("mk_session")
        return cookie.value if cookie else None

    def sign_out(self) -> TestResponse:
        """The button "Log ud"."""
        token = forms.token_in(self.client.get("/").text)
        return self.client.post("/log-ud", data={"csrf_token": token})


def back(answer: requests.Response) -> str:
    """The path of the product that a provider sends the browser back to."""
    address = answer.headers["Location"]
    assert address.startswith(f"{WEB}/"), address
    return address.removeprefix(WEB)
