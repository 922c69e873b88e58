"""What was reached: several results at once, each counted once; education and effects beside them; and the pair may go on."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tenants.scope import acting_for, db
from tests.cast import tenant
from tests.endings.scene import notes, on, pair, running
from tests.forms import submit
from tests.pair import HERE

JULY = date(2014, 7, 20)
JANUARY = date(2015, 1, 5)


def rows(table: str) -> list[str]:
    with acting_for(tenant(HERE)):
        return list(db.session.scalars(text(f"SELECT kind FROM {table} ORDER BY kind")))


def test_several_results_are_dated_on_one_form(app: Flask, as_cille: FlaskClient):
    page = running()
    with on(JULY):
        text = submit(as_cille, f"{page}/resultat", praktik="01-07-2014", job="15-07-2014", goes_on="yes").text
        twice = submit(as_cille, f"{page}/resultat", praktik="01-07-2014", goes_on="yes")
    assert "Praktik" in text and "15-07-2014" in text
    assert twice.status_code == 409 and "Resultatet er allerede skrevet ned." in twice.text
    assert rows("outcomes") == ["job", "praktik"]


def test_one_wrong_day_keeps_none_of_them(app: Flask, as_cille: FlaskClient):
    page = running()
    refused = submit(as_cille, f"{page}/resultat", praktik="15-06-2014", job="14-06-2014", goes_on="yes")
    assert refused.status_code == 409
    assert rows("outcomes") == []


def test_a_result_does_not_end_the_pair_and_the_form_asks(app: Flask, as_cille: FlaskClient):
    page = running()
    unsaid = submit(as_cille, f"{page}/resultat", praktik="15-06-2014")
    assert unsaid.status_code == 422 and "Fortsætter forløbet?" in unsaid.text
    submit(as_cille, f"{page}/resultat", praktik="15-06-2014", goes_on="yes")
    assert pair().is_running
    onwards = submit(as_cille, f"{page}/resultat", job="15-06-2014", goes_on="no")
    assert onwards.request.path == f"{page}/afslut"
    assert pair().is_running and rows("outcomes") == ["job", "praktik"]


def test_a_form_without_a_day_is_asked_for_one(app: Flask, as_cille: FlaskClient):
    page = running()
    empty = submit(as_cille, f"{page}/resultat", goes_on="yes")
    assert empty.status_code == 422 and "Skriv datoen ved mindst ét resultat." in empty.text


def test_education_kept_stands_beside_the_six_kinds(app: Flask, as_cille: FlaskClient):
    page = running()
    text = submit(as_cille, f"{page}/resultat", kept_in_education="15-06-2014", goes_on="yes").text
    assert "Fastholdt i uddannelse" in text
    assert (rows("outcomes"), rows("attainments")) == ([], ["kept_in_education"])
    assert notes("outcome") == ["Uddannelse: Fastholdt i uddannelse, 15-06-2014."]


def test_the_figures_cannot_read_what_does_not_count(app: Flask):
    with acting_for(tenant(HERE)):
        for table in ("attainments", "effects"):
            may = text("SELECT has_any_column_privilege('mk_figures', :table, 'SELECT')")
            assert db.session.scalar(may, {"table": table}) is False


def test_effects_are_ticked_when_it_has_lasted_over_six_months(app: Flask, as_cille: FlaskClient):
    page = running()
    assert submit(as_cille, f"{page}/virkning", effects=["trust"]).status_code == 409
    with on(date(2014, 12, 15)):
        assert submit(as_cille, f"{page}/virkning", effects=["trust"]).status_code == 409
        assert f"{page}/virkning" not in as_cille.get(page).text
    with on(JANUARY):
        text = submit(as_cille, f"{page}/virkning", effects=["trust", "labour_market"]).text
        assert "Tror mere på fremtiden" in text and "Forstår arbejdsmarkedet" in text
        submit(as_cille, f"{page}/afslut", sikker="ja", reason="goal_reached", effects=["labour_market"])
    assert rows("effects") == ["labour_market"]


def test_effects_can_be_ticked_as_it_ends(app: Flask, as_cille: FlaskClient):
    page = running()
    assert "Hvad har forløbet ellers betydet?" not in as_cille.get(f"{page}/afslut").text
    with on(JANUARY):
        done = submit(
            as_cille, f"{page}/afslut", sikker="ja", reason="goal_reached", effects=["family"], education="01-09-2014"
        ).text
    assert "Familien er overbevist" in done and "Uddannelse" in done


def test_three_ticks_say_whose_co_operation_a_result_came_of(app: Flask, as_cille: FlaskClient):
    page = running()
    form = as_cille.get(f"{page}/resultat").text
    assert all(f'value="{one}"' in form for one in ("job_centre", "youth", "mentor"))
    submit(as_cille, f"{page}/resultat", praktik="15-06-2014", goes_on="yes", owed_to=["youth", "mentor"])
    submit(as_cille, f"{page}/afslut", job="15-06-2014", reason="planned", owed_to=["mentor", "job_centre", "youth"])
    assert "Jobcentret, Den unge, Mentor" in as_cille.get(page).text
    assert (
        submit(as_cille, f"{page}/resultat", follow=False, education="15-06-2014", owed_to="kommunen").status_code
        == 422
    )
    with acting_for(tenant(HERE)):
        said = dict(db.session.execute(text("SELECT kind, owed_to FROM outcomes")).all())
    assert said == {"praktik": ["youth", "mentor"], "job": ["job_centre", "youth", "mentor"]}
