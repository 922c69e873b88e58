"""The building bricks of every page, looked at in a browser: wide and on a phone, in both languages."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, flash, g, render_template
from playwright.sync_api import Browser, Page
from werkzeug.datastructures import MultiDict
from werkzeug.serving import make_server
from wtforms.validators import InputRequired, Length

from mentorkorps import language
from mentorkorps.config import Config, folder
from mentorkorps.web import formats, headers, widgets
from tests.browser import violations
from tests.visitor import WEB

ROOT = Path(__file__).resolve().parents[2]
NAV = [
    {"text": "Indbakke", "href": "/", "count": 12},
    {"text": "Byggesten", "href": "/da", "current": True},
    {"text": "Mentorer", "href": "/"},
    {"text": "Rapport", "href": "/"},
]
PAGES = ["da", "en", "svar", "fejl/refused", "fejl/not_found", "fejl/error"]
FRAME = {
    "tenant_name": "Udviklingsforum Faaborg-Midtfyn",
    "user_name": "Cille Rask Ravn",
    "nav": NAV,
    "acting_in": "Svendborg Kommune",
    "leave_href": "/",
    "home_href": "/",
}


class Sample(widgets.Form):
    name = widgets.Text("Navn", [InputRequired(), Length(min=2, max=10)])
    born = widgets.Day("Fødselsdag", [InputRequired()])
    phone = widgets.Phone("Telefon", description="8 cifre")
    mail = widgets.Mail("Mail", [InputRequired()])
    minutes = widgets.WholeNumber("Minutter")
    trade = widgets.Drop("Fag", [InputRequired()], choices=[("carpenter", "Tømrer"), ("cook", "Kok")])
    going = widgets.Radios("Vil I fortsætte?", [InputRequired()], choices=[("yes", "Ja"), ("no", "Nej")])
    wishes = widgets.Checks("Ønsker", choices=[("woman", "En kvinde"), ("man", "En mand")], description="Gerne flere")
    consent = widgets.Check("Den unge har sagt ja.", [InputRequired()])
    note = widgets.LongText("Bemærkning", rows=3)


@pytest.fixture(scope="module")
def app() -> Flask:
    web = ROOT / "platform" / "mentorkorps" / "web"
    app = Flask("design", template_folder=str(folder("templates")), static_folder=str(web / "static"))
    app.secret_key = "only for this page"
    app.extensions["mentorkorps"] = Config("", "", app.secret_key, WEB, "discard:", "korps@mentorkorps.example")
    formats.teach(app.jinja_env)
    app.jinja_env.globals.update({"_": language._, "language": language.language})
    app.after_request(headers.set_headers)
    app.add_url_rule("/<code>", "design", _design)
    app.add_url_rule("/svar", "link", lambda: render_template("design.html", base="layout_link.html", **_context()))
    app.add_url_rule("/ind", "sign_in", _sign_in)
    app.add_url_rule("/fejl/<name>", "error", lambda name: render_template(f"errors/{name}.html", refusal="Optaget."))
    return app


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _context() -> dict[str, Any]:
    wrong = {"name": "A", "born": "31-02-2000", "phone": "12", "mail": "ayla", "minutes": "to"}
    form = Sample(formdata=MultiDict(wrong))
    form.validate()
    return {"form": form, "today": date(2014, 6, 15), "now": datetime(2014, 6, 15, 7, 30, tzinfo=UTC)}


def _sign_in() -> str:
    g.form_action = "https://login.example/authorize"
    return ""


def _design(code: str) -> str:
    with language.speaking(code):
        flash("Den unge er tilmeldt.", "success")
        return render_template("design.html", **FRAME, **_context())


def _open(chromium: Browser, url: str, width: int) -> tuple[Page, list[str]]:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url, wait_until="load")
    return page, complaints


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("path", PAGES)
def test_every_brick_is_accessible_and_fits_the_screen(chromium: Browser, address: str, path: str, width: int) -> None:
    page, complaints = _open(chromium, f"{address}/{path}", width)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.close()


def test_the_focus_stands_on_what_must_be_corrected(chromium: Browser, address: str) -> None:
    page, _ = _open(chromium, f"{address}/da", 1280)
    assert page.evaluate("document.activeElement.classList.contains('mk-error-summary')")
    page.get_by_role("link", name="Vil I fortsætte").click()
    assert page.evaluate("document.activeElement.id") == "going-0"


def test_a_phone_without_javascript_opens_the_menu(chromium: Browser, address: str) -> None:
    page = chromium.new_page(java_script_enabled=False, viewport={"width": 375, "height": 700})
    page.goto(f"{address}/da")
    link = page.get_by_role("link", name="Mentorer")
    assert not link.is_visible()
    page.locator("summary", has_text="Menu").click()
    assert link.is_visible()


def test_a_page_carries_no_style_and_no_script_of_its_own(app: Flask) -> None:
    page = app.test_client().get("/da").text
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


def test_every_answer_says_what_a_browser_may_do(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    page, sign_in = (app.test_client().get(path).headers for path in ("/da", "/ind"))
    policy = page["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "frame-ancestors 'none'; base-uri 'none'; form-action 'self'" in policy
    assert sign_in["Content-Security-Policy"].endswith("form-action 'self' https://login.example")
    assert page["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in page
    safe = app.test_client().get("/nowhere/at/all", base_url="https://mentorkorps.example")
    assert safe.status_code == 404
    assert safe.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    said = replace(app.extensions["mentorkorps"], base_url="https://mentorkorps.example")
    monkeypatch.setitem(app.extensions, "mentorkorps", said)
    behind_a_proxy = app.test_client().get("/da").headers
    assert behind_a_proxy["Strict-Transport-Security"] == safe.headers["Strict-Transport-Security"]
    style = app.test_client().get("/static/app.css", buffered=True)
    assert "no-store" not in style.headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    "wrong", ["javascript:alert(1)", "https://a.example; script-src *", "https:///x", "ftp://a.dk"]
)
def test_a_form_leads_to_real_addresses_only(wrong: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        headers.content_security([wrong])


@pytest.mark.parametrize(
    "written", ["1-2-2014", "01.02.2014", "01/02/2014", "1 2 2014", "01022014", "1. 2. 2014", "2014-02-01", "1/2-14"]
)
def test_a_dane_writes_a_date_as_usual(written: str) -> None:
    assert widgets.parse_date(written) == date(2014, 2, 1)


@pytest.mark.parametrize("written", ["31-02-2014", "1-2-1", "i morgen", "2014", "13/13/2014"])
def test_what_is_no_date_is_none(written: str) -> None:
    assert widgets.parse_date(written) is None


def test_a_good_form_gives_clean_values(app: Flask) -> None:
    typed = {"name": " Ayla ", "born": "1.2.1998", "phone": "20 12 34 56", "mail": "ayla@ung.example"}
    answers = {**typed, "minutes": "1.200", "trade": "cook", "going": "yes", "consent": "y"}
    with app.test_request_context():
        form = Sample(formdata=MultiDict(answers), meta={"csrf": False})
        assert form.validate(), form.errors
        assert (form.name.data, form.born.data, form.phone.data) == ("Ayla", date(1998, 2, 1), "+4520123456")
        assert (form.minutes.data, form.trade.data, form.going.data, form.wishes.data) == (1200, "cook", "yes", [])
        empty = Sample(formdata=MultiDict({"trade": ""}), meta={"csrf": False})
        assert not empty.validate()
        assert (empty.trade.data, empty.going.data, empty.born.data, empty.minutes.data) == (None, None, None, None)
        assert ("name", "Navn: Feltet skal udfyldes.") in empty.error_list()
        assert ("going-0", "Vil I fortsætte: Vælg en af mulighederne.") in empty.error_list()
        assert "minutes" not in empty.errors


def test_a_forged_choice_is_refused_and_an_old_page_says_so(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        form = Sample(formdata=MultiDict({"trade": "king", "going": "perhaps", "wishes": "dog"}))
        assert not form.validate()
        sentences = [sentence for _, sentence in form.error_list()]
    assert sentences[0] == "Siden har været åben for længe. Send den igen."
    assert "Fag: Vælg en af mulighederne." in sentences
    assert "Vil I fortsætte: Vælg en af mulighederne." in sentences
    assert "Ønsker: Vælg blandt mulighederne." in sentences


def test_figures_are_written_as_in_denmark_and_in_english() -> None:
    assert formats.day(date(2014, 2, 1)) == "01-02-2014"
    assert formats.moment(datetime(2014, 6, 15, 7, 5, tzinfo=UTC)) == "15-06-2014 kl. 09.05"
    assert formats.day(datetime(2014, 6, 15, 22, 30, tzinfo=UTC)) == "16-06-2014"
    assert formats.hour(time(13)) == "13.00"
    assert formats.money(Decimal(133000)) == "133.000,00 kr."
    assert (formats.percent(0.845, 1), formats.number(1234567), formats.number(None)) == ("84,5 %", "1.234.567", "–")
    with language.speaking("en"):
        assert formats.day(date(2014, 2, 1)) == "1 Feb 2014"
        assert formats.hour(time(9, 30)) == "09:30"
        assert formats.money(Decimal("-133000.5")) == "DKK -133,000.50"
        assert formats.percent(Decimal("0.85")) == "85%"


def test_a_chart_of_nothing_is_drawn_without_harm() -> None:
    assert formats.drawing([])["bars"] == []
    assert formats.drawing([{"label": "Nyborg", "value": 0}])["bars"][0]["width"] == 0
