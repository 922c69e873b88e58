"""Cille works with a school: what is asked before it signs, how many it refers, and what comes round every year."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.field_partners import FieldPartner
from mentorkorps.field_partners.partner import aim_at
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.offers.scene import at_once
from tests.web.counting import PAGE, statements

LIST = "/dygtige-unge/samarbejdspartnere"
SCHOOLS = f"{LIST}/skoler"
AGREED = {
    "signed_on": "01-05-2014", "signed_by": "Skolen\nLærernes tillidsmand", "cooperation": "Mentorer til elever",
    "interfaces": "Mentor rådgiver ikke", "disputes": "Først de to ledere",
}  # fmt: skip
ANSWER = {"met": "yes", "person": "Rektor Hanne Bæk", "answered_on": "02-06-2014"}
AIM = {"own_mentors": "10", "own_used": "5", "starts_on": "01-01-2014", "ends_on": "31-12-2014", "pupils": "5"}


@pytest.fixture
def school(as_cille: FlaskClient) -> str:
    """The address of a school on Cille's list."""
    return added(as_cille, "Svendborg Erhvervsskole", "school")


def added(client: FlaskClient, name: str, kind: str) -> str:
    """The address of one more on Cille's list."""
    submit(client, f"{LIST}/ny", name=name, kind=kind, place="Svendborg", contact="")
    with acting_for(cast.tenant("dygtige-unge")):
        return f"{LIST}/{db.session.scalars(select(FieldPartner.id).where(FieldPartner.name == name)).one()}"


def at(year: int, month: int, day: int) -> datetime:
    """The morning of a day."""
    return datetime(year, month, day, 9, tzinfo=COPENHAGEN)


def test_nobody_signs_before_the_three_conditions_are_met_and_it_says_which_lacks(
    as_cille: FlaskClient, school: str
) -> None:
    page = submit(as_cille, f"{school}/aftale", **AGREED).text
    assert "Aftalen gælder ikke endnu" in page and page.count("Mangler</") == 6
    for number in (1, 2):
        page = submit(as_cille, f"{school}/forudsaetninger/{number}", **ANSWER).text
    submit(as_cille, f"{school}/forudsaetninger/3", **ANSWER | {"met": "no"})
    for way in ("underskrift/1", "underskrift/2/link"):
        refused = submit(as_cille, f"{school}/{way}", follow=False, email="rektor@skolen.example")
        assert refused.status_code == 409 and "Det mangler: Mentor erstatter ikke fagligt arbejde." in refused.text
    page = submit(as_cille, f"{school}/forudsaetninger/3", **ANSWER).text
    assert page.count("Rektor Hanne Bæk") == 3 and page.count("02-06-2014") == 3
    assert "Cille Engel" in submit(as_cille, f"{school}/underskrift/1").text


def test_an_answer_has_somebody_and_a_day_and_stands_once(as_cille: FlaskClient, school: str) -> None:
    where = f"{school}/forudsaetninger/1"
    assert submit(as_cille, where, follow=False, **ANSWER | {"person": ""}).status_code == 422
    assert submit(as_cille, where, follow=False, **ANSWER | {"answered_on": "16-06-2014"}).status_code == 409
    assert submit(as_cille, where, follow=False, **ANSWER).status_code == 303
    assert submit(as_cille, where, follow=False, **ANSWER).status_code == 409
    assert as_cille.get(f"{school}/forudsaetninger/4").status_code == 404
    firm = added(as_cille, "Smedjen", "company")
    assert as_cille.get(f"{firm}/forudsaetninger/1").status_code == 404
    assert as_cille.get(f"{firm}/henvisning").status_code == 404


def test_a_target_is_agreed_after_the_schools_own_mentors(as_cille: FlaskClient, school: str) -> None:
    where, unknown = f"{school}/henvisning", AIM | {"own_mentors": "", "own_used": ""}
    refused = submit(as_cille, where, follow=False, **unknown)
    assert (
        refused.status_code == 409
        and "eller hvorfor det ikke vides" in refused.text
        and 'value="31-12-2014"' in refused.text
    )
    assert submit(as_cille, where, follow=False, **AIM | {"own_used": "11"}).status_code == 409
    assert submit(as_cille, where, follow=False, **AIM | {"own_used": ""}).status_code == 409
    page = submit(as_cille, where, **unknown, why_unknown="Skolen tæller dem ikke").text
    assert "Skolen tæller dem ikke" in page
    page = submit(as_cille, where, **AIM).text
    assert "5 af 10 bruges, 50 % er ledige" in page and "Skolen tæller dem ikke" not in page
    assert submit(as_cille, where, follow=False, **AIM).status_code == 409
    across = AIM | {"starts_on": "01-12-2014", "ends_on": "01-02-2015"}
    assert submit(as_cille, where, follow=False, **across).status_code == 409
    with pytest.raises(IntegrityError), acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(
            text("INSERT INTO field_referrals SELECT tenant_id, gen_random_uuid(), partner_id, 9, starts_on, ends_on, pupils,"
                 " NULL, NULL, '', house, written_at, written_by FROM field_referrals")
        )  # fmt: skip


def test_the_target_stands_beside_how_many_the_school_has_enrolled_and_names_nobody(
    as_cille: FlaskClient, school: str
) -> None:
    for slug, first_name in (("svendborg", "Ayla"), ("svendborg", "Maja"), ("nyborg", "Noah")):
        with acting_for(cast.tenant(slug), home=cast.tenant("svendborg-erhvervsskole")):
            cast.enrol(cast.actor("erik"), first_name=first_name)
    with acting_for(cast.tenant("svendborg")):
        cast.enrol(cast.actor("karen"), first_name="Liva")
    assert 'selected value="svendborg-erhvervsskole"' in as_cille.get(f"{school}/henvisning").text
    page = submit(as_cille, f"{school}/henvisning", **AIM, house="svendborg-erhvervsskole").text
    row = page[page.index("01-01-2014 til") :]
    assert row.index(">5<") < row.index(">3<") and "Ayla" not in page
    assert ">3<" in as_cille.get(SCHOOLS).text
    later = AIM | {"starts_on": "01-01-2015", "ends_on": "31-12-2015", "house": "svendborg-erhvervsskole"}
    page = submit(as_cille, f"{school}/henvisning", **later).text
    assert page.index("01-01-2015 til") < page.index(">0<") < page.index("01-01-2014 til")


def test_a_school_without_a_house_here_has_a_target_and_the_page_says_why_there_is_no_count(
    as_cille: FlaskClient, school: str
) -> None:
    page = submit(as_cille, f"{school}/henvisning", **AIM, house="").text
    for shown in (page, as_cille.get(SCHOOLS).text):
        assert ">Tælles ikke<" in shown and "en tilmelding siger ikke, hvor den unge går i skole" in shown
    page = submit(as_cille, f"{school}/henvisning", **AIM, house="svendborg-erhvervsskole").text
    assert "Tælles ikke" not in page and "Tælles ikke" not in as_cille.get(SCHOOLS).text


def test_the_campaign_comes_round_every_year_until_it_is_done(as_cille: FlaskClient, school: str) -> None:
    page = submit(as_cille, school, to=f"{school}/aarets-gang/saedvanlig").text
    assert "01-10" in page and "01-02" in page and "Kampagne på skolen" in page
    assert "Der er ikke noget at gøre lige nu" in as_cille.get(SCHOOLS).text
    with standing_at(at(2014, 9, 5)):
        page = as_cille.get(SCHOOLS).text
        assert "Spørg skolen om interessen" in page and "01-10-2014" in page and "Over tid" not in page
        assert "Kampagne" not in page
    with standing_at(at(2014, 10, 2)):
        page = as_cille.get(school).text
        assert "Over tid" in page
        press = page[page.index('action="') :].split("/gjort")[0].rsplit('"', 1)[1] + "/gjort"
        assert "Over tid" not in submit(as_cille, school, to=press).text
        assert submit(as_cille, school, to=press, follow=False).status_code == 409
        assert submit(as_cille, school, to=press.replace("2014", "2015"), follow=False).status_code == 409
    with standing_at(at(2015, 1, 20)):
        page = as_cille.get(SCHOOLS).text
        assert "Kampagne på skolen" in page and "01-02-2015" in page and "interessen" not in page
    with standing_at(at(2015, 9, 20)):
        assert "01-10-2015" in as_cille.get(SCHOOLS).text


def test_a_step_of_the_year_is_the_partners_own_and_can_be_taken_out(as_cille: FlaskClient, school: str) -> None:
    where, step = f"{school}/aarets-gang", {"day": "20", "month": "6", "words": "Ring til rektor"}
    assert submit(as_cille, where, follow=False, **step | {"day": "31"}).status_code == 409
    assert submit(as_cille, where, follow=False, **step | {"month": "13"}).status_code == 422
    page = submit(as_cille, where, **step).text
    assert "20-06-2014" in page
    assert submit(as_cille, where, follow=False, **step).status_code == 409
    press = page[: page.index("/ud")].rsplit('"', 1)[1] + "/ud"
    assert "Ring til rektor" not in submit(as_cille, school, to=press).text
    submit(as_cille, where, **step)
    submit(as_cille, f"{school}/skridt", step="ended", on_day="15-06-2014")
    assert "Ring til rektor" not in as_cille.get(SCHOOLS).text


def test_the_years_of_co_operation_are_counted_from_its_first_day(as_cille: FlaskClient, school: str) -> None:
    submit(as_cille, f"{school}/skridt", step="cooperating", on_day="15-06-2014")
    assert "Det første år, siden 15-06-2014" in as_cille.get(school).text
    with standing_at(at(2018, 6, 14)):
        assert "3 år" in as_cille.get(SCHOOLS).text
    with standing_at(at(2018, 6, 15)):
        page = as_cille.get(SCHOOLS).text
        assert ">4 år<" in page and "omkring 4 år" in page


def test_who_only_reads_the_list_agrees_nothing(as_cille: FlaskClient, as_sofie: FlaskClient) -> None:
    assert as_sofie.get("/faaborg-midtfyn/samarbejdspartnere/skoler").status_code == 200
    where = "/faaborg-midtfyn/samarbejdspartnere"
    assert as_sofie.get(added(as_cille, "Skolen", "school")).status_code == 404
    assert as_sofie.get(f"{where}/00000000-0000-4000-8000-000000000000/henvisning").status_code == 403


def test_the_list_of_schools_costs_the_same_however_long(as_cille: FlaskClient) -> None:
    with acting_for(cast.tenant("dygtige-unge")):
        from mentorkorps.field_partners import referrals, rhythm

        for number in range(60):
            by = cast.actor("cille")
            one = aim_at(f"Skole {number:02}", "school", "", "", by=by)
            own, span = referrals.Capacity(4, 2), (datetime(2014, 1, 1).date(), datetime(2014, 12, 31).date())
            referrals.agree_target(one, *span, 5, own, by=by)
            rhythm.set_step(one, 6, 20, "Ring", by=by)
    as_cille.get(SCHOOLS)
    with statements() as made:
        page = as_cille.get(SCHOOLS).text
    assert page.count("Skole ") >= 25 and "Side 1 af 3" in page and len(made) <= PAGE + 2


def test_a_year_that_nobody_means_is_refused(as_cille: FlaskClient, school: str) -> None:
    page = submit(as_cille, school, to=f"{school}/aarets-gang/saedvanlig").text
    step = page[: page.index("/ud")].rsplit('"', 1)[1]
    assert submit(as_cille, school, to=f"{step}/99999999999/gjort", follow=False).status_code == 409


def test_many_who_add_one_school_at_once_add_it_once(app: Flask) -> None:
    by = cast.actor("cille")

    def add() -> None:
        with acting_for(cast.tenant("dygtige-unge")):
            aim_at("Østfyns Skole", "school", "", "", by=by)

    told = at_once(app, add, 6)
    assert sorted(set(told)) == ["done", "Østfyns Skole står allerede på listen."] and told.count("done") == 1
