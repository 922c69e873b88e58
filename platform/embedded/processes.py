"""Programs under supervision: started in order, watched, and stopped in the opposite order, whatever happens."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import psutil

from embedded.cannot_start import CannotStart

STOP_PATIENCE = 10.0
START_PATIENCE = 240.0
PULSE = 0.05


@dataclass(frozen=True)
class Program:
    """One program to keep running. `ready` is asked until it says yes."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    ready: Callable[[], bool] = lambda: True


def answers_http(url: str) -> Callable[[], bool]:
    """Ready when the address answers with a page."""

    def ready() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 (our own loopback address)
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return ready


def listens(*ports: int) -> Callable[[], bool]:
    """Ready when somebody takes connections on every one of the ports."""

    def ready() -> bool:
        for port in ports:
            with socket.socket() as line:
                line.settimeout(1)
                if line.connect_ex(("127.0.0.1", port)) != 0:
                    return False
        return True

    return ready


def require_free(ports: Iterable[int]) -> None:
    """CannotStart when another program has one of the ports, before anything of ours is started."""
    for port in ports:
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                line.bind(("127.0.0.1", port))
            except (OSError, OverflowError) as error:
                reason = error.strerror if isinstance(error, OSError) else "no such port"
                raise CannotStart(
                    f"Port {port} cannot be used ({reason}). "
                    "Stop the program that has it, or choose another port with --port."
                ) from None


@dataclass
class Supervisor:
    """Runs programs for as long as the `with` block; each writes its own log in `data/log`."""

    data: Path
    _running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def __enter__(self) -> "Supervisor":
        self.end_leftovers()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self, *programs: Program, patience: float = START_PATIENCE) -> None:
        """Start programs side by side and wait until all are ready. CannotStart when one ends or never is."""
        for program in programs:
            self._launch(program)
        self._remember()
        end = time.monotonic() + patience
        for program in programs:
            self._wait_for(program, end, patience)
        self.require_alive()

    def _launch(self, program: Program) -> None:
        with self._log(program.name).open("wb") as log:
            self._running[program.name] = subprocess.Popen(
                program.command,
                env=program.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _wait_for(self, program: Program, end: float, patience: float) -> None:
        while not program.ready():
            self.require_alive()
            if time.monotonic() > end:
                words = self._last_words(program.name)
                raise CannotStart(f"{program.name} was not ready after {patience:.0f} s. {words}")
            time.sleep(PULSE)

    def watch(self) -> None:
        """Wait until a program ends by itself, which is a CannotStart. Ctrl-C ends the waiting."""
        while True:
            self.require_alive()
            time.sleep(PULSE)

    def require_alive(self) -> None:
        """CannotStart with the last line of its log when a program has ended by itself."""
        for name, process in self._running.items():
            if process.poll() is not None:
                raise CannotStart(f"{name} ended by itself (code {process.returncode}). {self._last_words(name)}")

    def stop(self) -> None:
        """Stop every program, the last started first, and whatever its children still do."""
        for name, process in reversed(self._running.items()):
            with suppress(ProcessLookupError):
                process.terminate()
            try:
                process.wait(STOP_PATIENCE)
            except subprocess.TimeoutExpired:
                with self._log(name).open("a") as log:
                    log.write("\nDid not stop in time and was killed.\n")
            _kill_session(process.pid)
            process.wait()
        self._running.clear()
        self._record.unlink(missing_ok=True)

    def end_leftovers(self) -> list[int]:
        """End the programs of an earlier run that was itself killed before it could stop them."""
        left = json.loads(self._record.read_text()) if self._record.exists() else []
        ended = [pid for pid, born in left if _born(pid) == born]
        for pid in ended:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        _, alive = psutil.wait_procs([psutil.Process(pid) for pid in ended if psutil.pid_exists(pid)], STOP_PATIENCE)
        for pid in ended:
            _kill_session(pid)
        psutil.wait_procs(alive, STOP_PATIENCE)
        self._record.unlink(missing_ok=True)
        return ended

    @property
    def _record(self) -> Path:
        return self.data / "programs.json"

    def _remember(self) -> None:
        """Write down which processes are ours; a number alone may later belong to a stranger, so with its birth."""
        pids = [process.pid for process in self._running.values()]
        half = self._record.with_suffix(".half")
        half.write_text(json.dumps([(pid, _born(pid)) for pid in pids]))
        half.rename(self._record)

    def _log(self, name: str) -> Path:
        folder = self.data / "log"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"

    def _last_words(self, name: str) -> str:
        path = self._log(name)
        lines = [line.strip() for line in path.read_text(errors="replace").splitlines() if line.strip()]
        return f"Its log {path} ends: {lines[-1] if lines else '(nothing)'}"


def _born(pid: int) -> float | None:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return None


def _kill_session(pid: int) -> None:
    """Kill what is left of the session that this program led."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
