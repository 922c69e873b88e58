"""Each own figure opens the list behind it, for who has the list of youths anyway; and the log tells who did."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests import cast
from tests.pair import matched
from tests.steering.planted import invent
from tests.web.counting import DOOR, statements
from tests.web.test_own_figures import lines, rolled
from tests.web.test_steering import freeze

PERIOD = "fra=2014-02-15&til=2014-12-31"


def listed(client, address):
    """The names on a list, with where each leads and the cells beside."""
    rows = re.findall(r"<tr.*?</tr>", client.get(address).text, re.DOTALL)[1:]
    cells = [re.findall(r'mk-cell">(.*?)</span>', row, re.DOTALL) for row in rows]
    return [[unescape(re.sub(r"<.*?>", "", cell)).strip() for cell in row] for row in cells]


def links(client, address, name):
    """Where the figures of a line lead."""
    rows = re.findall(r"<tr.*?</tr>", client.get(address).text, re.DOTALL)
    row = next(row for row in rows if f"<summary>{name}</summary>" in row)
    return [unescape(href) for href in re.findall(r'<a href="(.*?)"', row)]


@pytest.fixture
def ayla(app):
    """Ayla has a mentor, and Per of Nyborg waits."""
    matched(app.test_client())
    with acting_for(cast.tenant("nyborg")):
        cast.enrol(cast.actor("rune"), first_name="Per")
    rolled()


def test_kim_opens_the_list_behind_a_figure_and_from_it_the_youth(as_kim, ayla):
    assert lines(as_kim, "/svendborg/tal")["Tilmeldte unge"][-1] == "1"
    quarter, together = links(as_kim, "/svendborg/tal", "Tilmeldte unge")
    for address in (quarter, together):
        assert listed(as_kim, address) == [["Ayla", "15-06-2014", "Karen Holm"]]
    page = as_kim.get(together).text
    assert "Unge, hvis tilmelding er sendt til korpset i perioden." in page
    youth = re.search(r'href="(/svendborg/unge/[0-9a-f-]{36})"', page)
    assert as_kim.get(youth[1]).status_code == 200


def test_a_figure_of_nought_opens_nothing(as_kim, ayla):
    assert links(as_kim, "/svendborg/tal", "Afsluttede forløb") == []


def test_karen_finds_her_own_youths_alone_and_is_told_so(as_karen, ayla):
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("uu")):
        cast.enrol(cast.actor("ulla"), first_name="Ida")
    address = f"/svendborg/tal/enrolled?{PERIOD}"
    assert [row[0] for row in listed(as_karen, address)] == ["Ayla"]
    assert "Tallet for hele kommunen kan være større." in as_karen.get(address).text


def test_the_steering_group_and_the_neighbour_open_none(as_sofie, as_rune, ayla):
    assert links(as_sofie, "/faaborg-midtfyn/tal", "Tilmeldte unge") == []
    assert as_sofie.get(f"/faaborg-midtfyn/tal/enrolled?{PERIOD}").status_code == 403
    assert as_rune.get(f"/svendborg/tal/enrolled?{PERIOD}").status_code == 404
    assert [row[0] for row in listed(as_rune, f"/nyborg/tal/enrolled?{PERIOD}")] == ["Per"]


def test_the_corps_sees_how_many_there_are_in_each_municipality_and_opens_each_list(as_cille, ayla):
    assert lines(as_cille, "/dygtige-unge/tal")["Tilmeldte unge"][-1] == "2"
    each = links(as_cille, "/dygtige-unge/tal", "Tilmeldte unge")[-1]
    assert listed(as_cille, each) == [
        ["Faaborg-Midtfyn Kommune", "0"], ["Nyborg Kommune", "1"], ["Svendborg Kommune", "1"], ["I alt", "2"]
    ]  # fmt: skip
    svendborg = unescape(re.search(r'href="(/svendborg/tal/.*?)"', as_cille.get(each).text)[1])
    assert [row[0] for row in listed(as_cille, svendborg)] == ["Ayla"]
    running = as_cille.get(f"/svendborg/tal/running?{PERIOD}").text
    pair = re.search(r'href="(/svendborg/par/[0-9a-f-]{36})"', running)
    assert as_cille.get(pair[1]).status_code == 200


def test_who_opened_a_list_stands_in_the_log(as_kim, ayla):
    as_kim.get(f"/svendborg/tal/running?{PERIOD}")
    with acting_for(cast.tenant("svendborg")):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "figure.opened")).one()
    assert (entry.actor_name, entry.why) == ("Kim Bro", "running")


@pytest.mark.parametrize(
    "asked",
    [
        "price?" + PERIOD,
        "nobody?" + PERIOD,
        "enrolled",
        "enrolled?fra=i%20dag&til=2014-12-31",
        "enrolled?fra=2014-12-31&til=2014-01-01",
    ],
)
def test_what_has_no_list_is_not_found(as_kim, asked):
    assert as_kim.get(f"/svendborg/tal/{asked}").status_code == 404


@pytest.mark.parametrize("figure", ["enrolled", "waiting", "follow_ups_on_time", "any_outcome"])
def test_a_list_costs_the_same_however_long_it_is(as_kim, ayla, figure):
    with statements() as seen:
        assert as_kim.get(f"/svendborg/tal/{figure}?{PERIOD}").status_code == 200
    assert len(seen) <= DOOR + 5


def test_from_the_report_kim_opens_the_lists_of_the_own_column_and_sofie_none(as_kim, as_sofie):
    content = freeze(invent(3, 60), date(2014, 6, 15))
    own = {
        row["key"]: cell["realised"]
        for row in content["rows"]
        for cell in row["tenants"]
        if cell["tenant"] == "svendborg"
    }
    page = unescape(as_kim.get("/svendborg/styregruppe/2014/1").text)
    found = dict(re.findall(r'href="(/svendborg/tal/(\w+)\?[^"]*)"', page))
    assert "/faaborg-midtfyn/tal" not in page and len(found) > 5
    for address, figure in found.items():
        if figure != "follow_ups_on_time":
            assert len(listed(as_kim, address)) == own[figure], figure
    assert "Rapporten ændres aldrig" in as_kim.get(address).text
    assert "/tal/" not in as_sofie.get("/faaborg-midtfyn/styregruppe/2014/1").text


def test_a_programme_alone_and_a_counsellor_have_their_lists_too(as_nora, as_ulla, ayla):
    with acting_for(cast.tenant("vordingborg")):
        cast.enrol(cast.actor("nora"), first_name="Liv")
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("uu")):
        cast.enrol(cast.actor("ulla"), first_name="Ida")
    assert [row[0] for row in listed(as_nora, f"/vordingborg/tal/waiting?{PERIOD}")] == ["Liv"]
    assert [row[0] for row in listed(as_ulla, f"/svendborg/tal/waiting?{PERIOD}")] == ["Ida"]
    assert as_ulla.get(f"/uu/tal/waiting?{PERIOD}").status_code == 404
