"""Enrolling a youth, as a case worker and a counsellor do it in the browser."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from mentorkorps.clock import now, standing_at
from mentorkorps.youths import Consent, Enrolment, Youth
from tenants.local_rules import adjust
from tenants.outbox import OutboxItem
from tenants.registry import Programme, Tenant
from tenants.scope import acting_for, db
from tests import cast
from tests.cast import actor, enrol, tenant, youth_named
from tests.forms import as_it_stands, submit

STEPS: dict[int, dict[str, Any]] = {
    1: {
        "first_name": "Ayla", "last_name": "Demir", "born_on": "14-02-1995", "phone": "70 10 20 32", "email": "",
        "postcode": "5700", "gender": "f", "languages": ["da"],
    },
    2: {"education_goal": "Grundforløbet", "job_goal": "Et fritidsjob", "trade_1": "car_mechanic", "trade_2": "smith"},
    3: {"wished_gender": "", "wished_traits": ["patient"], "wished_area": "5700", "matters_most": "person", "special_regards": ""},
    4: {"contact_name": "Karen Holm", "contact_email": "karen@svendborg.example", "contact_phone": "", "case_number": "2014-77"},
    5: {"consent": "y"},
}  # fmt: skip


def begin(client: FlaskClient, slug: str = "svendborg", name: str = "Ayla") -> str:
    """Opens a draft and gives its address."""
    answer = submit(client, f"/{slug}/tilmelding", follow=False, first_name=name)
    assert answer.status_code == 303, answer.text
    return answer.location.removesuffix("/trin-1")


def fill(client: FlaskClient, draft: str, *steps: int, **changes: Any) -> TestResponse:
    """Answers the steps (all five where none are named) with "Næste"."""
    for step in steps or STEPS:
        answers = {name: changes.get(name, value) for name, value in STEPS[step].items()}
        page = submit(client, f"{draft}/trin-{step}", **answers, action="next")
        assert page.status_code == 200, (step, page.text)
    return page


def send(client: FlaskClient, draft: str) -> TestResponse:
    """Presses the one button of the review page."""
    return submit(client, f"{draft}/gennemse", to=f"{draft}/send")


def test_karen_enrols_ayla_in_five_steps_and_the_corps_gets_it(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    review = fill(as_karen, draft)
    assert "Gennemse tilmeldingen af Ayla Demir" in review.text
    assert "1. Automekaniker" in review.text and "2. Smed" in review.text
    assert "Vurderet af Karen Holm, 15-06-2014." in review.text
    assert "Tilmeldingen er sendt" in send(as_karen, draft).text
    with acting_for(tenant("svendborg")):
        enrolment = db.session.scalars(select(Enrolment)).one()
        assert enrolment.sent_at and enrolment.trades == ["car_mechanic", "smith"]
        assert db.session.scalars(select(OutboxItem.kind).where(OutboxItem.kind == "enrolment_received")).all()
        contact = enrolment.youth.contact_person
        assert contact and contact.user_tenant_id == tenant("svendborg")


def test_the_button_pressed_twice_sends_once_and_says_so_both_times(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    fill(as_karen, draft)
    token = re.search(r'name="csrf_token" value="([^"]+)"', as_karen.get(f"{draft}/gennemse").text)
    assert token
    for _press in range(2):
        answer = as_karen.post(f"{draft}/send", data={"csrf_token": token[1]}, follow_redirects=True)
        assert answer.status_code == 200 and "Tilmeldingen er sendt" in answer.text
    with acting_for(tenant("svendborg")):
        received = select(func.count()).select_from(OutboxItem).where(OutboxItem.kind == "enrolment_received")
        assert db.session.scalar(received) == 1


def test_a_draft_survives_the_day_and_is_found_again(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    page = submit(
        as_karen, f"{draft}/trin-1", first_name="Ayla", last_name="Demir", born_on="14-02-1995", action="later"
    )
    assert "Kladden er gemt" in page.text and "Ayla Demir" in page.text
    assert "Demir" in as_karen.get(f"{draft}/trin-1").text
    assert "Mobilnummer" in as_karen.get(f"{draft}/gennemse").text


def test_only_the_enrolling_unit_sees_a_draft(as_ulla: FlaskClient, as_kim: FlaskClient, as_cille: FlaskClient) -> None:
    draft = begin(as_ulla)
    fill(as_ulla, draft, 1, contact_email="ulla@uu.example")
    assert as_ulla.get(f"{draft}/trin-2").status_code == 200
    assert as_kim.get(f"{draft}/trin-2").status_code == 404
    with acting_for(tenant("svendborg")):
        youth = youth_named("Ayla").id
    for stranger in (as_kim, as_cille):
        assert stranger.get(f"/svendborg/unge/{youth}").status_code == 404
        assert "Demir" not in stranger.get("/svendborg/unge").text


def test_a_wrong_answer_is_told_and_the_right_ones_are_kept(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    wrong = STEPS[1] | {"born_on": "31-02-1995", "phone": "12", "postcode": "57"}
    page = submit(as_karen, f"{draft}/trin-1", **wrong, action="next")
    assert "Skriv en dato, der findes" in page.text and "Skriv et postnummer på fire cifre" in page.text
    assert 'value="31-02-1995"' in page.text and 'value="12"' in page.text
    assert "Demir" in as_karen.get(f"{draft}/trin-1").text
    assert "Feltet skal udfyldes" in submit(as_karen, f"{draft}/trin-2", action="next").text


def test_what_cannot_be_read_keeps_nobody_from_stopping_for_today(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    page = submit(as_karen, f"{draft}/trin-1", **STEPS[1] | {"phone": "12"}, action="later")
    assert "Kladden er gemt uden det, vi ikke kunne læse: Mobilnummer." in page.text
    assert "Demir" in as_karen.get(f"{draft}/trin-1").text


def test_whoever_mends_one_line_of_the_review_comes_back_to_it(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    review = fill(as_karen, draft).text
    assert f'href="{draft}/trin-2?gennemse=1"' in review
    page = submit(as_karen, f"{draft}/trin-2?gennemse=1", **STEPS[2] | {"education_goal": "HF"}, action="next")
    assert "Gennemse tilmeldingen" in page.text and "HF" in page.text


def test_a_draft_is_deleted_with_all_that_was_written_of_the_youth(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    fill(as_karen, draft)
    assert "Kladden er slettet" in submit(as_karen, f"{draft}/gennemse", to=f"{draft}/slet").text
    assert "Ayla" not in as_karen.get("/svendborg/unge").text and as_karen.get(f"{draft}/gennemse").status_code == 404
    with acting_for(tenant("svendborg")):
        youth = db.session.scalars(select(Youth)).one()
        assert (youth.name, youth.phone, youth.email, youth.born_on, youth.contact_person_id) == (
            "",
            "",
            "",
            None,
            None,
        )


def test_what_is_sent_is_not_deleted_as_a_draft(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    fill(as_karen, draft)
    page = as_karen.get(f"{draft}/gennemse").text
    send(as_karen, draft)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token and as_karen.post(f"{draft}/slet", data={"csrf_token": token[1]}).status_code == 409


@pytest.mark.parametrize("told", ["Ayla møder helst om eftermiddagen", "Ring på 20 11 22 33", "Det er Demirs idé"])
def test_a_free_text_that_tells_who_the_youth_is_is_refused(as_karen: FlaskClient, told: str) -> None:
    draft = begin(as_karen)
    submit(as_karen, f"{draft}/trin-1", **STEPS[1] | {"phone": "20112233"}, action="next")
    page = submit(as_karen, f"{draft}/trin-3", **STEPS[3] | {"special_regards": told}, action="next")
    assert "Mentor læser det, før begge har sagt ja." in page.text
    assert "Gennemse" not in page.text


@pytest.mark.parametrize(
    ("postcode", "doubt"),
    [("5700", ""), ("5000", "ligger i en anden kommune"), ("9999", "Vi kender ikke postnummeret 9999")],
)
def test_an_odd_postcode_is_asked_about_before_sending(as_karen: FlaskClient, postcode: str, doubt: str) -> None:
    draft = begin(as_karen)
    fill(as_karen, draft, postcode=postcode)
    page = as_karen.get(f"{draft}/gennemse").text
    assert doubt in page and ("alert-warning" in page) == bool(doubt)


def test_who_is_enrolled_here_already_is_asked_about_before_it_is_sent_again(as_karen: FlaskClient) -> None:
    first = begin(as_karen)
    fill(as_karen, first)
    send(as_karen, first)
    with standing_at(now() + timedelta(hours=1)):
        again = begin(as_karen)
        fill(as_karen, again)
        assert "er tilmeldt her den 15-06-2014" in as_karen.get(f"{again}/gennemse").text
        fill(as_karen, again, phone="20 98 88 77")
        assert "er tilmeldt her den" not in as_karen.get(f"{again}/gennemse").text


def test_back_keeps_what_was_written(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    page = submit(as_karen, f"{draft}/trin-2", education_goal="HF", action="back")
    assert "Fødselsdato" in page.text
    assert "HF" in as_karen.get(f"{draft}/trin-2").text


def test_a_youth_under_18_is_not_sent_without_the_answer_about_a_guardian(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    fill(as_karen, draft, 1, 2, 3, 4, born_on="14-02-1998")
    assert "Vælg en af mulighederne" in submit(as_karen, f"{draft}/trin-5", action="next").text
    refused = send(as_karen, draft)
    assert refused.status_code == 409 and "Svar på, om en forælder er enig" in refused.text
    fill(as_karen, draft, 5, consent="no")
    refused = send(as_karen, draft)
    assert refused.status_code == 409 and "En forælder har sagt nej" in refused.text
    fill(as_karen, draft, 5, consent="youth")
    assert "Tilmeldingen er sendt" in send(as_karen, draft).text
    with acting_for(tenant("svendborg")):
        consent = db.session.scalars(select(Consent)).one()
        assert (consent.given_by, db.session.scalars(select(Enrolment.guardian_agrees)).one()) == ("youth", True)


def test_a_consent_from_before_the_youth_turned_out_to_be_under_18_is_not_enough(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    fill(as_karen, draft)
    fill(as_karen, draft, 1, born_on="14-02-1998")
    refused = send(as_karen, draft)
    assert refused.status_code == 409 and "Svar på, om en forælder er enig" in refused.text
    fill(as_karen, draft, 5, consent="guardian")
    assert "Tilmeldingen er sendt" in send(as_karen, draft).text


def test_karens_own_number_stands_in_the_form_as_it_is_read(as_karen: FlaskClient) -> None:
    page = as_karen.get(f"{begin(as_karen)}/trin-4").text
    assert as_it_stands(page)["contact_phone"] == "70 10 20 30"


def test_a_youth_of_fourteen_is_refused_at_the_birth_date_and_the_rest_is_kept(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    page = submit(as_karen, f"{draft}/trin-1", **STEPS[1] | {"born_on": "14-02-2000"}, action="next")
    assert page.status_code == 422
    assert "Fødselsdato: Programmet er for unge fra 15 til 30 år. Den unge er 14." in page.text
    again = as_karen.get(f"{draft}/trin-1").text
    assert "Demir" in again and "14-02-2000" not in again


def test_a_cpr_number_in_a_free_text_is_refused_and_not_kept(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    wrong = STEPS[2] | {"job_goal": "Ring om 140295-1234", "education_goal": "Ring på 20 11 22 33 eller 20112233"}
    page = submit(as_karen, f"{draft}/trin-2", **wrong, action="next")
    assert "Den unges mål for job: Skriv ikke CPR-nummer her." in page.text
    again = as_karen.get(f"{draft}/trin-2").text
    assert "20112233" in again and "140295" not in again


def test_ulla_enrols_in_two_municipalities_and_reaches_only_her_own(app: Flask, as_ulla: FlaskClient) -> None:
    karen = actor("karen")
    with acting_for(tenant("svendborg"), home=karen.tenant_id):
        enrol(karen, first_name="Bo", last_name="Bech")
    home = as_ulla.get("/uu/tilmelding").text
    assert 'href="/svendborg/tilmelding"' in home and 'href="/nyborg/tilmelding"' in home
    for slug, name in (("svendborg", "Ida"), ("nyborg", "Per")):
        draft = begin(as_ulla, slug, name)
        fill(as_ulla, draft, first_name=name, contact_name="Ulla Kær", contact_email="ulla@uu.example")
        assert "Tilmeldingen er sendt" in send(as_ulla, draft).text
    page = as_ulla.get("/uu/unge").text
    assert "Ida Demir" in page and "Per Demir" in page and "Bech" not in page
    with acting_for(tenant("svendborg")):
        ida, bo = youth_named("Ida").id, youth_named("Bo").id
    assert as_ulla.get(f"/svendborg/unge/{ida}").status_code == 200
    assert as_ulla.get(f"/svendborg/unge/{bo}").status_code == 404
    assert as_ulla.post("/uu/tilmelding", data={}).status_code == 400


def test_the_aids_answers_are_not_sent_and_only_who_and_when_is_kept(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    fill(as_karen, draft, 1, 2, 3, 4)
    page = as_karen.get(f"{draft}/trin-5").text
    aid = re.findall(r'<input type="checkbox"[^>]*id="aid-\d"[^>]*>', page)
    assert len(aid) == 4 and not any("name=" in box for box in aid)
    assert "I tvivl? Ring" in page and "bandemedlemmer er uegnede" in page and "skaffer ikke praktikpladser" in page
    fill(as_karen, draft, 5)
    with acting_for(tenant("svendborg")):
        kept = {column.name for column in Enrolment.__table__.columns if column.name.startswith("assess")}
        assert kept == {"assessed_by", "assessed_on"}
        assert db.session.scalars(select(Enrolment.assessed_by)).one() == "Karen Holm"


def test_a_school_is_guided_by_the_programmes_exclusion_where_it_has_one(app: Flask, as_karen: FlaskClient) -> None:
    as_erik = cast.signed_in(app.test_client(), "erik")
    drafts = {client: begin(client) for client in (as_erik, as_karen)}
    excluded = "Henvis ikke en elev, der er ved at falde fra"
    assert not any(excluded in client.get(f"{draft}/trin-5").text for client, draft in drafts.items())
    with acting_for(tenant("dygtige-unge")):
        programme = db.session.scalars(select(Programme)).one()
        programme.profile = {**programme.profile, "frame": {"school_exclusion": True}}
    page = as_erik.get(f"{drafts[as_erik]}/trin-5").text
    assert excluded in page and "En plettet straffeattest gør ikke" not in page and "I tvivl? Ring" in page
    assert excluded not in as_karen.get(f"{drafts[as_karen]}/trin-5").text
    assert "En skole henviser ikke elever" in as_karen.get("/svendborg/program").text


@pytest.mark.parametrize("mentor_kinds", [False, True])
@pytest.mark.parametrize("born_on", ["14-02-1995", "14-02-1998"])
def test_at_most_twelve_fields_are_required_and_none_is_remembered_by_the_browser(
    as_karen: FlaskClient, born_on: str, mentor_kinds: bool
) -> None:
    """Of one under 18 too, also where a mentor is personal or professional."""
    if mentor_kinds:
        with acting_for(tenant("svendborg")):
            adjust("course", {"mentor_kinds": True}, "Som i Mentorordningen.", by=actor("kim"))
    draft = begin(as_karen)
    fill(as_karen, draft, 1, born_on=born_on)
    pages = [as_karen.get(f"{draft}/trin-{step}").text for step in STEPS]
    free = pages.pop(2)
    assert "Alt her er frivilligt" in free and "(frivilligt)" not in free
    asked = [re.findall(r'class="form-label"[^>]*>(?:(?!</l).)*|<label for="consent">', page) for page in pages]
    required = [label for page in asked for label in page if "(frivilligt)" not in label]
    assert len(required) <= 12, required
    for page in pages:
        typed = re.findall(r'<(?:input|textarea)[^>]*class="form-input[^>]*>', page)
        assert all('autocomplete="off"' in field for field in typed), typed


@pytest.mark.parametrize(("needs", "told"), [({}, ""), ({"main_need": ""}, ""), ({"main_need": "trade"}, "trade")])
def test_where_a_mentor_is_personal_or_professional_the_main_need_may_be_told_later(
    as_karen: FlaskClient, needs: dict[str, str], told: str
) -> None:
    with acting_for(tenant("svendborg")):
        adjust("course", {"mentor_kinds": True}, "Som i Mentorordningen.", by=actor("kim"))
    draft = begin(as_karen)
    fill(as_karen, draft, 1, 3, 4, 5)
    assert "Ved ikke endnu" in as_karen.get(f"{draft}/trin-2").text
    submit(as_karen, f"{draft}/trin-2", **STEPS[2], **needs, action="next")
    assert "Tilmeldingen er sendt" in send(as_karen, draft).text
    with acting_for(tenant("svendborg")):
        assert db.session.scalars(select(Enrolment.main_need)).one() == told


def test_the_same_trade_wished_for_twice_is_said(as_karen: FlaskClient) -> None:
    draft = begin(as_karen)
    fill(as_karen, draft, 1)
    page = f"{draft}/trin-2"
    twice = submit(as_karen, page, **STEPS[2] | {"trade_2": "car_mechanic"}, action="next")
    assert "Faget er allerede valgt ovenfor." in twice.text
    thrice = submit(as_karen, page, **STEPS[2], trade_3="smith", action="next")
    assert "Faget er allerede valgt ovenfor." in thrice.text
    assert "Faget er allerede valgt" not in submit(as_karen, page, **STEPS[2], action="next").text


def test_one_who_may_not_enrol_is_told_so(as_sofie: FlaskClient, as_cille: FlaskClient) -> None:
    assert as_sofie.get("/faaborg-midtfyn/tilmelding").status_code == 403
    assert as_cille.get("/svendborg/tilmelding").status_code == 403


def test_rune_of_nyborg_reaches_neither_the_wizard_nor_the_draft(as_karen: FlaskClient, as_rune: FlaskClient) -> None:
    draft = begin(as_karen)
    assert as_rune.get(f"{draft}/trin-1").status_code == 404
    assert as_rune.get(draft.replace("svendborg", "nyborg") + "/trin-1").status_code == 404
    with acting_for(None):
        assert db.session.scalars(select(Tenant.slug)).all()
    with acting_for(tenant("nyborg")):
        assert not db.session.scalars(select(Youth)).all()


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5])
def test_after_sending_no_step_can_be_changed(as_karen: FlaskClient, step: int) -> None:
    draft = begin(as_karen)
    fill(as_karen, draft)
    send(as_karen, draft)
    assert "Tilmeldingen er sendt" in as_karen.get(f"{draft}/trin-{step}", follow_redirects=True).text


def test_begin_pressed_twice_is_one_draft_and_another_youth_of_that_name_gets_one_too(as_karen: FlaskClient) -> None:
    first = begin(as_karen)
    assert begin(as_karen) == first
    fill(as_karen, first, 1)
    assert begin(as_karen) != first
    with acting_for(tenant("svendborg")):
        assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 2
