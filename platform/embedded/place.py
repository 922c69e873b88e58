"""Where the servers keep their data, their sockets and their log, and who may start them just now."""

import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from embedded.account import Account
from embedded.cannot_start import CannotStart

LONGEST_SOCKET_FOLDER = 80  # the kernel takes about 104 bytes; the names of the sockets need 20 of them
ROOM_NEEDED = 120 * 1024 * 1024
FOR_ROOT = Path("/var/lib/mentorkorps")


@dataclass(frozen=True)
class Place:
    """The folders of one pair of servers."""

    data: Path
    home: Path
    sockets: Path
    account: Account

    @classmethod
    def of(cls, data: Path) -> "Place":
        """The place that belongs to the data folder, made where it is missing. CannotStart says why it cannot be."""
        data = writable(data)
        account = Account.for_servers(data / "sockets")
        home = _home(data, account)
        if not (home / "valkey").exists():
            _require_room(home)
        account.own_folder(home / "valkey")
        return cls(data, home, account.own_folder(_sockets(home, account)), account)

    @property
    def logs(self) -> Path:
        """The folder of logs."""
        return self.data / "log"

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Only one process at a time starts or stops servers here."""
        with (self.data / "servers.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def in_use(self) -> IO[str]:
        """An open file that says, as long as it is open, that somebody uses the servers."""
        file = (self.data / "servers.users").open("w")
        fcntl.flock(file, fcntl.LOCK_SH)
        return file

    def is_last_user(self, user: IO[str]) -> bool:
        """Whether nobody but the holder of this file uses the servers."""
        try:
            fcntl.flock(user, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def writable(data: Path) -> Path:
    """The data folder as an absolute path, made and tried by writing in it. CannotStart says why it cannot be used."""
    data = data.absolute()
    try:
        if not data.is_dir():
            data.mkdir(parents=True)
            data.chmod(0o755)
        (data / "log").mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=data) as trial:
            trial.write(b"x")
    except OSError as error:
        raise CannotStart(
            f"The data folder {data} cannot be written to ({error.strerror}). "
            "Make it writable, or set MENTORKORPS_DATA to another folder."
        ) from None
    return data


def _home(data: Path, account: Account) -> Path:
    """The data folder itself, or for root with a data folder that no other account reaches: a folder linked from it."""
    if account.reaches(data):
        return data
    link = data / "servers"
    if not link.is_symlink() or not link.exists():
        link.unlink(missing_ok=True)
        home = FOR_ROOT / secrets.token_hex(6)
        try:
            home.mkdir(parents=True)
        except OSError as error:
            raise CannotStart(
                f"The servers cannot run as root, no other account reaches {data}, and {home} cannot be made "
                f"({error.strerror}). Set MENTORKORPS_DATA to a folder that everybody may enter."
            ) from None
        for folder in (FOR_ROOT, home):
            folder.chmod(0o755)
        link.symlink_to(home)
    return link.resolve()


def _sockets(home: Path, account: Account) -> Path:
    """A folder with a path short enough for a socket: in the data folder, else among the temporary files."""
    key = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    name = f"mk-{account.uid}-{key}"
    for folder in (home / "sockets", Path(tempfile.gettempdir()) / name, Path("/tmp") / name):  # noqa: S108 (own folder, 0700, checked)
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
    raise CannotStart(f"The path {home} is too long for a socket. Set MENTORKORPS_DATA to a folder with a short path.")


def _require_room(home: Path) -> None:
    free = shutil.disk_usage(home).free
    if free < ROOM_NEEDED:
        raise CannotStart(
            f"The disk of the data folder {home} is full: {free // 2**20} MB are free, and the servers need "
            f"{ROOM_NEEDED // 2**20} MB. Make room, or set MENTORKORPS_DATA to another folder."
        )
