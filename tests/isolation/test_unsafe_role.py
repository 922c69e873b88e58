"""The product refuses to start as somebody whom row security does not bind."""

import os
from collections.abc import Iterator

import pytest
from flask import Flask

from tenants.scope import UnsafeRole, connect, db
from tests.conftest import PASSWORD, Cluster

FAR = "one that may become a role that bypasses"
ROLE = f"mk_unsafe_{os.getpid()}"
WAYS = {
    "a superuser": ["ALTER ROLE {role} SUPERUSER"],
    "one that bypasses row security": ["ALTER ROLE {role} BYPASSRLS"],
    "a member of the owner": ["GRANT mk_owner TO {role}"],
    "one that may become the owner but does not inherit": ["ALTER ROLE {role} NOINHERIT", "GRANT mk_owner TO {role}"],
    FAR: ["CREATE ROLE {role}_far BYPASSRLS", "GRANT {role}_far TO {role}"],
}


@pytest.fixture
def stranger(cluster: Cluster, filled: str) -> Iterator[str]:
    """A role that is ours in nothing yet."""
    cluster.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{PASSWORD}'")
    cluster.execute(f"GRANT CONNECT ON DATABASE {filled} TO {ROLE}")
    yield ROLE
    cluster.execute(f"REVOKE CONNECT ON DATABASE {filled} FROM {ROLE}")
    cluster.execute(f"DROP ROLE IF EXISTS {ROLE}_far")
    cluster.execute(f"DROP ROLE {ROLE}")


def _start(url: str) -> None:
    app = Flask("unsafe")
    try:
        connect(app, url)
    finally:
        with app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize("way", WAYS)
def test_a_process_that_signs_in_as(way: str, cluster: Cluster, filled: str, stranger: str) -> None:
    for statement in WAYS[way]:
        cluster.execute(statement.format(role=stranger))
    with pytest.raises(UnsafeRole):
        _start(cluster.url(stranger, filled))


def test_the_administrator_cannot_run_the_product(cluster: Cluster, filled: str) -> None:
    with pytest.raises(UnsafeRole):
        _start(cluster.admin(filled))


@pytest.mark.parametrize("role", ["mk_web", "mk_worker", "mk_dispatch"])
def test_the_roles_of_the_product_may_start(role: str, cluster: Cluster, filled: str) -> None:
    _start(cluster.url(role, filled))
