"""The corps against the agreement, and its trades against the wishes of those who wait."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import update

from mentorkorps.mentors import Mentor
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.web.counting import DOOR, statements

PAGE = "/dygtige-unge/korps"


def plain(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<.*?>", " ", html))).strip()


def table(client, caption):
    """The rows of the table with that caption."""
    page = client.get(PAGE).text
    found = re.search(rf"<caption[^>]*>{caption}</caption>.*?</table>", page, re.DOTALL)[0]
    rows = re.findall(r"<tr.*?</tr>", found, re.DOTALL)[1:]
    return [[plain(cell) for cell in re.findall(r'mk-cell">(.*?)</(?:td|th)>', row, re.DOTALL)] for row in rows]


def tiles(client):
    """What the tiles say."""
    return [plain(tile) for tile in re.findall(r'<div class="mk-tile.*?</div>', client.get(PAGE).text, re.DOTALL)]


@pytest.fixture
def corps(app):
    """Beside Bent a retired baker with two places, found through Bent, and a smith who has left."""
    with acting_for(cast.tenant("dygtige-unge")):
        more = {"capacity": 2, "retired_from_work_on": date(2014, 1, 1), "found_through": "mentor", "trained_on": None}
        cast.recruit("Grethe", "Pension", "baker", **more, trained_how=None, trained_by=None)
        cast.recruit("Hans", "Rejst", "smith", left_on=date(2014, 6, 1), recruited_on=date(2014, 3, 1))


def test_the_corps_stands_against_the_agreement(as_cille, corps):
    said = " | ".join(tiles(as_cille))
    assert "Mentorer i korpset 2 Mål: 100" in said
    assert "Aktive i erhvervslivet 50 % Mål: 90 % 1 af 2 mentorer" in said
    assert "Fra private virksomheder 100 % 2 af 2 mentorer. Virksomheder i alt: 2" in said
    assert "Klædt på som mentor 50 %" in said
    assert "Ledige pladser 3 af 3 pladser. Mentorer med plads: 2" in said


def test_a_trade_that_more_wait_for_than_there_is_room_for_stands_first(as_cille, corps):
    with acting_for(cast.tenant("svendborg")):
        for name in ("Ayla", "Ida"):
            cast.enrol(cast.actor("karen"), first_name=name)
    with acting_for(cast.tenant("nyborg")):
        cast.enrol(cast.actor("rune"), first_name="Bo", trades=["baker", "car_mechanic"])
    lines = table(as_cille, "Fag: mentorer og ønsker")
    assert [line[1:] for line in lines] == [["2", "1", "1", "Mangler 1"], ["1", "2", "1", "Dækket"]]


def test_where_the_mentors_were_found(as_cille, corps):
    assert table(as_cille, "Hvor mentorerne er fundet") == [
        ["En anden mentor", "1", "50 %"],
        ["Ikke skrevet", "1", "50 %"],
    ]


def test_no_mentor_is_named_and_it_is_read_at_home(as_cille, corps):
    assert "Bent" not in as_cille.get(PAGE).text
    assert as_cille.get("/svendborg/korps").headers["Location"] == PAGE


def test_only_the_corps_reads_it(as_kim, as_sofie):
    assert as_kim.get("/svendborg/korps").status_code == 403
    assert as_sofie.get(PAGE).status_code == 404


def test_a_corps_of_nobody_has_a_page_too(as_cille):
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(update(Mentor).values(left_on=date(2014, 6, 1)))
    assert as_cille.get(PAGE).status_code == 200


def test_the_page_costs_the_same_however_many_there_are(as_cille, corps):
    def cost():
        with statements() as seen:
            assert as_cille.get(PAGE).status_code == 200
        return len(seen)

    few = cost()
    with acting_for(cast.tenant("dygtige-unge")):
        for number in range(5):
            cast.recruit(f"Mentor{number}", "Flere", "baker", found_through="press")
    with acting_for(cast.tenant("svendborg")):
        for number in range(3):
            cast.enrol(cast.actor("karen"), first_name=f"Ung{number}", trades=["baker"])
    assert cost() == few <= DOOR + 11


def test_the_words_are_english_where_that_is_chosen(as_cille, corps):
    submit(as_cille, PAGE, to="/sprog/en", tilbage=PAGE)
    assert "Where the mentors were found" in as_cille.get(PAGE).text
