"""Whatever is typed into a form of the partnership, it answers with a sentence and keeps what was typed; never with an error."""

import re
from collections.abc import Mapping
from html import escape
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mentorkorps.clock import now, standing_at, today
from mentorkorps.field_partners.partner import aim_at
from tenants.agreements import Period
from tenants.agreements.versions import TermsVersion
from tenants.billing import Contribution, Invoice, issue_due
from tenants.quotas import Quota
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tests import cast
from tests.conftest import OPENING
from tests.forms import token_in
from tests.steering_meetings.scene import MEETINGS, OPERATOR, employ_birgitte, following
from tests.web.test_operator import LIST, as_liv  # noqa: F401 (a fixture)

#: What a hurried, a confused and a hostile person types.
BAD = ["", " ", "-1", "99999999999999999999", "01-01-0001", "31-12-9999", "æ" * 5000, "<b>\x00"]
TYPED = re.compile(r'<(?:input(?![^>]*type="(?:hidden|radio|checkbox|file)")|textarea)[^>]*name="([^"]*)"')
ERROR = ("form-error-message", "alert-error")


def faults(client: FlaskClient, where: str, whole: Mapping[str, object]) -> list[str]:
    """Each field of the form gets each of these in turn, the others being right; what went wrong, if anything."""
    page = client.get(where)
    assert page.status_code == 200, (where, page.status_code)
    names = {*whole, *TYPED.findall(page.text)} - {"csrf_token"}
    found = []
    for name in sorted(names):
        for value in BAD:
            answer = client.post(where, data={"csrf_token": token_in(page.text), **whole, name: value})
            if why := _wrong(answer, value, is_typed=name in TYPED.findall(page.text)):
                found.append(f"{where} {name}={value[:20]!r}: {why}")
    return found


def _wrong(answer: TestResponse, value: str, *, is_typed: bool) -> str:
    if answer.status_code in (200, 303):
        return ""
    if answer.status_code not in (409, 422):
        return str(answer.status_code)
    if not any(mark in answer.text for mark in ERROR):
        return "no sentence"
    if is_typed and value.strip() and "\x00" not in value and escape(value[:300]) not in answer.text:
        return "what was typed is lost"
    return ""


def twice(client: FlaskClient, where: str, whole: Mapping[str, object]) -> tuple[int, str]:
    """The same form sent twice, as by an impatient hand without scripts: what the second one was told."""
    page = client.get(where)
    sent = {"csrf_token": token_in(page.text), **whole}
    assert client.post(where, data=sent).status_code == 303
    again = client.post(where, data=sent)
    return again.status_code, again.text


def of_corps(model: type, **where: object) -> UUID:
    """The first row of the corps' house."""
    with acting_for(cast.tenant(OPERATOR)):
        return UUID(str(db.session.scalars(select(model.id).filter_by(**where)).first()))  # type: ignore[attr-defined]


def test_the_quota(as_kim: FlaskClient) -> None:
    with acting_for(cast.tenant("svendborg")):
        quota = Quota.of_here(today()).id
    with acting_for(cast.tenant(OPERATOR)):
        for one in db.session.scalars(select(Quota)):
            one.beyond, one.texts, one.text_beyond = "ask", 10, "ask"
    here = f"/svendborg/kvote/{quota}"
    assert "<form" in as_kim.get(f"{here}/tilbyd").text
    assert faults(as_kim, f"{here}/tilbyd", {"taker": "nyborg", "places": "100", "price": "5"}) == []
    for what in ("places", "texts"):
        assert faults(as_kim, f"{here}/flere/{what}", {"places": "0"}) == []


def test_the_agreement(as_cille: FlaskClient, as_kim: FlaskClient) -> None:
    home = f"/{OPERATOR}/aftale"
    gone = {"last_day": "30-09-2014", "why": "Byrådet"}
    assert faults(as_cille, f"{home}/fyn/parter/nyborg/ud", gone) == []
    places = {f"{name}_{n}": "0" for name in ("least", "most", "paid") for n in range(2)}
    joins = {"party": "vordingborg", "first_day": "01-08-2014", "why": "Ny part", **places}
    assert faults(as_cille, f"{home}/fyn/parter/ny", joins) == []
    assert faults(as_cille, f"{home}/fyn/parter/ny", joins | {"sikker": "ja"}) == []
    said = {"recruits": "A", "proposes": "B", "hotline": "C", "phone": "62 00 00 22"}
    assert faults(as_cille, f"{home}/fyn/aabning", said) == []
    assert faults(as_kim, "/svendborg/aftale/fyn/fornyelse", {"says": "change", "note": "Flere"}) == []
    assert faults(as_kim, "/svendborg/aftale/databehandling", {"keep_days": "5"}) == []


def test_the_money(as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant(OPERATOR)):
        issue_due(today(), now())
    money = f"/{OPERATOR}/penge"
    income = {
        "source": "sponsor", "giver": "Fonden", "party": OPERATOR, "period": str(of_corps(Period, name="2014")), "amount": "5",
        "vat": "0", "received_on": "01-06-2014",
    }  # fmt: skip
    assert faults(as_cille, f"{money}/indtaegt", income) == []
    grant = {
        "source": "ministry", "giver": "Ministeriet", "party": OPERATOR, "co_applicants": "", "applied_on": "01-06-2014",
        "starts_on": "01-06-2014", "ends_on": "01-12-2014", "per_match": "5", "most_matches": "5", "amount": "",
    }  # fmt: skip
    assert faults(as_cille, f"{money}/tilskud", grant) == []
    owed = of_corps(Contribution, party_tenant_id=cast.tenant("svendborg"))
    with standing_at(OPENING.replace(year=2015)):
        back = {"places": "1", "reason": "Færre unge", "rule": "Punkt 9"}
        assert faults(as_cille, f"{money}/bidrag/{owed}/tilbagebetaling", back) == []
    invoice = f"/{OPERATOR}/fakturaer/{of_corps(Invoice)}"
    assert faults(as_cille, f"{invoice}/betalt", {"paid_on": "01-06-2014", "amount": "5"}) == []
    assert faults(as_cille, f"{invoice}/krediter", {"reason": ""}) == []


def test_the_steering_group(app: Flask, as_kim: FlaskClient) -> None:
    birgitte, meeting = employ_birgitte(app), following()
    here = f"{MEETINGS}/{meeting.id}"
    when = {"held_on": "03-07-2014", "starts_at": "13.00", "place": "Rådhuset"}
    for where in (f"{MEETINGS}/ekstra", f"{here}/flyt"):
        assert faults(birgitte, where, when) == []
    assert faults(birgitte, f"{here}/punkt", {"text": "Nyt"}) == []
    task = {"text": "Ring", "party": str(cast.tenant("nyborg")), "due_on": "01-08-2014"}
    assert faults(birgitte, f"{here}/opgave", task) == []
    with standing_at(now().replace(day=25)):
        assert faults(birgitte, f"{here}/beslutning", {"kind": "other", "text": "A", "decided_by": "Alle"}) == []
        assert faults(birgitte, f"{here}/referat", {"text": "Udkast"}) == []
    seat = f"/svendborg/styregruppemedlemmer/{of_corps(Partnership)}/vaelg"
    assert faults(as_kim, seat, {"user": "x"}) == []


def test_partners_in_the_field(as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant(OPERATOR)):
        firm = aim_at("Smedjen", "company", "", "", by=cast.actor("cille")).id
    home = f"/{OPERATOR}/samarbejdspartnere"
    assert faults(as_cille, f"{home}/ny", {"name": "A", "kind": "company", "place": "", "contact": ""}) == []
    assert faults(as_cille, f"{home}/maal", {"company": "5"}) == []
    assert faults(as_cille, f"{home}/{firm}/skridt", {"step": "contacted", "on_day": "15-06-2014", "words": ""}) == []
    agreed = {
        "signed_on": "01-05-2014", "signed_by": "Smedjen", "cooperation": "A", "interfaces": "B", "disputes": "C",
        "conditions": "csr",
    }  # fmt: skip
    assert faults(as_cille, f"{home}/{firm}/aftale", agreed) == []
    assert faults(as_cille, f"{home}/{firm}/underskrift/2", {"person": "Ida", "signed_on": "x"}) == []
    story = {
        "title": "A",
        "text": "B",
        "told_on": "01-06-2014",
        "credited": "Nyborg Kommune",
        "person": "",
        "consent": "",
    }
    assert faults(as_cille, f"/{OPERATOR}/succeshistorier/ny", story) == []


def test_schools_and_what_stands_around_the_agreement(as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant(OPERATOR)):
        school = aim_at("Skolen", "school", "", "", by=cast.actor("cille")).id
    home, around = f"/{OPERATOR}/samarbejdspartnere/{school}", f"/{OPERATOR}/aftale"
    answer = {"met": "yes", "person": "Rektor", "answered_on": "01-06-2014"}
    assert faults(as_cille, f"{home}/forudsaetninger/1", answer) == []
    aim = {
        "own_mentors": "4",
        "own_used": "2",
        "starts_on": "01-01-2014",
        "ends_on": "31-12-2014",
        "pupils": "5",
        "house": "",
    }
    assert faults(as_cille, f"{home}/henvisning", aim) == []
    assert faults(as_cille, f"{home}/aarets-gang", {"day": "1", "month": "10", "words": "Ring"}) == []
    call = {"asked_on": "01-06-2014", "municipality": "nyborg", "topic": "form"}
    assert faults(as_cille, f"{around}/hotline", call) == []
    group = {"name": "Odense", "on_day": "01-06-2014", "why": "Mange unge"}
    assert faults(as_cille, f"{around}/fyn/lokalgrupper/ny", group) == []
    terms = f"{around}/vilkaar/{of_corps(TermsVersion)}/bevillingsgiver"
    approval = {"funder": "Fonden", "person": "Grete", "approved_on": "15-06-2014", "reference": "7"}
    assert faults(as_cille, terms, approval) == []


def test_a_form_that_is_sent_twice_is_done_once(app: Flask, as_cille: FlaskClient, as_kim: FlaskClient) -> None:
    income = {
        "source": "sponsor", "giver": "Fonden", "party": OPERATOR, "period": str(of_corps(Period, name="2014")), "amount": "5",
        "vat": "0", "received_on": "01-06-2014",
    }  # fmt: skip
    status, told = twice(as_cille, f"/{OPERATOR}/penge/indtaegt", income)
    assert status == 409 and "allerede skrevet ned" in told
    with acting_for(cast.tenant("svendborg")):
        quota = Quota.of_here(today()).id
    status, told = twice(as_kim, f"/svendborg/kvote/{quota}/tilbyd", {"taker": "nyborg", "places": "2", "price": ""})
    assert status == 409 and "venter allerede på svar" in told
    birgitte, here = employ_birgitte(app), f"{MEETINGS}/{following().id}"
    task = {"text": "Ring", "party": str(cast.tenant("nyborg")), "due_on": "01-08-2014"}
    assert twice(birgitte, f"{here}/punkt", {"text": "Nyt"})[0] == 409
    assert twice(birgitte, f"{here}/opgave", task)[0] == 409
    with standing_at(now().replace(day=25)):
        assert twice(birgitte, f"{here}/beslutning", {"kind": "other", "text": "A", "decided_by": "Alle"})[0] == 409
        assert twice(birgitte, f"{here}/referat", {"text": "Udkast"})[0] == 303
        assert "Udkast 1" in birgitte.get(here).text


@pytest.mark.usefixtures("app")
def test_whoever_runs_the_installation(as_liv: FlaskClient) -> None:  # noqa: F811 (the fixture)
    opened = {"slug": "assens", "name": "Assens", "kind": "municipality", "mail": ""}
    assert faults(as_liv, f"{LIST}/aabn", opened) == []
    closing = {"last_day": "31-12-2014", "why": "Går ud"}
    assert faults(as_liv, f"{LIST}/{cast.tenant('vordingborg')}/luk", closing) == []
