"""The agreement on a page: three numbers that are three promises, and each member's own money."""

import re
from datetime import date

from flask.testing import FlaskClient

from mentorkorps.clock import now, today
from tenants.billing import issue_due
from tenants.quotas import Quota, offer
from tenants.registry import Tenant
from tenants.scope import acting_for
from tests import cast
from tests.forms import submit
from tests.tenants.test_quota_falls import moves
from tests.web.counting import DOOR, statements

PARTIES = ("Svendborg Kommune", "Faaborg-Midtfyn Kommune", "Nyborg Kommune", "Svendborg Erhvervsskole", "Dygtige Unge")


def invoice() -> None:
    """What is due is invoiced."""
    with acting_for(cast.tenant("dygtige-unge")):
        issue_due(date(2014, 6, 15), now())


def money(page: str) -> str:
    """The tables of contributions on the page, without the list of parties above them."""
    return page[page.index("Bidrag og fakturaer") : page.rindex("Sådan arbejder programmet")]


def test_target_priced_number_and_quota_stand_beside_each_other(as_kim: FlaskClient) -> None:
    page = as_kim.get("/svendborg/aftale").text
    assert "15-02-2014 til 31-12-2014" in page and "01-01-2015 til 31-12-2015" in page
    for value in ("80-100", "100", "30-35", "120", "40"):
        assert f'<p class="mk-tile-value">{value}</p>' in page
    assert all(party in page for party in PARTIES)


def test_the_page_begins_with_what_stands_on_it(as_kim: FlaskClient) -> None:
    page = as_kim.get("/svendborg/aftale").text
    contents = page.split('aria-label="Indhold"')[1].split("</nav>")[0]
    leads = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', contents)
    assert [text for _id, text in leads][-3:] == [
        "Mål", "Sådan arbejder programmet", "Hvor ordene kan læses på flere måder",
    ]  # fmt: skip
    assert {"Hvem gør hvad", "Parter", "Perioden 2014"} <= {text for _id, text in leads}
    assert len(set(leads)) == len(leads) and all(page.count(f'<h2 id="{id_}">') == 1 for id_, _text in leads)


def test_the_page_says_to_which_period_a_place_belongs(as_kim: FlaskClient) -> None:
    assert "Pladsen hører til den periode, hvor forslaget blev givet" in as_kim.get("/svendborg/aftale").text


def test_the_contribution_is_as_written_and_the_rest_is_shown(as_kim: FlaskClient) -> None:
    invoice()
    page = as_kim.get("/svendborg/aftale").text
    for amount in (
        "133.000,00 kr.",
        "33.250,00 kr.",
        "400.000,00 kr.",
        "399.000,00 kr.",
        "1.000,00 kr.",
        "160.000,00 kr.",
    ):
        assert amount in page, amount
    assert "Ikke faktureret endnu" in page and "den 15-06-2014" in page


def test_kim_sees_the_money_and_places_of_svendborg_only(as_kim: FlaskClient) -> None:
    invoice()
    page = money(as_kim.get("/svendborg/aftale").text)
    assert page.count("Svendborg Kommune") == 4  # money and places, in two periods
    assert "Nyborg" not in page and "Faaborg" not in page


def test_places_that_were_moved_or_offered_count_here_as_on_the_page_of_the_quota(
    as_kim: FlaskClient, as_cille: FlaskClient
) -> None:
    moves(5)
    with acting_for(cast.tenant("svendborg")):
        offer(Quota.of_here(today()), Tenant.called("nyborg"), 2, None, now(), by=cast.actor("kim"))
    shown = as_kim.get("/svendborg/kvote").text
    assert ">28<" in shown and "af 30" in shown and "28 af 30" in as_kim.get("/svendborg/aftale").text
    assert "40 af 40" in as_cille.get("/dygtige-unge/aftale").text
    leaves = {"last_day": "30-06-2014", "why": "Byrådet"}
    page = submit(as_cille, "/dygtige-unge/aftale/fyn/parter/svendborg/ud", **leaves).text
    assert ">30<" in page[page.index("Det betyder det") :] and ">35<" not in page  # what was moved is Nyborg's


def test_cille_sees_everybody_s_for_the_corps_operates_it(as_cille: FlaskClient) -> None:
    page = as_cille.get("/dygtige-unge/aftale").text
    assert all(money(page).count(name) == 4 for name in PARTIES[:3])
    assert '<p class="mk-tile-value">90-105</p>' in page


def test_the_rules_are_told_in_words_and_what_is_used_where_the_words_can_be_read_twice(as_sofie: FlaskClient) -> None:
    page = as_sofie.get("/faaborg-midtfyn/aftale").text
    for words in (
        "14 dage efter matchet", "hver 4.-6. uge", "ikke et krav", "senest 28 dage", "Ring til Birgitte Toft", "85 % af de unge",
        "kvoter på 90-105, et mål på 80-100 og en pris for 100", "divideres aldrig", "De seks er officielle", "62 00 00 11",
    ):  # fmt: skip
        assert words in page, words
    assert "Hvad koster 2014?" in page and "Hvad koster 2015?" not in page


def test_a_municipality_that_runs_alone_has_its_agreement_too(as_nora: FlaskClient) -> None:
    page = as_nora.get("/vordingborg/aftale").text
    assert "20-40" in page and "Kommunen finder selv mentorerne." in page and "mindst 4 timer om måneden" in page
    assert "Birgitte Toft" not in page and "133.000" not in page


def test_a_case_worker_and_a_stranger_see_no_agreement(as_rune: FlaskClient, as_kim: FlaskClient) -> None:
    assert as_rune.get("/nyborg/aftale").status_code == 403
    assert as_kim.get("/nyborg/aftale").status_code == 404


def test_the_page_costs_nine_statements_at_most(as_cille: FlaskClient) -> None:
    as_cille.get("/dygtige-unge/aftale")
    with statements() as seen:
        as_cille.get("/dygtige-unge/aftale")
    assert len(seen) <= DOOR + 9, "\n".join(seen)
