"""What waits because somebody else wrote first that day is said where the button was pressed: it was not lost."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import COPENHAGEN, now, standing_at
from mentorkorps.mentors import Mentor
from tenants.scope import acting_for, db
from tests.cast import recruit, tenant
from tests.forms import submit
from tests.web.test_inbox import answered, bent, enrolled, page
from tests.web.test_pairs import paired
from workers.perform import drain

TOMORROW = "får beskeden den 16-06-2014 kl. 08.00"
TAKEN = f"{TOMORROW}, for der er allerede sendt en anden besked i dag."


@pytest.fixture
def jonas(as_cille: FlaskClient) -> UUID:
    """Bent has been asked about Ayla today, and has room for one more; Jonas waits in Nyborg."""
    with acting_for(tenant("dygtige-unge")):
        db.session.scalars(select(Mentor)).one().capacity = 2
    submit(as_cille, page(enrolled()), mentor=bent())
    return enrolled("Jonas", "nyborg", "rune")


def test_a_mentor_who_has_had_a_message_today_is_asked_tomorrow_and_cille_is_told(
    as_cille: FlaskClient, jonas: UUID
) -> None:
    said = submit(as_cille, page(jonas, "nyborg"), mentor=bent()).text
    assert "Bent Madsen er foreslået." in said and f"Bent {TAKEN}" in said
    assert "bliver nu spurgt" not in said and "Mentor er spurgt" not in said
    with standing_at(datetime(2014, 6, 16, 9, tzinfo=COPENHAGEN)):
        drain(now(), [tenant("nyborg")])
        later = as_cille.get(page(jonas, "nyborg")).text
    assert "Mentor er spurgt" in later and "får beskeden" not in later


def test_the_case_worker_reads_it_without_the_mentors_name(
    as_cille: FlaskClient, as_rune: FlaskClient, jonas: UUID
) -> None:
    submit(as_cille, page(jonas, "nyborg"), mentor=bent())
    seen = as_rune.get(f"/nyborg/unge/{jonas}").text
    assert f"Mentor {TAKEN}" in seen and "Bent" not in seen


def test_a_youth_who_was_written_to_today_is_asked_tomorrow(as_cille: FlaskClient) -> None:
    """Ayla was asked about Bent and said no; Lone says yes the same day."""
    ayla = enrolled(email="ayla@ung.example")
    with acting_for(tenant("dygtige-unge")):
        recruit("Lone", "Lund", "car_mechanic", email="lone@lund.example")
    submit(as_cille, page(ayla), mentor=bent())
    answered(as_cille, ayla, "mentor", "yes")
    answered(as_cille, ayla, "youth", "no", reason="other")
    with acting_for(tenant("dygtige-unge")):
        lone = db.session.scalars(select(Mentor).where(Mentor.first_name == "Lone")).one()
        chosen = f"{lone.tenant_id}.{lone.id}"
    with standing_at(now() + timedelta(hours=1)):
        submit(as_cille, page(ayla), mentor=chosen)
        assert f"Ayla {TAKEN}" in answered(as_cille, ayla, "mentor", "yes").text


def test_a_reminder_to_write_meetings_down_says_when_it_goes(as_cille: FlaskClient) -> None:
    pair = f"/svendborg/par/{paired(enrolled())}"
    said = submit(as_cille, pair, to=f"{pair}/mind-mentor").text
    assert "Bent får beskeden den " in said
