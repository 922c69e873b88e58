"""Fifty propose the last place at once: one gets it, forty-nine a clear refusal, and nothing else is kept (FY-05)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from mentorkorps import process
from mentorkorps.clock import standing_at, today
from mentorkorps.matching import propose
from mentorkorps.matching.suggest import suggest
from mentorkorps.refused import Refused
from mentorkorps.youths import Enrolment
from tenants.scope import acting_for, db
from tests import cast
from tests.conftest import OPENING
from tests.matching.test_last_place import kept, only

FIFTY = 50


@pytest.fixture
def crowd(cluster, database):
    """The product with a connection for each of fifty who come at once."""
    app = process.start(cluster.config(database, "mk_web"), pool_size=FIFTY)
    with app.app_context(), standing_at(OPENING):
        yield app
        db.engine.dispose()


def fifty_enrolled():
    """Fifty youths of Svendborg."""
    karen = cast.actor("karen")
    with acting_for(cast.tenant("svendborg")):
        return [cast.enrol(karen, first_name=f"Ung{n}").id for n in range(FIFTY)]


def test_fifty_who_propose_the_last_place_at_once_get_one_place_and_forty_nine_refusals(crowd):
    only(1)
    ids, together = fifty_enrolled(), Barrier(FIFTY)
    corps, svendborg, cille = cast.tenant("dygtige-unge"), cast.tenant("svendborg"), cast.actor("cille")

    def one(enrolment_id):
        with crowd.app_context(), standing_at(OPENING):
            try:
                with acting_for(svendborg, home=corps):
                    enrolment = Enrolment.get(enrolment_id)
                    found = suggest(enrolment, today())[0]
                    together.wait(timeout=240)
                    propose(enrolment, found, by=cille)
            except Refused as refusal:
                return str(refusal)
        return "proposed"

    with ThreadPoolExecutor(FIFTY) as pool:
        told = Counter(pool.map(one, ids))
    full = "Alle 1 pladser i perioden er brugt eller reserveret. Der er ikke oprettet et forslag."
    assert told == {"proposed": 1, full: FIFTY - 1}
    assert kept() == (1, 1, 1, 1)
