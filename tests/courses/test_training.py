"""Nora's mentors are prepared before a course; on Fyn nobody asks for it."""

import pytest
from sqlalchemy import update

from mentorkorps.clock import today
from mentorkorps.matching import Proposal, mentor_says, propose, youth_says
from mentorkorps.matching.suggest import suggest
from mentorkorps.mentors import Mentor
from mentorkorps.refused import Refused
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit

HERE = "vordingborg"
NOT_YET = {"trained_on": None, "trained_how": None, "trained_by": None}
MISSING = "Mentor mangler mentorkursus eller iklædningssamtale"


@pytest.fixture
def untrained(app):
    """Bent in Vordingborg and in the corps has not been prepared yet; his id in Vordingborg."""
    for slug in ("dygtige-unge", HERE):
        with acting_for(cast.tenant(slug)):
            db.session.execute(update(Mentor).values(**NOT_YET))
    with acting_for(cast.tenant(HERE)):
        return db.session.scalars(db.select(Mentor)).one().id


def sif():
    with acting_for(cast.tenant(HERE)):
        return cast.enrol(cast.actor("nora"), first_name="Sif").id


def test_a_mentor_without_training_is_shown_with_the_reason_and_not_proposed(as_nora, untrained):
    enrolment_id = sif()
    with acting_for(cast.tenant(HERE)):
        enrolment = cast.Enrolment.get(enrolment_id)
        youth_id, [only] = enrolment.youth_id, suggest(enrolment, today())
        assert not only.is_proposable and only.verdict.stops == {"untrained"}
    page = as_nora.get(f"/{HERE}/unge/{youth_id}/forslag").text
    assert MISSING in page
    with acting_for(cast.tenant(HERE)), pytest.raises(Refused, match=MISSING):
        enrolment = cast.Enrolment.get(enrolment_id)
        propose(enrolment, suggest(enrolment, today())[0], by=cast.actor("nora"))


def test_nora_writes_the_talk_down_with_its_day_and_the_mentor_can_be_proposed(as_nora, untrained):
    page = f"/{HERE}/mentorer/{untrained}"
    assert "Mentor er ikke klædt på endnu." in as_nora.get(page).text
    ahead = submit(as_nora, f"{page}/oplaering", how="talk", held_on="16-06-2014")
    assert ahead.status_code == 409 and "ude i fremtiden" in ahead.text
    assert submit(as_nora, f"{page}/oplaering", held_on="10-06-2014").status_code == 422
    after = submit(as_nora, f"{page}/oplaering", how="talk", held_on="10-06-2014").text
    assert "Iklædningssamtale den 10-06-2014 ved Nora Skov." in after
    enrolment_id = sif()
    with acting_for(cast.tenant(HERE)):
        enrolment = cast.Enrolment.get(enrolment_id)
        assert propose(enrolment, suggest(enrolment, today())[0], by=cast.actor("nora")).is_open


def test_training_within_the_interview_counts(as_nora, untrained):
    page = f"/{HERE}/mentorer/{untrained}"
    after = submit(as_nora, f"{page}/oplaering", how="interview", held_on="10-06-2014").text
    assert "Oplæring under interviewet den 10-06-2014" in after


def test_a_course_does_not_begin_when_the_training_turns_out_to_be_missing(app):
    enrolment_id, nora = sif(), cast.actor("nora")
    with acting_for(cast.tenant(HERE)):
        enrolment = cast.Enrolment.get(enrolment_id)
        proposal_id = propose(enrolment, suggest(enrolment, today())[0], by=nora).id
        mentor_says(Proposal.get(proposal_id), True, by=nora)
    with acting_for(cast.tenant(HERE)):
        db.session.execute(update(Mentor).values(**NOT_YET))
    with pytest.raises(Refused, match="før forløbet kan begynde"), acting_for(cast.tenant(HERE)):
        youth_says(Proposal.get(proposal_id), True, by=nora)
    with acting_for(cast.tenant(HERE)):
        assert Proposal.get(proposal_id).is_open


def test_on_fyn_nobody_asks_for_a_course(untrained):
    with acting_for(cast.tenant("svendborg")):
        enrolment_id = cast.enrol(cast.actor("karen")).id
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        assert suggest(cast.Enrolment.get(enrolment_id), today())[0].is_proposable
