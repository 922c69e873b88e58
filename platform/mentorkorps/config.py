"""Settings: read once from the environment, frozen, and complete or the process does not start."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from mentorkorps.mail_address import MAIL_ADDRESS

HERE = Path(__file__).parent
SECRET = 48  # characters
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
POSTGRESQL = {"postgresql", "postgresql+psycopg"}  # one driver, by either name
#: What an address begins with that is no place on a network.
NOWHERE = {"discard", "file", "unix"}


class WrongSettings(Exception):
    """No process starts with these: `args` has a sentence for each that is wrong."""

    def __str__(self) -> str:
        return "\n".join(map(str, self.args))


def _parts(url: str) -> SplitResult | None:
    """The address taken apart; None where it is none."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:  # a port that is no number, half a bracket
        return None
    return parts


def _leads(url: str, schemes: Collection[str], *, here: Collection[str] = ()) -> bool:
    """Whether that is an address of one of these kinds; on this machine it may be one of `here`, too."""
    parts = _parts(url)
    if parts is None:
        return False
    if parts.scheme in NOWHERE:
        return parts.scheme in schemes
    is_here = parts.hostname in LOOPBACK and parts.scheme in here
    return is_here or (parts.scheme in schemes and bool(parts.hostname))


@dataclass(frozen=True)
class Config:
    """What one process must know. Each process has a DATABASE_URL that names its own database role."""

    database_url: str
    redis_url: str
    secret_key: str
    base_url: str
    mail_url: str
    mail_from: str
    report_database_url: str | None = None
    sms_url: str | None = None
    sms_token: str = ""
    sms_secret: str = ""
    invoice_url: str = ""
    notice: str = ""  # a sentence at the top of the pages, and where it leads: a test house, a demo, planned work
    notice_url: str = ""

    @classmethod
    def from_env(cls) -> "Config":
        """From the environment; a missing name is a KeyError that names it, a wrong value one of WrongSettings."""
        env = os.environ
        config = cls(
            database_url=env["DATABASE_URL"],
            redis_url=env["REDIS_URL"],
            secret_key=env["SECRET_KEY"],
            base_url=env["BASE_URL"].rstrip("/"),
            mail_url=env["MAIL_URL"],
            mail_from=env["MAIL_FROM"],
            report_database_url=env.get("REPORT_DATABASE_URL"),
            sms_url=env.get("SMS_URL"),
            sms_token=env.get("SMS_TOKEN", ""),
            sms_secret=env.get("SMS_SECRET", ""),
            invoice_url=env.get("INVOICE_URL", ""),
            notice=env.get("NOTICE", ""),
            notice_url=env.get("NOTICE_URL", ""),
        )
        if wrong := list(config.faults()):
            raise WrongSettings(*wrong)
        return config

    def faults(self) -> Iterator[str]:
        """What is wrong with the settings, a sentence each."""
        if len(self.secret_key) < SECRET:
            yield f"SECRET_KEY has fewer than {SECRET} characters: links in mails could be guessed."
        parts = _parts(self.base_url)
        if not (_leads(self.base_url, {"https"}, here={"http"}) and parts) or parts.path or parts.query:
            yield f"BASE_URL is to be https://HOST, not {self.base_url!r}: links in mails would lead nowhere, or not be safe."
        yield from self._of_servers()
        yield from self._of_gateways()

    def _of_servers(self) -> Iterator[str]:
        for name, url in (("DATABASE_URL", self.database_url), ("REPORT_DATABASE_URL", self.report_database_url)):
            parts = _parts(url) if url is not None else None
            if url is not None and (parts is None or parts.scheme not in POSTGRESQL):
                yield f"{name} is to be postgresql://ROLE:PASSWORD@HOST/DATABASE."
        if not _leads(self.redis_url, {"redis", "rediss", "unix"}):
            yield "REDIS_URL is to be redis://HOST, rediss://HOST or unix:///SOCKET."

    def _of_gateways(self) -> Iterator[str]:
        if not _leads(self.mail_url, {"smtp", "smtps", "discard"}):
            yield "MAIL_URL is to be smtp://HOST:PORT, smtps://USER:PASSWORD@HOST or discard:."
        if not MAIL_ADDRESS.fullmatch(self.mail_from):
            yield "MAIL_FROM is to be the address that mail comes from."
        if self.sms_url and not _leads(self.sms_url, {"https", "discard"}, here={"http"}):
            yield "SMS_URL is to begin with https: or discard:, or be left out."
        elif self.sms_url and not self.sms_url.startswith("discard:") and not (self.sms_token and self.sms_secret):
            yield "SMS_URL needs SMS_TOKEN and SMS_SECRET."
        if self.invoice_url and not _leads(self.invoice_url, {"https", "file"}, here={"http"}):
            yield "INVOICE_URL is to begin with https: or file:, or be left out."
        if self.notice_url and not _leads(self.notice_url, {"https"}, here={"http"}):
            yield "NOTICE_URL is to begin with https:, or be left out."

    @property
    def is_loopback(self) -> bool:
        """True where the address is this machine's own, in plain http: a laptop or a test, never production."""
        parts = urlsplit(self.base_url)
        return parts.scheme == "http" and parts.hostname in LOOPBACK


#: What a checkout has elsewhere than at its top.
BESIDE = {"partnerships": "deploy/partnerships"}


def folder(name: str) -> Path:
    """`templates`, `migrations` or `partnerships`: beside the packages in a checkout, inside the wheel when installed."""
    packed = HERE / f"_{name}"
    return packed if packed.is_dir() else HERE.parent.parent / BESIDE.get(name, name)
