"""`./run bench [PART …]`: tables of speeds on this machine, each part in a database of its own. Never a test.

DATABASE_URL (an administrator's) and REDIS_URL name the servers. Nothing is left behind.
"""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from typing import Any

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


def main(*wanted: str) -> int:
    """Measures the parts that are asked for (all, where none is) and prints each as soon as it is done.

    1 where the servers are not named, a part is unknown, or one failed; the others are measured all the same.
    """
    if not {"DATABASE_URL", "REDIS_URL"} <= set(os.environ):
        print(
            "The bench needs DATABASE_URL (an administrator's) and REDIS_URL; ./run bench gives both.", file=sys.stderr
        )
        return 1
    cluster = Cluster(os.environ["DATABASE_URL"], os.environ["REDIS_URL"])
    parts = _parts(cluster)
    if unknown := set(wanted) - set(parts):
        print(f"No such part: {', '.join(sorted(unknown))}. There are {', '.join(parts)}.", file=sys.stderr)
        return 1
    shown, wait = Console(width=None if sys.stdout.isatty() else 110), Console(stderr=True)
    failed = []
    for name in wanted or parts:
        try:
            with wait.status(f"Measuring: {name} …"):
                lines = parts[name]()
        except Exception:
            wait.print_exception()
            failed.append(name)
        else:
            shown.print(table(name, lines))
    shown.print(machine(cluster))
    if failed:
        print(f"Could not be measured: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _parts(cluster: Cluster) -> dict[str, Callable[[], list[Line]]]:
    return {
        "fyn": partial(_fyn, cluster), "land": partial(_land, cluster), "attack": attacked.measured,
        **{name: partial(_profile, cluster, name, period) for name, period in profiles.others()},
    }  # fmt: skip


def _fyn(cluster: Cluster) -> list[Line]:
    """A year of Fyn, and the pages, deliveries and a shortlist in what it has left."""
    with database(cluster) as name, app_on(cluster, name):
        return [*year.measured(), *pages.measured(cluster, name), *mails.measured(cluster, name), *year.shortlist()]


def _land(cluster: Cluster) -> list[Line]:
    """The figures of 98 municipalities in ten years."""
    with database(cluster, "land") as name, app_on(cluster, name):
        return figures.measured(cluster, name, Size())


def _profile(cluster: Cluster, programme: str, period: dict[str, Any]) -> list[Line]:
    with database(cluster, f"year_{programme}") as name, app_on(cluster, name):
        return profiles.measured(programme, period)


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


def table(part: str, lines: list[Line]) -> Table:
    """The speeds of one part."""
    shown = Table(title=f"Mentorkorps: speeds ({part})", title_justify="left")
    shown.add_column("What")
    for name in ("Value", "95 of 100 within", "Statements", "Limit", "Verdict"):
        shown.add_column(name, justify="right")
    for line in lines:
        shown.add_row(line.what, line.value, line.p95, line.statements, line.limit, line.verdict)
    return shown


def machine(cluster: Cluster) -> str:
    """Cores, Python, servers and packages."""
    engine = create_engine(cluster.admin("postgres"))
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
    sys.exit(main(*sys.argv[1:]))
