"""What arrived by mail: the link that a message carries."""

from sqlalchemy import select

from mentorkorps.links import Link
from mentorkorps.messages import Message
from tenants.scope import acting_for, db
from tests.cast import tenant


def link_in(slug: str, template: str, holder: str = "") -> str:
    """The path of the link in the newest message of `template` in that tenant (to `holder`, where both got one)."""
    with acting_for(tenant(slug)):
        newest = select(Link).join(Message, (Message.tenant_id == Link.tenant_id) & (Message.link_id == Link.id))
        newest = newest.where(Message.template == template).order_by(Link.made_at.desc())
        if holder:
            newest = newest.where(Link.holder == holder)
        link = db.session.scalars(newest).first()
        assert link is not None, f"no message {template} to {holder or 'anybody'} in {slug}"
        return f"/{slug}/l/{link.token}"


def messages_in(slug: str) -> list[tuple[str, str]]:
    """(template, holder) of every message of that tenant."""
    with acting_for(tenant(slug)):
        every = select(Message).order_by(Message.template, Message.holder)
        return [(message.template, message.holder) for message in db.session.scalars(every)]
