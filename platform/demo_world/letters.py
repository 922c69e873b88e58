"""How a mail is read: its headers, its text in pieces with links, and its html part as plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from html.parser import HTMLParser

URL = re.compile(r"https?://[^\s<>\"']+")
SHOWN_HEADERS = ("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted")
REFERENCE = "X-SMS-Reference"  # what the product called a text message
BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol", "hr"}
UNSEEN = {"head", "style", "script", "title"}


@dataclass(frozen=True)
class Entry:
    """One line of the tray."""

    id: int
    to: tuple[str, ...]
    subject: str
    received_at: datetime


@dataclass(frozen=True)
class Letter:
    """One mail, opened."""

    entry: Entry
    headers: tuple[tuple[str, str], ...]
    text: str
    html_as_text: str
    attachments: tuple[str, ...]
    reference: str = ""  # of a text message; empty for a mail

    @property
    def links(self) -> list[str]:
        """Every address in the mail, each once, in the order they stand."""
        pieces = [*pieces_of(self.text), *pieces_of(self.html_as_text)]
        return list(dict.fromkeys(piece for piece, is_link in pieces if is_link))


def open_letter(entry: Entry, message: EmailMessage) -> Letter:
    """The mail as the tray shows it; a broken part gives what can be read of it."""
    shown = tuple((name, str(message[name])) for name in SHOWN_HEADERS if message[name])
    parts = [part for part in message.walk() if not part.is_multipart()]
    bodies = [part for part in parts if not part.get_filename()]
    return Letter(
        entry=entry,
        headers=shown,
        text=_joined(bodies, "text/plain"),
        html_as_text=as_text(_joined(bodies, "text/html")),
        attachments=tuple(name for part in parts if (name := part.get_filename())),
        reference=str(message[REFERENCE] or ""),
    )


def pieces_of(text: str) -> Iterator[tuple[str, bool]]:
    """`text` cut into pieces, each with whether it is a web address."""
    end = 0
    for found in URL.finditer(text):
        url = found.group().rstrip(".,;:!?)")
        if found.start() > end:
            yield text[end : found.start()], False
        yield url, True
        end = found.start() + len(url)
    if end < len(text):
        yield text[end:], False


def as_text(html: str) -> str:
    """What an html part says, line by line, with each link's address after its words."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _joined(parts: list[EmailMessage], content_type: str) -> str:
    return "\n\n".join(_decoded(part) for part in parts if part.get_content_type() == content_type).strip()


def _decoded(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace").replace("\r\n", "\n")
    except LookupError:
        return content.decode("utf-8", "replace").replace("\r\n", "\n")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen = 0
        self._href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self._unseen += 1
        elif tag in BLOCKS:
            self.words.append("\n")
        elif tag == "a":
            self._href = dict(attrs).get("href")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in BLOCKS:
            self.words.append("\n")
        elif tag == "a" and self._href:
            self.words.append(f" {self._href} ")
            self._href = None

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data.replace("\n", " "))
