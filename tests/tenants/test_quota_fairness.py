"""A tenant at its limits never slows another: the bell rings a few of each in turn, and a quota's lock holds nobody else."""

from uuid import uuid4

from sqlalchemy import select, text

from mentorkorps.clock import now, today
from mentorkorps.matching import propose
from mentorkorps.matching.suggest import suggest
from mentorkorps.youths import Enrolment
from tenants.outbox import OutboxItem, post_all
from tenants.quotas import Quota
from tenants.scope import acting_for, db
from tests import cast
from tests.workers.test_outbox import Bell, bell

__all__ = ["bell"]

CROWD = 1000


def full_and_crowded() -> None:
    """Svendborg has no place left and a thousand pieces of work waiting."""
    with acting_for(cast.tenant("dygtige-unge")):
        for quota in db.session.scalars(select(Quota).where(Quota.party_tenant_id == cast.tenant("svendborg"))):
            quota.minimum = quota.maximum = 0
    with acting_for(cast.tenant("svendborg")):
        post_all(("enrolment_received", f"crowd:{n}:{uuid4()}", {}, now()) for n in range(CROWD))


def test_a_tenant_with_a_thousand_waiting_does_not_delay_anothers_message(bell: Bell) -> None:
    full_and_crowded()
    for _look in range(12):  # the dispatcher has looked many times before Nyborg has anything to say
        bell.ring()
    assert bell.queue.count <= 40, "the crowd fills the queue before anybody else comes"
    with acting_for(cast.tenant("nyborg")):
        enrolment = cast.enrol(cast.actor("rune"), first_name="Jonas").id
    with acting_for(cast.tenant("nyborg"), home=cast.tenant("dygtige-unge")):
        one = Enrolment.get(enrolment)
        propose(one, suggest(one, today())[0], by=cast.actor("cille"))
    bell.ring()
    assert bell.queue.count <= 60
    bell.work()
    with acting_for(cast.tenant("nyborg")):
        assert all(item.done_at for item in db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")))


def test_who_holds_one_municipalitys_quota_keeps_no_other_waiting(bell: Bell) -> None:
    corps = cast.tenant("dygtige-unge")
    with acting_for(cast.tenant("svendborg"), home=corps):
        Quota.of_here(today(), locked=True)
        with acting_for(cast.tenant("nyborg"), home=corps):
            db.session.execute(text("SET LOCAL lock_timeout = '200ms'"))
            assert Quota.of_here(today(), locked=True).party_tenant_id == cast.tenant("nyborg")
