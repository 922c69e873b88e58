"""A company asks for a meeting without an account, Cille answers it, and it becomes a partner or is erased."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, standing_at, today
from mentorkorps.field_partners import CompanyLead, FieldPartner, wording
from mentorkorps.field_partners.company_contact import contact_of, name_contact, own_partnerships
from mentorkorps.field_partners.lead import KEEP, KEEP_CLOSED, MOST_IN_AN_HOUR, Written, receive
from mentorkorps.schedule import begin
from tenants import exit
from tenants.scope import acting_for, db
from tenants.users import SYSTEM, User
from tests import cast
from tests.forms import submit
from tests.offers.scene import at_once
from tests.visitor import browser
from tests.web.counting import PAGE, statements
from workers.perform import drain

DOOR, LIST = "/dygtige-unge/for-virksomheder/fyn", "/dygtige-unge/virksomhedshenvendelser"
PARTNERS = "/dygtige-unge/samarbejdspartnere"
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
    submit(as_cille, door, user=cille, title="Virksomhedskonsulent", phone="70 10 20 30")
    return browser(app)


def the_lead() -> CompanyLead:
    return db.session.scalars(select(CompanyLead)).one()


def leads() -> int:
    with acting_for(cast.tenant("dygtige-unge")):
        return len(db.session.scalars(select(CompanyLead)).all())


def test_the_page_is_closed_until_somebody_answers(app: Flask, as_cille: FlaskClient) -> None:
    assert browser(app).get(DOOR).status_code == 404 and DOOR not in browser(app).get("/").text
    assert "lukket, til en kontakt er valgt" in as_cille.get(LIST).text


def test_a_company_finds_the_page_from_the_front_and_from_where_its_municipality_signs_in(
    app: Flask, company: FlaskClient
) -> None:
    for page in ("/", "/dygtige-unge/log-ind", "/svendborg/log-ind"):
        assert f'<a href="{DOOR}">' in company.get(page).text, page
    assert "for-virksomheder" not in company.get("/vordingborg/log-ind").text


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
    submit(company, DOOR, **SMEDJEN | {"phone": "70 10 20 51"})  # the number was wrong
    assert leads() == 2


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(company: FlaskClient) -> None:
    answer = submit(company, DOOR, follow=False, **SMEDJEN | {"email": "mester", "phone": "12"})
    assert answer.status_code == 422 and "Smedjen ApS" in answer.text and "Vi mangler lærlinge." in answer.text
    assert "Skriv en mailadresse" in answer.text and "Det er ikke et telefonnummer, der findes" in answer.text
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


def test_the_way_to_the_companies_stands_among_the_partners(as_cille: FlaskClient, as_sofie: FlaskClient) -> None:
    for page in ("samarbejdspartnere", "samarbejdspartnere/skoler", "succeshistorier"):
        assert f'href="{LIST}"' in as_cille.get(f"/dygtige-unge/{page}").text
        assert "virksomhedshenvendelser" not in as_sofie.get(f"/faaborg-midtfyn/{page}").text


def test_somebody_whose_provider_tells_no_number_is_named_with_one(app: Flask, as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        user = db.session.scalars(select(User).where(User.subject == "cille")).one()
        user.phone = ""  # as an account is made at the first sign-in
    door = re.findall(r'href="([^"]+/kontakt/[^"]+)"', as_cille.get(LIST).text)[0]
    said = {"user": str(user.id), "title": "Konsulent"}
    assert submit(as_cille, door, follow=False, **said, phone="").status_code == 422
    submit(as_cille, door, **said, phone="70 10 20 99")
    assert 'href="tel:+4570102099"' in browser(app).get(DOOR).text
    assert 'value="70 10 20 99"' in as_cille.get(door).text


def test_the_page_closes_when_the_one_who_answers_has_other_work(company: FlaskClient) -> None:
    assert company.get(DOOR).status_code == 200
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.scalars(select(User).where(User.subject == "cille")).one().grant_exactly(frozenset({"dpo"}), now())
    assert company.get(DOOR).status_code == 404


def test_a_form_that_is_sent_many_times_at_once_is_one_enquiry(app: Flask, company: FlaskClient) -> None:
    written = Written(*(SMEDJEN[name] for name in Written._fields))

    def send() -> None:
        with acting_for(cast.tenant("dygtige-unge")):
            contact = contact_of(own_partnerships()[0])
            assert contact
            receive(written, contact, by=SYSTEM)

    assert at_once(app, send, 4) == ["done"] * 4
    assert leads() == 1


def test_no_step_lies_before_the_enquiry_or_behind_its_erasure(company: FlaskClient, as_cille: FlaskClient) -> None:
    submit(company, DOOR, **SMEDJEN)
    with acting_for(cast.tenant("dygtige-unge")):
        where, said = f"{LIST}/{the_lead().id}", {"owner": str(the_lead().owner_id), "contacted_on": ""}
    for late in ({"meeting_on": "", "next_on": "15-06-2015"}, {"meeting_on": "15-06-2015", "next_on": "16-06-2014"}):
        refused = submit(as_cille, where, follow=False, **said, **late)
        assert refused.status_code == 409 and "slettes om et år" in refused.text
    assert submit(as_cille, where, follow=False, **said, meeting_on="", next_on="14-06-2015").status_code == 303
    early = submit(as_cille, where, follow=False, **said, meeting_on="14-06-2014", next_on="16-06-2014")
    assert early.status_code == 409 and "før virksomheden skrev" in early.text


@pytest.mark.parametrize("stood", ["target", "ended", "cooperating"])
def test_a_company_that_is_known_is_contacted_and_has_a_new_contact(
    company: FlaskClient, as_cille: FlaskClient, stood: str
) -> None:
    submit(as_cille, f"{PARTNERS}/ny", name="SMEDJEN ApS", kind="company", place="", contact="Gamle Holm")
    with acting_for(cast.tenant("dygtige-unge")):
        known = f"{PARTNERS}/{db.session.scalars(select(FieldPartner.id)).one()}"
    if stood != "target":
        submit(as_cille, f"{known}/skridt", step=stood, on_day="15-06-2014")
    submit(company, DOOR, **SMEDJEN)
    with acting_for(cast.tenant("dygtige-unge")):
        where = f"{LIST}/{the_lead().id}"
    page = submit(as_cille, where, to=f"{where}/samarbejdspartner").text
    assert ("Kontaktet" in page) == (stood != "cooperating")
    assert "Mester Holm" in page and "Gamle Holm" not in page


def test_whom_to_ask_at_a_partner_is_changed_and_erased(company: FlaskClient, as_cille: FlaskClient) -> None:
    submit(company, DOOR, **SMEDJEN)
    with acting_for(cast.tenant("dygtige-unge")):
        where = f"{LIST}/{the_lead().id}"
    submit(as_cille, where, to=f"{where}/samarbejdspartner")
    with acting_for(cast.tenant("dygtige-unge")):
        partner = f"{PARTNERS}/{db.session.scalars(select(FieldPartner.id)).one()}"
    assert "Mester Holm" in as_cille.get(f"{partner}/kontakt").text
    page = submit(as_cille, f"{partner}/kontakt", contact="Svend Holm").text
    assert "Svend Holm" in page and "Mester Holm" not in page
    assert "Holm" not in submit(as_cille, f"{partner}/kontakt", contact="").text
    assert submit(as_cille, f"{partner}/kontakt", follow=False, contact="x" * 701).status_code == 422


def test_a_house_whose_last_day_is_past_asks_no_company_to_write(app: Flask) -> None:
    door = DOOR.replace("dygtige-unge", "vordingborg").replace("fyn", "vordingborg")
    with acting_for(cast.tenant("vordingborg")):
        nora = db.session.scalars(select(User).where(User.subject == "nora")).one()
        name_contact(own_partnerships()[0], nora, "Konsulent", by=nora.actor)
        exit.close(today(), "Ordningen slutter", now(), by=nora.actor)
    assert browser(app).get(door).status_code == 200
    with standing_at(now() + timedelta(days=1)):
        assert browser(app).get(door).status_code == 404
