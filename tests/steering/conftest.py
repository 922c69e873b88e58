"""The report's tests stand in the job that freezes it: the worker's role, and the reporting role beside it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from mentorkorps import process, steering
from mentorkorps.clock import standing_at
from tenants.scope import db
from tests.conftest import OPENING, Cluster


@pytest.fixture
def job(cluster: Cluster, database: str) -> Iterator[Flask]:
    """The product as the worker runs it, on 15 June 2014."""
    config = cluster.config(database, "mk_worker")
    app = process.start(config)
    steering.use_reporting(config.report_database_url)
    with app.app_context(), standing_at(OPENING):
        yield app
        db.engine.dispose()
    steering.use_reporting(None)
