"""A concern goes up the four levels until it is solved, and what was used is counted (DF-18)."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps import concerns
from mentorkorps.clock import now, standing_at, today
from mentorkorps.messages import Message
from tenants.scope import acting_for, db
from tests import cast
from tests.concerns import chain
from tests.forms import submit
from workers.perform import drain

WHY = {"why": "Det er større, end jeg kan løse.", "deadline": "25-06-2014"}


@pytest.fixture
def url(as_cille: FlaskClient) -> str:
    """Cille has raised a concern about Ayla."""
    return chain.raised(as_cille, chain.paired(as_cille))


def someone(name: str, number: str) -> dict[str, str]:
    return {"who": "other", "other_name": name, "other_phone": number}


def test_a_level_up_needs_a_reason_an_owner_and_a_day_to_come(as_cille: FlaskClient, url: str) -> None:
    chain.colleague(as_cille)
    dan = chain.id_of("dan")
    assert submit(as_cille, f"{url}/niveau", who=dan, why="", deadline="25-06-2014").status_code == 422
    late = submit(as_cille, f"{url}/niveau", who=dan, why="Hjælp", deadline="01-06-2014")
    assert late.status_code == 422 and "Fristen er allerede gået." in late.text
    nobody = submit(as_cille, f"{url}/niveau", who="other", **WHY)
    assert nobody.status_code == 422 and nobody.text.count("Feltet skal udfyldes.") >= 2
    done = submit(as_cille, f"{url}/niveau", who=dan, **WHY)
    assert "Niveau 2: Projektlederen" in done.text and "Dan Bo" in done.text and "25-06-2014" in done.text


def test_level_two_is_owned_from_the_corps_as_the_programme_says(as_cille: FlaskClient, url: str) -> None:
    refused = submit(as_cille, f"{url}/niveau", **someone("Pia Project", "70102044"), **WHY)
    assert refused.status_code == 409 and "en ansvarlig fra korpset" in refused.text
    chain.ready(as_cille, "2", "Pia Project", "70102044")
    assert "Pia Project" in submit(as_cille, f"{url}/niveau", who="holder", **WHY).text


def test_all_the_way_up_to_a_psychologist_without_an_account_and_nobody_loses_it(
    as_cille: FlaskClient, url: str
) -> None:
    submit(as_cille, f"{url}/niveau", who=chain.id_of("cille"), **WHY)
    submit(as_cille, f"{url}/niveau", **someone("Netværket, Jan Ry", "70102045"), **WHY)
    top = submit(as_cille, f"{url}/niveau", **someone("Psykolog Mai Ki", "70102046"), **WHY).text
    assert "Niveau 4: Psykologen" in top and "tel:+4570102046" in top and "Det er det øverste niveau." in top
    assert submit(as_cille, url, to=f"{url}/niveau").status_code == 409
    with standing_at(now() + timedelta(days=30)):
        assert due("cille") == [4], "who gave it away still answers for it"


def test_each_step_stands_with_who_and_why_and_the_end_with_its_reason(as_cille: FlaskClient, url: str) -> None:
    submit(as_cille, f"{url}/notat", text="Ringet til moderen.")
    submit(as_cille, f"{url}/ring", **chain.CALL)
    page = submit(as_cille, f"{url}/afslut", why="Ayla bor hos sin moster.").text
    assert "Ringet til moderen." in page and "Vagten, Lis Dam" in page and "15-06-2014 kl. 08.50" in page
    assert "Afsluttet 15-06-2014" in page and "Ayla bor hos sin moster." in page
    after = submit(as_cille, url, to=f"{url}/tag")
    assert after.status_code == 409
    refused = submit(as_cille, f"{url}/notat", text="Mere")
    assert refused.status_code == 409 and "Bekymringen er afsluttet." in refused.text


def due(name: str) -> list[int | None]:
    """The levels of what stands on somebody's list of calls today."""
    with acting_for(cast.tenant("svendborg"), home=cast.tenant(cast.PEOPLE[name][0])):
        return [row.level for row in db.session.execute(concerns.due_here(today(), cast.actor(name)))]


def test_when_the_deadline_passes_the_holder_of_the_next_level_has_it_on_the_list_and_may_read_it(
    as_cille: FlaskClient, url: str
) -> None:
    as_dan = chain.colleague(as_cille)
    submit(as_cille, "/svendborg/bekymringer/hvem/2", who=chain.id_of("dan"))
    assert due("cille") == [] and as_dan.get(url).status_code == 404
    with standing_at(now() + timedelta(days=5)):
        assert due("cille") == [1] and as_dan.get(url).status_code == 404, "the day itself"
    with standing_at(now() + timedelta(days=6)):
        assert due("cille") == [1] and as_dan.get(url).status_code == 200
        assert due("karen") == [], "the contact person reads it, and owns nothing"
        assert "Overskredet: 20-06-2014" in as_dan.get("/dygtige-unge/bekymringer").text


def test_the_owner_is_reminded_once_by_mail_with_no_word_of_what(as_cille: FlaskClient, url: str) -> None:
    for days in (4, 5, 6, 7):
        with standing_at(now() + timedelta(days=days)):
            drain(now())
    with acting_for(cast.tenant("dygtige-unge")):
        letters = db.session.scalars(select(Message).where(Message.template == "concern_waits")).all()
    assert [(one.to_address, one.path) for one in letters] == [
        ("cille@dygtige-unge.example", "/dygtige-unge/bekymringer")
    ]


def test_the_operator_reads_how_far_up_they_went_and_no_name(as_cille: FlaskClient, url: str) -> None:
    page = as_cille.get("/dygtige-unge/bekymringer/tal").text
    assert "Øverste niveau brugt: 0" in page and "Ayla" not in page and "Svendborg" not in page
    submit(as_cille, f"{url}/niveau", who=chain.id_of("cille"), **WHY)
    with acting_for(cast.tenant("svendborg")):
        counted = db.session.execute(concerns.top_levels(today(), today())).all()
    assert [tuple(row) for row in counted] == [(2, 1)]


def test_what_ayla_is_told_when_she_asks(app: Flask, as_cille: FlaskClient, url: str) -> None:
    submit(as_cille, f"{url}/afslut", why="Ayla bor hos sin moster.")
    with acting_for(cast.tenant("svendborg")):
        told = concerns.told_about(cast.youth_named("Ayla"))
    assert told == [
        ("15-06-2014", f"Noget derhjemme: {chain.SECRET}"),
        ("15-06-2014", "Afsluttet: Ayla bor hos sin moster."),
    ]
