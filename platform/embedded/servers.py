"""The two servers that the product needs, as one thing to start and stop."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO

from embedded.place import Place
from embedded.postgres import Postgres
from embedded.valkey import Valkey


@dataclass
class Servers:
    """A pair of running servers, used by us and perhaps by others: the last one who stops them, ends them."""

    postgres: Postgres
    valkey: Valkey
    _user: IO[str]

    @property
    def admin_url(self) -> str:
        """The superuser's address of PostgreSQL."""
        return self.postgres.url

    @property
    def redis_url(self) -> str:
        """The address of Valkey."""
        return self.valkey.url

    def stop(self) -> None:
        """We no longer use the servers. They end, unless somebody else still uses them."""
        place = self.postgres.place
        if self._user.closed:
            return
        with place.starting(), self._user:
            if place.is_last_user(self._user):
                self.valkey.stop()
                self.postgres.stop()


def start(data: Path, *, durable: bool = True) -> Servers:
    """Start PostgreSQL and Valkey in the data folder, or adopt those that run there.

    `durable=False` is for tests: faster, and what a power cut would cost does not matter there.
    CannotStart says in a sentence why they do not run; then nothing that this call started is left running.
    """
    place = Place.of(data)
    with place.starting():
        servers = Servers(Postgres(place, durable), Valkey(place), place.in_use())
        try:
            servers.postgres.start()
            servers.valkey.start()
        except BaseException:
            with servers._user:
                if place.is_last_user(servers._user):
                    servers.postgres.stop()
            raise
    return servers
