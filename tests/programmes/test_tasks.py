"""A municipality has two duties, and may choose to do more: Svendborg's coordinator recruits mentors, too (FY-13)."""

from typing import Any

from flask.testing import FlaskClient

from tests.forms import submit
from tests.mail import messages_in
from tests.web.test_inbox import enrolled, page
from tests.web.test_mentors import HANNE, known_as

MENTORS, TASKS = "/svendborg/mentorer", "/svendborg/program/opgaver/ret"


def switch(client: FlaskClient, **more: Any) -> str:
    """The programme's page after the section has been changed."""
    return submit(client, TASKS, why="Vi kender selv mange virksomheder", **more).text


def test_a_municipality_switches_a_task_on_and_off_for_itself_alone(
    as_kim: FlaskClient, as_karen: FlaskClient, as_nora: FlaskClient
) -> None:
    assert "ikke taget opgaver på sig" in as_kim.get("/svendborg/program").text
    assert as_kim.get(MENTORS).status_code == 403
    shown = switch(as_kim, finds_mentors="y")
    assert "valgt at gøre mere" in shown and f'href="{MENTORS}"' in shown
    assert as_kim.get(MENTORS).status_code == 200 and as_karen.get(MENTORS).status_code == 403
    assert as_karen.get(TASKS).status_code == 403
    assert "ikke taget opgaver" in as_nora.get("/vordingborg/program").text
    switch(as_kim)
    assert as_kim.get(MENTORS).status_code == 403


def test_a_mentor_that_the_municipality_finds_is_proposed_for_its_own_youth(
    as_kim: FlaskClient, as_cille: FlaskClient
) -> None:
    switch(as_kim, finds_mentors="y")
    assert "Hanne Østergaard er gemt." in submit(as_kim, f"{MENTORS}/ny", **HANNE).text
    assert "Hanne" not in as_cille.get("/dygtige-unge/mentorer").text
    youth = enrolled("Ayla")
    assert "Hanne" in as_cille.get(page(youth)).text
    hanne = known_as("Hanne", "svendborg")
    assert submit(as_cille, page(youth), mentor=f"{hanne.tenant_id}.{hanne.id}").status_code == 200
    assert ("mentor_asked", "mentor") in messages_in("svendborg")
