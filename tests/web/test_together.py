"""A date, a time, a range and an amount are not broken over two lines, on any page, however narrow."""

import re
from contextvars import copy_context
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Route

from mentorkorps.web.together import keep_together
from tests.cast import signed_in
from tests.visitor import Apart

HOUSE = "https://korps.example"
BROKEN = """
() => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (const one of node.data.matchAll(/\\d+-\\d[\\d-]*|\\d+ (uger|måneder)/g)) {
      const range = document.createRange();
      range.setStart(node, one.index); range.setEnd(node, one.index + one[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(one[0]);
    }
  }
  return found;
}
"""


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("Senest den 15-06-2014 kl. 08.00.", ["15-06-2014", "kl. 08.00"]),
        ("Der går 4-6 uger, og 30-35 unge er med.", ["4-6 uger", "30-35 unge"]),
        ("Den 15. juni 2014, on 15 Jun 2014", ["15. juni 2014", "15 Jun 2014"]),
        ("133.000,00 kr. er 85 %", ["133.000,00 kr.", "85 %"]),
        ("3,5-4 timer, 2014-15", ["3,5-4 timer", "2014-15"]),
        ("e-mail, ab-12-3, 5 dagene, 12 unger", []),
    ],
)
def test_what_belongs_together_is_found_in_running_words(said: str, whole: list[str]) -> None:
    assert re.findall('<span class="mk-together">([^<]*)</span>', keep_together(f"<p>{said}</p>")) == whole


@pytest.mark.parametrize(
    "shut",
    [
        '<a href="/x/2014-06-15" title="30-35">x</a>', "<title>Rapport 30-35</title>", "<textarea>\n4-6 uger</textarea>",
        "<svg><text>15-06-2014</text></svg>", "<select><option>4-6 uger</option></select>",
    ],
)  # fmt: skip
def test_what_is_no_running_text_is_left_alone(shut: str) -> None:
    assert keep_together(shut) == shut


def test_no_line_of_a_page_ends_within_a_date_or_a_range(app: Flask, chromium: Browser) -> None:
    """At every width from a phone's on: at some of them a line would end just there."""
    kim, here = signed_in(Apart(app, app.response_class), "kim"), copy_context()

    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)
        given = here.run(kim.get, f"{asked.path}?{asked.query}")
        route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.data)
        given.close()

    page = chromium.new_page()
    page.route("**/*", answer)
    page.goto(f"{HOUSE}/svendborg/program")
    for width in range(320, 700, 20):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BROKEN) == [], width
    page.close()
