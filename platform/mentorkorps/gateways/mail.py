"""Mail leaves here: over SMTP, or nowhere (`discard:`, for simulations and load)."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

TIMEOUT = 20


@dataclass(frozen=True)
class Relay:
    """Where mail goes, and in whose name."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str


_relay: list[Relay] = []


def use(url: str, sender: str) -> None:
    """`smtp://host:port`, `smtps://user:password@host:port` or `discard:`, as `Config` has found it right."""
    parts = urlsplit(url)
    port = parts.port or (465 if parts.scheme == "smtps" else 25)
    relay = Relay(
        parts.scheme, parts.hostname or "", port, unquote(parts.username or ""), unquote(parts.password or ""), sender
    )
    _relay[:] = [relay]


class Bounced(Exception):
    """The relay will never take mail for this address. The text is its answer."""


def discards() -> bool:
    """Mail is thrown away, so nobody need write it."""
    return _relay[0].scheme == "discard"


def sender() -> str:
    """In whose name mail goes out."""
    return _relay[0].sender


def send(to: str, subject: str, text: str, *, message_id: str, calendar_entry: str = "") -> str:
    """Hands one mail to the relay. Returns the relay's word; Bounced when it never will take it (5xx at the recipient).

    smtplib.SMTPException or OSError when it would not take it this time.
    `message_id` is the same at every retry, so that a relay can tell a second copy. `calendar_entry` goes as the other way
    of saying the same (RFC 6047).
    """
    relay = _relay[0]
    if relay.scheme == "discard":
        return "discarded"
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = relay.sender, to, subject
    mail["Message-ID"] = f"<{message_id}@{relay.sender.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    if calendar_entry:
        _add_entry(mail, calendar_entry)
    with _connect(relay) as smtp:
        if relay.user:
            smtp.login(relay.user, relay.password)
        try:
            smtp.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refused:
            code, answer = next(iter(refused.recipients.values()))
            if code >= 500:
                raise Bounced(f"{code} {answer.decode(errors='replace')}"[:200]) from None
            raise
    return "accepted"


def _add_entry(mail: EmailMessage, entry: str) -> None:
    """As bytes: a calendar's lines end in CRLF, and the method is said twice."""
    method = next(line.partition(":")[2] for line in entry.splitlines() if line.startswith("METHOD:"))
    said = {"charset": "utf-8", "method": method}
    mail.add_alternative(entry.encode(), maintype="text", subtype="calendar", cte="base64", params=said)


def reachable() -> bool:
    """True when the relay answers."""
    if _relay[0].scheme == "discard":
        return True
    try:
        with _connect(_relay[0]) as smtp:
            return smtp.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _connect(relay: Relay) -> smtplib.SMTP:
    if relay.scheme == "smtps":
        return smtplib.SMTP_SSL(relay.host, relay.port, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(relay.host, relay.port, timeout=TIMEOUT)
