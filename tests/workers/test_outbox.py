"""Nothing is lost and nothing is done twice: the outbox, the dispatcher and the worker, on a real queue."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import create_engine, delete, select, update

from mentorkorps import schedule
from mentorkorps.clock import COPENHAGEN, now, real_now, standing_at
from tenants.outbox import ATTEMPTS, OutboxItem, post
from tenants.scope import acting_for, db
from tests.cast import tenant
from tests.conftest import OPENING, Cluster
from tests.pair import proposed
from workers import dispatcher, kinds, worker
from workers.perform import perform

HERE = "svendborg"


@pytest.fixture
def bell(app: Flask, cluster: Cluster, database: str) -> Iterator["Bell"]:
    """A dispatcher of its own role and a worker on the run's own queue; what was scheduled before is done."""
    bell = Bell(app, cluster, database)
    for slug in (HERE, "dygtige-unge", "vordingborg"):
        with acting_for(tenant(slug)):
            db.session.execute(update(OutboxItem).values(done_at=real_now()))
    yield bell
    bell.queue.empty()
    bell.engine.dispose()


class Bell:
    """What rings and what answers."""

    def __init__(self, app: Flask, cluster: Cluster, database: str) -> None:
        url = cluster.url("mk_dispatch", database)
        self.app, self.redis_url, self.engine = app, cluster.redis_url, create_engine(url)
        self.queue = Queue(dispatcher.QUEUE, connection=Redis.from_url(self.redis_url), serializer=JSONSerializer)
        self.queue.empty()

    def ring(self) -> int:
        return dispatcher.ring_due(self.engine, self.queue)

    def work(self) -> None:
        worker.run(self.app, self.redis_url, burst=True)

    def forget_the_ring(self) -> None:
        """As if ten seconds had gone by without an answer."""
        with acting_for(tenant(HERE)):
            db.session.execute(update(OutboxItem).values(rung_at=real_now() - timedelta(seconds=11)))


def test_a_mail_written_with_its_cause_is_rung_and_delivered_once(bell: Bell) -> None:
    proposed()
    assert bell.ring() >= 1 and bell.ring() == 0
    bell.work()
    assert [(i.attempts, i.reply) for i in _mails()] == [(1, "discarded")]


def test_a_second_bell_finds_nothing_to_do(bell: Bell) -> None:
    proposed()
    bell.ring()
    bell.forget_the_ring()
    bell.ring()
    assert bell.queue.count >= 2
    bell.work()
    assert [i.attempts for i in _mails()] == [1]


def test_a_wiped_queue_loses_nothing(bell: Bell) -> None:
    proposed()
    bell.ring()
    bell.queue.empty()
    bell.forget_the_ring()
    bell.ring()
    bell.work()
    assert all(i.done_at for i in _mails())


def test_what_a_rolled_back_cause_wrote_is_never_sent(bell: Bell) -> None:
    with pytest.raises(ZeroDivisionError), acting_for(tenant(HERE)):
        post("daily_digest", "never")
        raise ZeroDivisionError
    assert bell.ring() == 0


def test_a_dead_workers_item_is_free_when_its_lease_runs_out(bell: Bell) -> None:
    proposed()
    with acting_for(tenant(HERE)):
        item = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")).one().id
    with acting_for(tenant(HERE)):
        assert OutboxItem.claim(item)
    with acting_for(tenant(HERE)):
        assert OutboxItem.claim(item) is None
    with acting_for(tenant(HERE)):
        db.session.execute(update(OutboxItem).values(lease_until=real_now() - timedelta(seconds=1)))
    with acting_for(tenant(HERE)):
        again = OutboxItem.claim(item)
        assert again and again.attempts == 2


def test_a_worker_whose_lease_has_gone_to_another_marks_nothing(bell: Bell) -> None:
    proposed()
    with acting_for(tenant(HERE)):
        late = OutboxItem.claim(db.session.scalars(select(OutboxItem.id).where(OutboxItem.kind == "mail")).one())
        assert late
        db.session.execute(update(OutboxItem).values(lease_until=real_now() - timedelta(seconds=1)))
        db.session.expunge(late)
        assert OutboxItem.claim(late.id)
        assert late.done("mine") is False


def test_a_relay_that_is_down_is_tried_eight_times_and_then_shown(bell: Bell) -> None:
    from mentorkorps.gateways import mail

    proposed()
    mail.use("smtp://127.0.0.1:9", "korps@mentorkorps.example")
    for _ in range(ATTEMPTS):
        with acting_for(tenant(HERE)):
            db.session.execute(update(OutboxItem).values(lease_until=None))
        with pytest.raises(OSError, match=r"refused|Cannot assign"):
            perform(str(tenant(HERE)), str(_mails()[0].id))
    assert [(i.attempts, i.dead_at is not None, i.last_error) for i in _mails()] == [
        (8, True, "ConnectionRefusedError")
    ]
    mail.use("discard:", "korps@mentorkorps.example")
    with acting_for(tenant(HERE)):
        db.session.scalars(OutboxItem.dead()).one().again()
    bell.ring()
    bell.work()
    assert all(i.done_at for i in _mails())


def test_through_an_outage_of_a_night_nothing_dies(bell: Bell) -> None:
    proposed()
    item, waited = _mails()[0], timedelta()
    for attempt in range(1, ATTEMPTS):
        item.attempts, before = attempt, real_now()
        item.failed("ConnectionRefusedError")
        assert item.dead_at is None and item.lease_until is not None
        assert timedelta() < item.lease_until - before <= timedelta(hours=4, seconds=1)
        waited += item.lease_until - before
    assert waited >= timedelta(hours=12)


def test_a_tenant_with_much_to_do_does_not_keep_a_neighbour_waiting(bell: Bell) -> None:
    for slug, count in ((HERE, 60), ("nyborg", 3)):
        with acting_for(tenant(slug)):
            for number in range(count):
                post("enrolment_received", f"load:{number}", run_at=OPENING - timedelta(days=1))
    bell.ring()
    first = [UUID(job.args[0]) for job in bell.queue.jobs[:6]]
    assert first.count(tenant("nyborg")) == 3
    assert sum(UUID(job.args[0]) == tenant(HERE) for job in bell.queue.jobs) == 20


def test_the_worker_runs_nothing_but_the_one_function(bell: Bell) -> None:
    bell.queue.enqueue("os.getpid", result_ttl=60)
    bell.work()
    assert bell.queue.failed_job_registry.count >= 1
    bell.queue.failed_job_registry.cleanup(timestamp=10**12)


def test_a_schedule_that_was_down_for_three_days_runs_once_and_goes_on(bell: Bell) -> None:
    with acting_for(tenant(HERE)):
        db.session.execute(update(OutboxItem).where(OutboxItem.kind == "daily_digest").values(done_at=None))
    with standing_at(now() + timedelta(days=3)):
        bell.ring()
        bell.work()
        bell.ring()
        with acting_for(tenant(HERE)):
            digests = select(OutboxItem).where(OutboxItem.kind == "daily_digest", OutboxItem.run_at > OPENING)
            rows = db.session.scalars(digests.order_by(OutboxItem.run_at)).all()
            assert [(r.run_at, r.done_at is not None) for r in rows] == [
                (datetime(2014, 6, 15, 14, tzinfo=COPENHAGEN), True),
                (datetime(2014, 6, 18, 14, tzinfo=COPENHAGEN), False),
            ]


def test_a_daily_job_that_gives_up_today_is_tried_again_tomorrow(bell: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.DAILY, "ask_follow_ups", lambda item: 1 // 0)
    asking = select(OutboxItem).where(OutboxItem.kind == "ask_follow_ups").order_by(OutboxItem.run_at)
    with standing_at(now() + timedelta(days=1)):
        with acting_for(tenant(HERE)):
            db.session.execute(update(OutboxItem).where(OutboxItem.kind == "ask_follow_ups").values(done_at=None))
            (item,) = [one.id for one in db.session.scalars(asking)]
        for _ in range(ATTEMPTS):
            with acting_for(tenant(HERE)):
                db.session.execute(update(OutboxItem).values(lease_until=None))
            with pytest.raises(ZeroDivisionError):
                perform(str(tenant(HERE)), str(item))
        with acting_for(tenant(HERE)):
            rows = db.session.scalars(asking).all()
            assert [(row.dead_at is not None, row.run_at.day) for row in rows] == [(True, 16), (False, 17)]


def test_an_installation_from_before_a_daily_job_gets_it_by_the_next_day(bell: Bell) -> None:
    kept = OutboxItem.kind == "daily_digest"
    with acting_for(tenant(HERE)):
        db.session.execute(update(OutboxItem).where(kept).values(done_at=None))
        db.session.execute(delete(OutboxItem).where(~kept))
    with standing_at(now() + timedelta(days=1)):
        bell.ring()
        bell.work()
        with acting_for(tenant(HERE)):
            waiting = select(OutboxItem.kind).where(OutboxItem.done_at.is_(None), OutboxItem.kind.in_(schedule.TIMES))
            assert sorted(db.session.scalars(waiting)) == sorted(schedule.BEARING)


def test_every_kind_that_is_scheduled_is_a_kind_of_work() -> None:
    assert set(schedule.TIMES) == set(kinds.DAILY)


def _mails() -> list[OutboxItem]:
    with acting_for(tenant(HERE)):
        return list(db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")))
