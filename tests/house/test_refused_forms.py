"""A form that is sent with nothing in it is never answered as a page that was asked for (200): it is refused with its fields
marked (422), by a rule (409), or what it does needs no words (303). Tried on every form that Bent, Karen, Kim and Cille find."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorkorps.youths import Enrolment
from tenants.scope import acting_for
from tests import cast
from tests.forms import token_in
from tests.pair import known, matched
from tests.visitor import browser

LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
FORM = re.compile(r'<form [^>]*method="post"[^>]*>')
ACTION = re.compile(r' action="([^"]*)"')
#: What differs between two youths, two links or two numbers of one kind of page; whose house it is in does not count either.
PARTICULAR = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|/l/[\w-]{20,}|\d+")
#: Going out of the house and choosing a language are no forms with fields; a draft that is deleted cannot be tried any more.
LEFT_ALONE = re.compile(r"/(log-ud|sprog)|/konto/[^/]+/afslut|/tilmelding/[^/]+/slet")
MARKED = ("form-error-message", "alert-error")
PAGES = 150  # of one person: more of the same kinds are hardly found after these


def test_an_empty_form_is_refused_or_done_but_never_just_shown_again(app: Flask) -> None:
    phone = browser(app)
    matched(phone)
    with acting_for(cast.tenant("nyborg")):
        cast.enrol(cast.actor("rune"), first_name="Jonas")
    with acting_for(cast.tenant("svendborg")):
        cast.enrol(cast.actor("karen"), first_name="Mia")
        Enrolment.begin("Noor", by=cast.actor("karen"))
    tried, wrong = dict[str, int](), dict[str, int]()
    people = [(cast.signed_in(browser(app), name), "/") for name in ("karen", "kim", "cille")]
    for client, start in [(phone, known(phone, "start", "2031")), *people]:
        for address, token in dict(_forms(client, start)).items():
            answer = client.post(address, data={"csrf_token": token})
            tried[_kind(address)] = answer.status_code
            if answer.status_code not in (303, 409, 422) or _is_unmarked(answer):
                wrong[f"{start} {address}"] = answer.status_code
    assert not wrong
    assert len(tried) > 70 and {303, 409, 422} == set(tried.values()), tried


def _forms(client: FlaskClient, start: str) -> Iterator[tuple[str, str]]:
    """Of each kind of form that is found by going from page to page: where it is sent, and its token."""
    waiting, seen, found = deque([start]), {_kind(start)}, set[str]()
    for _page in range(PAGES):
        if not waiting:
            return
        here = waiting.popleft()
        answer = client.get(here, follow_redirects=True)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        for tag in FORM.findall(answer.text):
            said = ACTION.search(tag)
            address = unescape(said[1]) if said else answer.request.full_path.rstrip("?")
            if _kind(address) not in found and not LEFT_ALONE.search(address):
                found.add(_kind(address))
                yield address, token_in(answer.text)
        for link in map(unescape, LINK.findall(answer.text)):
            if _kind(link) not in seen:
                seen.add(_kind(link))
                waiting.append(link)


def _kind(address: str) -> str:
    return re.sub(r"^/[^/]+", "", PARTICULAR.sub("0", address.partition("?")[0]))


def _is_unmarked(answer: TestResponse) -> bool:
    """A form that is refused for what stands in its fields says at which."""
    return answer.status_code == 422 and not any(mark in answer.text for mark in MARKED)
