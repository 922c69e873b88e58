"""A funded project on the agreement's page: its period and funder, and each target and deliverable beside what came of it."""

from typing import Any

import lxml.html
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import today
from tenants.agreements import projects
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.pair import matched
from tests.web.counting import PAGE, statements

CORPS = "dygtige-unge"
WHERE = "/dygtige-unge/aftale/fyn/projekter"
PROJECT = {
    "name": "Mentornet Fyn", "funder": "Fonden", "reference": "Brev 14-7", "starts_on": "01-06-2014", "ends_on": "30-06-2015",
}  # fmt: skip
AIMS = [
    ("Frivillige mentorer", "mentors", "240"), ("Unge", "youths", "240"), ("Forløb", "matches", "2"),
    ("En håndbog", "delivered", "1"), ("Kurser", "delivered", "4"),
]  # fmt: skip


def link_to(page: str, words: str, row: str = "") -> str:
    """The address behind the link with these words, in the row that holds `row`."""
    for link in lxml.html.fromstring(page).iter("a"):
        line = next(link.iterancestors("tr"), None)
        if words in link.text_content() and (not row or (line is not None and row in line.text_content())):
            return str(link.get("href"))
    raise AssertionError(words)


def lines(page: str) -> dict[str, list[str]]:
    """What stands beside each aim: wanted, realised, deviation and that in per cent."""
    rows = [
        [" ".join(cell.text_content().split()) for cell in row] for row in lxml.html.fromstring(page).iterfind(".//tbody/tr")
    ]
    return {row[0]: row[3:7] for row in rows}


def begun(cille: FlaskClient) -> str:
    """The project with its aims; its page."""
    page = submit(cille, f"{WHERE}/nyt", **PROJECT).text
    for words, measure, wanted in AIMS:
        aim = {"words": words, "measure": measure, "wanted": wanted, "due_on": "30-06-2015"}
        page = submit(cille, link_to(page, "Nyt mål i"), **aim).text
    return page


def test_each_target_stands_beside_what_is_counted_and_what_is_written_down(as_cille: FlaskClient, as_kim: FlaskClient) -> None:
    matched(as_kim)
    page = begun(as_cille)
    assert "01-06-2014 til 30-06-2015. Betales af Fonden, reference Brev 14-7." in " ".join(page.split())
    assert lines(page) == {
        "Frivillige mentorer": ["240", "1", "-239", "-100 %"], "Unge": ["240", "1", "-239", "-100 %"],
        "Forløb": ["2", "1", "-1", "-50 %"], "En håndbog": ["1", "0", "-1", "-100 %"], "Kurser": ["4", "0", "-4", "-100 %"],
    }  # fmt: skip
    given = {"delivered_on": "12-06-2014", "count": "5", "note": "Odense"}
    page = submit(as_cille, link_to(page, "Skriv en levering", "Kurser"), **given).text
    assert lines(page)["Kurser"] == ["4", "5", "1", "25 %"]
    page = submit(as_cille, link_to(page, "Skriv en levering", "Kurser"), **given | {"count": "-2"}).text
    assert lines(page)["Kurser"] == ["4", "3", "-1", "-25 %"]


def test_every_party_reads_it_and_only_who_operates_writes(
    as_cille: FlaskClient, as_kim: FlaskClient, as_nora: FlaskClient
) -> None:
    deliver = link_to(begun(as_cille), "Skriv en levering", "Kurser")
    assert WHERE.replace(CORPS, "svendborg") in as_kim.get("/svendborg/aftale").text
    page = as_kim.get(WHERE.replace(CORPS, "svendborg")).text
    assert lines(page)["Kurser"] == ["4", "0", "-4", "-100 %"] and "tælles hos den, der driver korpset" in page
    assert lines(page)["Unge"][1:] != ["0", "-240", "-100 %"] and "Skriv en levering" not in page
    assert as_kim.get(deliver.replace(CORPS, "svendborg")).status_code == 403
    assert as_nora.get(WHERE.replace(CORPS, "vordingborg")).status_code == 404
    assert as_nora.get(deliver.replace(CORPS, "vordingborg").replace("/fyn/", "/vordingborg/")).status_code == 404


def test_what_cannot_be_is_refused_with_a_sentence(as_cille: FlaskClient) -> None:
    page = begun(as_cille)

    def refused(where: str, sentence: str, **said: Any) -> None:
        answer = submit(as_cille, where, follow=False, **said)
        assert (answer.status_code, sentence in answer.text) == (409, True), answer.text

    refused(f"{WHERE}/nyt", "allerede et projekt", **PROJECT | {"name": "MENTORNET fyn"})
    refused(f"{WHERE}/nyt", "efter den første", **PROJECT | {"name": "B", "ends_on": "31-05-2014"})
    aim = {"words": "kurser", "measure": "delivered", "wanted": "1", "due_on": "30-06-2015"}
    refused(link_to(page, "Nyt mål i"), "står der allerede", **aim)
    refused(link_to(page, "Nyt mål i"), "i projektets periode", **aim | {"words": "Et seminar", "due_on": "01-07-2015"})
    deliver, given = link_to(page, "Skriv en levering", "Kurser"), {"delivered_on": "12-06-2014", "count": "1", "note": ""}
    refused(deliver, "flere tilbage", **given | {"count": "-1"})
    refused(deliver, "til i dag", **given | {"delivered_on": "16-06-2014"})
    for wrong in ({"count": "0x"}, {"count": "100001"}, {"delivered_on": ""}):
        assert submit(as_cille, deliver, follow=False, **given | wrong).status_code == 422


def test_the_page_costs_the_same_however_many_aims(as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant(CORPS)):
        partnership = db.session.scalars(select(Partnership)).one()
        for number in range(8):
            project = projects.set_up(partnership, f"Projekt {number}", "Fonden", "", today(), today(), by=cast.actor("cille"))
            for measure in ("mentors", "youths", "matches", "delivered") * 3:
                words = f"{measure} {len(projects.aims_of([project.id]).get(project.id, []))}"
                projects.aim(project, words, measure, 5, today(), by=cast.actor("cille"))
    as_cille.get(WHERE)
    with statements() as made:
        assert "Projekt 7" in as_cille.get(WHERE).text
    assert len(made) <= PAGE + 9  # three in each municipality that is served: who acts there, and the counts
