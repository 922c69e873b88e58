"""Ayla gets a place that a company offers: it begins, counts as one outcome and no more, ends, and leads somewhere."""

import re
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.field_partners import wording
from mentorkorps.matches import Outcome
from mentorkorps.mentors import Mentor
from mentorkorps.offers import OfferPlace, Placement
from tenants.scope import acting_for, db
from tests.cast import tenant
from tests.endings.scene import notes, on, running
from tests.forms import submit
from tests.offers.scene import CORPS, bent, offered
from tests.pair import HERE

JULY = date(2014, 7, 20)


def outcomes() -> list[tuple[str, str]]:
    with acting_for(tenant(HERE)):
        rows = db.session.scalars(select(Outcome).order_by(Outcome.began_on))
        return [(row.kind, f"{row.began_on:%d-%m-%Y}") for row in rows]


def given(client: FlaskClient, **more: str) -> tuple[str, str]:
    """Ayla has got a place: the page of her places, and the address of this one."""
    offer = offered(client, **more).rsplit("/", 1)[1]
    page = f"{running()}/pladser"
    submit(client, page, to=f"{page}/{offer}")
    with acting_for(tenant(HERE)):
        return page, f"{page}/{db.session.scalars(select(Placement.id)).one()}"


def test_a_place_is_given_begun_and_counted_as_the_outcome_it_is(as_cille: FlaskClient, as_karen: FlaskClient) -> None:
    page, place = given(as_cille)
    assert "1 af 2" in as_karen.get("/svendborg/tilbud").text
    assert notes("outcome") == ["Den unge har fået tilbudt en plads hos en virksomhed: Fritidsjob."]
    with on(JULY):
        assert submit(as_cille, f"{place}/begyndt", follow=False, day="21-07-2014").status_code == 409
        shown = submit(as_cille, f"{place}/begyndt", day="01-07-2014").text
        assert "01-07-2014" in shown
        assert submit(as_cille, f"{place}/begyndt", follow=False, day="02-07-2014").status_code == 409
        assert outcomes() == [("spare_time_job", "01-07-2014")]
        twice = submit(as_cille, page.replace("pladser", "resultat"), spare_time_job="01-07-2014", goes_on="yes")
        assert twice.status_code == 409
        shown = submit(as_cille, f"{place}/slut", day="20-07-2014", came_of="apprenticeship").text
    assert "Blev til en læreplads" in shown
    assert outcomes() == [("spare_time_job", "01-07-2014"), ("apprenticeship", "20-07-2014")]


def test_an_outcome_that_was_written_down_is_not_counted_again(as_cille: FlaskClient) -> None:
    page, place = given(as_cille)
    with on(JULY):
        submit(as_cille, page.replace("pladser", "resultat"), spare_time_job="28-06-2014", goes_on="yes")
        submit(as_cille, f"{place}/begyndt", day="01-07-2014")
    assert outcomes() == [("spare_time_job", "28-06-2014")]
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(Placement)).one().outcome_id == db.session.scalars(select(Outcome.id)).one()


def test_training_counts_as_nothing_by_itself(as_cille: FlaskClient) -> None:
    _page, place = given(as_cille, kind="training")
    with on(JULY):
        submit(as_cille, f"{place}/begyndt", day="01-07-2014")
        submit(as_cille, f"{place}/slut", day="10-07-2014", came_of="completed")
    assert outcomes() == []


def test_what_came_to_nothing_frees_the_place(as_cille: FlaskClient) -> None:
    _page, place = given(as_cille, places="1")
    assert submit(as_cille, f"{place}/slut", follow=False, day="15-06-2014", came_of="job").status_code == 409
    submit(as_cille, f"{place}/slut", day="15-06-2014", came_of="never_begun")
    assert submit(as_cille, f"{place}/slut", follow=False, day="15-06-2014", came_of="never_begun").status_code == 409
    with acting_for(tenant(CORPS)):
        assert db.session.scalars(select(OfferPlace)).one().freed_at is not None
    assert outcomes() == [] and "0 af 1" in as_cille.get(f"/{CORPS}/tilbud").text


def test_the_last_place_is_given_once_and_a_donation_to_no_youth(as_cille: FlaskClient) -> None:
    page, _place = given(as_cille, places="1")
    with acting_for(tenant(CORPS)):
        offer = db.session.scalars(select(OfferPlace.offer_id)).one()
    assert submit(as_cille, f"/{CORPS}/tilbud", to=f"{page}/{offer}", follow=False).status_code in (400, 409)
    gift = offered(as_cille, kind="donation").rsplit("/", 1)[1]
    assert gift not in as_cille.get(page).text


def test_only_the_corps_gives_places_and_the_neighbour_sees_no_youth(
    as_cille: FlaskClient, as_karen: FlaskClient, as_rune: FlaskClient
) -> None:
    page, place = given(as_cille)
    assert as_karen.get(page).status_code == 403
    assert as_rune.get(page.replace("svendborg", "nyborg")).status_code in (403, 404)
    assert as_cille.get(place.replace("svendborg", "nyborg") + "/begyndt").status_code == 404
    assert "1 af 2" in as_rune.get("/nyborg/tilbud").text  # how many, and never who


def test_the_wished_trade_stands_first(as_cille: FlaskClient) -> None:
    page = f"{running()}/pladser"
    offered(as_cille, trade="vehicles", place="Nyborg")
    offered(as_cille, trade="", place="Odense")
    shown = as_cille.get(page).text
    assert shown.index("Nyborg") < shown.index("Odense") and shown.count("Den unges ønske") == 1


def test_a_company_prints_its_year_in_figures_without_a_person(as_cille: FlaskClient, as_karen: FlaskClient) -> None:
    _page, place = given(as_cille)
    with on(JULY):
        submit(as_cille, f"{place}/begyndt", day="01-07-2014")
    with acting_for(tenant(CORPS)):
        where = f"/{CORPS}/virksomheder/{Mentor.get(bent()).company_id}/ansvar"
    page = as_cille.get(where).text
    assert where in as_cille.get(f"/{CORPS}/mentorer/{bent()}").text and wording.STATEMENT in page
    cells = re.findall(r"<span[^>]*>([^<]*)</span></td>", page)
    assert cells == ["1", "under 5", "under 5"] and "Ayla" not in page and "Bent" not in page
    cells = re.findall(r"<span[^>]*>([^<]*)</span></td>", as_cille.get(f"{where}?aar=2013").text)
    assert cells == ["0", "0", "0"]
    assert as_karen.get(where.replace(CORPS, "svendborg")).status_code == 403
