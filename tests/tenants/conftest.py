"""What the commands of a tenant read."""

import pytest

from tests.conftest import Cluster

SECRET = "a secret of the tests " * 3


@pytest.fixture
def environment(cluster: Cluster, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the commands read."""
    config = cluster.config(database)
    env = {
        "DATABASE_URL": config.database_url, "REDIS_URL": config.redis_url, "SECRET_KEY": SECRET, "BASE_URL": config.base_url,
        "MAIL_URL": config.mail_url, "MAIL_FROM": config.mail_from, "ADMIN_DATABASE_URL": cluster.admin(database),
    }  # fmt: skip
    for name, value in env.items():
        monkeypatch.setenv(name, value)
