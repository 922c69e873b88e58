"""An installation of an older version is brought up with what stands in it."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import psycopg
import pytest

from mentorkorps.cli.migrate import upgrade
from tests.conftest import PASSWORD, Cluster

HELD_ON = date(2014, 5, 14)


@pytest.fixture
def older(cluster: Cluster) -> Iterator[str]:
    """The version before the steering group's meetings could move, with one of its meetings."""
    name = f"mk_older_{uuid4().hex[:8]}"
    upgrade(cluster.admin(name), role_password=PASSWORD, to="0014")
    with psycopg.connect(cluster.admin(name)) as connection:
        connection.execute("SET session_replication_role = replica")  # a meeting without its partnership is enough
        connection.execute(
            "INSERT INTO steering_meetings (tenant_id, id, partnership_id, held_on, hours)"
            " VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), %s, %s)",
            [HELD_ON, 2],
        )
    yield name
    cluster.drop(name)


def test_meetings_that_were_laid_out_before_stand_on_their_day(cluster: Cluster, older: str) -> None:
    upgrade(cluster.admin(older), role_password=PASSWORD)
    with psycopg.connect(cluster.admin(older)) as connection:
        assert connection.execute("SELECT planned_for, held_on FROM steering_meetings").fetchall() == [
            (HELD_ON, HELD_ON)
        ]
        forced = connection.execute("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'steering_meetings'")
        assert forced.fetchone() == (True,)
