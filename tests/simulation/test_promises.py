"""Some weeks of each programme, with people who forget, bounce, move and pause: no pair is lost, and nobody is asked twice."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from mentorkorps import process
from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.follow_ups import FollowUp
from mentorkorps.matches import Match, Meeting
from mentorkorps.partnership import import_partnership
from mentorkorps.simulation import year
from mentorkorps.simulation.promises import promises, told
from mentorkorps.simulation.world import World
from tenants.outbox import OutboxItem
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tests.cast import TERMS
from tests.conftest import Cluster

#: Programme, period, the day on which somebody signs in to import it, and the last day that is played.
WEEKS = [
    ("hoeje-taastrup", 2024, date(2024, 8, 1), date(2024, 9, 12)),
    ("fyn", 2014, date(2014, 2, 14), date(2014, 4, 12)),
    ("vordingborg", 2014, date(2014, 1, 1), date(2014, 3, 4)),
    ("mentornetdk", 2010, date(2009, 7, 1), date(2009, 9, 1)),
    ("mentorordning", 2024, date(2024, 1, 1), date(2024, 3, 4)),
    ("eepm", 2024, date(2024, 1, 1), date(2024, 2, 26)),
]


@pytest.fixture
def empty(cluster: Cluster, tables: str) -> Iterator[Flask]:
    """The product as a worker, with text messages that go nowhere, before any agreement is imported."""
    name = f"mk_weeks_{uuid4().hex[:8]}"
    cluster.copy(tables, name)
    app = process.start(replace(cluster.config(name), sms_url="discard:"))
    with app.app_context():
        yield app
        db.engine.dispose()
    cluster.drop(name)


def played(
    name: str, period: int, imported: date, until: date, tell: Callable[[date], None] = lambda day: None
) -> World:
    with standing_at(_at(imported)):
        import_partnership(TERMS / f"{name}.toml")
    return year.play(name, period, 1, until=until, tell=tell)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(22), COPENHAGEN)


@pytest.mark.parametrize(("name", "period", "imported", "until"), WEEKS)
def test_the_promise_is_kept_in_every_programme(
    empty: Flask, name: str, period: int, imported: date, until: date
) -> None:
    world = played(name, period, imported, until)
    with standing_at(_at(until)):
        figures = promises(world)
    assert (figures["lost"], figures["asked_twice"]) == (0, 0)
    assert figures["on_time"] >= 99
    assert all(figures[name] > 0 for name in ("due", "asked_in_window", "answered"))
    assert figures["due"] >= max(figures["asked_in_window"], figures["answered"] + figures["called"])
    assert "on_time" in told(figures)


def test_a_pair_whose_step_was_taken_away_counts_as_lost(empty: Flask) -> None:
    world = played(*WEEKS[2])
    with acting_for(world.operator):
        running = db.session.scalars(select(Match.id).where(Match.ended_at.is_(None))).first()
        db.session.execute(
            update(FollowUp)
            .where(FollowUp.match_id == running, FollowUp.done_at.is_(None))
            .values(done_at=_at(world.last), done_on=world.last, done_how="called")
        )
    with standing_at(_at(world.last)):
        assert promises(world)["lost"] == 1


def test_a_pair_whose_plan_has_slipped_far_away_counts_as_lost(empty: Flask) -> None:
    world = played(*WEEKS[2])
    later = world.last + timedelta(days=120)
    with acting_for(world.operator):
        running = select(Match.id).where(Match.ended_at.is_(None))
        slipped = len(db.session.scalars(running).all())
        calm = FollowUp.match_id.in_(running), FollowUp.done_at.is_(None)
        far = {"opens_on": later, "due_on": later, "raised_at": None, "raised_because": None, "kind": "mark"}
        db.session.execute(update(FollowUp).where(*calm).values(**far))
        db.session.execute(update(Meeting).values(next_on=later))
    world.last = later - timedelta(days=1)
    with standing_at(_at(world.last)):
        assert promises(world)["lost"] == slipped > 0


def nobody_asks(first: date, last: date) -> Callable[[date], None]:
    """What holds the job that asks up from `first` through `last`: each evening its next turn, which every other job of the
    day writes anew, is put off until it is over."""

    def put_off(day: date) -> None:
        if not first <= day + timedelta(days=1) <= last:
            return
        with acting_for(None):
            everybody = list(db.session.scalars(select(Tenant.id)))
        waits = OutboxItem.kind == "ask_follow_ups", OutboxItem.done_at.is_(None)
        for tenant in everybody:
            with acting_for(tenant):
                db.session.execute(update(OutboxItem).where(*waits).values(run_at=_at(last)))

    return put_off


def test_a_question_that_leaves_too_late_is_seen_in_the_figures(empty: Flask) -> None:
    name, period, imported, _until = WEEKS[2]
    down = nobody_asks(date(2014, 2, 10), date(2014, 3, 24))
    world = played(name, period, imported, date(2014, 4, 1), down)
    with standing_at(_at(world.last)):
        figures = promises(world)
    assert figures["on_time"] < 99
