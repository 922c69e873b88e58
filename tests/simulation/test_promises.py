"""Some weeks of each programme, with people who forget, bounce, move and pause: no pair is lost, and nobody is asked twice."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from mentorkorps import process
from mentorkorps.cli.migrate import upgrade
from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.follow_ups import FollowUp
from mentorkorps.matches import Match
from mentorkorps.partnership import import_partnership
from mentorkorps.simulation import year
from mentorkorps.simulation.promises import promises, told
from mentorkorps.simulation.world import World
from tenants.scope import acting_for, db
from tests.cast import TERMS
from tests.conftest import PASSWORD, Cluster

#: Programme, period, the day on which somebody signs in to import it, and the last day that is played.
WEEKS = [
    ("hoeje-taastrup", 2024, date(2024, 8, 1), date(2024, 9, 12)),
    ("fyn", 2014, date(2014, 2, 14), date(2014, 3, 29)),
    ("vordingborg", 2014, date(2014, 1, 1), date(2014, 3, 4)),
    ("mentornetdk", 2010, date(2009, 7, 1), date(2009, 9, 1)),
    ("mentorordning", 2024, date(2024, 1, 1), date(2024, 3, 4)),
    ("eepm", 2024, date(2024, 1, 1), date(2024, 2, 26)),
]


@pytest.fixture(scope="module")
def tables(cluster: Cluster) -> Iterator[str]:
    """A database with its tables and nothing in them; copied for each test."""
    name = f"mk_tables_{os.getpid()}"
    upgrade(cluster.admin(name), role_password=PASSWORD)
    yield name
    cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty(cluster: Cluster, tables: str) -> Iterator[Flask]:
    """The product as a worker, with text messages that go nowhere, before any agreement is imported."""
    name = f"mk_weeks_{uuid4().hex[:8]}"
    cluster.execute(f"CREATE DATABASE {name} TEMPLATE {tables} OWNER mk_owner STRATEGY FILE_COPY")
    cluster.execute(f"GRANT CONNECT ON DATABASE {name} TO mk_worker, mk_report")
    app = process.start(replace(cluster.config(name), sms_url="discard:"))
    with app.app_context():
        yield app
        db.engine.dispose()
    cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


def played(name: str, period: int, imported: date, until: date) -> World:
    with standing_at(_at(imported)):
        import_partnership(TERMS / f"{name}.toml")
    return year.play(name, period, 1, until=until)


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
