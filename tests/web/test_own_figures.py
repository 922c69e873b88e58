"""A house sees its own figures in full, as they stand, cut as it wants them; and nobody else's."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select, update

from mentorkorps.clock import standing_at
from mentorkorps.steering import summed
from mentorkorps.steering.rollup import MonthFigures, roll_up
from tenants.agreements import Period
from tenants.local_rules import adjust
from tenants.registry import Member
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


def sum_up():
    """As the job does when it has counted."""
    with acting_for(cast.tenant("dygtige-unge")):
        summed.refresh()


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


def test_what_lies_between_two_tenths_is_rounded_up_as_in_the_report(as_kim, ayla):
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.scalars(select(Period).order_by(Period.starts_on)).first().pace = {"2014-05": 50, "2014-06": 60}
    with acting_for(cast.tenant("svendborg")):
        june = {"matches": 16, "trade_matches": 5, "meeting_minutes": 15, "matched": 11}
        db.session.execute(update(MonthFigures).where(MonthFigures.matches > 0).values(june))
    told = lines(as_kim, "/svendborg/tal")
    assert told["Andel fagmatch"][1:] == ["31,3 %", "31,3 %"]  # 31.25
    assert told["Timer i møder"] == ["0,0", "0,3", "0,3"]  # a quarter of an hour
    assert "Afvigelse: -5 (-31,3 %)" in as_kim.get("/svendborg/tal").text  # of 16


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


def test_the_corps_sees_its_municipalities_together_before_the_job_has_summed_them_up_and_after(as_cille, ayla):
    views = [f"/dygtige-unge/tal?vis={view}" for view in ("kvartal", "maaned", "aar", "periode")]
    before = [lines(as_cille, view) for view in views]
    assert {told["Matchede unge"][-1] for told in before} == {"1"}
    sum_up()
    assert [lines(as_cille, view) for view in views] == before
    assert as_cille.get("/svendborg/tal").headers["Location"] == "/dygtige-unge/tal"
    with acting_for(cast.tenant("nyborg")):
        cast.enrol(cast.actor("rune"), first_name="Per")
    rolled()
    sum_up()
    assert {lines(as_cille, view)["Tilmeldte unge"][-1] for view in views} == {"2"}


@pytest.mark.parametrize("view", ["kvartal", "maaned", "aar", "periode", "hele"])
def test_an_operator_that_bears_youths_itself_sees_its_own_alone_and_the_others_in_the_report(as_cille, ayla, view):
    sum_up()
    with acting_for(cast.tenant("dygtige-unge")):
        itself = Member.party_tenant_id == cast.tenant("dygtige-unge")
        db.session.scalars(select(Member).where(itself)).one().bears = True
    address = f"/dygtige-unge/tal?vis={view}"
    for _ in range(2):  # with what the job had summed up before, and without
        told, page = lines(as_cille, address), as_cille.get(address).text
        assert set(told.get("Matchede unge", ["0"])) == {"0"} and set(told.get("Holdte møder", ["0"])) == {"0"}
        assert "For alle kommunerne sammen står disse tal i rapporten." in page
        sum_up()


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


def test_the_norm_the_wishes_and_the_ways_in_stand_for_the_period_as_the_report_counts_them(as_kim, ayla):
    with standing_at(OPENING + timedelta(days=60)):
        told, page = lines(as_kim, "/svendborg/tal?vis=hele"), as_kim.get("/svendborg/tal?vis=hele").text
    assert told["Hele måneder, hvor normen gælder"] == ["1"] and told["Andel måneder med normen nået"] == ["0 %"]
    assert told["Holdte møder"] == ["1"] and told["Timer i møder"] == ["1"]
    assert told["Andel, der fik opfyldt det første ønske"] == ["100 %"]
    assert told["Tilmeldt af kommunen"] == told["Heraf matchet (kommunen)"] == ["1"]
    assert "Norm for møder, antal om måneden mindst" in page and "til og med 13-08-2014" in page
    assert "Måneder med normen nået i procent af de hele måneder, hvor den gælder." in page


def test_what_those_who_wait_wish_for_opens_who_they_are(as_kim, app):
    with acting_for(cast.tenant("svendborg")):
        cast.enrol(cast.actor("karen"))
    with standing_at(OPENING + timedelta(days=1)):
        page = as_kim.get("/svendborg/tal?vis=hele").text
        trade = page[page.index("Hvad de ventende ønsker") :]
        listed = as_kim.get(unescape(re.search(r'href="(/svendborg/tal/wished_[^"]+)"', trade)[1])).text
    assert "opgjort=2014-06-15" in trade and "Ayla" in listed


def test_what_a_youth_costs_is_told_who_pays_for_all_by_the_whole_price(as_nora, ayla):
    with acting_for(cast.tenant("vordingborg")):
        for period in db.session.scalars(select(Period)):
            period.price = 480_000
    told = lines(as_nora, "/vordingborg/tal?vis=hele")
    assert told["Kroner pr. matchet ung"] == ["for tidligt"]


def test_what_a_youth_costs_a_municipality_is_computed_from_what_it_pays_and_its_own_youths(as_kim, ayla):
    with standing_at(OPENING + timedelta(days=1)):
        told, page = lines(as_kim, "/svendborg/tal?vis=hele"), as_kim.get("/svendborg/tal?vis=hele").text
        opened = as_kim.get(unescape(re.search(r'href="(/svendborg/tal/own_price_per_youth[^"]+)"', page)[1])).text
    assert told["Bidrag"] == ["133.000 kr."] and told["Matchede unge"] == told["Begyndte forløb"] == ["1"]
    assert (
        told["Jeres bidrag pr. matchet ung hos jer"] == told["Faktureret til jer pr. match hos jer"] == ["for tidligt"]
    )
    assert "Kroner pr. matchet ung" not in told and "Her er pengene jeres egne." in page
    assert "Bidrag" in opened and "Matchede unge" in opened


def test_of_all_together_the_report_tells_and_the_corps_is_shown_there(as_cille, ayla):
    page = as_cille.get("/dygtige-unge/tal?vis=hele").text
    assert "For alle kommunerne sammen står disse tal i rapporten." in page and "Tilmeldt af kommunen" not in page


@pytest.mark.parametrize("view", ["kvartal", "maaned", "aar", "periode", "hele"])
def test_the_page_costs_the_same_however_many_there_are(as_kim, ayla, view):
    with statements() as seen:
        assert as_kim.get(f"/svendborg/tal?vis={view}").status_code == 200
    assert len(seen) <= DOOR + 6, "\n".join(seen)


@pytest.mark.parametrize("view", ["kvartal", "maaned", "aar", "periode", "hele"])
def test_the_operators_page_costs_no_more_with_every_municipality_in_it(as_cille, ayla, view):
    sum_up()
    with statements() as seen:
        assert as_cille.get(f"/dygtige-unge/tal?vis={view}").status_code == 200
    assert len(seen) <= DOOR + 6, "\n".join(seen)


def test_the_words_are_english_where_that_is_chosen(as_kim, ayla):
    submit(as_kim, "/svendborg/tal", to="/sprog/en", tilbage="/svendborg/tal")
    assert "Own figures" in as_kim.get("/svendborg/tal").text
