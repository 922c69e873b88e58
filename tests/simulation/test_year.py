"""A simulated spring comes out the same twice, and everything a year needs happens in it."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from mentorkorps import process
from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.partnership import import_partnership
from mentorkorps.refused import Refused
from mentorkorps.simulation import year
from mentorkorps.steering.build import build, period_called
from tenants.outbox import OutboxItem
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tests.cast import TERMS, recruit, tenant
from tests.conftest import Cluster

UNTIL = date(2014, 5, 5)


@pytest.fixture
def two_databases(cluster: Cluster, tables: str) -> Iterator[list[str]]:
    names = [f"mk_year_{uuid4().hex[:8]}" for _ in range(2)]
    for name in names:
        cluster.copy(tables, name)
    yield names
    cluster.drop(*names)


def test_the_same_seed_gives_the_same_spring_and_a_partnership_is_played_once(cluster: Cluster, two_databases) -> None:
    first, second = (_spring(cluster, name) for name in two_databases)
    assert first == second
    counts = json.loads(first)["people"]
    assert all(counts[key] for key in ("enrolled", "matches", "meetings", "noes", "silence", "early_endings", "answered"))


def test_where_mentors_stand_already_nothing_is_played(cluster: Cluster, two_databases) -> None:
    app = process.start(cluster.config(two_databases[0]))
    with app.app_context():
        with standing_at(datetime(2014, 1, 1, 12, tzinfo=COPENHAGEN)):
            import_partnership(TERMS / "fyn.toml")
            with acting_for(tenant("dygtige-unge")):
                recruit("Poul", "Holst", "carpenter")
        with pytest.raises(Refused, match="has mentors already"):
            year.play("fyn", 2014, 1, until=UNTIL)
        db.engine.dispose()


def _old_post(house: UUID) -> list[str]:
    """What a house was to be told by then, and has not been."""
    waits = OutboxItem.done_at.is_(None), OutboxItem.run_at < datetime.combine(UNTIL, time(), COPENHAGEN)
    with acting_for(house):
        told = db.session.scalars(select(OutboxItem.kind).where(OutboxItem.done_at.is_not(None))).all()
        assert "tell_steering" in told
        return list(db.session.scalars(select(OutboxItem.kind).where(*waits)))


def _spring(cluster: Cluster, name: str) -> str:
    app = process.start(cluster.config(name))
    with app.app_context():
        with standing_at(datetime(2014, 1, 1, 12, tzinfo=COPENHAGEN)):
            import_partnership(TERMS / "fyn.toml")
        world = year.play("fyn", 2014, 1, until=UNTIL)
        close = datetime.combine(UNTIL, time(23), COPENHAGEN)
        with standing_at(close), acting_for(world.operator):
            partnership = db.session.scalars(select(Partnership)).one()
            report = build(partnership, period_called(partnership, "2014"), UNTIL, close).content
        with pytest.raises(Refused, match="empty partnership"):
            year.play("fyn", 2014, 1, until=UNTIL)
        assert not any(_old_post(one.id) for one in world.enrolling), "what was for schools and guidance centres has gone, too"
        db.engine.dispose()
    return json.dumps({"people": world.counts, "report": report}, sort_keys=True)
