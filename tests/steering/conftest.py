"""The report's tests stand in the job that freezes it: the worker's role, and the reporting role beside it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from mentorkorps import process, steering
from mentorkorps.clock import standing_at
from tenants.scope import db
from tests.anew import Anew
from tests.conftest import COPY, OPENING, Cluster


@pytest.fixture(scope="session")
def worker(cluster: Cluster, anew: Anew) -> Iterator[Flask]:
    """The product as the worker runs it, made once for a process of the run."""
    anew()
    app = process.start(cluster.config(COPY, "mk_worker", stays=True))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def job(cluster: Cluster, worker: Flask, database: str) -> Iterator[Flask]:
    """The worker on its own database, on 15 June 2014."""
    process.tell(cluster.config(database, "mk_worker"))
    with worker.app_context(), standing_at(OPENING):
        yield worker
    steering.use_reporting(None)
