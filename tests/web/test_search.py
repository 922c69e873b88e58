"""Looking for somebody in the three long lists: by name, trade, company and municipality, as typed, on every page."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.follow_ups import log_meeting
from mentorkorps.matching import mentor_says, propose, youth_says
from mentorkorps.matching.suggest import suggest
from mentorkorps.youths import Enrolment
from tenants.scope import acting_for, db
from tests import cast
from tests.web.counting import statements
from tests.web.test_inbox import enrolled

CORPS = "/dygtige-unge"
MENTORS, PAIRS, YOUTHS = f"{CORPS}/mentorer", f"{CORPS}/par", f"{CORPS}/unge"


def found(client: FlaskClient, path: str, sought: str, **more: str) -> str:
    """What stands in the tables of the page, after looking for that."""
    page = client.get(path, query_string={"soeg": sought, **more})
    assert page.status_code == 200, page.text
    return " ".join(re.findall(r"<table.*?</table>", page.text, re.DOTALL))


@pytest.fixture
def corps(app: Flask) -> Flask:
    """Beside Bent: a hairdresser whose name begins with Ø, and a smith of a company with odd signs in its name."""
    with acting_for(cast.tenant("dygtige-unge")):
        cast.recruit("Øjvind", "Ærø", "hairdresser", position="Salonleder")
        smith = cast.recruit("Åge", "Smed", "smith")
        assert smith.company_id
    return app


def pair(first_name: str, slug: str, by: str) -> None:
    """A youth there is matched with the first who fits, and has met once."""
    youth = enrolled(first_name, slug, by, email=f"{first_name.lower()}@ung.example")
    cille = cast.actor("cille")
    with acting_for(cast.tenant(slug), home=cille.tenant_id):
        enrolment = db.session.scalars(select(Enrolment).where(Enrolment.youth_id == youth)).one()
        proposal = propose(enrolment, suggest(enrolment, today())[0], by=cille)
        mentor_says(proposal, True, by=cille)
        match = youth_says(proposal, True, by=cille)
        assert match
        log_meeting(match, held_on=today(), took_place=True, minutes=60, place="library", next_on=today(), by=cille)


@pytest.mark.parametrize(
    ("sought", "name"),
    [("øjvind", "Øjvind Ærø"), ("ÆRØ", "Øjvind Ærø"), ("frisør", "Øjvind Ærø"), ("salonleder ærø", "Øjvind Ærø"),
     ("åge", "Åge Smed"), ("madsens værksted", "Bent Madsen"), ("  automek ", "Bent Madsen")],
)  # fmt: skip
def test_a_mentor_is_found_by_name_trade_position_and_company(
    corps: Flask, as_cille: FlaskClient, sought: str, name: str
) -> None:
    names = set(re.findall(r"Øjvind Ærø|Åge Smed|Bent Madsen", found(as_cille, MENTORS, sought)))
    assert names == {name}


@pytest.mark.parametrize("sought", ["%", "_", "\\", "Bent_Madsen", "%Bent%"])
@pytest.mark.parametrize("path", [MENTORS, PAIRS, YOUTHS])
def test_signs_that_a_database_knows_are_only_signs(
    corps: Flask, as_cille: FlaskClient, path: str, sought: str
) -> None:
    pair("Ayla", "svendborg", "karen")
    assert "Bent" not in found(as_cille, path, sought) and "Ayla" not in found(as_cille, path, sought)


def test_a_reader_of_english_finds_a_trade_by_either_name(corps: Flask, as_cille: FlaskClient) -> None:
    as_cille.set_cookie("mk_language", "en")
    for sought in ("hairdresser", "frisør"):
        assert "Øjvind Ærø" in found(as_cille, MENTORS, sought)


def test_a_search_keeps_the_view_and_the_view_keeps_the_search(corps: Flask, as_cille: FlaskClient) -> None:
    pair("Ayla", "svendborg", "karen")
    page = as_cille.get(MENTORS, query_string={"soeg": "Ø j", "vis": "ledige"}).text
    assert 'name="vis" value="ledige"' in page and "vis=pause&amp;soeg=%C3%98+j" in page
    assert "Bent Madsen" in found(as_cille, MENTORS, "bent")
    assert "Bent Madsen" not in found(as_cille, MENTORS, "bent", vis="ledige")
    assert "Ingen passer til »bent«." in as_cille.get(MENTORS, query_string={"soeg": "bent", "vis": "ledige"}).text


def test_the_pages_of_a_search_are_its_own(corps: Flask, as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        for number in range(51):
            cast.recruit(f"Nr{number}", "Ågård", "carpenter", email=f"nr{number}@korps.example")
    page = as_cille.get(MENTORS, query_string={"soeg": "ågård"}).text
    assert "Side 1 af 2" in page and "soeg=%C3%A5g%C3%A5rd&amp;side=2" in page
    assert "Side 2 af 2" in as_cille.get(MENTORS, query_string={"soeg": "ågård", "side": "2"}).text


def test_a_pair_is_found_by_youth_mentor_trade_company_and_municipality(corps: Flask, as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        cast.recruit("Lone", "Lund", "car_mechanic", email="lone@lund.example")
    pair("Ayla", "svendborg", "karen")
    pair("Øzlem", "nyborg", "rune")
    for sought in ("ayla", "svendborg", "SVENDBORG ayla"):
        assert re.findall(r"Ayla og|Øzlem og", found(as_cille, PAIRS, sought)) == ["Ayla og"]
    for sought in ("øzlem", "nyborg"):
        assert re.findall(r"Ayla og|Øzlem og", found(as_cille, PAIRS, sought)) == ["Øzlem og"]
    for sought in ("automekaniker", "lunds værksted", "lone", "madsen"):
        assert len(re.findall(r"Ayla og|Øzlem og", found(as_cille, PAIRS, sought))) == (2 if "auto" in sought else 1)
    assert "Alle (1)" in as_cille.get(PAIRS, query_string={"soeg": "nyborg"}).text
    assert "demir" not in found(as_cille, PAIRS, "").lower() and "Ayla" not in found(as_cille, PAIRS, "demir")


def test_a_youth_is_found_by_name_wish_contact_and_municipality(
    app: Flask, as_cille: FlaskClient, as_karen: FlaskClient
) -> None:
    enrolled("Ayla")
    enrolled("Øzlem", "nyborg", "rune", trades=["hairdresser"], last_name="Ås")
    for sought, names in (
        ("ås", ["Øzlem"]), ("frisør", ["Øzlem"]), ("nyborg", ["Øzlem"]), ("rune", ["Øzlem"]), ("karen", ["Ayla"]),
        ("demir ayla", ["Ayla"]), ("kommune", ["Øzlem", "Ayla"]), ("Bodil", []),
    ):  # fmt: skip
        assert re.findall(r"Øzlem|Ayla", found(as_cille, YOUTHS, sought)) == names, sought
    assert "Ayla" in found(as_karen, "/svendborg/unge", "automekaniker")
    assert "Øzlem" not in found(as_karen, "/svendborg/unge", "øzlem")


@pytest.mark.parametrize("path", [MENTORS, PAIRS, YOUTHS])
def test_a_search_costs_no_statement_more(corps: Flask, as_cille: FlaskClient, path: str) -> None:
    pair("Ayla", "svendborg", "karen")
    as_cille.get(path)
    with statements() as plain:
        as_cille.get(path)
    with statements() as looked:
        as_cille.get(path, query_string={"soeg": "ayla bent automekaniker svendborg"})
    assert len(looked) == len(plain)


def test_what_is_typed_comes_back_as_it_was_and_is_no_html(app: Flask, as_cille: FlaskClient) -> None:
    page = as_cille.get(MENTORS, query_string={"soeg": '"><b>æ'}).text
    assert 'value="&#34;&gt;&lt;b&gt;æ"' in page and "<b>æ" not in page
    assert as_cille.get(MENTORS, query_string={"soeg": "x" * 5000}).status_code == 200
