"""`./run demo`: from nothing to one address, and back to nothing on Ctrl-C."""

import fcntl
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import redis
from rich.console import Console

from embedded import database, frontend
from embedded.cannot_start import CannotStart
from embedded.environment import DEMO_LOCK, DISPATCH, ROOT, WEB, WORKER, Ground, Ports
from embedded.place import writable
from embedded.processes import Program, Supervisor, answers_http, listens, require_free
from embedded.signals import stopping_in_order
from embedded.steps import Step, run_step, shown

MIGRATE = Step("The database's tables", ["mentorkorps", "migrate"])
OPERATOR = ["mentorkorps", "tenant", "open", "driften", "--name", "Fynsk Drift", "--kind", "operator"]
FIRST_TIME = [
    Step("The day before it all begins: 14 February 2014", [sys.executable, "-m", "demo_world", "begin"]),
    Step("The house of whoever runs it", OPERATOR),
    Step("The agreement of Fyn", ["mentorkorps", "partnership", "import", "deploy/partnerships/fyn.toml", "--yes"]),
    Step(
        "A municipality on its own: Vordingborg",
        ["mentorkorps", "partnership", "import", "deploy/partnerships/vordingborg.toml", "--yes"],
    ),
]
WEB_WORKERS = 2


@dataclass
class Demo:
    """One demo on one data folder and three ports."""

    data: Path
    ports: Ports
    console: Console

    def run(self) -> None:
        """Start everything, print the address, and stop everything when asked or when a part ends by itself."""
        with stopping_in_order(), ExitStack() as stack:
            try:
                self._start(stack).watch()
            except KeyboardInterrupt:
                self.console.print("Stopping …")
        self.console.print("Everything is stopped.")

    def _start(self, stack: ExitStack) -> Supervisor:
        ports = [self.ports.web, self.ports.world, self.ports.smtp]
        if not self.data.exists():
            require_free(ports)  # before a folder is made that nothing comes to lie in
        self.data = writable(self.data)
        stack.enter_context(self._only_one())
        supervisor = Supervisor(self.data)
        if supervisor.end_leftovers():
            self.console.print("An earlier run was killed; what it left running is stopped.")
        require_free(ports)
        if not frontend.is_ready():
            with shown(self.console, "The front-end packages"):
                frontend.fetch()
        with shown(self.console, "PostgreSQL and Valkey"):
            ground = Ground.ready(self.data)
        stack.callback(ground.leave)
        self._prepare(ground)
        stack.enter_context(supervisor)
        with shown(self.console, "The web, the worker, the dispatcher and the demo world"):
            first, later = programs(ground, self.ports)
            supervisor.start(*first)
            supervisor.start(*later)
        self.console.print(f"\n  {self.ports.base_url}\n", style="bold", highlight=False)
        return supervisor

    def _prepare(self, ground: Ground) -> None:
        """Bring the tables up to date; the first time also fill them. A filling that was broken off is begun anew."""
        done, begun = self.data / "demo.filled", self.data / "demo.filling"
        if begun.exists() and begun.read_text() == database.identity(ground):
            _empty(ground)
        environment, log = ground.told_to_owner(self.ports), self.data / "log" / "steps.log"
        log.unlink(missing_ok=True)
        if not database.is_newest(ground):
            run_step(self.console, MIGRATE, environment, log)
        name = database.identity(ground) or ""
        if done.exists() and done.read_text() == name:
            self._move(environment, log)
            return
        begun.write_text(name)
        fill = self._demo_world("prepare", "--clock-file", str(ground.clock))
        for step in [*FIRST_TIME, Step("Four months of 2014 and the cast", fill)]:
            run_step(self.console, step, environment, log)
        self._lived_at.write_text(self.ports.world_url)
        begun.rename(done)

    def _move(self, environment: dict[str, str], log: Path) -> None:
        """On other ports than last time the cast signs in at another address."""
        if self._lived_at.exists() and self._lived_at.read_text() == self.ports.world_url:
            return
        run_step(
            self.console, Step("The demo world moves to its new address", self._demo_world("move")), environment, log
        )
        self._lived_at.write_text(self.ports.world_url)

    @property
    def _lived_at(self) -> Path:
        return self.data / "demo.world"

    def _demo_world(self, command: str, *more: str) -> list[str]:
        return [sys.executable, "-m", "demo_world", command, "--world", self.ports.world_url, *more]

    def _only_one(self) -> IO[str]:
        """The lock of the one demo that may run on a data folder; its file says where that demo is."""
        file = (self.data / DEMO_LOCK).open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            address = file.read().strip()
            file.close()
            raise CannotStart(f"The demo already runs at {address} on the data folder {self.data}.") from None
        file.truncate(0)
        file.write(self.ports.base_url)
        file.flush()
        return file


def programs(ground: Ground, ports: Ports) -> tuple[list[Program], list[Program]]:
    """The programs of the demo: what the first page needs, and what can start when it is there."""
    bind = f"127.0.0.1:{ports.web}"
    gunicorn = [sys.executable, "-m", "gunicorn", "mentorkorps.web:create_app()", "-b", bind, "-w", str(WEB_WORKERS)]
    gunicorn += ["-c", "python:mentorkorps.web.served"]
    world = [sys.executable, "-m", "demo_world", "serve", "--port", str(ports.world), "--smtp-port", str(ports.smtp)]
    world += ["--alive", "--web", ports.base_url]
    world += ["--clock-file", str(ground.clock), "--data", str(ground.data / "world")]
    pages = [*gunicorn, "--no-control-socket", "--chdir", str(ROOT)]
    return [
        Program("demo-world", world, ground.told_to(WORKER, ports), listens(ports.world, ports.smtp)),
        Program("web", pages, ground.told_to(WEB, ports), answers_http(f"{ports.base_url}/health")),
    ], [
        Program("worker", ["mentorkorps", "worker"], ground.told_to(WORKER, ports)),
        Program("dispatcher", ["mentorkorps", "dispatch"], ground.told_to(DISPATCH, ports)),
    ]


def _empty(ground: Ground) -> None:
    """Remove a half-filled database and what was queued for it; only our own servers are emptied."""
    if ground.embedded is None:
        raise CannotStart(
            "An earlier demo was broken off while it filled the database mentorkorps on your own server. "
            "Drop that database and start again."
        )
    database.drop(ground)
    with redis.Redis.from_url(ground.redis_url) as queue:
        queue.flushall()
