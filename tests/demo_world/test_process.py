"""The demo world as the launcher runs it: one process, one line when ready, gone at SIGTERM."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import requests

from .conftest import WEB

SOURCE = Path(__file__).parents[2] / "platform"


def started(folder: Path, *more: str) -> subprocess.Popen[str]:
    where = ["--web", WEB, "--clock-file", str(folder / "clock"), "--data", str(folder / "data"), *more]
    return subprocess.Popen(
        [sys.executable, "-m", "demo_world", "serve", *where],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_says_where_it_is_and_stops_cleanly(tmp_path: Path) -> None:
    with started(tmp_path, "--port", "0", "--smtp-port", "0") as process:
        assert process.stdout is not None and process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found is not None
        page = requests.get(found.group(), timeout=20).text
        assert "Log ind som Karen" in page and 'href="/idp/svendborg/som/karen"' in page
        assert "<script" not in page and "style=" not in page
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == ""


def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with started(tmp_path, "--port", "0", "--smtp-port", str(port)) as process:
            _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert f"Port {port}" in said and "Traceback" not in said
    assert not (tmp_path / "data").exists()
