"""`./run bench`: a table of speeds on this machine, with a simulated year of Fyn in a database of its own. Never a test.

DATABASE_URL (an administrator's) and REDIS_URL name the servers. Nothing is left behind.
"""

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version

from flask import Flask
from redis import Redis
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, text

from mentorkorps import process
from mentorkorps.cli.migrate import upgrade
from tenants.scope import db
from tests.bench import attacked, figures, mails, pages, profiles, year
from tests.bench.land import Size
from tests.bench.measure import Line
from tests.conftest import PASSWORD, Cluster

PACKAGES = ("flask", "sqlalchemy", "psycopg", "rq")


def main() -> int:
    """Measures and prints; 1 where the servers are not named."""
    if not {"DATABASE_URL", "REDIS_URL"} <= set(os.environ):
        print(
            "The bench needs DATABASE_URL (an administrator's) and REDIS_URL; ./run bench gives both.", file=sys.stderr
        )
        return 1
    cluster = Cluster(os.environ["DATABASE_URL"], os.environ["REDIS_URL"])
    wait = Console(stderr=True)
    with database(cluster) as name, app_on(cluster, name):
        lines: list[Line] = []
        for what, part in [
            ("a year of Fyn", year.measured), ("the pages", lambda: pages.measured(cluster, name)),
            ("deliveries", lambda: mails.measured(cluster, name)), ("a shortlist", year.shortlist),
        ]:  # fmt: skip
            with wait.status(f"Measuring {what} …"):
                lines += part()
    with (
        database(cluster, "land") as name,
        app_on(cluster, name),
        wait.status("Measuring the figures of a whole land …"),
    ):
        lines += figures.measured(cluster, name, Size())
    with wait.status("Attacking three years of reports …"):
        lines += attacked.measured()
    for name, period in profiles.every():
        with database(cluster, name) as empty, app_on(cluster, empty), wait.status(f"Playing a year of {name} …"):
            lines += profiles.measured(name, period)
    Console(width=None if sys.stdout.isatty() else 110).print(table(lines, cluster))
    return 0


@contextmanager
def database(cluster: Cluster, of: str = "all") -> Iterator[str]:
    """A migrated database for as long as the block runs."""
    name = f"mk_bench_{os.getpid()}_{of.replace('-', '_')}"
    upgrade(cluster.admin(name), role_password=PASSWORD)
    try:
        yield name
    finally:
        cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def app_on(cluster: Cluster, name: str) -> Iterator[Flask]:
    """A process without pages, as a worker is one."""
    app = process.start(replace(cluster.config(name), sms_url="discard:"))
    with app.app_context():
        yield app
        db.engine.dispose()


def table(lines: list[Line], cluster: Cluster) -> Table:
    """The speeds, and the machine they were seen on."""
    shown = Table(title="Mentorkorps: speeds", caption=machine(cluster), caption_justify="left", title_justify="left")
    shown.add_column("What")
    for name in ("Value", "95 of 100 within", "Statements", "Limit", "Verdict"):
        shown.add_column(name, justify="right")
    for line in lines:
        shown.add_row(line.what, line.value, line.p95, line.statements, line.limit, line.verdict)
    return shown


def machine(cluster: Cluster) -> str:
    """Cores, Python, servers and packages."""
    engine = create_engine(cluster.admin("postgres").replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection:
        postgres = connection.scalar(text("SHOW server_version"))
    engine.dispose()
    with Redis.from_url(cluster.redis_url) as redis:
        told = redis.info("server")
    queue = f"Valkey {told['valkey_version']}" if "valkey_version" in told else f"Redis {told['redis_version']}"
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"PostgreSQL {postgres}, {queue}, {packages}. Server time of a page: through the test client, after three to warm up. "
        f"Load of the machine over the last fifteen minutes: {os.getloadavg()[2]:.1f}."
    )


if __name__ == "__main__":
    sys.exit(main())
