"""Settings: read once from the environment, frozen, and complete or the process does not start."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).parent
SECRET = 48  # characters
MAIL = ("smtp", "smtps", "discard")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


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
        """From the environment; a missing name is a KeyError that names it."""
        env = os.environ
        return cls(
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

    def faults(self) -> Iterator[str]:
        """What is wrong with the settings, a sentence each."""
        if len(self.secret_key) < SECRET:
            yield f"SECRET_KEY has fewer than {SECRET} characters: links in mails could be guessed."
        parts = urlsplit(self.base_url)
        if not ((parts.scheme == "https" and parts.hostname) or self.is_loopback) or parts.path or parts.query:
            yield f"BASE_URL is to be https://HOST, not {self.base_url!r}: links in mails would lead nowhere, or not be safe."
        if urlsplit(self.mail_url).scheme not in MAIL:
            yield f"MAIL_URL is to begin with {', '.join(f'{scheme}:' for scheme in MAIL)}."

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
