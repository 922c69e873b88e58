"""Delivering a message: its words are made here, from a template, in the reader's language."""

from functools import cache
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mentorkorps import language
from mentorkorps.config import folder
from mentorkorps.gateways import mail
from mentorkorps.messages.message import Message
from tenants.registry import Tenant

_address: list[str] = []


def use_address(base_url: str) -> None:
    """Every process says once where the product's pages are."""
    _address[:] = [base_url.rstrip("/")]


@cache
def _templates() -> Environment:
    files = FileSystemLoader(folder("templates") / "mail")
    words = Environment(loader=files, undefined=StrictUndefined, autoescape=False)  # noqa: S701 (plain text)
    words.globals["_"] = language._
    return words


def deliver(message_id: UUID) -> str:
    """Sends the message; returns the relay's word. The Message-ID is the row's, equal at every retry."""
    message = Message.get(message_id)
    if not message.to_address:
        return "no address"
    subject, text = words_of(message)
    return mail.send(message.to_address, subject, text, message_id=str(message.id))


def words_of(message: Message) -> tuple[str, str]:
    """Subject and text; the template's first line is the subject."""
    with language.speaking(message.language):
        rendered = _templates().get_template(f"{message.template}.txt").render(url=_url(message))
    subject, _, text = rendered.partition("\n")
    return subject.strip(), text.strip() + "\n"


def _url(message: Message) -> str:
    if message.link:
        return f"{_address[0]}/{Tenant.here().slug}/l/{message.link.token}"
    return f"{_address[0]}{message.path}"
