"""The report of a country costs what its rows cost: read once, whatever the planner thinks of how many houses there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time

from flask import Flask
from sqlalchemy import Connection, Engine, event, select

from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.steering import build
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tests import cast
from tests.bench.land import OPERATOR, Size, fill
from tests.conftest import Cluster

SMALL = Size(municipalities=20, years=2, pairs=1000, mentors=150)
LOOKED_UP = "SELECT coalesce(sum(idx_tup_fetch), 0) FROM pg_stat_xact_user_tables"


@contextmanager
def looked_up() -> Iterator[list[int]]:
    """How many rows each transaction of the reporting role looks up one by one in the block."""
    found: list[int] = []

    def ask(connection: Connection) -> None:
        if connection.engine.url.username == "mk_report":
            found.append(int(connection.exec_driver_sql(LOOKED_UP).scalar_one()))

    event.listen(Engine, "commit", ask)
    try:
        yield found
    finally:
        event.remove(Engine, "commit", ask)


def test_no_row_of_a_country_is_looked_up_by_itself(cluster: Cluster, job: Flask, database: str) -> None:
    rows = sum(fill(cluster, database, SMALL).values())
    noon = datetime.combine(SMALL.last_day, time(12), COPENHAGEN)
    with standing_at(noon), acting_for(cast.tenant(OPERATOR)), looked_up() as found:
        partnership = db.session.scalars(select(Partnership)).one()
        period = build.period_called(partnership, f"{SMALL.last_day.year}")
        assert period
        content = build.build(partnership, period, SMALL.last_day, noon).content
    enrolled = next(row for row in content["rows"] if row["key"] == "enrolled")
    assert len(enrolled["tenants"]) == SMALL.municipalities
    assert enrolled["realised"] > SMALL.pairs // SMALL.years // 2
    [lookups] = found
    assert lookups < rows // 10
