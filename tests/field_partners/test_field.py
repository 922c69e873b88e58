"""Cille keeps the list of those the corps works together with: how far it has come, what is agreed, and the stories."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from mentorkorps.field_partners import FieldPartner, SuccessStory
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.web.counting import PAGE, statements

LIST, STORIES = "/dygtige-unge/samarbejdspartnere", "/dygtige-unge/succeshistorier"
AGREED = {
    "signed_on": "01-05-2014", "signed_by": "Skolen, lærernes tillidsmand og korpset", "cooperation": "Mentorer til elever",
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
    row = page[page.index("Virksomhed</a>") : page.index("Fagforening</a>")]
    assert [row[place - 1] for place in range(len(row)) if row.startswith("</span></td>", place)] == [
        "3",
        "2",
        "1",
        "0",
    ]


def test_the_same_partner_stands_once(as_cille: FlaskClient) -> None:
    _add(as_cille)
    again = {"name": "SMEDE & sønner", "kind": "company", "place": "", "contact": ""}
    assert submit(as_cille, f"{LIST}/ny", follow=False, **again).status_code == 409


def test_an_agreement_says_interfaces_disputes_and_the_conditions_of_its_kind(as_cille: FlaskClient) -> None:
    school = _add(as_cille, "Teknisk Skole", "school")
    page = submit(as_cille, f"{school}/aftale", **AGREED, conditions=["backed", "no_substitute"]).text
    assert "Først de to ledere" in page and "rådgiver ikke" in page and "bakker op" in page
    assert submit(as_cille, f"{school}/aftale", follow=False, **AGREED, conditions=["csr"]).status_code == 422
    assert submit(as_cille, f"{school}/aftale", follow=False, **AGREED | {"disputes": ""}).status_code == 422
    assert "arbejdstiden" in as_cille.get(f"{_add(as_cille)}/aftale").text


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
