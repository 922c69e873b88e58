"""A demo world on free ports, with a watch a test can set."""

import base64
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from demo_world.world import Address, Settings, running

WEB = "http://127.0.0.1:8400"
BACK = f"{WEB}/svendborg/log-ind/svar"
VERIFIER = "a-verifier-that-is-long-enough-for-the-rule-43"


@dataclass
class Watch:
    """Real time, moved on by hand."""

    ahead: float = 0

    def __call__(self) -> float:
        return time.time() + self.ahead


@dataclass
class World:
    """A running demo world as a test reaches it."""

    address: Address
    clock_file: Path
    data: Path
    watch: Watch = field(default_factory=Watch)

    def get(self, path: str, **query: str) -> requests.Response:
        return requests.get(self.address.http + path, params=query, timeout=20, allow_redirects=False)

    def post(self, path: str, **form: str) -> requests.Response:
        return requests.post(self.address.http + path, data=form, timeout=20, allow_redirects=False)

    def choose(self, sub: str, slug: str = "svendborg", **changed: str) -> requests.Response:
        """The button of this person on the sign-in page, with the request the product would send."""
        return self.post(f"/idp/{slug}/authorize", **(asked() | changed), sub=sub)

    def code_of(self, sub: str) -> str:
        return answer_in(self.choose(sub))["code"]

    def redeem(self, code: str, **changed: str) -> requests.Response:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": VERIFIER,
            "client_id": "mentorkorps",
            "client_secret": "demo-secret",
        }
        return self.post("/idp/svendborg/token", **(form | changed))


def asked() -> dict[str, str]:
    """A right authorize request."""
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    return {
        "client_id": "mentorkorps",
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "openid profile email",
        "state": "state-1",
        "nonce": "nonce-1",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }


def answer_in(response: requests.Response) -> dict[str, str]:
    """What the provider sent back to the product's address."""
    assert response.status_code == 303
    assert response.headers["Location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["Location"]).query).items()}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    watch, data, clock_file = Watch(), tmp_path / "data", tmp_path / "clock"
    with running(Settings(WEB, clock_file, data, port=0, smtp_port=0), real_time=watch) as address:
        yield World(address, clock_file, data, watch)
