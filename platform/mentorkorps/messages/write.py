"""Writing a message: the row, and its place in the outbox, in the transaction of the cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from mentorkorps.clock import local, now, real_now
from mentorkorps.links import Link
from mentorkorps.mentors import Mentor
from mentorkorps.messages.asked import Place, take_places
from mentorkorps.messages.leaving import Going
from mentorkorps.messages.message import Message
from mentorkorps.messages.moment import asking_rules, first_moment
from mentorkorps.messages.pace import AT_ONCE, CAN_WAIT, RUNG_ABOUT, SHARES_A_PAGE, first_allowed, hours
from mentorkorps.messages.texts import may_mail_instead, may_text
from mentorkorps.messages.unreachable import Unreachable
from mentorkorps.messages.way import Way, day_keys, person_of, way_to
from mentorkorps.programmes import Rules, setting
from mentorkorps.youths import ContactPerson, Youth
from tenants import outbox
from tenants.registry import Tenant
from tenants.scope import tenant_id
from tenants.writing import keep_all


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
    return _post([Going(message, now())])


def _page(contact: ContactPerson, path: str) -> str:
    house = contact.user_tenant_id or tenant_id()
    if house == tenant_id():
        return f"/{Tenant.here().slug}{path}"
    return f"/{Tenant.by_id(house).slug}/unge"


def to_staff(
    address: str, template: str, about: UUID, *,
    path: str, counts: Mapping[str, int] | None = None, house: Tenant | None = None, entry: str = "",
) -> None:  # fmt: skip
    """A mail to somebody who signs in, at `house` where that is another; `counts` says how many of what there are, and
    never who. `entry` goes into the receiver's calendar (RFC 5545)."""
    message = _write(template, "staff", Way("mail", address), about, path=f"/{(house or Tenant.here()).slug}{path}")
    message.counts, message.calendar_entry = dict(counts or {}), entry
    _post([Going(message, now())])


def to_party(address: str, template: str, about: UUID, *, purpose: str) -> None:
    """A mail with a link for `purpose`, to who answers for an organisation and is no person of a case (DF-27)."""
    link = Link.to(purpose, about, "party")
    _post([Going(_write(template, "party", Way("mail", address), about, link=link), now())])


def send_code(letter: Letter) -> None:
    """A code to the person's own telephone, at once and at any hour: the person has just asked for it."""
    assert not isinstance(letter.person, ContactPerson)
    message = _said(letter, Way("sms", letter.person.sms_number), None)
    _post([Going(message, now())])


def confirm_stop(letter: Letter, number: str) -> None:
    """The one text message that a number which has said stop still gets."""
    _post([Going(_said(letter, Way("sms", number), None), now())])


class Asking(NamedTuple):
    """What came of asking: who must be asked by phone, and when each of the others gets the question."""

    to_ring: list[Letter]
    goes: dict[Letter, datetime]

    def at(self, *letters: Letter) -> datetime:
        """When the last of these has the question: from then on silence counts. Now, where all are rung."""
        return max((self.goes[one] for one in letters if one in self.goes), default=now())


def ask(letters: Sequence[Letter]) -> Asking:
    """Asks many at once, in few statements. To be rung are those who wish it so, or of whom no address takes a message.

    A question that has no place in a message of its own stands on the page of the one that has: see `asked`.
    """
    if not letters:
        return Asking([], {})
    closed = Unreachable.closed_to(letter.person.id for letter in letters)
    ways = {letter: way for letter in letters if (way := _way(letter, closed))}
    links = Link.to_each([(letter.purpose, letter.about, letter.holder) for letter in ways])
    at = now()
    wanted = {
        _place(letter, way, first_allowed(at, letter.rules, asks=True), link): (letter, way, link)
        for (letter, way), link in zip(ways.items(), links, strict=True)
    }
    placed = take_places(list(wanted))
    leaves = {one: (moment, hours(one.rules, asks_on=local(at).date())) for one, moment in placed.goes.items()}
    _post([Going(_said(*wanted[one]), moment, allowed, one) for one, (moment, allowed) in leaves.items()])
    when: dict[Letter, datetime] = {}
    for one, moment in (placed.goes | placed.rides).items():
        letter, _way_there, link = wanted[one]
        when[letter] = moment
        link.put_off(moment - at)
    return Asking([letter for letter in letters if letter not in ways], when)


def send_again(message: Message) -> Message:
    """The same message once more; its link is replaced by a new one, which has all its tries, and the old one dies.

    It goes at once, by text message within the hours: the person has just asked staff for it. It takes the person's day.
    """
    link = None
    if message.link:
        message.link.revoked_at = message.link.revoked_at or real_now()
        link = Link.to(message.link.purpose, message.link.subject_id, message.link.holder)
    way = Way(message.channel, message.to_address)
    again = _write(message.template, message.holder, way, message.about_id, path=message.path, link=link)
    again.language, again.person_id, again.sender = message.language, message.person_id, message.sender
    again.cases, again.counts, again.calendar_entry = message.cases, message.counts, message.calendar_entry
    first, allowed = first_moment(way.channel, "", {})
    place = None
    if again.person_id and again.holder in ("mentor", "youth"):
        keys = day_keys(person_of(again.holder, again.person_id), way.address)
        place = Place(tenant_id(), again.person_id, keys, None, allowed, first, urgent=True)
        take_places([place])
    _post([Going(again, first, allowed, place)])
    return again


def tell(letters: Sequence[Letter]) -> None:
    """Several letters at once, in few statements, none of them a question of ours; each goes now if the person's day is free,
    and by the mail address where nothing is open. The path of one to a contact person is a page of the tenant acted in:
    see `to_contact`."""
    closed = Unreachable.closed_to(letter.person.id for letter in letters)
    linked = [letter for letter in letters if letter.purpose]
    links = Link.to_each([(letter.purpose, letter.about, letter.holder) for letter in linked]) if linked else []
    of_letter = dict(zip(linked, links, strict=True))
    ways = {letter: _way(letter, closed) or Way("mail", letter.person.email) for letter in letters}
    going = {letter: first_moment(way.channel, letter.template, letter.rules) for letter, way in ways.items()}
    wanted = {
        _place(letter, way, going[letter][0]): letter
        for letter, way in ways.items()
        if not isinstance(letter.person, ContactPerson)
    }
    placed = {wanted[place]: (moment, place) for place, moment in take_places(list(wanted)).goes.items()}
    unplaced = {one: (first, None) for one, (first, _) in going.items()}
    _post([
        Going(_told(one, ways[one], of_letter.get(one)), moment, going[one][1], place)
        for one, (moment, place) in (unplaced | placed).items()
    ])  # fmt: skip


def _told(letter: Letter, way: Way, link: Link | None) -> Message:
    message = _said(letter, way, link)
    if letter.path and isinstance(letter.person, ContactPerson):
        message.path = _page(letter.person, letter.path)
    return message


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
    if way and way.channel == "sms" and not may_text():
        way = way_to(person, shut, texting=False) if may_mail_instead() else None
    if way is None and isinstance(person, Youth) and not way_to(person) and person.contact_person:
        return Way("shown", person.contact_person.email)
    return way


def _place(letter: Letter, way: Way, first: datetime, link: Link | None = None) -> Place:
    """What is asked of a running pair may share a page; after the end each question comes by itself. Who is shown the page by
    another has a day apart from that one's."""
    person = letter.person
    address = way.address if way.address and way.channel != "shown" else f"{person.tenant_id}/{person.id}"
    return Place(
        person.tenant_id, person.id, day_keys(person, address), link.id if link else None, letter.rules, first,
        joins=letter.template in SHARES_A_PAGE, urgent=letter.template in AT_ONCE,
    )  # fmt: skip


def _said(letter: Letter, way: Way, link: Link | None) -> Message:
    if way.channel == "shown":
        message = _write("show_to_youth", "contact", Way("mail", way.address), letter.about, link=link)
        message.person_id = getattr(letter.person, "contact_person_id", None)
    else:
        message = _write(letter.template, letter.holder, way, letter.about, link=link)
        message.language = getattr(letter.person, "page_language", "da")
        message.person_id = letter.person.id
    if way.channel == "sms":
        message.sender = setting(letter.rules or asking_rules(), "asking", "sender")
    return message


def _write(
    template: str, holder: str, way: Way, about: UUID | None, *, path: str = "", link: Link | None = None
) -> Message:
    return Message(
        template=template, holder=holder, channel=way.channel, to_address=way.address, language="da", sender="",
        about_id=about, path=path, link_id=link.id if link else None, written_at=now(),
    )  # fmt: skip


def _post(written: Sequence[Going]) -> None:
    """Keeps the messages and puts them into the outbox, each with the moment at which it may go, and the hours and the
    place that hold also where it leaves later than that."""
    keep_all([one.message for one in written])
    outbox.post_all(("mail", f"message:{one.message.id}", one.work, one.at) for one in written)
