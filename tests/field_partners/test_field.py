"""Cille keeps the list of those the corps works together with: how far it has come, what is agreed, and the stories."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from mentorkorps.clock import now, standing_at
from mentorkorps.field_partners import FieldPartner, SuccessStory
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.web.counting import PAGE, statements

LIST, STORIES = "/dygtige-unge/samarbejdspartnere", "/dygtige-unge/succeshistorier"
PARTNERS = "/faaborg-midtfyn/succeshistorier"
AGREED = {
    "signed_on": "01-05-2014", "signed_by": "Teknisk Skole\nLærernes tillidsmand", "cooperation": "Mentorer til elever",
    "interfaces": "Mentor rådgiver ikke om uddannelse", "disputes": "Først de to ledere, så styregruppen",
}  # fmt: skip
STORY = {"title": "Vejen til værkstedet", "text": "Hun fik en læreplads.", "told_on": "10-06-2014"}


def _add(client: FlaskClient, name: str = "Smede & Sønner", kind: str = "company") -> str:
    submit(client, f"{LIST}/ny", name=name, kind=kind, place="Svendborg", contact="")
    with acting_for(cast.tenant("dygtige-unge")):
        return f"{LIST}/{db.session.scalars(select(FieldPartner.id).where(FieldPartner.name == name)).one()}"


def test_a_company_goes_from_aimed_at_to_cooperating_on_dated_steps(as_cille: FlaskClient) -> None:
    where = _add(as_cille)
    submit(as_cille, f"{where}/skridt", step="contacted", on_day="15-06-2014", words="Ringede til lederen")
    assert submit(as_cille, f"{where}/skridt", follow=False, step="cooperating", on_day="01-06-2014").status_code == 409
    assert submit(as_cille, f"{where}/skridt", follow=False, step="contacted", on_day="15-06-2014").status_code == 409
    assert submit(as_cille, f"{where}/skridt", follow=False, step="cooperating", on_day="16-06-2014").status_code == 409
    page = submit(as_cille, f"{where}/skridt", step="cooperating", on_day="15-06-2014").text
    assert page.index("Samarbejder") < page.index("Ringede til lederen")
    listed = as_cille.get(f"{LIST}?stand=cooperating").text
    assert "Smede &amp; Sønner" in listed and "Smede &amp; Sønner" not in as_cille.get(f"{LIST}?stand=contacted").text


def test_the_funnel_counts_whoever_has_come_that_far(as_cille: FlaskClient) -> None:
    for number in range(3):
        where = _add(as_cille, f"Firma {number}")
        if number:
            submit(as_cille, f"{where}/skridt", step="contacted", on_day="15-06-2014")
    submit(as_cille, f"{where}/skridt", step="cooperating", on_day="15-06-2014")
    page = as_cille.get(LIST).text
    assert numbers(page, "Virksomhed", "Fagforening")[:5] == ["–", "3", "2", "1", "0"]


def numbers(page: str, kind: str, following: str) -> list[str]:
    """What stands in the cells of one kind."""
    row = page[page.index(f"{kind}</a>") : page.index(f"{following}</a>")]
    return re.findall(r"<span[^>]*>([^<]*)</span></td>", row)


def test_the_funnel_stands_against_a_target_with_its_deviation(as_cille: FlaskClient) -> None:
    where = _add(as_cille)
    for step in ("contacted", "cooperating"):
        submit(as_cille, f"{where}/skridt", step=step, on_day="15-06-2014")
    assert submit(as_cille, f"{LIST}/maal", follow=False, company="-1").status_code == 422
    page = submit(as_cille, f"{LIST}/maal", company="4", school="0").text
    assert numbers(page, "Virksomhed", "Fagforening") == ["4", "1", "1", "1", "0", "-3", "-75 %"]
    page = submit(as_cille, f"{LIST}/maal", company="1", school="0").text
    assert numbers(page, "Virksomhed", "Fagforening")[-2:] == ["0", "0 %"]


def test_the_same_partner_stands_once(as_cille: FlaskClient) -> None:
    _add(as_cille)
    again = {"name": "SMEDE & sønner", "kind": "company", "place": "", "contact": ""}
    assert submit(as_cille, f"{LIST}/ny", follow=False, **again).status_code == 409


def test_an_agreement_says_interfaces_disputes_and_the_parts_of_its_kind(as_cille: FlaskClient) -> None:
    firm = _add(as_cille)
    page = submit(as_cille, f"{firm}/aftale", **AGREED, conditions=["work_hours", "csr"]).text
    assert "Først de to ledere" in page and "rådgiver ikke" in page and "arbejdstiden" in page
    assert submit(as_cille, f"{firm}/aftale", follow=False, **AGREED, conditions=["backed"]).status_code == 422
    assert submit(as_cille, f"{firm}/aftale", follow=False, **AGREED | {"disputes": ""}).status_code == 422
    assert "arbejdstiden" not in as_cille.get(f"{_add(as_cille, 'Teknisk Skole', 'school')}/aftale").text


def test_the_same_agreement_and_the_same_story_pressed_twice_are_one(as_cille: FlaskClient) -> None:
    firm = _add(as_cille)
    submit(as_cille, f"{firm}/aftale", **AGREED, conditions=["csr"])
    assert submit(as_cille, f"{firm}/aftale", follow=False, **AGREED, conditions=["csr"]).status_code == 409
    assert submit(as_cille, f"{firm}/aftale", follow=False, **AGREED, conditions=[]).status_code == 303
    credited = ["Svendborg Kommune"]
    submit(as_cille, f"{STORIES}/ny", **STORY, credited=credited)
    again = submit(as_cille, f"{STORIES}/ny", follow=False, **STORY, credited=credited)
    assert again.status_code == 409 and "allerede fortalt" in again.text
    assert as_cille.get(STORIES).text.count("Vejen til værkstedet</h2>") == 1
    with standing_at(now() + timedelta(minutes=11)):
        assert submit(as_cille, f"{STORIES}/ny", follow=False, **STORY, credited=credited).status_code == 303


def test_each_party_signs_for_itself_and_until_then_it_says_so(as_cille: FlaskClient) -> None:
    firm = _add(as_cille)
    page = submit(as_cille, f"{firm}/aftale", **AGREED).text
    assert "ikke underskrevet af alle parter endnu" in page and page.count("underskrevet på papir</a>") == 2
    submit(as_cille, f"{firm}/underskrift/1")
    for number, person in ((2, "Hanne Bæk"), (3, "Ole Vig")):
        where, said = f"{firm}/underskrift/{number}", {"person": person, "role": "Tillidsmand"}
        assert submit(as_cille, where, follow=False, **said | {"role": ""}, signed_on="01-05-2014").status_code == 422
        assert submit(as_cille, where, follow=False, **said, signed_on="16-06-2014").status_code == 409
        page = submit(as_cille, where, **said, signed_on="02-05-2014").text
    assert submit(as_cille, where, follow=False, **said, signed_on="03-05-2014").status_code == 409
    assert as_cille.get(f"{firm}/underskrift/4").status_code == 404
    assert "Cille Engel" in page and "Ole Vig, Tillidsmand" in page and "Aftalen gælder" in page
    assert page.count("På papir, skrevet ned af en medarbejder") == 2 and page.count("Logget ind") == 1
    with standing_at(now() + timedelta(minutes=11)):  # what is agreed anew is signed anew
        assert "ikke underskrevet" in submit(as_cille, f"{firm}/aftale", **AGREED).text


def test_what_a_company_promises_is_something_to_do_until_it_is_done(as_cille: FlaskClient) -> None:
    where = _add(as_cille)
    agreed = AGREED | {"signed_on": "10-04-2014", "conditions": ["joint_meeting", "csr"]}
    page = submit(as_cille, f"{where}/aftale", **agreed).text
    assert "Hold det fælles informationsmøde" in page and "09-06-2014" in page and "09-07-2014" in page
    listed = as_cille.get(LIST).text
    assert "Over tid" in listed and listed.index("informationsmøde") < listed.index("markedsføring")
    press = re.findall(r'action="([^"]+/gjort)"', page)[0]
    page = submit(as_cille, where, to=press).text
    assert "Gjort 15-06-2014 af Cille Engel" in page and "informationsmøde" not in as_cille.get(LIST).text
    assert submit(as_cille, where, to=press, follow=False).status_code == 409
    with standing_at(now() + timedelta(minutes=11)):
        page = submit(as_cille, f"{where}/aftale", **agreed).text
    assert "Gjort 15-06-2014" in page and page.count("/gjort") == 1


def test_the_other_partners_read_a_story_that_is_shared_until_it_is_taken_back(
    as_cille: FlaskClient, as_sofie: FlaskClient, as_nora: FlaskClient
) -> None:
    submit(as_cille, f"{STORIES}/ny", **STORY, person="Ida", consent="Ida selv", credited=["Svendborg Kommune"])
    assert "Vejen til" not in as_sofie.get(PARTNERS).text
    with acting_for(cast.tenant("dygtige-unge")):
        story = f"{STORIES}/{db.session.scalars(select(SuccessStory)).one().id}"
    for _press in range(2):
        submit(as_cille, STORIES, to=f"{story}/del")
    page = as_sofie.get(PARTNERS).text
    assert page.count("Vejen til værkstedet") == 1 and "samtykke fra Ida" in page and "Ida selv" not in page
    assert "Med tak til: Svendborg Kommune" in page and "Fortalt af Dygtige Unge" in page
    assert "Vejen til" not in as_nora.get("/vordingborg/succeshistorier").text
    submit(as_cille, STORIES, to=f"{story}/samtykke-vaek")
    assert "Ida" not in as_sofie.get(PARTNERS).text
    submit(as_cille, STORIES, to=f"{story}/tilbage")
    assert "Vejen til" not in as_sofie.get(PARTNERS).text


def test_a_story_credits_its_partners_and_names_nobody_without_consent(as_cille: FlaskClient) -> None:
    credited = ["Svendborg Kommune", "Nyborg Kommune"]
    assert submit(as_cille, f"{STORIES}/ny", follow=False, **STORY, person="Ida", credited=credited).status_code == 409
    told = STORY | {"text": "Ida fik en læreplads."}
    with_consent = {"person": "Ida", "consent": "Ida selv, på skrift", "credited": credited}
    assert submit(as_cille, f"{STORIES}/ny", follow=False, **told, **with_consent).status_code == 409
    assert submit(as_cille, f"{STORIES}/ny", follow=False, **STORY).status_code == 422
    page = submit(as_cille, f"{STORIES}/ny", **STORY, **with_consent).text
    assert "Fortalt med samtykke fra Ida" in page and "Nyborg Kommune, Svendborg Kommune" in page


def test_a_consent_is_taken_back_and_the_name_is_gone_for_good(as_cille: FlaskClient) -> None:
    submit(as_cille, f"{STORIES}/ny", **STORY, person="Ida", consent="Ida selv", credited=["Svendborg Kommune"])
    with acting_for(cast.tenant("dygtige-unge")):
        story = db.session.scalars(select(SuccessStory)).one().id
    page = submit(as_cille, STORIES, to=f"{STORIES}/{story}/samtykke-vaek").text
    assert "Ida" not in page and "trukket tilbage" in page and "Vejen til værkstedet" in page
    with pytest.raises(IntegrityError), acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(text("UPDATE success_stories SET person = 'Ida'"))


def test_the_neighbour_and_the_partners_see_none_of_it(
    as_cille: FlaskClient, as_nora: FlaskClient, as_kim: FlaskClient
) -> None:
    where = _add(as_cille)
    assert as_nora.get(where.replace("dygtige-unge", "vordingborg")).status_code == 404
    assert "Smede" not in as_nora.get("/vordingborg/samarbejdspartnere").text
    assert "Smede" not in as_kim.get("/svendborg/samarbejdspartnere").text


def test_who_finds_no_mentors_does_not_keep_the_list(as_karen: FlaskClient, as_sofie: FlaskClient) -> None:
    assert as_karen.get("/svendborg/samarbejdspartnere").status_code == 403
    assert as_sofie.get("/faaborg-midtfyn/samarbejdspartnere").status_code == 200
    assert as_sofie.get("/faaborg-midtfyn/samarbejdspartnere/ny").status_code == 403


def test_the_list_is_paged_and_costs_the_same_however_long(as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        from mentorkorps.field_partners.partner import aim_at

        for number in range(60):
            aim_at(f"Firma {number:02}", "company", "", "", by=cast.actor("cille"))
    as_cille.get(LIST)
    with statements() as made:
        page = as_cille.get(LIST).text
    assert page.count("Firma ") == 25 and "Side 1 af 3" in page and len(made) <= PAGE
    assert "Firma 59" in as_cille.get(f"{LIST}?side=3").text


def test_what_was_promised_is_not_asked_for_when_the_co_operation_has_ended(as_cille: FlaskClient) -> None:
    where = _add(as_cille)
    submit(as_cille, f"{where}/aftale", **AGREED, conditions=["csr"])
    assert "markedsføring" in as_cille.get(LIST).text
    submit(as_cille, f"{where}/skridt", step="ended", on_day="15-06-2014")
    assert "markedsføring" not in as_cille.get(LIST).text
