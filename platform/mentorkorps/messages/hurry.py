"""Sending at once what waits for its moment: the person has just asked for it, as on the telephone (VB-19)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, cast, delete, select

from mentorkorps.clock import local, now
from mentorkorps.language import _
from mentorkorps.messages.asked import Asked
from mentorkorps.messages.days import MessageDay
from mentorkorps.messages.message import Message
from mentorkorps.messages.pace import first_allowed
from mentorkorps.refused import Refused
from tenants.outbox import OutboxItem
from tenants.scope import db, tenant_id


def can_hurry(about: UUID) -> bool:
    """Whether anything about it waits that `hurry` would send sooner."""
    return any(_sooner(item, message) for item, message in _waiting(about))


def hurry(about: UUID) -> None:
    """What waits about it goes now, a text message within the hours. The day that was kept for it is free again, and today is
    taken. Refused where nothing waits."""
    sent = [item for item, message in _waiting(about, locked=True) if _leave_now(item, message)]
    if not sent:
        raise Refused(_("Beskeden er allerede sendt."))
    db.session.flush()


def _waiting(about: UUID, *, locked: bool = False) -> list[tuple[OutboxItem, Message]]:
    """Neither a question that has a place on somebody's page, nor what a worker is sending right now."""
    of_message = Message.id == cast(OutboxItem.payload["message_id"].astext, Uuid)
    still = OutboxItem.kind == "mail", OutboxItem.done_at.is_(None), OutboxItem.dead_at.is_(None)
    asked = select(Asked.link_id).where(Asked.link_id == Message.link_id).exists()
    found = select(OutboxItem, Message).join(Message, of_message).where(*still, OutboxItem.lease_token.is_(None))
    found = found.where(OutboxItem.run_at > now(), Message.about_id == about, ~asked).order_by(OutboxItem.id)
    rows = db.session.execute(found.with_for_update(of=OutboxItem, skip_locked=True) if locked else found)
    return [(item, message) for item, message in rows]


def _leave_now(item: OutboxItem, message: Message) -> bool:
    sooner, keys = _sooner(item, message), item.payload.get("day_keys", [])
    if sooner is None:
        return False
    if not item.payload.get("urgent"):  # what is urgent may have gone beside the one that has the day
        mine = MessageDay.tenant_id == tenant_id(), MessageDay.on_day == local(item.run_at).date()
        db.session.execute(delete(MessageDay).where(*mine, MessageDay.address_key.in_(keys)))
    MessageDay.claim([(key, local(sooner).date()) for key in keys])
    kept = {name: value for name, value in item.payload.items() if name != "allowed" or message.channel == "sms"}
    item.payload, item.run_at = kept | {"urgent": True}, sooner
    return True


def _sooner(item: OutboxItem, message: Message) -> datetime | None:
    allowed = item.payload.get("allowed")
    moment = first_allowed(now(), allowed) if allowed and message.channel == "sms" else now()
    return moment if moment < item.run_at else None
