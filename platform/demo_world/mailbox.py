"""The mail that has arrived: one .eml file each, numbered, with a list in memory of what lies there."""

import time
from collections.abc import Callable, Collection
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path
from threading import Condition

from demo_world.letters import Entry, Letter, open_letter

RECIPIENTS, RECEIVED = "X-Envelope-To", "X-Programme-Time"
POLICY = policy.SMTPUTF8


class Mailbox:
    """All mail of the demo, kept in a folder, newest first when asked for."""

    def __init__(self, folder: Path, programme_time: Callable[[], datetime]) -> None:
        self.folder = folder
        self.programme_time = programme_time
        self._arrived = Condition()
        folder.mkdir(parents=True, exist_ok=True)
        parser = BytesHeaderParser(policy=POLICY)
        self._entries = [_entry(file, parser.parsebytes(file.read_bytes())) for file in sorted(folder.glob("*.eml"))]

    def put(self, content: bytes, recipients: list[str]) -> int:
        """Keep one mail as it came over the wire; its number. The programme's time of arrival is noted on top."""
        note = f"{RECIPIENTS}: {', '.join(recipients)}\r\n{RECEIVED}: {self.programme_time().isoformat()}\r\n"
        with self._arrived:
            number = self._entries[-1].id + 1 if self._entries else 1
            file = self._file(number)
            draft = file.with_suffix(".part")
            draft.write_bytes(note.encode() + content)
            draft.replace(file)
            self._entries.append(_entry(file, BytesHeaderParser(policy=POLICY).parsebytes(note.encode() + content)))
            self._arrived.notify_all()
        return number

    def entries(self, *, to: Collection[str] = (), after: int = 0) -> list[Entry]:
        """Newest first; only those to one of the addresses `to` and with a number above `after`, where given."""
        wanted = {address.strip().lower() for address in to}
        with self._arrived:
            return [
                entry
                for entry in reversed(self._entries)
                if entry.id > after and (not wanted or not wanted.isdisjoint(address.lower() for address in entry.to))
            ]

    def wait_for(self, *, to: Collection[str], after: int, seconds: float) -> list[Entry]:
        """As `entries`, but waits up to `seconds` for the first one to arrive."""
        until = time.monotonic() + seconds
        with self._arrived:
            while not (found := self.entries(to=to, after=after)) and (left := until - time.monotonic()) > 0:
                self._arrived.wait(left)
        return found

    def open(self, number: int) -> Letter | None:
        """The mail with this number, or None."""
        try:
            content = self._file(number).read_bytes()
        except FileNotFoundError:
            return None
        message = BytesParser(EmailMessage, policy=POLICY).parsebytes(content)
        return open_letter(_entry(self._file(number), message), message)

    def _file(self, number: int) -> Path:
        return self.folder / f"{number:06}.eml"


def _entry(file: Path, headers: EmailMessage) -> Entry:
    return Entry(
        id=int(file.stem),
        to=tuple(address.strip() for address in str(headers[RECIPIENTS]).split(",")),
        subject=str(headers["Subject"] or "").strip() or "(uden emne)",
        received_at=datetime.fromisoformat(str(headers[RECEIVED]).strip()),
    )
