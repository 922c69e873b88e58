"""Kim draws five files a quarter by lot and gives each a number from 0 to 5."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.case_file import FileAudit, quarter_of
from tenants.scope import acting_for, db
from tests import cast
from tests.endings.scene import on
from tests.forms import submit
from tests.web.counting import PAGE, statements
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import paired

LIST = "/svendborg/sagsmapper"


@pytest.fixture
def seven_pairs(app) -> None:
    """Seven youths of Svendborg have a mentor."""
    with acting_for(cast.tenant("dygtige-unge")):
        for number in range(6):
            cast.recruit(f"Mentor{number}", "Lund", "car_mechanic")
    for number in range(7):
        paired(enrolled(f"Ung{number}", days_ago=10), days_ago=5)


def drawn() -> list[FileAudit]:
    """The files drawn."""
    with acting_for(cast.tenant("svendborg")):
        found = list(
            db.session.scalars(select(FileAudit).order_by(FileAudit.quarter, FileAudit.drawn_at, FileAudit.id))
        )
        db.session.expunge_all()
        return found


def test_five_are_drawn_and_no_more(as_kim: FlaskClient, seven_pairs: None):
    assert "5 mapper er trukket." in submit(as_kim, LIST, to=f"{LIST}/traek").text
    assert len({one.match_id for one in drawn()}) == 5
    page = as_kim.get(LIST).text
    assert "Træk mapper" not in page and "Giv et tal" in page
    with on(date(2014, 7, 1)):
        submit(as_kim, LIST, to=f"{LIST}/traek")
    assert [one.quarter for one in drawn()] == ["2014-2"] * 5 + ["2014-3"] * 5


def test_a_file_is_rated_with_a_note_and_may_be_rated_anew(as_kim: FlaskClient, seven_pairs: None):
    submit(as_kim, LIST, to=f"{LIST}/traek")
    one, other = drawn()[:2]
    assert submit(as_kim, f"{LIST}/{one.id}", rating="").status_code == 422
    submit(as_kim, f"{LIST}/{one.id}", rating="3", note="Formålet mangler.")
    submit(as_kim, f"{LIST}/{other.id}", rating="5")
    text = as_kim.get(LIST).text
    assert "Gennemsnit: 4,0" in text and "Formålet mangler." in text
    submit(as_kim, f"{LIST}/{one.id}", rating="4", note="Formålet er skrevet nu.")
    assert "Gennemsnit: 4,5" in as_kim.get(LIST).text
    assert (drawn()[0].rating, drawn()[0].rated_by) == (4, "Kim Bro")


def test_five_files_cost_the_list_no_more_than_none(as_kim: FlaskClient, seven_pairs: None):
    with statements() as none:
        as_kim.get(LIST)
    submit(as_kim, LIST, to=f"{LIST}/traek")
    with statements() as five:
        as_kim.get(LIST)
    assert len(five) <= len(none) <= PAGE


def test_where_there_are_no_pairs_there_is_nothing_to_draw(as_kim: FlaskClient):
    refused = submit(as_kim, LIST, to=f"{LIST}/traek")
    assert refused.status_code == 409 and "ikke flere at trække" in refused.text


def test_only_the_coordinator_rates(as_karen: FlaskClient, as_cille: FlaskClient, as_rune: FlaskClient):
    assert as_karen.get(LIST).status_code == 403
    assert as_cille.get(LIST).status_code == 403
    assert as_rune.get(LIST).status_code == 404


def test_the_quarters_of_a_year():
    assert [quarter_of(date(2014, month, 1)) for month in (1, 3, 4, 12)] == ["2014-1", "2014-1", "2014-2", "2014-4"]
