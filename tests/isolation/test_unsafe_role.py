"""The product refuses to start as somebody whom row security does not bind."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

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


def _start(url: str) -> str | None:
    """Who the product is in the database when it has started."""
    app = Flask("unsafe")
    try:
        connect(app, url)
        with app.app_context(), db.engine.connect() as connection:
            return connection.scalar(text("SELECT current_user"))
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


def test_the_administrator_can_neither_ring_nor_ask_for_figures(cluster: Cluster, filled: str) -> None:
    told = {**settings(cluster, filled), "DATABASE_URL": cluster.admin(filled)}
    said = run(told, "dispatch")
    assert said.returncode == 1 and "names a role that row security does not bind" in said.stderr
    told = {**settings(cluster, filled), "REPORT_DATABASE_URL": cluster.admin(filled)}
    assert "✗ The reporting role does not get in" in run(told, "check").stdout


def settings(cluster: Cluster, database: str) -> dict[str, str]:
    """The environment of an installation that is in order."""
    return {
        "DATABASE_URL": cluster.url("mk_worker", database), "REPORT_DATABASE_URL": cluster.url("mk_report", database),
        "REDIS_URL": cluster.redis_url, "SECRET_KEY": "a secret of the tests that is long enough " * 2,
        "BASE_URL": "https://mentorkorps.example", "MAIL_URL": "discard:", "MAIL_FROM": "korps@mentorkorps.example",
        "PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ["PATH"],
    }  # fmt: skip


def run(told: dict[str, str], *command: str) -> "subprocess.CompletedProcess[str]":
    """A command of the command line, in that environment."""
    start = [sys.executable, "-c", "from mentorkorps.cli import main; main()", *command]
    return subprocess.run(start, env=told, capture_output=True, text=True, check=False, timeout=60)


def test_a_check_says_which_settings_are_wrong(cluster: Cluster, filled: str) -> None:
    wrong = {"SECRET_KEY": "x", "BASE_URL": "http://mentorkorps.example", "MAIL_URL": "post://mentorkorps.example"}
    checked = run({**settings(cluster, filled), **wrong}, "check")
    assert checked.returncode == 1 and not checked.stderr
    assert [line.split()[:2] for line in checked.stdout.splitlines()] == [["✗", name] for name in wrong]


@pytest.mark.parametrize("process", ["serve", "worker", "dispatch"])
def test_no_process_starts_with_a_secret_that_can_be_guessed(process: str, cluster: Cluster, filled: str) -> None:
    started = run({**settings(cluster, filled), "SECRET_KEY": "x"}, process)
    assert started.returncode == 1 and started.stderr.startswith("SECRET_KEY has fewer than 48 characters")
    assert len(started.stderr.splitlines()) == 1


def test_who_may_not_run_a_command_is_told_so_in_a_sentence(cluster: Cluster, filled: str) -> None:
    checked = run({**settings(cluster, filled), "DATABASE_URL": cluster.url("mk_dispatch", filled)}, "check")
    assert checked.returncode == 1 and checked.stderr.startswith("The database refuses (permission denied")


@pytest.mark.parametrize("role", ["mk_web", "mk_worker", "mk_dispatch"])
def test_the_roles_of_the_product_may_start(role: str, cluster: Cluster, filled: str) -> None:
    assert _start(cluster.url(role, filled)) == role
