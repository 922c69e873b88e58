"""Writing a message: the row, and its place in the outbox, in the transaction of the cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from mentorkorps.clock import now, real_now
from mentorkorps.links import Link
from mentorkorps.mentors import Mentor
from mentorkorps.messages.asked import Place, take_places
from mentorkorps.messages.message import Message
from mentorkorps.messages.pace import CAN_WAIT, RUNG_ABOUT, SHARES_A_PAGE, first_allowed, hours
from mentorkorps.messages.unreachable import Unreachable
from mentorkorps.messages.way import Way, way_to
from mentorkorps.programmes import Rules, setting
from mentorkorps.youths import ContactPerson, Youth
from tenants import outbox
from tenants.registry import Tenant
from tenants.scope import db, tenant_id

#: A message, the moment at which it may go, and the hours at which it may leave at all; none: any.
Going = tuple[Message, datetime, Rules]


@dataclass(frozen=True, eq=False)
class Letter:
    """What is to be said to whom: by which template, about what, with a link for a purpose, by the rules of which pair."""

    person: Mentor | Youth | ContactPerson
    template: str
    about: UUID
    purpose: str = ""
    rules: Rules = field(default_factory=dict)
    path: str = ""  # for who signs in: where to look

    @property
    def holder(self) -> str:
        """What the person is in the story."""
        kinds = {Mentor: "mentor", Youth: "youth", ContactPerson: "contact"}
        return kinds[type(self.person)]


def to_mentor(mentor: Mentor, template: str, about: UUID, *, purpose: str = "", rules: Rules | None = None) -> None:
    """A message to the mentor, by the mentor's channel, with a link for `purpose` to `about` where something is asked."""
    _send(Letter(mentor, template, about, purpose, rules or {}))


def to_youth(youth: Youth, template: str, about: UUID, *, purpose: str = "", rules: Rules | None = None) -> None:
    """A message to the youth, by the youth's channel, with a link where something is asked.

    Where the youth has no address the contact person shows the linked page, or passes on what stands in the journal.
    """
    if purpose or youth.contact_person is None or way_to(youth):
        _send(Letter(youth, template, about, purpose, rules or {}))
    else:
        to_contact(youth.contact_person, "pass_on_to_youth", about, path=f"/unge/{youth.id}")


def to_contact(
    contact: ContactPerson,
    template: str,
    about: UUID,
    *,
    path: str = "",
    purpose: str = "",
    rules: Rules | None = None,
    cases: Mapping[str, Any] | None = None,
) -> None:
    """A mail to the contact person: with a page behind sign-in, or a link where one question is asked.

    Who works elsewhere (a school, UU) signs in there, and finds the youth in the list of the own house. `cases` are the
    receiver's own case numbers that it is about (`journal.cases`).
    """
    if purpose:
        return _send(Letter(contact, template, about, purpose, rules or {}))
    message = _write(template, "contact", Way("mail", contact.email), about, path=_page(contact, path))
    message.person_id, message.language, message.cases = contact.id, contact.page_language, dict(cases or {})
    return _post([(message, now(), {})])


def _page(contact: ContactPerson, path: str) -> str:
    house = contact.user_tenant_id or tenant_id()
    if house == tenant_id():
        return f"/{Tenant.here().slug}{path}"
    return f"/{Tenant.by_id(house).slug}/unge"


def to_staff(address: str, template: str, about: UUID, *, path: str, counts: Mapping[str, int] | None = None) -> None:
    """A mail to somebody who signs in; `counts` says how many of what there are, and never who."""
    message = _write(template, "staff", Way("mail", address), about, path=f"/{Tenant.here().slug}{path}")
    message.counts = dict(counts or {})
    _post([(message, now(), {})])


def send_code(letter: Letter) -> None:
    """A code to the person's own telephone, at once and at any hour: the person has just asked for it."""
    assert not isinstance(letter.person, ContactPerson)
    message = _said(letter, Way("sms", letter.person.sms_number), None)
    _post([(message, now(), {})])


def confirm_stop(letter: Letter, number: str) -> None:
    """The one text message that a number which has said stop still gets."""
    _post([(_said(letter, Way("sms", number), None), now(), {})])


def ask(letters: Sequence[Letter]) -> list[Letter]:
    """Asks many at once, in few statements. Returns those who must be asked by phone: they wish it so, or no address of
    theirs takes a message.

    A question that has no place in a message of its own stands on the page of the one that has: see `asked`.
    """
    if not letters:
        return []
    closed = Unreachable.closed_to(letter.person.id for letter in letters)
    ways = {letter: way for letter in letters if (way := _way(letter, closed))}
    links = Link.to_each([(letter.purpose, letter.about, letter.holder) for letter in ways])
    placed = list(zip(ways.items(), links, strict=True))
    goes = take_places([_place(letter, link) for (letter, _), link in placed])
    _post([
        (_said(one, way, link), goes[link.id], hours(one.rules)) for (one, way), link in placed if link.id in goes
    ])  # fmt: skip
    return [letter for letter in letters if letter not in ways]


def send_again(message: Message) -> Message:
    """The same message once more; its link is replaced by a new one, which has all its tries, and the old one dies."""
    link = None
    if message.link:
        message.link.revoked_at = message.link.revoked_at or real_now()
        link = Link.to(message.link.purpose, message.link.subject_id, message.link.holder)
    way = Way(message.channel, message.to_address)
    again = _write(message.template, message.holder, way, message.about_id, path=message.path, link=link)
    again.language, again.person_id, again.sender = message.language, message.person_id, message.sender
    again.cases, again.counts = message.cases, message.counts
    _post([(again, *_when(way, {}))])
    return again


def tell(letters: Sequence[Letter]) -> None:
    """Several letters at once, in few statements, none of them one that can wait; each goes now, and by the mail address
    where nothing is open. The path of one to a contact person is a page of the tenant acted in: see `to_contact`."""
    closed = Unreachable.closed_to(letter.person.id for letter in letters)
    linked = [letter for letter in letters if letter.purpose]
    links = Link.to_each([(letter.purpose, letter.about, letter.holder) for letter in linked]) if linked else []
    of_letter = dict(zip(linked, links, strict=True))
    _post([_goes(letter, closed, of_letter.get(letter)) for letter in letters])


def _goes(letter: Letter, closed: set[tuple[UUID, str]], link: Link | None) -> Going:
    way = _way(letter, closed) or Way("mail", letter.person.email)
    message = _said(letter, way, link)
    if letter.path and isinstance(letter.person, ContactPerson):
        message.path = _page(letter.person, letter.path)
    return message, *_when(way, letter.rules)


def _when(way: Way, rules: Rules) -> tuple[datetime, Rules]:
    """A mail goes at any hour; a text message, whatever it says, at one at which it does not wake anybody."""
    return (first_allowed(now(), rules), hours(rules)) if way.channel == "sms" else (now(), {})


def _send(letter: Letter) -> None:
    """A question waits for its time and its place."""
    if letter.template in CAN_WAIT:
        ask([letter])
    else:
        tell([letter])


def _way(letter: Letter, closed: set[tuple[UUID, str]]) -> Way | None:
    """A youth without any address is shown the page by the contact person."""
    person = letter.person
    shut = {address for whose, address in closed if whose == person.id}
    if isinstance(person, ContactPerson):
        return Way("mail", person.email) if person.email and person.email.lower() not in shut else None
    if person.channel == "phone" and letter.template in RUNG_ABOUT:
        return None
    way = way_to(person, shut)
    if way is None and isinstance(person, Youth) and not way_to(person) and person.contact_person:
        return Way("shown", person.contact_person.email)
    return way


def _place(letter: Letter, link: Link) -> Place:
    """What is asked of a running pair may share a page; after the end each question comes by itself."""
    return Place(letter.person.tenant_id, letter.person.id, link.id, letter.rules, letter.template in SHARES_A_PAGE)


def _said(letter: Letter, way: Way, link: Link | None) -> Message:
    if way.channel == "shown":
        message = _write("show_to_youth", "contact", Way("mail", way.address), letter.about, link=link)
    else:
        message = _write(letter.template, letter.holder, way, letter.about, link=link)
        message.language = getattr(letter.person, "page_language", "da")
        message.person_id = letter.person.id
    if way.channel == "sms":
        message.sender = setting(letter.rules, "asking", "sender")
    return message


def _write(
    template: str, holder: str, way: Way, about: UUID | None, *, path: str = "", link: Link | None = None
) -> Message:
    return Message(
        template=template, holder=holder, channel=way.channel, to_address=way.address, language="da", sender="",
        about_id=about, path=path, link_id=link.id if link else None, written_at=now(),
    )  # fmt: skip


def _post(written: Sequence[Going]) -> None:
    """Keeps the messages and puts them into the outbox, each with the moment at which it may go, and the hours that hold
    also where it leaves later than that."""
    db.session.add_all(message for message, _, _ in written)
    db.session.flush()
    outbox.post_all([
        ("mail", f"message:{message.id}", {"message_id": str(message.id)} | ({"allowed": allowed} if allowed else {}), at)
        for message, at, allowed in written
    ])  # fmt: skip
