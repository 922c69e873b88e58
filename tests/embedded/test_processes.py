"""The supervisor starts, watches and stops programs; nothing is left behind."""

import socket
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from embedded.cannot_start import CannotStart
from embedded.processes import Program, Supervisor, answers_http, listens, require_free
from embedded.signals import stopping_in_order

WAITS = "import signal; signal.pause()"


def stand_in(name: str, code: str, ready: Callable[[], bool] = lambda: True) -> Program:
    return Program(name, [sys.executable, "-c", code], {}, ready)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as line:
        return int(line.getsockname()[1])


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def test_a_web_is_ready_when_it_answers_and_gone_when_stopped(data: Path) -> None:
    port, before = free_port(), children()
    page = f"import http.server as h; h.HTTPServer(('127.0.0.1', {port}), h.SimpleHTTPRequestHandler).serve_forever()"
    with Supervisor(data) as supervisor:
        supervisor.start(stand_in("web", page, answers_http(f"http://127.0.0.1:{port}/")))
        assert listens(port)()
    assert not listens(port)()
    assert set(children()) <= set(before)  # what others start and stop meanwhile is not ours


def test_when_one_ends_by_itself_the_others_are_stopped_and_its_last_words_told(data: Path) -> None:
    before = children()
    with (
        pytest.raises(CannotStart, match=r"worker ended by itself \(code 3\).*no queue here"),
        Supervisor(data) as all_of,
    ):
        all_of.start(stand_in("dispatcher", WAITS))
        all_of.start(stand_in("worker", "print('no queue here', flush=True); raise SystemExit(3)"))
        all_of.watch()
    assert set(children()) <= set(before)  # what others start and stop meanwhile is not ours


def test_one_that_is_never_ready_is_told_and_stopped(data: Path) -> None:
    before = children()
    with pytest.raises(CannotStart, match="web was not ready after 0 s"), Supervisor(data) as supervisor:
        supervisor.start(stand_in("web", WAITS, lambda: False), patience=0.1)
    assert set(children()) <= set(before)  # what others start and stop meanwhile is not ours


def test_a_signal_to_stop_stops_everything(data: Path) -> None:
    before = children()
    signals_us = f"import os, signal; os.kill(os.getppid(), signal.SIGTERM); {WAITS}"
    with pytest.raises(KeyboardInterrupt), stopping_in_order(), Supervisor(data) as supervisor:
        supervisor.start(stand_in("web", signals_us))
        supervisor.watch()
    assert set(children()) <= set(before)  # what others start and stop meanwhile is not ours


def test_what_a_killed_run_left_is_ended_by_the_next(data: Path) -> None:
    killed = Supervisor(data)
    killed.start(stand_in("web", WAITS))
    left = [process.pid for process in killed._running.values()]
    assert Supervisor(data).end_leftovers() == left
    assert not any(psutil.pid_exists(pid) for pid in left)
    killed.stop()


def test_a_stranger_with_the_number_of_ours_is_let_alone(data: Path) -> None:
    (data / "programs.json").write_text(f"[[{psutil.Process().pid}, 1.0]]")
    assert Supervisor(data).end_leftovers() == []


def test_a_port_in_use_gives_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} cannot be used.*choose another port with --port"):
            require_free([port])


def test_programs_start_side_by_side_and_all_are_waited_for(data: Path) -> None:
    ports = [free_port(), free_port()]
    slow = "import http.server as h, sys; h.HTTPServer(('127.0.0.1', {}), h.SimpleHTTPRequestHandler).serve_forever()"
    pages = [stand_in(f"web{port}", slow.format(port), listens(port)) for port in ports]
    with Supervisor(data) as supervisor:
        supervisor.start(*pages)
        assert listens(*ports)()
