"""Delivering a message: its words are made here, from a template, in the reader's language."""

from functools import cache
from pathlib import Path
from uuid import UUID

from babel.lists import format_list
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mentorkorps import language
from mentorkorps.config import folder
from mentorkorps.gateways import mail, sms
from mentorkorps.links import code_of
from mentorkorps.messages.message import Message
from mentorkorps.messages.returned import came_back
from mentorkorps.messages.way import person_of
from mentorkorps.messages.withdrawn import hand_on
from tenants.registry import Tenant

ANY = "any"  # how a text message is put that has no words of its own: the subject of the mail, and the link
TO_WHO_SAID_STOP = "stopped"

_address: list[str] = []


def use_address(base_url: str) -> None:
    """Every process says once where the product's pages are."""
    _address[:] = [base_url.rstrip("/")]


def page_address(path: str) -> str:
    """Where a page of the product is, for whoever reads of it outside."""
    return f"{_address[0]}{path}"


@cache
def _templates(kind: str) -> Environment:
    files = FileSystemLoader(folder("templates") / kind)
    words = Environment(loader=files, undefined=StrictUndefined, autoescape=False)  # noqa: S701 (plain text)
    words.globals["_"] = language._
    return words


def deliver(message_id: UUID) -> str:
    """Sends the message; returns the relay's word, `bounced` where there is nobody at the address, or `withdrawn` where what
    it asks is no longer asked: its link would lead nowhere.

    The id that goes with it is the row's, equal at every retry.
    """
    message = Message.get(message_id)
    if message.link and (message.link.revoked_at or message.link.used_at):
        hand_on(message)
        return "withdrawn"
    if not message.to_address:
        return "no address"
    return _send_text(message) if message.channel == "sms" else _send_mail(message)


def _send_mail(message: Message) -> str:
    if mail.discards():
        return "discarded"
    subject, text = words_of(message)
    try:
        return mail.send(
            message.to_address, subject, text, message_id=str(message.id), calendar_entry=message.calendar_entry
        )
    except mail.Bounced as bounce:
        return _came_back(message, str(bounce))


def _send_text(message: Message) -> str:
    if sms.discards():
        return "discarded"
    if message.template != TO_WHO_SAID_STOP and _has_said_stop(message):
        return "stopped"
    reference = f"{Tenant.here().slug}/{message.id}"
    try:
        return sms.send(
            message.to_address, message.sender, text_of(message), message_id=str(message.id), reference=reference
        )
    except sms.NumberFailed as failure:
        return _came_back(message, str(failure))


def _has_said_stop(message: Message) -> bool:
    """Stop holds for what was already on its way."""
    person = person_of(message.holder, message.person_id) if message.person_id else None
    return person is not None and person.sms_stopped_number == message.to_address


def _came_back(message: Message, why: str) -> str:
    came_back(message, why)
    return "bounced"


def words_of(message: Message) -> tuple[str, str]:
    """Subject and text of a mail; the template's first line is the subject."""
    with language.speaking(message.language):
        values = {"url": _url(message), "cases": _cases(message), "counts": message.counts}
        rendered = _templates("mail").get_template(f"{message.template}.txt").render(values)
    subject, _, text = rendered.partition("\n")
    return subject.strip(), text.strip() + "\n"


def text_of(message: Message) -> str:
    """The words of a text message: its own template, or the subject of the mail with the link."""
    values = {"url": _url(message)}
    own = (Path(folder("templates")) / "sms" / f"{message.template}.txt").is_file()
    if not own:
        values["subject"] = words_of(message)[0]
    if message.template == "code" and message.about_id:
        values["code"] = code_of(message.about_id)
    with language.speaking(message.language):
        rendered = _templates("sms").get_template(f"{message.template if own else ANY}.txt").render(values)
    return rendered.strip()


def _cases(message: Message) -> str:
    """Which of the receiver's own cases it is about; of one without a number only that there is one."""
    _ = language._
    said = [_("sag %(number)s", number=number) for number in message.cases.get("numbers", [])]
    if others := message.cases.get("others"):
        said.append(
            _("1 ung (der er ikke skrevet et sagsnummer)")
            if others == 1
            else _("%(count)s unge (der er ikke skrevet et sagsnummer)", count=others)
        )
    return format_list(said, "standard", language.language()) if said else ""


def _url(message: Message) -> str:
    if message.link:
        return page_address(f"/{Tenant.here().slug}/l/{message.link.token}")
    return page_address(message.path)
