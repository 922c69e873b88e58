"""A meeting on paper: agenda, report, who came, what was decided, minutes that stand, and who does what; for the group alone."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from mentorkorps.clock import now, standing_at
from mentorkorps.steering_group import Decision
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.steering_meetings.scene import MEETINGS, OPERATOR, employ_birgitte, following, seat, seat_of
from tests.web.counting import PAGE, statements
from tests.web.test_steering import freeze

DECIDED = {"kind": "transfer", "text": "Fem pladser flyttes fra Nyborg til Svendborg", "decided_by": "Enig styregruppe"}


@pytest.fixture
def birgitte(app: Flask) -> FlaskClient:
    """The corps' coordinator."""
    return employ_birgitte(app)


def _the_day() -> object:
    return standing_at(now() + timedelta(days=10))  # 25 June 2014


def test_who_coordinates_the_corps_begins_with_the_steering_group(birgitte: FlaskClient) -> None:
    assert birgitte.get(f"/{OPERATOR}/").headers["Location"] == f"/{OPERATOR}/styregruppe"


def test_the_next_meeting_is_the_first_of_the_list_and_the_held_ones_come_last(birgitte: FlaskClient) -> None:
    with standing_at(now() + timedelta(days=200)):
        days = re.findall(rf'href="{MEETINGS}/[^"]+">[^<]*?(\d{{1,2}}\. \w+ \d{{4}})', birgitte.get(MEETINGS).text)
    assert (days[0], days[5], days[6], days[-1]) == ("14. januar 2015", "11. november 2015", "12. november 2014", "12. marts 2014")


def test_the_agenda_begins_with_the_frozen_report_and_its_checksum(
    birgitte: FlaskClient, as_sofie: FlaskClient
) -> None:
    freeze(cut_off=now().date())
    meeting = following()
    where = f"{MEETINGS}/{meeting.id}"
    submit(birgitte, f"{where}/punkt", text="Flere virksomheder i Nyborg")
    page = as_sofie.get(f"/faaborg-midtfyn/styregruppemoeder/{meeting.id}").text
    assert 'href="/faaborg-midtfyn/styregruppe/2014/1"' in page and "kontrolsum" in page
    assert page.index("Rapport 1") < page.index("Flere virksomheder i Nyborg")
    assert "Nyt punkt" not in page
    assert as_sofie.get("/faaborg-midtfyn/styregruppe/2014/1").status_code == 200


def test_a_report_lies_before_one_meeting_and_the_next_says_when_its_own_is_made(
    birgitte: FlaskClient, as_sofie: FlaskClient
) -> None:
    freeze(cut_off=now().date())
    later = f"styregruppemoeder/{following(1).id}"
    page = as_sofie.get(f"/faaborg-midtfyn/{later}").text
    assert "Rapport 1" not in page and "laves 03-09-2014, syv dage før mødet" in page
    where = f"{MEETINGS}/{following().id}"
    submit(birgitte, where, to=f"{where}/aflys")
    assert "Rapport 1" in as_sofie.get(f"/faaborg-midtfyn/{later}").text


def test_a_decision_stands_and_is_corrected_by_a_new_one(birgitte: FlaskClient, as_sofie: FlaskClient) -> None:
    where = f"{MEETINGS}/{following().id}"
    assert "først skrives ned" in submit(birgitte, f"{where}/beslutning", **DECIDED).text
    with _the_day():
        page = submit(birgitte, f"{where}/beslutning", **DECIDED).text
        link = next(one.split('"')[0] for one in page.split('href="') if one.startswith(f"{where}/beslutning/"))
        page = submit(birgitte, link, **DECIDED | {"text": "Seks pladser flyttes"}).text
        assert "Fem pladser" in page and "i stedet for nr. 1" in page and "Rettet af en ny" in page
        assert submit(birgitte, link, follow=False, **DECIDED).status_code == 409
        assert "Seks pladser" in as_sofie.get(f"/faaborg-midtfyn/styregruppemoeder/{following().id}").text
    with pytest.raises(ProgrammingError), acting_for(cast.tenant(OPERATOR)):
        db.session.execute(text(f"UPDATE {Decision.__tablename__} SET text = 'Noget andet'"))


def test_the_minutes_are_a_draft_until_approved_and_stand_after(birgitte: FlaskClient, as_sofie: FlaskClient) -> None:
    where = f"{MEETINGS}/{following().id}"
    with _the_day():
        submit(birgitte, f"{where}/referat", text="Første udkast")
        page = submit(birgitte, f"{where}/referat", text="Andet udkast").text
        assert "Udkast 2" in page and "Andet udkast" in page and "Første udkast" not in page
        stale = submit(birgitte, f"{where}/referat/1/godkend", follow=False, approved_by="Styregruppen")
        assert stale.status_code == 409 and "skrevet om" in stale.text
        page = submit(birgitte, f"{where}/referat/2/godkend", approved_by="Styregruppen").text
        assert "Det kan ikke ændres" in page and "Skriv referat" not in page
        assert submit(birgitte, f"{where}/referat", follow=False, text="Tredje").status_code == 409
        assert "Andet udkast" in as_sofie.get(f"/faaborg-midtfyn/styregruppemoeder/{following().id}").text


def test_a_partner_is_given_something_to_do_and_says_when_it_is_done(
    birgitte: FlaskClient, as_sofie: FlaskClient
) -> None:
    where = f"{MEETINGS}/{following().id}"
    todo = {"text": "Ring til tre virksomheder", "party": str(cast.tenant("faaborg-midtfyn")), "due_on": "01-08-2014"}
    assert submit(birgitte, f"{where}/opgave", follow=False, **todo | {"due_on": "01-06-2014"}).status_code == 409
    submit(birgitte, f"{where}/opgave", **todo)
    page = as_sofie.get("/faaborg-midtfyn/styregruppemoeder").text
    press = next(one.split('"')[0] for one in page.split('action="') if "/udfoert" in one[:120])
    submit(as_sofie, "/faaborg-midtfyn/styregruppemoeder", to=press)
    assert "Udført 15-06-2014" in birgitte.get(where).text


def test_another_partner_reads_the_list_but_ticks_nothing_off(birgitte: FlaskClient, as_kim: FlaskClient) -> None:
    where = f"{MEETINGS}/{following().id}"
    todo = {"text": "Ring til tre virksomheder", "party": str(cast.tenant("faaborg-midtfyn")), "due_on": "01-08-2014"}
    page = submit(birgitte, f"{where}/opgave", **todo).text
    press = next(one.split('"')[0] for one in page.split('action="') if "/udfoert" in one[:120])
    page = as_kim.get("/svendborg/styregruppemoeder").text
    assert "Ring til tre virksomheder" in page and "/udfoert" not in page
    form = submit(as_kim, "/svendborg/program", to=press.replace(OPERATOR, "svendborg"))
    assert form.status_code == 404


def test_regrets_are_sent_by_the_member_and_attendance_is_noted_by_the_corps(
    birgitte: FlaskClient, as_sofie: FlaskClient
) -> None:
    seat("sofie", "rune")
    here = f"styregruppemoeder/{following().id}"
    page = submit(as_sofie, f"/faaborg-midtfyn/{here}", to=f"/faaborg-midtfyn/{here}/afbud").text
    assert "Meldte afbud" in page and "Meld afbud<" not in page
    with _the_day():
        submit(birgitte, f"/{OPERATOR}/{here}/fremmoede", **{f"seat_{seat_of('rune').hex}": "came"})
        page = as_sofie.get(f"/faaborg-midtfyn/{here}").text
    assert "Var med" in page and "Meldte afbud" in page


def test_only_the_house_that_operates_calls_moves_and_writes(as_sofie: FlaskClient, as_kim: FlaskClient) -> None:
    here = f"/svendborg/styregruppemoeder/{following().id}"
    for act in ("flyt", "punkt", "beslutning", "referat", "opgave", "fremmoede"):
        assert as_kim.get(f"{here}/{act}").status_code == 404, act
    assert as_kim.get("/svendborg/styregruppemoeder/ekstra").status_code == 404
    assert "Ret tid og sted" not in as_kim.get(here).text


def test_a_meeting_is_moved_called_off_and_an_extra_one_called(birgitte: FlaskClient) -> None:
    where = f"{MEETINGS}/{following().id}"
    when = {"held_on": "26-06-2014", "starts_at": "9.30", "place": "Rådhuset"}
    for day in ("28-06-2014", "09-07-2014", "01-06-2014", "10-09-2014"):  # a Saturday, July, gone, and taken
        assert submit(birgitte, f"{where}/flyt", follow=False, **when | {"held_on": day}).status_code == 409, day
    page = submit(birgitte, f"{where}/flyt", **when).text
    assert "Torsdag den 26. juni 2014" in page and "Kl. 09.30" in page and "Rådhuset" in page
    assert "Aflyst" in submit(birgitte, where, to=f"{where}/aflys").text
    assert submit(birgitte, f"{MEETINGS}/ekstra", follow=False, **when).status_code == 303
    assert birgitte.get(MEETINGS).text.count("26. juni 2014") == 2


def test_a_partner_that_left_reads_what_was_held_before_and_nothing_after(app: Flask, as_sofie: FlaskClient) -> None:
    after, before = following(1), following(0)
    with acting_for(cast.tenant(OPERATOR)):
        gone = {"day": before.held_on, "who": cast.tenant("faaborg-midtfyn")}
        db.session.execute(text("UPDATE members SET left_on = :day WHERE party_tenant_id = :who"), gone)
    assert as_sofie.get(f"/faaborg-midtfyn/styregruppemoeder/{before.id}").status_code == 200
    assert as_sofie.get(f"/faaborg-midtfyn/styregruppemoeder/{after.id}").status_code == 404


def test_the_pages_cost_few_statements_however_much_is_written(birgitte: FlaskClient) -> None:
    seat("sofie", "rune", "kim", "erik", "ulla")
    where = f"{MEETINGS}/{following().id}"
    for number in range(3):
        submit(birgitte, f"{where}/punkt", text=f"Punkt {number}")
    for page, cost in ((where, 10), (MEETINGS, 4)):
        birgitte.get(page)
        with statements() as made:
            assert birgitte.get(page).status_code == 200
        assert len(made) <= PAGE - 4 + cost, "\n".join(made)
