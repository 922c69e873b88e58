"""The quota on text messages: how many the agreement has left here, counted as they are decided on.

A code to somebody's own telephone, the answer to "stop" and what staff are told of a concern never ask here. The count is
read once a transaction, so that two at once may go a few over: it is a limit on money, and nobody waits for it.
"""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_

from mentorkorps.clock import COPENHAGEN, now, today
from mentorkorps.messages.message import Message
from mentorkorps.refused import Refused
from tenants.quotas import Opening, Quota, notice
from tenants.scope import db

UNCOUNTED = ("code", "stopped")


@dataclass
class Texts:
    """The text messages of the tenant acted in, in this period."""

    quota: Quota
    capacity: int
    used: int


def may_text() -> bool:
    """Whether one more text message may be written here; if so it is counted, and at 80 and 100 per cent it is told (FY-05).

    Where the agreement lets it wait it is written beyond the quota as well, and leaves when there is room."""
    texts = _texts()
    if texts is None:
        return True
    if texts.used >= texts.capacity and texts.quota.text_beyond != "wait":
        return False
    texts.used += 1
    notice(texts.quota, "texts", texts.used, texts.capacity, now())
    return True


def may_mail_instead() -> bool:
    """Whether what cannot be texted may be asked by mail; else the person is rung."""
    texts = _texts()
    return texts is None or texts.quota.text_beyond != "stop"


def waits_for_room(message: Message) -> bool:
    """Whether a text message that has just been written has to wait at the door."""
    if message.channel != "sms" or message.template in UNCOUNTED:
        return False
    texts = _texts()
    return texts is not None and texts.used > texts.capacity


def has_room(message_id: UUID) -> bool:
    """Whether one that waits may leave: in the order written, when more were opened or a new period has begun."""
    texts = _texts()
    if texts is None:
        return True
    waiting = Message.get(message_id)
    if waiting.written_at < _since(texts.quota):
        return texts.used < texts.capacity
    before = tuple_(Message.written_at, Message.id) < (waiting.written_at, waiting.id)
    first = db.session.scalar(select(func.count()).where(*_counted(texts.quota), before)) or 0
    return first < texts.capacity


def texts_of(quota: Quota) -> Texts | None:
    """How many have been written in the period of `quota`, in the tenant acted in; None where there is no limit."""
    if quota.texts is None:
        return None
    more = select(func.coalesce(func.sum(Opening.places), 0)).where(
        Opening.tenant_id == quota.tenant_id, Opening.quota_id == quota.id, Opening.what == "texts"
    )
    used = select(func.count()).where(*_counted(quota))
    opened, written = db.session.execute(select(more.scalar_subquery(), used.scalar_subquery())).one()
    return Texts(quota, quota.texts + opened, written)


def _counted(quota: Quota) -> tuple[ColumnElement[bool], ...]:
    return Message.channel == "sms", Message.written_at >= _since(quota), Message.template.not_in(UNCOUNTED)


def _since(quota: Quota) -> datetime:
    return datetime.combine(quota.period.starts_on, time(0), COPENHAGEN)


def _texts() -> Texts | None:
    """As it stands in this transaction."""
    known = db.session().info
    if "texts" not in known:
        try:
            known["texts"] = texts_of(Quota.of_here(today()))
        except Refused:
            known["texts"] = None
    texts: Texts | None = known["texts"]
    return texts
