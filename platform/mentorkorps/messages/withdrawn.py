"""A message that waits to be sent, while what it asks is no longer asked: it is not sent, and nobody on its page is forgotten."""

from contextlib import nullcontext
from uuid import UUID

from sqlalchemy import func, select

from mentorkorps.clock import now, real_now, today
from mentorkorps.links import Link
from mentorkorps.messages.message import Message
from mentorkorps.messages.moment import asking_rules
from mentorkorps.messages.pace import hours
from mentorkorps.messages.returned import beside
from tenants import outbox
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db, tenant_id


def withdraw(about: UUID) -> None:
    """What has not been sent about it yet stays here (`deliver`): its link dies. Who has a message already keeps a live one."""
    waits = OutboxItem.done_at.is_(None), OutboxItem.lease_token.is_(None), Message.about_id == about
    of_message = OutboxItem.dedupe_key == func.concat("message:", Message.id)
    links = select(Message.link_id).join(OutboxItem, of_message).where(*waits)
    for link in db.session.scalars(select(Link).where(Link.id.in_(links), Link.revoked_at.is_(None))):
        link.revoked_at = real_now()
    db.session.flush()


def hand_on(message: Message) -> None:
    """The questions that stood on the page of a message which is withdrawn: the first that is still asked gets a message of its
    own, on the same day, and its page leads to the others."""
    for tenant, link_id in beside(message):
        with nullcontext() if tenant == tenant_id() else acting_for(tenant):
            link = db.session.scalar(select(Link).where(Link.id == link_id))
            if link is None or link.revoked_at or link.used_at:
                continue
            if db.session.scalar(select(Message.id).where(Message.link_id == link_id)) is None:
                _write(message, link)
            return


def _write(message: Message, link: Link) -> None:
    """As the other: by the same way, to the same person; not on a day on which the programme here rests."""
    mine = Message(
        template=link.purpose, holder=message.holder, channel=message.channel, to_address=message.to_address,
        language=message.language, sender=message.sender, person_id=message.person_id, about_id=link.subject_id,
        path="", link_id=link.id, written_at=now(),
    )  # fmt: skip
    db.session.add(mine)
    db.session.flush()
    allowed = hours(asking_rules(), asks_on=today())
    outbox.post("mail", f"message:{mine.id}", {"message_id": str(mine.id), "allowed": allowed})
