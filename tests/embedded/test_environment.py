"""What the processes are told, and the source folder that is named like a module of the standard library."""

import platform
import stat
import sysconfig
from pathlib import Path

import psycopg
import pytest
from rich.console import Console

from embedded import commands, environment
from embedded.cannot_start import CannotStart
from embedded.database import is_newest
from embedded.demo import Demo
from embedded.environment import Ground, Ports, database_url
from mentorkorps.cli import COMMANDS
from tests.conftest import Cluster, administrator

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("admin", "web"),
    [
        (
            "postgresql://postgres@/postgres?host=/tmp/s&port=5432",
            "postgresql://mk_web@/mentorkorps?host=/tmp/s&port=5432",
        ),
        ("postgresql://boss:pw@db:5433/postgres", "postgresql://mk_web@db:5433/mentorkorps"),
        ("postgresql://127.0.0.1/test", "postgresql://mk_web@127.0.0.1/mentorkorps"),
    ],
)
def test_each_process_gets_the_products_database_and_its_own_role(admin: str, web: str) -> None:
    assert database_url(admin, "mk_web") == web


def test_servers_of_ones_own_are_used_when_both_are_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss@db/postgres")
    monkeypatch.setenv("REDIS_URL", "redis://queue")
    ground = Ground.ready(data)
    assert (ground.admin_url, ground.redis_url) == ("postgresql://boss@db/postgres", "redis://queue")
    monkeypatch.delenv("REDIS_URL")
    with pytest.raises(CannotStart, match="Set REDIS_URL too"):
        Ground.ready(data)


def test_a_command_finds_the_ports_of_the_demo_that_runs_beside_it(data: Path) -> None:
    assert Ports.of_demo(data) is None
    with Demo(data, Ports(8500), Console())._only_one():
        assert Ports.of_demo(data) == Ports(8500)
    assert Ports.of_demo(data) is None


def test_the_secret_is_drawn_once_and_private(data: Path) -> None:
    first = environment.secret(data)
    assert environment.secret(data) == first
    assert stat.S_IMODE((data / "secret").stat().st_mode) == 0o600


def test_the_folder_platform_hides_nothing_of_the_standard_library() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert Path(platform.__file__).parent == Path(sysconfig.get_path("stdlib"))


@pytest.mark.parametrize(
    "given", ["postgresql://boss:pw@db:5433", "postgresql://boss:pw@db:5433/", "postgresql://boss:pw@db:5433/postgres"]
)
def test_the_tests_take_an_administrator_s_address_without_a_database(given: str) -> None:
    cluster = Cluster(administrator(given), "")
    assert cluster.admin_url == "postgresql://boss:pw@db:5433/postgres"
    assert cluster.admin("mk_test") == "postgresql://boss:pw@db:5433/mk_test"


def test_tables_of_the_newest_version_are_known_without_migrating(
    cluster: Cluster, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "DATABASE", database)
    ground = Ground(Path(), cluster.admin_url, cluster.redis_url, None)
    assert is_newest(ground)
    with psycopg.connect(cluster.admin(database), autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    assert not is_newest(ground)
    monkeypatch.setattr(environment, "DATABASE", "mk_there_is_none")
    assert not is_newest(ground)


@pytest.mark.parametrize(
    ("arguments", "side_by_side"),
    [([], True), (["-m", "isolation or story"], True), (["-x", "-k", "karen"], True), (["-n", "0"], False),
     (["tests/web/test_front.py::test_x"], False), (["--pdb"], False)],
)  # fmt: skip
def test_the_whole_suite_runs_on_every_core_and_a_named_file_in_one_process(
    arguments: list[str], side_by_side: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert ("loadfile" in commands._side_by_side(arguments)) is side_by_side


def test_every_command_of_the_product_has_its_role():
    assert commands.ROLES.keys() == COMMANDS.keys()
