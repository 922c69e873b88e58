"""What the processes of the product are told: the same names as in production, filled in for this machine."""

import fcntl
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from embedded import servers
from embedded.cannot_start import CannotStart
from embedded.place import writable

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "mentorkorps"
DEFAULT_PORT = 8400
DEMO_LOCK = "demo.lock"
NOTICE = "Det her er en demo: følg historien, læs posten, og stil uret frem"
WEB, WORKER, DISPATCH, REPORT = "mk_web", "mk_worker", "mk_dispatch", "mk_report"


@dataclass(frozen=True)
class Ports:
    """The ports of the demo: three in a row."""

    web: int

    @property
    def world(self) -> int:
        """The identity provider, the mail tray and the clock."""
        return self.web + 1

    @property
    def smtp(self) -> int:
        """The post office."""
        return self.web + 2

    @property
    def base_url(self) -> str:
        """The address of the product."""
        return f"http://127.0.0.1:{self.web}"

    @property
    def world_url(self) -> str:
        """The address of the demo world."""
        return f"http://127.0.0.1:{self.world}"

    @classmethod
    def of_demo(cls, data: Path) -> "Ports | None":
        """The ports of the demo that runs on this data folder, or None where none runs: a running one holds its lock."""
        try:
            file = (data / DEMO_LOCK).open()
        except FileNotFoundError:
            return None
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                port = urlsplit(file.read().strip()).port
                return cls(port) if port else None
        return None


@dataclass
class Ground:
    """The servers that the product stands on: an administrator's own, or the embedded ones."""

    data: Path
    admin_url: str
    redis_url: str
    embedded: servers.Servers | None

    @classmethod
    def ready(cls, data: Path, *, servers_in: str = "", durable: bool = True) -> "Ground":
        """DATABASE_URL and REDIS_URL where they are set, else embedded servers. CannotStart says what is missing."""
        data = writable(data)
        admin_url, redis_url = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
        if admin_url and redis_url:
            return cls(data, admin_url, redis_url, None)
        if admin_url or redis_url:
            missing = "REDIS_URL" if admin_url else "DATABASE_URL"
            raise CannotStart(f"Set {missing} too, or neither DATABASE_URL nor REDIS_URL for embedded servers.")
        pair = servers.start(data / servers_in, durable=durable)
        return cls(data, pair.admin_url, pair.redis_url, pair)

    def leave(self) -> None:
        """Stop what was started for us."""
        if self.embedded:
            self.embedded.stop()

    @property
    def owner_url(self) -> str:
        """The administrator's address of the product's own database."""
        return database_url(self.admin_url)

    @property
    def clock(self) -> Path:
        """The file that says how far the programme's time is from the real time."""
        return self.data / "clock"

    def told_to(self, role: str, ports: Ports) -> dict[str, str]:
        """The whole environment of a process that acts in the database as `role`."""
        return bare() | {
            "DATABASE_URL": database_url(self.admin_url, role),
            "REPORT_DATABASE_URL": database_url(self.admin_url, REPORT),
            "REDIS_URL": self.redis_url,
            "SECRET_KEY": secret(self.data),
            "BASE_URL": ports.base_url,
            "MAIL_URL": f"smtp://127.0.0.1:{ports.smtp}",
            "MAIL_FROM": "korps@mentorkorps.example",
            "SMS_URL": f"http://127.0.0.1:{ports.world}/sms",
            "SMS_TOKEN": "demo-sms-token",
            "SMS_SECRET": "demo-sms-secret",
            "CLOCK_FILE": str(self.clock),
            "NOTICE": NOTICE,
            "NOTICE_URL": ports.world_url,
        }

    def told_to_owner(self, ports: Ports) -> dict[str, str]:
        """The environment of the process that migrates."""
        return self.told_to(WORKER, ports) | {"ADMIN_DATABASE_URL": self.owner_url}


def data_folder() -> Path:
    """MENTORKORPS_DATA, or `var` beside the code."""
    return Path(os.environ.get("MENTORKORPS_DATA") or ROOT / "var")


def database_url(admin_url: str, role: str | None = None) -> str:
    """The administrator's address with the product's database, and with another role when one is given.

    The roles' password, on servers that ask for one, is ROLE_PASSWORD: the same that `migrate` gives them.
    """
    parts = urlsplit(admin_url)
    where = parts.netloc.rpartition("@")[2]
    password = quote(os.environ.get("ROLE_PASSWORD", ""), safe="")
    netloc = f"{role}{':' + password if password else ''}@{where}" if role else parts.netloc
    return urlunsplit(parts._replace(netloc=netloc, path=f"/{DATABASE}"))


def secret(data: Path) -> str:
    """The secret of this data folder: drawn once, readable only by its owner."""
    path = data / "secret"
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


def bare() -> dict[str, str]:
    """This process's environment, with the programs of ours first."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return os.environ | {"PATH": programs, "PYTHONUNBUFFERED": "1"}
