"""Wishes change on the way, and the order of the mentors with them (MO-10)."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.journal import JournalNote
from mentorkorps.youths import Enrolment
from tenants.audit import AuditEntry
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.web.test_inbox import enrolled
from tests.web.test_pairs import paired

AS_IT_WAS: dict[str, Any] = {
    "education_goal": "Blive optaget på grundforløbet", "job_goal": "Et fritidsjob på et værksted",
    "trade_1": "car_mechanic", "wished_gender": "", "matters_most": "",
}  # fmt: skip


@pytest.fixture
def ayla(app: Flask) -> str:
    """Ayla, who wishes to become a car mechanic; the corps has Bent, a mechanic, and Inger, a hairdresser."""
    with acting_for(cast.tenant("dygtige-unge")):
        cast.recruit("Inger", "Holm", "hairdresser", gender="f")
    return f"/svendborg/unge/{enrolled()}"


def order(client: FlaskClient, ayla: str) -> list[str]:
    """The mentors as Cille sees them suggested."""
    return re.findall(r"(Bent Madsen|Inger Holm)</h3>", client.get(f"{ayla}/forslag").text)


def notes() -> list[str]:
    with acting_for(cast.tenant("svendborg")):
        return list(db.session.scalars(select(JournalNote.text).where(JournalNote.act == "wishes_changed")))


def test_ayla_wishes_for_another_trade_and_the_order_of_the_mentors_follows(
    ayla: str, as_karen: FlaskClient, as_cille: FlaskClient
) -> None:
    assert order(as_cille, ayla) == ["Bent Madsen", "Inger Holm"]
    assert f'href="{ayla}/oensker"' in as_karen.get(ayla).text
    page = submit(as_karen, f"{ayla}/oensker", **AS_IT_WAS | {"trade_1": "hairdresser", "trade_2": "car_mechanic"})
    assert "Ønskerne er ændret" in page.text and "1. Frisør" in page.text
    assert order(as_cille, ayla) == ["Inger Holm", "Bent Madsen"]


def test_what_changed_is_in_the_journal_and_who_did_it_in_the_log(ayla: str, as_cille: FlaskClient) -> None:
    assert f'href="{ayla}/oensker"' in as_cille.get(f"{ayla}/forslag").text
    submit(as_cille, f"{ayla}/oensker", **AS_IT_WAS | {"wished_gender": "f", "job_goal": "En læreplads"})
    assert notes() == ["Den unges mål og ønsker er ændret: mål for job, mentors køn."]
    with acting_for(cast.tenant("svendborg")):
        logged = select(AuditEntry.actor_name).where(AuditEntry.act == "enrolment.wishes_changed")
        assert list(db.session.scalars(logged)) == ["Cille Engel"]


def test_the_same_again_changes_nothing_and_a_trade_is_needed(ayla: str, as_karen: FlaskClient) -> None:
    assert "Der var intet nyt at gemme." in submit(as_karen, f"{ayla}/oensker", **AS_IT_WAS).text
    missing = submit(as_karen, f"{ayla}/oensker", **AS_IT_WAS | {"trade_1": ""})
    assert missing.status_code == 422 and "Vælg" in missing.text
    assert notes() == []


def test_wishes_change_while_a_pair_runs_but_not_when_it_has_ended(ayla: str, as_cille: FlaskClient) -> None:
    youth_id = ayla.rpartition("/")[2]
    match_id = paired(youth_id)
    submit(as_cille, f"{ayla}/oensker", **AS_IT_WAS | {"education_goal": "Hovedforløbet"})
    assert notes() == ["Den unges mål og ønsker er ændret: mål for uddannelse."]
    token_page = f"/svendborg/par/{match_id}"
    submit(as_cille, f"{token_page}/afslut", reason="planned")
    refused = submit(as_cille, token_page, to=f"{ayla}/oensker", **AS_IT_WAS)
    assert refused.status_code == 409 and "så ønskerne kan ikke ændres" in refused.text
    assert as_cille.get(f"{ayla}/oensker").status_code == 302


def test_a_withdrawn_enrolment_keeps_its_wishes(ayla: str, as_karen: FlaskClient) -> None:
    submit(as_karen, ayla, to=f"{ayla}/traek-tilbage")
    assert submit(as_karen, ayla, to=f"{ayla}/oensker", **AS_IT_WAS | {"trade_1": "smith"}).status_code == 409
    with acting_for(cast.tenant("svendborg")):
        assert db.session.scalars(select(Enrolment.trades)).one() == ["car_mechanic"]


def test_whom_one_does_not_reach_one_does_not_change(ayla: str, as_ulla: FlaskClient, as_rune: FlaskClient) -> None:
    for stranger in (as_ulla, as_rune):
        assert stranger.get(f"{ayla}/oensker").status_code == 404
        assert stranger.post(f"{ayla}/oensker").status_code in (400, 404)
