"""The ground of the isolation tests: one database filled by the cast, and a way to speak to it as each role."""

from collections.abc import Iterator

import pytest
from flask import Flask

from mentorkorps import process
from mentorkorps.clock import standing_at
from tenants.scope import db
from tests.conftest import OPENING, Cluster
from tests.isolation.cast_rows import fill
from tests.isolation.ground import Ground


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/isolation" in item.path.as_posix():
            item.add_marker(pytest.mark.isolation)


@pytest.fixture(scope="session")
def filled(cluster: Cluster, template: str) -> Iterator[str]:
    """A database in which every table has rows of two tenants. Nobody commits in it."""
    name = template.replace("template", "isolation")
    cluster.copy(template, name)
    try:
        with process.start(cluster.config(name)).app_context(), standing_at(OPENING):
            try:
                fill()
            finally:
                db.engine.dispose()
        yield name
    finally:
        cluster.drop(name)


@pytest.fixture(scope="session")
def ground(cluster: Cluster, filled: str) -> Iterator[Ground]:
    """What the administrator reads of the filled database, and a connection for each role."""
    with Ground.open(cluster, filled) as ground:
        yield ground


@pytest.fixture
def product(cluster: Cluster, filled: str) -> Iterator[Flask]:
    """The product on the filled database, as mk_web, with one connection. Nobody commits a change."""
    app = process.start(cluster.config(filled, "mk_web"), pool_size=1)
    with app.app_context():
        yield app
        db.engine.dispose()
