"""What was written to somebody and has not gone yet: so that whoever wrote it knows when it goes, and why not now."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, cast, select

from mentorkorps.clock import local, now
from mentorkorps.messages.message import Message
from mentorkorps.messages.pace import first_allowed
from mentorkorps.programmes import Rules
from tenants.outbox import OutboxItem
from tenants.scope import db


class StillToGo(NamedTuple):
    """One message that waits."""

    holder: str  # mentor, youth, or the contact person who shows the youth the page
    goes_at: datetime
    wanted_on: date  # the day on which it would have gone, had nothing else gone on it

    @property
    def is_put_off(self) -> bool:
        """The day was taken; else it waits for the hours at which somebody may be written to."""
        return local(self.goes_at).date() > self.wanted_on


def still_to_go(about: UUID) -> list[StillToGo]:
    """The messages about it that wait for their moment, the first to go first."""
    of_message = Message.id == cast(OutboxItem.payload["message_id"].astext, Uuid)
    waits = OutboxItem.kind == "mail", OutboxItem.done_at.is_(None), OutboxItem.dead_at.is_(None)
    found = db.session.execute(
        select(Message.holder, Message.written_at, OutboxItem.run_at, OutboxItem.payload)
        .join(Message, of_message)
        .where(*waits, OutboxItem.run_at > now(), Message.about_id == about)
        .order_by(OutboxItem.run_at, OutboxItem.id)
    )
    return [
        StillToGo(holder, goes_at, _wanted_on(written_at, payload.get("allowed")))
        for holder, written_at, goes_at, payload in found
    ]


def _wanted_on(written_at: datetime, allowed: Rules | None) -> date:
    return local(first_allowed(written_at, allowed, asks=True) if allowed else written_at).date()
