"""The embedded servers start, are adopted, survive what kills them, and say why when they cannot start."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from embedded import servers
from embedded.cannot_start import CannotStart


@pytest.fixture
def running(data: Path) -> Iterator[servers.Servers]:
    pair = servers.start(data, durable=False)
    yield pair
    pair.stop()


def remember(pair: servers.Servers, word: str) -> None:
    with psycopg.connect(pair.admin_url) as connection:
        connection.execute("CREATE TABLE words (word text)")
        connection.execute("INSERT INTO words VALUES (%s)", [word])
    with redis.Redis.from_url(pair.redis_url) as queue:
        queue.set("word", word)


def remembered(pair: servers.Servers) -> list[str]:
    with psycopg.connect(pair.admin_url) as connection, redis.Redis.from_url(pair.redis_url) as queue:
        row = connection.execute("SELECT word FROM words").fetchone()
        return [row[0] if row else "", queue.get("word").decode()]


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def test_a_second_start_adopts_what_runs(running: servers.Servers, data: Path) -> None:
    remember(running, "mentor")
    second = servers.start(data, durable=False)
    assert (second.postgres.pid(), second.valkey.pid()) == (running.postgres.pid(), running.valkey.pid())
    second.stop()
    assert remembered(running) == ["mentor", "mentor"]


def test_the_servers_end_with_the_last_who_uses_them(running: servers.Servers, data: Path) -> None:
    second = servers.start(data, durable=False)
    running.stop()
    assert second.postgres.pid() and second.valkey.pid()
    second.stop()
    assert second.postgres.pid() is None and second.valkey.pid() is None


def test_after_a_killed_run_a_start_works_and_the_data_is_there(data: Path) -> None:
    killed = servers.start(data)
    remember(killed, "mentor")
    kill(killed.postgres.pid())
    kill(killed.valkey.pid())
    again = servers.start(data)
    found = remembered(again)
    killed.stop()
    again.stop()
    assert found == ["mentor", "mentor"]


def test_a_pid_file_whose_number_belongs_to_a_stranger_does_not_stop_a_start(
    running: servers.Servers, data: Path
) -> None:
    file = running.postgres.data / "postmaster.pid"
    text = file.read_text().splitlines()
    running.stop()
    file.write_text("\n".join([str(os.getpid()), *text[1:]]) + "\n")
    again = servers.start(data, durable=False)
    assert again.postgres.pid() not in (None, os.getpid())
    again.stop()


def test_the_servers_answer_on_private_sockets_only(running: servers.Servers) -> None:
    assert running.postgres.place.sockets.stat().st_mode & 0o777 == 0o700
    with psycopg.connect(running.admin_url) as connection, redis.Redis.from_url(running.redis_url) as queue:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert queue.config_get("port") == {"port": "0"}


def test_a_long_path_gets_a_short_socket(data: Path) -> None:
    long = data / ("a-folder-with-a-long-name-" * 4)
    pair = servers.start(long, durable=False)
    with psycopg.connect(pair.admin_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    pair.stop()
    shutil.rmtree(pair.postgres.place.sockets)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must hand the servers over to another account")
def test_root_starts_them_in_a_folder_that_nobody_else_enters(data: Path) -> None:
    data.chmod(0o700)
    pair = servers.start(data, durable=False)
    with psycopg.connect(pair.admin_url) as connection:
        assert connection.execute("SHOW data_directory").fetchone() == (str((data / "servers").resolve() / "pg18"),)
    pair.stop()
    shutil.rmtree((data / "servers").resolve())


def test_a_data_folder_that_is_read_only_gives_a_sentence(data: Path) -> None:
    closed = Path("/proc/self") if os.geteuid() == 0 else data
    data.chmod(0o555)
    with pytest.raises(CannotStart, match=r"cannot be written to .* set MENTORKORPS_DATA to another folder"):
        servers.start(closed / "var")


def test_a_port_in_use_gives_a_sentence_before_anything_starts(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        fresh = data / "fresh"
        command = [sys.executable, "-m", "embedded", "demo", "--port", str(port - 2), "--data", str(fresh)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    # The last of the three, or one before it that another program took meanwhile.
    assert any(f"Port {one} cannot be used" in done.stderr for one in (port - 2, port - 1, port))
    assert "Traceback" not in done.stderr
    assert not fresh.exists()


@pytest.mark.parametrize("lost", ["PG_VERSION", "global/pg_control"])
def test_a_damaged_database_gives_a_sentence_that_says_what_to_do(
    running: servers.Servers, data: Path, lost: str
) -> None:
    running.stop()
    file = running.postgres.data / lost
    file.write_text("not a version\n") if lost == "PG_VERSION" else file.unlink()
    with pytest.raises(CannotStart, match=f"damaged .*{lost}.* another data folder .*--data.* or delete {data} if"):
        servers.start(data, durable=False)
