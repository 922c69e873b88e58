"""A message that came back: the address is closed here, and in every tenant whose question stood on its page."""

from contextlib import nullcontext
from uuid import UUID

from sqlalchemy import select

from mentorkorps.messages.asked import Asked
from mentorkorps.messages.message import Message
from mentorkorps.messages.unreachable import Unreachable
from tenants.scope import acting_for, db, tenant_id


def came_back(message: Message, why: str) -> None:
    """The address of the message takes nothing: work at once, for whoever asked by it. Said twice is once.

    Which tenants asked a mentor on the page of this message is read in the mentor's own house, and told to each in turn.
    """
    if message.person_id is None:
        return
    Unreachable.found(message.holder, message.person_id, message.to_address, why)
    for tenant in _riders(message):
        with acting_for(tenant):
            Unreachable.found(message.holder, message.person_id, message.to_address, why)


def _riders(message: Message) -> list[UUID]:
    return sorted({tenant for tenant, _link in beside(message)} - {tenant_id()})


def beside(message: Message) -> list[tuple[UUID, UUID]]:
    """Tenant and link of the questions that stand on the page of this message, the oldest first."""
    day = select(Asked.tenant_id, Asked.on_day).where(Asked.link_id == message.link_id, Asked.by_message)
    house, on_day = db.session.execute(day).one_or_none() or (None, None)
    if house is None:
        return []
    with nullcontext() if house == tenant_id() else acting_for(house):
        that_day = Asked.tenant_id == house, Asked.person_id == message.person_id, Asked.on_day == on_day
        riding = select(Asked.party_tenant_id, Asked.link_id).where(*that_day, ~Asked.by_message).order_by(Asked.id)
        return [(tenant, link) for tenant, link in db.session.execute(riding)]
