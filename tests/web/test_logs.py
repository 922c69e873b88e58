"""Dorte, the data protection officer, sees who did and who read what; and that she looked is seen too."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, standing_at
from mentorkorps.journal import read_notes
from tenants import audit
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.mail import link_in
from tests.pair import proposed
from tests.web.counting import PAGE, statements

LOG = "/svendborg/log"


@pytest.fixture
def as_dorte(app: Flask) -> FlaskClient:
    return cast.signed_in(app.test_client(), "dorte")


def read_by_cille() -> None:
    """Karen has enrolled Ayla, and Cille reads her journal."""
    with acting_for(cast.tenant("svendborg")):
        cast.enrol(cast.actor("karen"))
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        read_notes(cast.youth_named("Ayla"), by=cast.actor("cille"))


def lines(page: str) -> list[str]:
    """The rows of the log as text, the newest first."""
    rows = page[page.index("<tbody") : page.index("</tbody>")].split("<tr")[1:]
    return [" ".join(re.sub(r"<[^>]*>|^[^>]*>", " ", row).split()) for row in rows]


def test_dorte_sees_who_read_the_journal_of_whom_and_where_they_came_from(as_dorte: FlaskClient) -> None:
    read_by_cille()
    assert lines(as_dorte.get(f"{LOG}?slags=laesning").text) == [
        "15-06-2014 kl. 09.00 Cille Engel Dygtige Unge (Foreningen Nydansker) Læste journalen Ayla Demir"
    ]


def test_dorte_finds_who_read_of_one_youth_by_the_youth_s_name(as_dorte: FlaskClient) -> None:
    read_by_cille()
    with acting_for(cast.tenant("svendborg")):
        audit.record("call.talked", None, by=cast.actor("cille"))
    found = lines(as_dorte.get(f"{LOG}?ung=ayla+demir").text)
    assert any(line.endswith("Læste journalen Ayla Demir") for line in found)
    assert any(line.endswith("Sendte en tilmelding Ayla Demir") for line in found)
    assert not any("Skrev et opkald ned" in line for line in found) and "talked" not in as_dorte.get(LOG).text
    assert "Der er ikke noget i loggen" in as_dorte.get(f"{LOG}?ung=Rune+Vang").text


def test_no_name_of_who_answers_by_link_is_kept_or_shown(app: Flask, as_dorte: FlaskClient) -> None:
    proposed()
    phone = app.test_client()
    submit(phone, link_in("svendborg", "mentor_asked"), answer="yes")
    submit(phone, link_in("svendborg", "youth_asked"), answer="no")
    with acting_for(cast.tenant("svendborg")):
        audit.record("contacts.opened", None, by=audit.Actor("contact", "Karen Holm"))
        by_link = AuditEntry.actor_kind.in_(["mentor", "youth", "contact"])
        kept = set(db.session.scalars(select(AuditEntry.actor_name).where(by_link)))
    assert kept == {"Mentor", "Den unge", "Kontaktperson"}
    page = " ".join(lines(as_dorte.get(LOG).text))
    assert "Mentor Med link Mentor sagde ja til et forslag" in page and "Den unge Med link Den unge sagde nej" in page
    assert "Bent" not in page


def test_that_the_log_was_read_stands_in_the_log(as_dorte: FlaskClient) -> None:
    as_dorte.get(LOG)
    (line,) = lines(as_dorte.get(f"{LOG}?slags=loggen").text)
    assert line.endswith("Dorte Lund Svendborg Kommune Læste denne log")


def test_the_kinds_of_act_can_be_looked_for(as_dorte: FlaskClient) -> None:
    read_by_cille()
    sent = lines(as_dorte.get(f"{LOG}?slags=tilmeldinger").text)
    assert len(sent) == 2 and all("Karen Holm" in line for line in sent)
    assert as_dorte.get(f"{LOG}?slags=andet").status_code == 404
    assert as_dorte.get(f"{LOG}?foer=i-gaar").status_code == 404


def test_the_log_is_leafed_through_without_losing_or_repeating_an_entry(as_dorte: FlaskClient) -> None:
    with acting_for(cast.tenant("svendborg")):
        for number in range(230):
            with standing_at(now() - timedelta(minutes=number // 50)):  # fifty at the same moment
                audit.record("meeting.logged", None, by=cast_actor(number))
    url, seen = f"{LOG}?slags=forloeb", []
    for _ in range(3):
        page = as_dorte.get(url).text
        seen += lines(page)
        found = re.search(r'rel="next" href="([^"]*)"', page)
        url = found.group(1).replace("&amp;", "&") if found else ""
    assert url == "" and len(seen) == len(set(seen)) == 230


def cast_actor(number: int) -> audit.Actor:
    return audit.Actor("user", f"Sagsbehandler {number}")


def test_a_neighbour_s_log_is_not_seen_and_a_case_worker_sees_none(
    as_dorte: FlaskClient, as_karen: FlaskClient
) -> None:
    with acting_for(cast.tenant("nyborg")):
        audit.record("match.ended", None, by=cast.actor("rune"))
    assert "Rune Vang" not in as_dorte.get(LOG).text
    assert as_dorte.get("/nyborg/log").status_code == 404
    assert as_karen.get(LOG).status_code == 403


def test_every_act_of_the_trail_has_words(as_dorte: FlaskClient) -> None:
    read_by_cille()
    as_dorte.get(LOG)
    with acting_for(cast.tenant("svendborg")):
        codes = set(db.session.scalars(select(AuditEntry.act)))
    page = " ".join(lines(as_dorte.get(LOG).text))
    assert len(codes) >= 4 and not [code for code in codes if code in page]


def test_the_page_costs_four_statements_at_most(as_dorte: FlaskClient) -> None:
    read_by_cille()
    as_dorte.get(LOG)
    with statements() as seen:
        as_dorte.get(LOG)
    assert len(seen) <= PAGE, "\n".join(seen)
