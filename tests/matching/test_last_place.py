"""Two propose the last place at once: one gets it, the other a clear refusal, and nothing else is kept."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from mentorkorps.clock import standing_at, today
from mentorkorps.matching import Proposal, propose
from mentorkorps.matching.suggest import suggest
from mentorkorps.mentors import Engagement
from mentorkorps.messages import Message
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment
from tenants.quotas import Quota, Reservation
from tenants.scope import acting_for, db
from tests import cast
from tests.conftest import OPENING


def two_enrolled():
    """Ayla and Jonas, both of Svendborg."""
    with acting_for(cast.tenant("svendborg")):
        return [cast.enrol(cast.actor("karen"), first_name=name).id for name in ("Ayla", "Jonas")]


def only(places):
    """Svendborg has bought so many places."""
    with acting_for(cast.tenant("dygtige-unge")):
        mine = Quota.party_tenant_id == cast.tenant("svendborg")
        for quota in db.session.scalars(select(Quota).where(mine)):
            quota.minimum, quota.maximum = 0, places


def at_once(app, enrolment_ids, mentors):
    """Each enrolment is proposed its mentor at the same moment, on a connection of its own; what each was told."""
    corps, svendborg, cille = cast.tenant("dygtige-unge"), cast.tenant("svendborg"), cast.actor("cille")
    together = Barrier(len(enrolment_ids))

    def one(enrolment_id, first_name):
        with app.app_context(), standing_at(OPENING):
            try:
                with acting_for(svendborg, home=corps):
                    enrolment = Enrolment.get(enrolment_id)
                    found = next(s for s in suggest(enrolment, today()) if s.mentor.first_name == first_name)
                    together.wait(timeout=30)
                    propose(enrolment, found, by=cille)
            except Refused as refusal:
                return str(refusal)
        return "proposed"

    with ThreadPoolExecutor() as pool:
        return list(pool.map(one, enrolment_ids, mentors))


def kept():
    """(proposals, places of the municipality, places of mentors, mails) in Svendborg."""
    with acting_for(cast.tenant("svendborg"), home=cast.tenant("dygtige-unge")):
        return tuple(
            db.session.scalar(select(func.count()).select_from(kind))
            for kind in (Proposal, Reservation, Engagement, Message)
        )


def test_two_who_propose_the_last_place_at_once_get_one_place_and_one_refusal(app):
    with acting_for(cast.tenant("dygtige-unge")):
        cast.recruit("Maja", "Lund", "car_mechanic")
    only(1)
    told = at_once(app, two_enrolled(), ["Bent", "Maja"])
    assert sorted(told) == [
        "Alle 1 pladser i perioden er brugt eller reserveret. Der er ikke oprettet et forslag.",
        "proposed",
    ]
    assert kept() == (1, 1, 1, 1)


def test_two_who_propose_the_same_mentor_at_once_get_one_mentor_and_one_refusal(app):
    told = at_once(app, two_enrolled(), ["Bent", "Bent"])
    assert sorted(told) == ["Mentoren har allerede det antal unge, som mentoren har sagt ja til.", "proposed"]
    assert kept() == (1, 1, 1, 1)


def test_two_who_propose_to_the_same_youth_at_once_make_one_proposal(app):
    with acting_for(cast.tenant("dygtige-unge")):
        cast.recruit("Maja", "Lund", "car_mechanic")
    ayla = two_enrolled()[0]
    told = at_once(app, [ayla, ayla], ["Bent", "Maja"])
    assert sorted(told) == ["Der er allerede et forslag, som venter på svar.", "proposed"]
    assert kept() == (1, 1, 1, 1)
