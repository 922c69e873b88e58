"""The municipality found the mentor itself (FY-13), and the corps cares for the pair as for any other: it is on nobody's list
else, for the municipality's own people follow up no pairs."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.concerns import Concern
from mentorkorps.journal import JournalNote
from mentorkorps.matches import Match
from tenants.scope import acting_for, db
from tests.cast import actor, tenant
from tests.forms import submit
from tests.mail import link_in
from tests.pair import known
from tests.programmes.test_tasks import MENTORS, switch
from tests.web.test_inbox import enrolled, page
from tests.web.test_mentors import HANNE, known_as, two_kinds
from workers.perform import drain

HERE, LIST = "svendborg", "/dygtige-unge/ringeliste"
TALKED = {"result": "talked", "reached": "both", "note": "De mødes i morgen.", "troubles": [], "meet_on": ""}


@pytest.fixture
def proposed(as_kim: FlaskClient, as_cille: FlaskClient) -> FlaskClient:
    """Kim has found Hanne, and Cille, who is returned, has proposed her to Ayla."""
    switch(as_kim, finds_mentors="y")
    submit(as_kim, f"{MENTORS}/ny", **HANNE)
    hanne, youth = known_as("Hanne", HERE), enrolled("Ayla")
    assert submit(as_cille, page(youth), mentor=f"{hanne.tenant_id}.{hanne.id}").status_code == 200
    return as_cille


@pytest.fixture
def paired(proposed: FlaskClient) -> FlaskClient:
    """Both have said yes."""
    for template in ("mentor_asked", "youth_asked"):
        assert submit(proposed, link_in(HERE, template), answer="yes").status_code == 200
    return proposed


def days_later(days: int) -> None:
    """The mornings' work of so many days is done."""
    for number in range(1, days + 1):
        at = datetime(2014, 6, 15, 12, tzinfo=COPENHAGEN) + timedelta(days=number)
        with standing_at(at):
            drain(at, [tenant(HERE)])


def on_list(client: FlaskClient, days: int) -> str:
    """Cille's call list after so many days."""
    days_later(days)
    with standing_at(datetime(2014, 6, 15, 12, tzinfo=COPENHAGEN) + timedelta(days=days)):
        return client.get(LIST).text


def test_a_proposal_that_she_does_not_answer_is_rung_about(proposed: FlaskClient) -> None:
    text = on_list(proposed, 12)
    assert "Hanne Østergaard" in text and "Mentor har ikke svaret på forslaget." in text


def test_the_pair_is_on_the_list_of_pairs_and_rung_when_they_have_not_met(paired: FlaskClient) -> None:
    assert "Hanne Østergaard" in paired.get("/dygtige-unge/par").text
    with acting_for(tenant(HERE)):
        pair = db.session.scalars(select(Match)).one()
        assert (pair.mentor_tenant_id, pair.caring_tenant_id) == (tenant(HERE), tenant("dygtige-unge"))
        assert pair.carer_id == actor("cille").user_id  # who proposed has it on the own list
    assert "Hanne Østergaard" in on_list(paired, 16)
    answer = submit(paired, f"/{HERE}/par/{pair.id}/opkald", **TALKED)
    assert answer.status_code == 200 and "De mødes i morgen." in answer.text


def test_what_she_is_worried_about_is_heard_by_the_corps(paired: FlaskClient) -> None:
    way = known(paired, "start", "2040") + "/bekymring"
    assert submit(paired, way, danger="yes", about="wellbeing", internal="Hun er i fare.").status_code == 200
    with acting_for(tenant(HERE)):
        concern = db.session.scalars(select(Concern)).one()
        assert concern.now.owner_tenant_id == tenant("dygtige-unge") and concern.now.owner_phone


def test_that_she_would_rather_be_rung_stands_in_the_journal(as_kim: FlaskClient, paired: FlaskClient) -> None:
    hanne = known_as("Hanne", HERE)
    assert submit(as_kim, f"/{HERE}/mentorer/{hanne.id}/kontaktvej", channel="phone").status_code == 200
    with acting_for(tenant(HERE)):
        assert db.session.scalars(select(JournalNote.text).where(JournalNote.act == "channel")).all() == [
            "Mentor hører fremover fra os sådan: Opkald."
        ]


def test_kim_says_which_kind_the_mentor_is_whom_the_municipality_has_found(as_kim: FlaskClient) -> None:
    switch(as_kim, finds_mentors="y")
    two_kinds()
    submit(as_kim, f"{MENTORS}/ny", **HANNE, kind="professional")
    assert known_as("Hanne", HERE).kind == "professional"
