"""The ground every test stands on: real servers, a database as the template before each test, and the cast.

DATABASE_URL (an administrator's) and REDIS_URL name the servers; without them the embedded pair is started.
"""

import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from mentorkorps import process
from mentorkorps.cli.migrate import as_role, upgrade
from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.config import Config
from tenants.scope import db
from tests import cast
from tests.anew import STAYS, Anew
from tests.browser import chromium  # noqa: F401 (a fixture for whoever looks at pages)
from tests.visitor import Browser

ROOT = Path(__file__).parent.parent
PASSWORD = "only-for-tests"
COPY = f"mk_test_{os.getpid()}"
OPENING = datetime(2014, 6, 15, 9, tzinfo=COPENHAGEN)
settings.register_profile("slow", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
settings.load_profile("slow")


@dataclass(frozen=True)
class Cluster:
    """The two servers of a test run."""

    admin_url: str
    redis_url: str

    def execute(self, *statements: str) -> None:
        """Statements as administrator, each in a transaction of its own."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def copy(self, template: str, name: str) -> None:
        """The database `name`, anew, as a copy of `template`, open to the roles that sign in."""
        self.execute(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
            f"CREATE DATABASE {name} TEMPLATE {template} OWNER mk_owner STRATEGY FILE_COPY",
            f"GRANT CONNECT ON DATABASE {name} TO mk_web, mk_worker, mk_dispatch, mk_report",
        )

    def drop(self, *names: str) -> None:
        """These databases are gone, whoever is in them."""
        self.execute(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in names))

    def url(self, role: str, database: str) -> str:
        """The address of one role in one database."""
        return as_role(self.admin_url, role, database=database, password="" if role == "postgres" else PASSWORD)

    def admin(self, database: str) -> str:
        """The administrator's address of one database."""
        head, _, query = self.admin_url.partition("?")
        return head.rpartition("/")[0] + "/" + database + ("?" + query if query else "")

    def config(self, database: str, role: str = "mk_worker", *, stays: bool = False) -> Config:
        """The settings of a process; its connections may stay when a test is over and the next one begins."""
        url = self.url(role, database)
        url += f"{'&' if '?' in url else '?'}application_name={STAYS}" if stays else ""
        return Config(
            database_url=url, redis_url=self.redis_url, secret_key="a secret of the tests " * 3,
            base_url="http://127.0.0.1:8400", mail_url="discard:", mail_from="korps@mentorkorps.example",
            report_database_url=self.url("mk_report", database),
        )  # fmt: skip


def administrator(url: str) -> str:
    """The address with a database in it: `postgres` where it names none."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path if parts.path.strip("/") else "/postgres"))


def own_queue(url: str) -> str:
    """A database of the queue server for each process of a test run; the first keeps the one that is named."""
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return f"{url.partition('?')[0]}?db={process}" if process else url


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        yield Cluster(administrator(os.environ["DATABASE_URL"]), own_queue(os.environ["REDIS_URL"]))
        return
    from embedded import servers

    running = servers.start(ROOT / "var" / "test-servers", durable=False)
    yield Cluster(running.admin_url, own_queue(running.redis_url))
    running.stop()


@pytest.fixture(scope="session")
def tables(cluster: Cluster) -> Iterator[str]:
    """A migrated database with nobody in it; copied by whoever begins from nothing."""
    name = f"mk_tables_{os.getpid()}"
    upgrade(cluster.admin(name), role_password=PASSWORD)
    yield name
    cluster.drop(name)


@pytest.fixture(scope="session")
def template(cluster: Cluster, tables: str) -> Iterator[str]:
    """Both partnerships imported and the cast employed; what each test begins with."""
    name = f"mk_template_{os.getpid()}"
    cluster.copy(tables, name)
    app = process.start(cluster.config(name))
    with app.app_context(), standing_at(OPENING):
        cast.employ()
        db.engine.dispose()
    yield name
    cluster.drop(name)


@pytest.fixture(scope="session")
def anew(cluster: Cluster, template: str) -> Iterator[Anew]:
    """The one database of the tests of this process, and the way to make it as the template."""
    anew = Anew(lambda: cluster.copy(template, COPY), cluster.admin(COPY))
    yield anew
    anew.close()
    cluster.drop(COPY)


@pytest.fixture
def database(anew: Anew) -> str:
    """A database as the template; each has the name of the one before, so that one application serves them all."""
    anew()
    return COPY


@pytest.fixture(scope="session")
def product(cluster: Cluster, anew: Anew) -> Iterator[Flask]:
    """The product, made once for a process of the run: what it has compiled, words and statements, it keeps."""
    from mentorkorps.web import create_app

    anew()
    app = create_app(cluster.config(COPY, "mk_web", stays=True))
    app.test_client_class = Browser
    gc.collect()
    gc.freeze()  # what lives as long as the run is not looked through for rubbish again and again
    gc.set_threshold(50_000, 20, 20)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(cluster: Cluster, product: Flask, database: str) -> Iterator[Flask]:
    """The product on its own database as role mk_web, on 15 June 2014."""
    process.tell(cluster.config(database, "mk_web"))
    with product.app_context(), standing_at(OPENING):
        yield product


def _visitor(app: Flask, name: str) -> FlaskClient:
    return cast.signed_in(app.test_client(), name)


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    """A phone that nobody has signed in on."""
    return app.test_client()


@pytest.fixture
def as_karen(app: Flask) -> FlaskClient:
    return _visitor(app, "karen")


@pytest.fixture
def as_kim(app: Flask) -> FlaskClient:
    return _visitor(app, "kim")


@pytest.fixture
def as_ulla(app: Flask) -> FlaskClient:
    return _visitor(app, "ulla")


@pytest.fixture
def as_cille(app: Flask) -> FlaskClient:
    return _visitor(app, "cille")


@pytest.fixture
def as_rune(app: Flask) -> FlaskClient:
    return _visitor(app, "rune")


@pytest.fixture
def as_sofie(app: Flask) -> FlaskClient:
    return _visitor(app, "sofie")


@pytest.fixture
def as_nora(app: Flask) -> FlaskClient:
    return _visitor(app, "nora")
