"""The demo's clock goes from stop to stop, and no day begins before the work of the one before it is done."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from demo_world.declined import DeclinedError
from demo_world.programme_clock import ProgrammeClock
from demo_world.town import FynTown
from demo_world.walk import Walk, stops
from mentorkorps import process
from mentorkorps.clock import COPENHAGEN, now, real_now
from mentorkorps.simulation.world import opened
from tenants.outbox import OutboxItem, post
from tenants.scope import acting_for, db
from tests.cast import actor, enrol, tenant
from tests.conftest import Cluster

MONDAY = datetime(2014, 6, 16, 10, 5, tzinfo=COPENHAGEN)


@pytest.fixture
def worker(cluster: Cluster, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The product as a worker that follows the clock file, which says Monday morning."""
    file = tmp_path / "clock"
    file.write_text(f"{round((MONDAY - real_now()).total_seconds())}")
    monkeypatch.setenv("CLOCK_FILE", str(file))
    app = process.start(cluster.config(database))
    with app.app_context():
        yield app
        db.engine.dispose()


@pytest.fixture
def clock(worker: Flask, tmp_path: Path) -> ProgrammeClock:
    return ProgrammeClock(tmp_path / "clock", lambda: real_now().timestamp())


def walk_of(worker: Flask, clock: ProgrammeClock, **more: float) -> Walk:
    return Walk(clock, lambda: FynTown(worker, clock.now().date()), **more)


def test_who_moves_to_the_town_is_called_as_nobody_who_lives_there(worker: Flask, clock: ProgrammeClock) -> None:
    day = clock.now().date()
    first = opened("fyn", day.year, 1, lived_in=True).people.youth(day)
    with acting_for(tenant("svendborg")):
        enrol(actor("karen"), first_name=first.first, last_name=first.last, email=first.email)
        db.session.commit()
    after = opened("fyn", day.year, 1, lived_in=True).people.youth(day)
    assert after.first == first.first and after.born_on == first.born_on
    assert after.name != first.name and after.email != first.email


def work_in_hand() -> OutboxItem:
    """A piece of work of Monday morning that a worker has claimed and is busy with."""
    with acting_for(tenant("svendborg")):
        post("enrolment_received", "test:in-hand")
        item = OutboxItem.claim(
            db.session.scalars(select(OutboxItem.id).where(OutboxItem.dedupe_key == "test:in-hand")).one()
        )
    assert item is not None
    return item


def finish(item: OutboxItem) -> None:
    with acting_for(item.tenant_id):
        assert item.done()


def test_every_day_on_the_way_has_its_morning_and_its_afternoon() -> None:
    on_the_way = list(stops(MONDAY, datetime(2014, 6, 18, 8, tzinfo=COPENHAGEN)))
    assert [f"{stop:%d %H}" for stop in on_the_way] == ["16 15", "17 09", "17 15", "18 08"]


def test_the_clock_waits_for_work_in_hand_and_a_click_meanwhile_is_refused(
    worker: Flask, clock: ProgrammeClock
) -> None:
    item, walk = work_in_hand(), walk_of(worker, clock)
    walk.begin("1-uge")
    assert not walk.wait(1) and f"{clock.now():%d %H}" == "16 10", "it went on though the day's work was not done"
    with pytest.raises(DeclinedError, match="allerede på vej"):
        walk.begin("1-dag")
    finish(item)
    assert walk.wait(60) and walk.trouble == "" and f"{clock.now():%d %H}" == "23 10"
    assert work_left() == 0


def test_where_work_is_not_done_the_clock_stands_still_and_says_so(worker: Flask, clock: ProgrammeClock) -> None:
    item, walk = work_in_hand(), walk_of(worker, clock, patience=0.5)
    walk.begin("4-uger")
    assert walk.wait(30) and "ikke blev færdigt" in walk.trouble and clock.now().day == 16
    finish(item)
    walk.patience = 60
    walk.begin("1-dag")
    assert walk.wait(60) and walk.trouble == "" and clock.now().day == 17


def work_left() -> int:
    due = select(func.count()).select_from(OutboxItem).where(OutboxItem.run_at <= now(), OutboxItem.done_at.is_(None))
    with acting_for(tenant("svendborg")):
        return db.session.scalar(due) or 0
