"""A house sees its own figures in full, as they stand, cut as it wants them; and nobody else's."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from mentorkorps.clock import standing_at
from mentorkorps.steering.rollup import roll_up
from tenants.agreements import Period
from tenants.local_rules import adjust
from tenants.scope import acting_for, db
from tests import cast
from tests.conftest import OPENING
from tests.forms import submit
from tests.pair import matched, met
from tests.web.counting import DOOR, statements


def rolled(*slugs):
    for slug in slugs or ("svendborg", "nyborg", "faaborg-midtfyn", "vordingborg"):
        with acting_for(cast.tenant(slug)):
            roll_up()


def lines(client, address):
    """Each figure of the page by its name: what stands in its columns."""
    rows = re.findall(r"<tr.*?</tr>", client.get(address).text, re.DOTALL)
    named = [
        (re.search(r"<summary>(.*?)</summary>", row), re.findall(r"<td.*?mk-cell\">(.*?)</span>", row, re.DOTALL))
        for row in rows
    ]
    plain = re.compile(r"<a .*?>|</a>")  # a figure may open its list
    return {
        unescape(name[1]): [unescape(plain.sub("", cell)).strip() for cell in cells] for name, cells in named if name
    }


@pytest.fixture
def ayla(app):
    """Ayla and Bent have met once, in June."""
    phone = app.test_client()
    matched(phone)
    met(phone)
    rolled()


def test_kim_sees_the_municipalitys_own_figures_however_small(as_kim, ayla):
    told = lines(as_kim, "/svendborg/tal")
    assert told["Matchede unge"] == ["0", "1", "1"]
    assert told["Holdte møder"] == ["0", "1", "1"]
    assert told["Timer i møder"][-1] == "1,0"
    assert told["Forløb i gang"] == ["0", "1", "–"]
    assert told["Andel fagmatch"] == ["–", "100,0 %", "100,0 %"]


def test_a_month_is_a_column_and_so_is_a_quarter_a_year_and_a_period(as_kim, ayla):
    assert lines(as_kim, "/svendborg/tal?vis=maaned")["Tilmeldte unge"] == ["0", "0", "0", "0", "1", "1"]
    assert lines(as_kim, "/svendborg/tal?vis=aar")["Tilmeldte unge"] == ["1", "1"]
    assert lines(as_kim, "/svendborg/tal?vis=periode")["Tilmeldte unge"] == ["1", "1"]


def test_what_each_figure_counts_stands_beside_it_and_the_target_to_date_above(as_kim, ayla):
    page = as_kim.get("/svendborg/tal").text
    assert "Unge, hvis tilmelding er sendt til korpset i perioden." in page
    assert "Mål til dato: 11" in page and "Bag målet" in page  # 120 of 320 days of at least 30
    assert "Afvigelse: -10 (-90,9 %)" in page


def test_a_curve_of_the_agreement_gives_the_target_to_date_and_says_so(as_kim, ayla):
    page = as_kim.get("/svendborg/tal").text
    assert "lige fordelt over periodens dage" in page[page.index("Hvad der er regnet med") :]
    with acting_for(cast.tenant("dygtige-unge")):
        period = db.session.scalars(select(Period).order_by(Period.starts_on)).first()
        period.pace = {"2014-05": 60, "2014-06": 80}
    page = as_kim.get("/svendborg/tal").text
    assert "Mål til dato: 21" in page  # 60 per cent of 30, and 14 of the 30 days to 80
    assert "2014-05: 60 %, 2014-06: 80 %" in page[page.index("Hvad der er regnet med") :]
    assert "2014-05: 60 %, 2014-06: 80 %" in as_kim.get("/svendborg/aftale").text


def test_the_rules_that_the_figures_rest_on_stand_below_them_as_the_house_has_adjusted_them(as_kim, ayla):
    with acting_for(cast.tenant("svendborg")):
        adjust("follow_up", {"then_weeks_from": 2, "then_weeks_to": 3}, "Vi ringer oftere.", by=cast.actor("kim"))
    page = as_kim.get("/svendborg/tal").text
    used = page[page.index("Hvad der er regnet med") :]
    for label, value in {"Frist for et matchforslag for nye tilmeldinger, dage": "28", "uger imellem": "2-3"}.items():
        assert value in used[used.index(label) :][:200], label


def test_of_one_youth_it_is_too_early_to_tell_a_share_and_the_six_months_have_to_pass(as_kim, ayla):
    told = lines(as_kim, "/svendborg/tal?vis=periode")
    assert told["Andel med resultat"] == told["Andel kommet positivt videre"] == ["for tidligt", "for tidligt"]
    assert told["Unge, der begyndte for mindst 6 måneder siden"] == ["0", "0"]
    with standing_at(OPENING + timedelta(days=190)):
        later = lines(as_kim, "/svendborg/tal?vis=periode")
    assert later["Unge, der begyndte for mindst 6 måneder siden"] == ["1", "1"]
    assert later["Afsluttet: målet er nået"] == later["Forløb begyndt for over 8 måneder siden"] == ["0", "0"]


def test_the_corps_sees_its_municipalities_together(as_cille, ayla):
    assert lines(as_cille, "/dygtige-unge/tal")["Matchede unge"][-1] == "1"
    assert as_cille.get("/svendborg/tal").headers["Location"] == "/dygtige-unge/tal"


def test_nobody_sees_a_neighbours_figures(as_sofie, as_karen, ayla):
    assert lines(as_sofie, "/faaborg-midtfyn/tal")["Matchede unge"][-1] == "0"
    assert as_sofie.get("/svendborg/tal").status_code == 404
    assert as_karen.get("/svendborg/tal").status_code == 403


def test_a_programme_alone_has_its_own(as_nora, ayla):
    assert lines(as_nora, "/vordingborg/tal")["Matchede unge"][-1] == "0"


@pytest.mark.parametrize("asked", ["vis=uge", "periode=1999", "partnerskab=andet"])
def test_what_there_is_not_cannot_be_asked(as_kim, asked):
    assert as_kim.get(f"/svendborg/tal?{asked}").status_code == 404


def test_before_a_period_has_begun_there_is_nothing_and_no_mistake(as_kim):
    rolled()
    with standing_at(OPENING - timedelta(days=150)):
        assert "Der er ingen tal endnu." in as_kim.get("/svendborg/tal").text


@pytest.mark.parametrize("view", ["kvartal", "maaned", "aar", "periode"])
def test_the_page_costs_the_same_however_many_there_are(as_kim, ayla, view):
    with statements() as seen:
        assert as_kim.get(f"/svendborg/tal?vis={view}").status_code == 200
    assert len(seen) <= DOOR + 6, "\n".join(seen)


@pytest.mark.parametrize("view", ["kvartal", "maaned", "aar", "periode"])
def test_the_operators_page_costs_no_more_with_every_municipality_in_it(as_cille, ayla, view):
    with statements() as seen:
        assert as_cille.get(f"/dygtige-unge/tal?vis={view}").status_code == 200
    assert len(seen) <= DOOR + 6, "\n".join(seen)


def test_the_words_are_english_where_that_is_chosen(as_kim, ayla):
    submit(as_kim, "/svendborg/tal", to="/sprog/en", tilbage="/svendborg/tal")
    assert "Own figures" in as_kim.get("/svendborg/tal").text
