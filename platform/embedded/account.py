"""Under which account the servers run: the caller's own, or an unprivileged one when the caller is root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from embedded.cannot_start import CannotStart

ORDINARY_ACCOUNT = "nobody"


class As(TypedDict, total=False):
    """The arguments of Popen that start a program under another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """An account of this machine, and whether programs must be handed over to it."""

    uid: int
    gid: int
    handed_over: bool

    @classmethod
    def for_servers(cls, existing: Path) -> "Account":
        """The caller; when the caller is root, the owner of `existing` or, where that is not there, `nobody`."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), handed_over=False)
        if existing.exists() and existing.stat().st_uid != 0:
            owner = existing.stat()
            return cls(owner.st_uid, owner.st_gid, handed_over=True)
        try:
            entry = pwd.getpwnam(ORDINARY_ACCOUNT)
        except KeyError:
            raise CannotStart(
                f"PostgreSQL does not run as root, and this machine has no account named {ORDINARY_ACCOUNT}. "
                "Start as an ordinary user."
            ) from None
        return cls(entry.pw_uid, entry.pw_gid, handed_over=True)

    @property
    def popen(self) -> As:
        """What Popen needs to start a program as this account; nothing when it is the caller's own."""
        return As(user=self.uid, group=self.gid, extra_groups=[]) if self.handed_over else As()

    def reaches(self, path: Path) -> bool:
        """Whether this account can enter `path`: asked of the machine, not worked out from mode bits."""
        if not self.handed_over:
            return os.access(path, os.X_OK)
        return subprocess.run(["/usr/bin/env", "test", "-x", path], cwd="/", check=False, **self.popen).returncode == 0

    def own_folder(self, path: Path) -> Path:
        """Make `path` a folder of mode 0700 that belongs to this account."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.handed_over:
            os.chown(path, self.uid, self.gid)
        if path.is_symlink() or path.stat().st_uid != self.uid:
            raise CannotStart(f"The folder {path} belongs to another account. Remove it, or use another data folder.")
        path.chmod(0o700)
        return path
