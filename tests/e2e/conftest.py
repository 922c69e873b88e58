"""One house for all the stories; each tells of youths of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import Cluster
from tests.e2e.house import House, living
from tests.e2e.person import Person


@pytest.fixture(scope="session")
def house(
    chromium: Browser, cluster: Cluster, tables: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    expect.set_options(timeout=15_000)  # the machine may be busy with other things
    with living(cluster, tables, tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def arrive(chromium: Browser, house: House) -> Iterator[Callable[..., Person]]:
    """Somebody comes with a browser of their own; at the end everybody has heard no complaint and leaves."""
    here: list[Person] = []

    def arrive(**browser: Any) -> Person:
        here.append(Person.with_browser(chromium, house, **browser))
        return here[-1]

    yield arrive
    for person in here:
        person.page.context.close()
    assert [complaint for person in here for complaint in person.complaints] == []
