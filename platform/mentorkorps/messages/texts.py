"""The quota on text messages: how many the agreement has left here, counted as they are decided on.

A code to somebody's own telephone, the answer to "stop" and what staff are told of a concern never ask here. The count is
read once a transaction, so that two at once may go a few over: it is a limit on money, and nobody waits for it.
"""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select

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
    """Whether one more text message may be sent here; if so it is counted, and at 80 and 100 per cent it is told (FY-05)."""
    texts = _texts()
    if texts is None:
        return True
    if texts.used >= texts.capacity:
        return False
    texts.used += 1
    notice(texts.quota, "texts", texts.used, texts.capacity, now())
    return True


def texts_of(quota: Quota) -> Texts | None:
    """How many have been written in the period of `quota`, in the tenant acted in; None where there is no limit."""
    if quota.texts is None:
        return None
    more = select(func.coalesce(func.sum(Opening.places), 0)).where(
        Opening.tenant_id == quota.tenant_id, Opening.quota_id == quota.id, Opening.what == "texts"
    )
    since = datetime.combine(quota.period.starts_on, time(0), COPENHAGEN)
    used = select(func.count()).where(
        Message.channel == "sms", Message.written_at >= since, Message.template.not_in(UNCOUNTED)
    )
    opened, written = db.session.execute(select(more.scalar_subquery(), used.scalar_subquery())).one()
    return Texts(quota, quota.texts + opened, written)


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
