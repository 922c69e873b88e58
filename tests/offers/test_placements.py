"""Ayla gets a place that a company offers: it begins, counts as one outcome and no more, ends, and leads somewhere."""

import re
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, standing_at, today
from mentorkorps.field_partners import wording
from mentorkorps.field_partners.partner import aim_at
from mentorkorps.matches import Outcome
from mentorkorps.mentors import Mentor
from mentorkorps.offers import Facts, OfferPlace, Placement, log_ask
from mentorkorps.offers.offer import make
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.endings.scene import notes, on, running
from tests.forms import submit
from tests.offers.scene import CORPS, bent, offered
from tests.pair import HERE
from tests.tenants.test_agreement_moving import second, vest
from tests.tenants.test_agreement_versions import fyn

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
    assert year_of(as_cille, where) == ["1", "under 5", "under 5"] and "Ayla" not in page and "Bent" not in page
    assert year_of(as_cille, f"{where}?aar=2013") == ["0", "0", "0"]
    assert as_karen.get(where.replace(CORPS, "svendborg")).status_code == 403


def test_what_the_same_company_offers_as_a_partner_stands_in_its_year(as_cille: FlaskClient) -> None:
    page, by = f"{running()}/pladser", actor("cille")
    with acting_for(tenant(CORPS)):
        said = log_ask(aim_at("MADSENS værksted", "company", "", "", by=by), "yes", by=by)
        offer = make(said, fyn(), Facts("praktik", "", 6, today(), None, "Svendborg", ""), by=by).id
        where = f"/{CORPS}/virksomheder/{Mentor.get(bent()).company_id}/ansvar"
    submit(as_cille, page, to=f"{page}/{offer}")
    with acting_for(tenant(HERE)):
        place = f"{page}/{db.session.scalars(select(Placement.id)).one()}"
    assert year_of(as_cille, where) == ["1", "under 5", "0"]
    submit(as_cille, f"{place}/begyndt", day="15-06-2014")
    assert year_of(as_cille, where) == ["1", "under 5", "under 5"]


def year_of(client: FlaskClient, where: str) -> list[str]:
    """The figures of the company's page: hours, pairs, places."""
    return re.findall(r"<span[^>]*>([^<]*)</span></td>", client.get(where).text)


def test_a_youth_has_one_place_of_an_offer_however_often_it_is_pressed(as_cille: FlaskClient) -> None:
    page, place = given(as_cille)
    with acting_for(tenant(CORPS)):
        offer = db.session.scalars(select(OfferPlace.offer_id)).one()
    assert submit(as_cille, page, to=f"{page}/{offer}", follow=False).status_code == 409
    assert "1 af 2" in as_cille.get(f"/{CORPS}/tilbud").text and len(notes("outcome")) == 1
    submit(as_cille, f"{place}/slut", day="15-06-2014", came_of="never_begun")
    assert submit(as_cille, page, to=f"{page}/{offer}", follow=False).status_code == 303


def test_an_offer_of_another_partnership_is_not_for_ayla(as_cille: FlaskClient, tmp_path: Path) -> None:
    second(tmp_path)
    page, by = f"{running()}/pladser", actor("cille")
    offered(as_cille, partnership=str(fyn_id()), place="Nyborg")
    with acting_for(tenant(CORPS)):
        said = log_ask(Mentor.get(bent()), "yes", by=by)
        other = make(said, vest(), Facts("praktik", "", 1, today(), None, "Assens", ""), by=by).id
    shown = as_cille.get(page).text
    assert "Nyborg" in shown and "Assens" not in shown
    assert submit(as_cille, page, to=f"{page}/{other}", follow=False).status_code == 409


def fyn_id() -> UUID:
    with acting_for(tenant(CORPS)):
        return fyn().id


def test_nobody_begins_or_gives_up_before_the_pair_does(as_cille: FlaskClient) -> None:
    _page, place = given(as_cille, kind="training")
    for act, said in (("begyndt", {}), ("slut", {"came_of": "never_begun"})):
        refused = submit(as_cille, f"{place}/{act}", follow=False, day="14-06-2014", **said)
        assert refused.status_code == 409 and "før" in refused.text


def test_the_wished_trade_is_not_lost_among_many(as_cille: FlaskClient) -> None:
    page = f"{running()}/pladser"
    offered(as_cille, trade="vehicles", place="Ringe")
    with standing_at(now() + timedelta(minutes=1)), acting_for(tenant(CORPS)):
        said = log_ask(Mentor.get(bent()), "yes", by=actor("cille"))
        for number in range(60):
            make(said, fyn(), Facts("praktik", "", 1, today(), None, f"By {number}", ""), by=actor("cille"))
    shown = as_cille.get(page).text
    assert "Ringe" in shown and shown.count(">By ") == 49
