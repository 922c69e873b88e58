"""Each test finds the database as the template is, whatever the one before did to it."""

import psycopg
import pytest

from tests.anew import Anew
from tests.conftest import Cluster

WAYS = [
    "UPDATE users SET name = 'En anden'",
    "DELETE FROM grants",
    "INSERT INTO handovers (tenant_id, id, made_at, made_by) SELECT id, gen_random_uuid(), now(), 'En anden' FROM tenants",
    "TRUNCATE tenants CASCADE",
    "DROP TABLE messages CASCADE",
    "ALTER TABLE users ADD COLUMN left_over int",
    "GRANT SELECT ON users TO mk_dispatch",
    "CREATE FUNCTION left_over() RETURNS int LANGUAGE sql AS 'SELECT 1'",
]


def standing(cluster: Cluster, database: str) -> dict[str, list[str]]:
    """Every row of every table with its columns and grants, and every function of ours."""
    with psycopg.connect(cluster.admin(database)) as connection:
        tables = "SELECT oid::regclass::text, relnatts, relacl::text FROM pg_class WHERE relkind = 'r' AND oid >= 16384"
        found = {
            f"{table} {columns} {grants}": sorted(
                row for (row,) in connection.execute(f"SELECT t::text FROM {table} t")
            )
            for table, columns, grants in connection.execute(tables).fetchall()
        }
        functions = "SELECT oid::regprocedure::text FROM pg_proc WHERE oid >= 16384 ORDER BY 1"
        return found | {"functions": [name for (name,) in connection.execute(functions)]}


@pytest.mark.parametrize("way", WAYS)
def test_what_was_done_to_the_database_is_taken_back(cluster: Cluster, anew: Anew, database: str, way: str) -> None:
    before = standing(cluster, database)
    with psycopg.connect(cluster.admin(database)) as somebody:
        somebody.execute("SET session_replication_role = replica")
        somebody.execute(way)
    assert standing(cluster, database) != before
    anew()
    assert standing(cluster, database) == before


def test_whoever_still_writes_is_ended_and_has_written_nothing(cluster: Cluster, anew: Anew, database: str) -> None:
    before = standing(cluster, database)
    with psycopg.connect(cluster.admin(database)) as slow:
        slow.execute("UPDATE users SET name = 'En anden'")
        anew()
        with pytest.raises(psycopg.OperationalError):
            slow.execute("SELECT 1")
    assert standing(cluster, database) == before
