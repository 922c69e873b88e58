"""A company asks for a meeting without an account, Cille answers it, and it becomes a partner or is erased."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, standing_at, today
from mentorkorps.field_partners import CompanyLead, FieldPartner, wording
from mentorkorps.field_partners.lead import KEEP, KEEP_CLOSED, MOST_IN_AN_HOUR
from mentorkorps.schedule import begin
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.visitor import browser
from tests.web.counting import PAGE, statements
from workers.perform import drain

DOOR, LIST = "/dygtige-unge/for-virksomheder/fyn", "/dygtige-unge/virksomhedshenvendelser"
SMEDJEN = {
    "company": "Smedjen ApS", "contact": "Mester Holm", "email": "mester@smedjen.example", "phone": "70 10 20 50",
    "trade": "Smede", "note": "Vi mangler lærlinge.",
}  # fmt: skip


@pytest.fixture
def company(app: Flask, as_cille: FlaskClient) -> FlaskClient:
    """Somebody at a company, after Cille has opened the page."""
    door = re.findall(r'href="([^"]+/kontakt/[^"]+)"', as_cille.get(LIST).text)[0]
    people = dict(re.findall(r'<option value="([^"]*)">([^<]*)<', as_cille.get(door).text))
    cille = next(key for key, name in people.items() if name == "Cille Engel")
    submit(as_cille, door, user=cille, title="Virksomhedskonsulent")
    return browser(app)


def the_lead() -> CompanyLead:
    return db.session.scalars(select(CompanyLead)).one()


def leads() -> int:
    with acting_for(cast.tenant("dygtige-unge")):
        return len(db.session.scalars(select(CompanyLead)).all())


def test_the_page_is_closed_until_somebody_answers(app: Flask, as_cille: FlaskClient) -> None:
    assert browser(app).get(DOOR).status_code == 404
    assert "lukket, til en kontakt er valgt" in as_cille.get(LIST).text


def test_a_company_reads_whom_to_ring_in_words_between_businesses(company: FlaskClient) -> None:
    page = company.get(DOOR).text
    assert "For interesse og uforpligtende møde i din virksomhed" in page
    assert "Cille Engel" in page and "Virksomhedskonsulent" in page
    assert 'href="tel:' in page and "mailto:cille@dygtige-unge.example" in page
    for sentence in (wording.LEAD, wording.MORE, *wording.GAINS, *wording.COSTS):
        assert sentence in page
    assert "noindex" not in page
    assert company.get("/svendborg/for-virksomheder/fyn").status_code == 404
    assert company.get("/dygtige-unge/for-virksomheder/andet").status_code == 404


def test_a_company_asks_for_a_meeting_and_it_lies_with_the_contact(company: FlaskClient, as_cille: FlaskClient) -> None:
    page = submit(company, DOOR, **SMEDJEN).text
    assert "inden 2 arbejdsdage" in page and "Cille Engel" in page
    listed = as_cille.get(LIST).text
    assert "Smedjen ApS" in listed and "17-06-2014" in listed and "Ny" in listed
    with acting_for(cast.tenant("dygtige-unge")):
        assert (the_lead().phone, the_lead().erase_on) == ("+4570102050", today() + KEEP)
    submit(company, DOOR, **SMEDJEN | {"email": "MESTER@smedjen.example"})
    assert leads() == 1


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(company: FlaskClient) -> None:
    answer = submit(company, DOOR, follow=False, **SMEDJEN | {"email": "mester", "phone": "12"})
    assert answer.status_code == 422 and "Smedjen ApS" in answer.text and "Vi mangler lærlinge." in answer.text
    assert "Skriv en mailadresse" in answer.text and "8 cifre" in answer.text
    assert submit(company, DOOR, follow=False, **SMEDJEN | {"note": "Født 010190-1234"}).status_code == 422
    assert leads() == 0


def test_a_machine_that_fills_in_the_hidden_field_is_thanked_and_forgotten(company: FlaskClient) -> None:
    assert "Tak for jeres interesse" in submit(company, DOOR, **SMEDJEN, website="http://spam.example").text
    assert leads() == 0


def test_a_flood_is_stopped_and_told_to_ring(company: FlaskClient) -> None:
    for number in range(MOST_IN_AN_HOUR):
        submit(company, DOOR, follow=False, **SMEDJEN | {"email": f"nr{number}@firma.example"})
    answer = submit(company, DOOR, follow=False, **SMEDJEN)
    assert answer.status_code == 409 and "Ring eller skriv" in answer.text
    with standing_at(now() + timedelta(hours=2)):
        assert submit(company, DOOR, follow=False, **SMEDJEN).status_code == 303
    assert leads() == MOST_IN_AN_HOUR + 1


def test_a_meeting_is_agreed_and_the_company_becomes_a_partner_in_one_press(
    company: FlaskClient, as_cille: FlaskClient
) -> None:
    submit(company, DOOR, **SMEDJEN)
    with acting_for(cast.tenant("dygtige-unge")):
        where, cille = f"{LIST}/{the_lead().id}", str(the_lead().owner_id)
    page = as_cille.get(where).text
    assert "Vi mangler lærlinge." in page and all(one in page for one in wording.LETTER)
    said = {"owner": cille, "contacted_on": "15-06-2014", "meeting_on": "20-06-2014"}
    assert submit(as_cille, where, follow=False, **said, next_on="").status_code == 422
    late = said | {"contacted_on": "16-06-2014"}
    assert submit(as_cille, where, follow=False, **late, next_on="20-06-2014").status_code == 409
    submit(as_cille, where, **said, next_on="20-06-2014")
    assert "Møde aftalt 20-06-2014" in as_cille.get(LIST).text
    page = submit(as_cille, where, to=f"{where}/samarbejdspartner").text
    assert "Smedjen ApS" in page and "Kontaktet" in page and "Mester Holm" in page
    assert submit(as_cille, LIST, to=f"{where}/nej", follow=False).status_code == 409
    with acting_for(cast.tenant("dygtige-unge")):
        assert the_lead().partner_id == db.session.scalars(select(FieldPartner.id)).one()
        assert (the_lead().stands, the_lead().erase_on) == ("partner", today() + KEEP_CLOSED)
    assert "Smedjen" not in as_cille.get(LIST).text and "Smedjen" in as_cille.get(f"{LIST}?vis=alle").text


def test_what_a_company_wrote_is_erased_when_its_day_has_come(company: FlaskClient, as_cille: FlaskClient) -> None:
    for name in ("en", "to"):
        submit(company, DOOR, **SMEDJEN | {"email": f"{name}@smedjen.example", "company": name.upper()})
    with acting_for(cast.tenant("dygtige-unge")):
        begin(bears=False, operates=True)
        first = db.session.scalars(select(CompanyLead).where(CompanyLead.company == "EN")).one().id
    submit(as_cille, LIST, to=f"{LIST}/{first}/nej")
    with standing_at(now() + timedelta(days=31)):
        drain(now(), [cast.tenant("dygtige-unge")])
        assert leads() == 1
    with standing_at(now() + KEEP):
        drain(now(), [cast.tenant("dygtige-unge")])
        assert leads() == 0


def test_neither_the_partners_nor_a_case_worker_see_who_wrote(
    company: FlaskClient, as_kim: FlaskClient, as_sofie: FlaskClient
) -> None:
    submit(company, DOOR, **SMEDJEN)
    with acting_for(cast.tenant("dygtige-unge")):
        lead_id = the_lead().id
    assert "Smedjen" not in as_kim.get("/svendborg/virksomhedshenvendelser?vis=alle").text
    assert as_kim.get(f"/svendborg/virksomhedshenvendelser/{lead_id}").status_code == 404
    assert as_sofie.get("/faaborg-midtfyn/virksomhedshenvendelser").status_code == 403
    assert "virksomhedshenvendelser" not in as_sofie.get("/faaborg-midtfyn/samarbejdspartnere").text


def test_the_list_costs_the_same_however_long(company: FlaskClient, as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        user = cast.actor("cille").user_id
    submit(company, DOOR, **SMEDJEN)
    with acting_for(cast.tenant("dygtige-unge")):
        known = the_lead()
        facts = {
            "partnership_id": known.partnership_id,
            "owner_id": user,
            "received_at": now(),
            "erase_on": today() + KEEP,
        }
        for number in range(60):
            written = SMEDJEN | {"company": f"Firma {number:02}"}
            db.session.add(CompanyLead(**facts, **written, next_on=today() - timedelta(days=1)))
    as_cille.get(LIST)
    with statements() as made:
        page = as_cille.get(LIST).text
    assert page.count("Firma ") == 25 and "Over tid" in page and "Side 1 af 3" in page and len(made) <= PAGE
