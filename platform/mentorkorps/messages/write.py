"""Writing a message: the row, and its place in the outbox, in the transaction of the cause."""

from uuid import UUID

from mentorkorps.clock import now, real_now
from mentorkorps.links import Link
from mentorkorps.mentors import Mentor
from mentorkorps.messages.message import Message
from mentorkorps.youths import ContactPerson, Youth
from tenants import outbox
from tenants.registry import Tenant
from tenants.scope import db, tenant_id


def to_mentor(mentor: Mentor, template: str, about: UUID, *, purpose: str = "") -> Message:
    """A mail to the mentor, with a link for `purpose` to `about` where something is asked."""
    link = Link.to(purpose, about, "mentor") if purpose else None
    return _write(template, "mentor", mentor.email, mentor.page_language, about, link=link)


def to_youth(youth: Youth, template: str, about: UUID, *, purpose: str = "") -> Message:
    """A mail to the youth, with a link where something is asked.

    Where the youth has no mail the contact person shows the linked page, or passes on what stands in the journal.
    """
    link = Link.to(purpose, about, "youth") if purpose else None
    if youth.email or youth.contact_person is None:
        return _write(template, "youth", youth.email, youth.page_language, about, link=link)
    if link is None:
        return to_contact(youth.contact_person, "pass_on_to_youth", about, path=f"/unge/{youth.id}")
    return _write("show_to_youth", "contact", youth.contact_person.email, "da", about, link=link)


def to_contact(contact: ContactPerson, template: str, about: UUID, *, path: str = "", purpose: str = "") -> Message:
    """A mail to the contact person: with a page behind sign-in, or a link where one question is asked.

    Who works elsewhere (a school, UU) signs in there, and finds the youth in the list of the own house.
    """
    link = Link.to(purpose, about, "contact") if purpose else None
    house = contact.user_tenant_id or tenant_id()
    path = path if house == tenant_id() else "/unge"
    slug = Tenant.here().slug if house == tenant_id() else Tenant.by_id(house).slug
    path = "" if link else f"/{slug}{path}"
    return _write(template, "contact", contact.email, "da", about, path=path, link=link)


def to_staff(address: str, template: str, about: UUID, *, path: str) -> Message:
    """A mail to somebody who signs in."""
    return _write(template, "staff", address, "da", about, path=f"/{Tenant.here().slug}{path}")


def send_again(message: Message) -> Message:
    """The same message once more; its link is replaced by a new one, which has all its tries, and the old one dies."""
    link = None
    if message.link:
        message.link.revoked_at = message.link.revoked_at or real_now()
        link = Link.to(message.link.purpose, message.link.subject_id, message.link.holder)
    return _write(
        message.template,
        message.holder,
        message.to_address,
        message.language,
        message.about_id,
        path=message.path,
        link=link,
    )


def _write(
    template: str,
    holder: str,
    address: str,
    language: str,
    about: UUID | None,
    *,
    path: str = "",
    link: Link | None = None,
) -> Message:
    message = Message(
        template=template, holder=holder, to_address=address, language=language, about_id=about, path=path,
        link_id=link.id if link else None, written_at=now(),
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    outbox.post("mail", f"message:{message.id}", {"message_id": str(message.id)})
    return message
