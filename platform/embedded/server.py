"""One server process: started in a session of its own, found again after a killed run, and ended."""

import atexit
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from embedded.cannot_start import CannotStart
from embedded.place import Place

PATIENCE = 20.0  # seconds; a killed postmaster's last children may hold on for ten of them
PULSE = 0.02

_children: dict[int, "subprocess.Popen[bytes]"] = {}  # kept, so that they are reaped when they end


@atexit.register
def _let_go() -> None:
    """A server that others use outlives us, and its Popen has nothing to say about that when we end."""
    for child in _children.values():
        child.returncode = child.poll() or 0


def launch(place: Place, command: Sequence[str | Path], *, log: str, umask: int = 0o077) -> "subprocess.Popen[bytes]":
    """Start a server under its account, away from this terminal's Ctrl-C, writing to the log."""
    with (place.logs / f"{log}.log").open("ab") as out:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=place.home,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            umask=umask,
            start_new_session=True,
            **place.account.popen,
        )
    _children[child.pid] = child
    return child


def until(ready: Callable[[], bool], *, seconds: float = PATIENCE) -> bool:
    """Ask again and again until the answer is yes (True) or the time is up (False)."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(PULSE)
    return True


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits to be reaped does not."""
    if pid in _children:
        return _children[pid].poll() is None
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def end(pid: int, how: signal.Signals) -> None:
    """Ask the process to end and wait for it; one that does not is killed."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)
        if not until(lambda: not is_alive(pid)):
            os.kill(pid, signal.SIGKILL)
            until(lambda: not is_alive(pid))
    _children.pop(pid, None)


def uses(folder: Path) -> list[int]:
    """The processes that work in this folder: a server's own, and children of a killed one."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.cwd() == str(folder) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found


def did_not_start(place: Place, name: str, log: str) -> CannotStart:
    """The refusal that quotes the last line of the server's own log."""
    path = place.logs / f"{log}.log"
    text = path.read_text(errors="replace") if path.exists() else ""
    if "No space left on device" in text[-4000:]:
        return CannotStart(f"{name} did not start: the disk of {place.home} is full. Make room and start again.")
    lines = [line for line in text.splitlines() if line.strip()]
    return CannotStart(f"{name} did not start. Its log {path} ends: {lines[-1].strip() if lines else '(nothing)'}")
