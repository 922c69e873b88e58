"""What a company offers is read by everybody in the partnership, and names nobody; places go to youths and to groups."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now, standing_at, today
from mentorkorps.field_partners.company_contact import own_partnerships
from mentorkorps.mentors import Mentor
from mentorkorps.offers import Facts, Offer, OfferAsk, log_ask, offer
from tenants.agreements.moving import leave
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.offers.scene import CORPS, LIST, PLACES, asked, bent, offered
from tests.tenants.test_agreement_versions import fyn
from tests.web.counting import PAGE, statements


def test_an_offer_is_read_in_the_partnership_without_a_name(as_cille: FlaskClient, as_karen: FlaskClient) -> None:
    where = offered(as_cille, words="Tre timer om ugen.")
    there = where.replace(CORPS, "svendborg")
    page = as_karen.get("/svendborg/tilbud").text
    assert "Fritidsjob" in page and "0 af 2" in page and "Åben" in page and "Svendborg" in page
    page += as_karen.get(there).text
    assert "Tre timer om ugen." in page and "Madsen" not in page and "Cille" not in page
    assert "Madsens Værksted" in as_cille.get(where).text
    assert as_karen.get(f"{there}/gruppe").status_code == 403


def test_the_neighbour_partnership_sees_none_of_it(as_cille: FlaskClient, as_nora: FlaskClient) -> None:
    where = offered(as_cille)
    assert "Fritidsjob</a></" not in as_nora.get("/vordingborg/tilbud").text
    assert as_nora.get(where.replace(CORPS, "vordingborg")).status_code == 404


def test_what_is_wrong_is_said_and_nothing_is_offered_without_a_yes(as_cille: FlaskClient) -> None:
    said = submit(as_cille, f"{LIST}/mentor/{bent()}", follow=False, answer="yes").headers["Location"]
    for wrong in ({"places": "0"}, {"kind": ""}, {"place": ""}, {"from_on": "i morgen"}):
        assert submit(as_cille, said, follow=False, **(PLACES | wrong)).status_code == 422
    assert submit(as_cille, said, follow=False, **PLACES, until_on="01-05-2014").status_code == 409
    asked(as_cille, "no")
    with acting_for(cast.tenant(CORPS)):
        no = db.session.scalars(select(OfferAsk.id).where(OfferAsk.answer == "no")).one()
    assert submit(as_cille, f"{LIST}/fra/{no}", follow=False, **PLACES).status_code == 409
    with acting_for(cast.tenant(CORPS)):
        assert db.session.scalars(select(Offer)).all() == []


def test_a_group_at_one_institution_gets_places_and_then_it_is_filled(
    as_cille: FlaskClient, as_karen: FlaskClient
) -> None:
    where = offered(as_cille, kind="training", places="8")
    group = {"party": str(cast.tenant("svendborg")), "institution": "Svendborg Erhvervsskole"}
    assert submit(as_cille, f"{where}/gruppe", follow=False, **group, places="9").status_code == 409
    page = submit(as_cille, f"{where}/gruppe", **group, places="8").text
    assert "Svendborg Erhvervsskole" in page and "8 af 8" in page and "Besat" in page
    assert submit(as_cille, f"{where}/gruppe", follow=False, **group, places="1").status_code == 409
    assert "Der er ingen åbne tilbud" in as_karen.get("/svendborg/tilbud").text
    assert "Besat" in as_karen.get("/svendborg/tilbud?vis=alle").text
    outside = group | {"party": str(cast.tenant("vordingborg"))}
    assert submit(as_cille, f"{where}/gruppe", follow=False, **outside, places="1").status_code == 422


def test_an_offer_is_withdrawn_or_runs_out(as_cille: FlaskClient) -> None:
    where = offered(as_cille, until_on="30-06-2014")
    with standing_at(now() + timedelta(days=16)):
        assert "Udløbet" in as_cille.get(where).text and "30-06-2014" not in as_cille.get(LIST).text
    door = f"{where}/traek-tilbage"
    assert f'href="{door}"' in as_cille.get(where).text and "det kan ikke fortrydes" in as_cille.get(door).text
    assert "Åben" in as_cille.get(where).text  # only looked at, so far
    assert "Trukket tilbage" in submit(as_cille, door).text
    assert submit(as_cille, door).status_code == 409
    assert "Der er ingen åbne tilbud" in as_cille.get(LIST).text


def test_the_list_costs_the_same_however_long(as_cille: FlaskClient, as_karen: FlaskClient) -> None:
    with acting_for(cast.tenant(CORPS)):
        said = log_ask(Mentor.get(bent()), "yes", by=cast.actor("cille"))
        for number in range(60):
            facts = Facts("praktik", "", 1, today(), None, f"Kommune {number:02}", "")
            offer.make(said, own_partnerships()[0], facts, by=cast.actor("cille"))
    for client, house in ((as_cille, CORPS), (as_karen, "svendborg")):
        client.get(f"/{house}/tilbud")
        with statements() as made:
            page = client.get(f"/{house}/tilbud?slags=praktik").text
        assert page.count("Kommune ") == 25 and "Side 1 af 3" in page and len(made) <= PAGE


def test_a_button_that_is_pressed_twice_makes_one_offer_and_gives_places_once(as_cille: FlaskClient) -> None:
    said = submit(as_cille, f"{LIST}/mentor/{bent()}", follow=False, answer="yes").headers["Location"]
    told = [submit(as_cille, said, follow=False, **PLACES | {"kind": "training"}).status_code for _press in range(2)]
    assert told == [303, 409]
    with acting_for(cast.tenant(CORPS)):
        where = f"{LIST}/{db.session.scalars(select(Offer.id)).one()}"
    group = {"party": str(cast.tenant("svendborg")), "institution": "Svendborg Erhvervsskole", "places": "1"}
    told = [submit(as_cille, f"{where}/gruppe", follow=False, **group).status_code for _press in range(2)]
    assert told == [303, 409] and "1 af 2" in as_cille.get(LIST).text


def test_nothing_is_offered_after_a_no_nor_for_days_that_are_past(as_cille: FlaskClient) -> None:
    said = submit(as_cille, f"{LIST}/mentor/{bent()}", follow=False, answer="yes").headers["Location"]
    past = PLACES | {"from_on": "01-01-2013", "until_on": "14-06-2014"}
    refused = submit(as_cille, said, follow=False, **past)
    assert refused.status_code == 409 and "allerede gået" in refused.text
    asked(as_cille, "no")
    assert submit(as_cille, said, follow=False, **PLACES).status_code == 409


def test_a_neighbour_reads_how_many_places_are_taken_and_not_by_whom(
    as_cille: FlaskClient, as_karen: FlaskClient, as_rune: FlaskClient
) -> None:
    where = offered(as_cille, kind="training", places="8")
    group = {"party": str(cast.tenant("svendborg")), "institution": "Svendborg Erhvervsskole"}
    submit(as_cille, f"{where}/gruppe", **group, places="3")
    there = as_rune.get(where.replace(CORPS, "nyborg")).text
    assert "3 af 8" in there and "Erhvervsskole" not in there and "Svendborg Kommune" not in there
    assert "Svendborg Erhvervsskole" in as_karen.get(where.replace(CORPS, "svendborg")).text


def test_a_party_that_has_left_reads_no_offer_that_is_made_later(as_cille: FlaskClient, as_rune: FlaskClient) -> None:
    offered(as_cille, place="Langeskov")
    with acting_for(cast.tenant(CORPS)):
        leave(fyn(), cast.tenant("nyborg"), today(), "Byrådet", now(), today(), by=cast.actor("cille"))
    with standing_at(now() + timedelta(days=1)):
        offered(as_cille, place="Rudkøbing")
        assert "Rudkøbing" in as_cille.get(LIST).text
        page = as_rune.get("/nyborg/tilbud").text
    assert "Langeskov" in page and "Rudkøbing" not in page
