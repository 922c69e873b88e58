"""Whoever owns a concern from this moment hears of it at once; a link, and no word of what (DF-18, MO-08).

Two steps: the word is written in the transaction of the act, in the house of the youth, and from there goes to the house of
the owner, which alone knows its own people.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from mentorkorps.clock import now
from mentorkorps.concerns.concern import Concern, ConcernStep
from mentorkorps.messages import to_staff
from tenants import outbox
from tenants.scope import acting_for, db, tenant_id
from tenants.users import Actor, Grant, User

RING_WITHIN = timedelta(minutes=15)
#: Acts that give it to somebody.
GIVES = {"opened", "escalated", "handed"}
#: More than a house has to hand; whoever is beyond them finds it on the list.
MOST = 50


def post_word(step: ConcernStep, *, by: Actor) -> None:
    """Puts the word of this step into the outbox, in the transaction of the act; who acts need not be told.

    Where the on-call must be rung, it is looked at again soon."""
    concern_id = str(step.concern_id)
    said = {"concern_id": concern_id, "serial": step.serial, "by": str(by.user_id or "")}
    outbox.post("tell_chain", f"concern:{concern_id}:{step.serial}:told", said)
    if step.kind == "opened" and step.level is None:
        outbox.post("mind_unrung", f"concern:{concern_id}:rung", {"concern_id": concern_id}, run_at=now() + RING_WITHIN)


def tell_chain(concern_id: str, serial: int, by: str) -> None:
    """Sends the word on to the house of the owner; in danger, or under 18, the coordinators here are told too (DF-18)."""
    concern = Concern.get(UUID(concern_id))
    step = next(one for one in concern.steps if one.serial == serial)
    said = {"concern_id": concern_id, "user_id": str(step.owner_user_id or ""), "by": by}
    with acting_for(step.owner_tenant_id):
        outbox.post("tell_owner", f"concern:{concern_id}:{serial}:owner", said)
    if concern.is_danger or concern.is_minor:
        told = _owners_here(step)
        _mail([user for user in staff_with("coordinator") if user.id not in told], concern_id, by)


def tell_owner(concern_id: str, user_id: str, by: str) -> None:
    """The mail to the owner in this house; where it is the group's, to each of its coordinators, who may all take it."""
    _mail([User.get(UUID(user_id))] if user_id else staff_with("corps_staff"), concern_id, by)


def _owners_here(step: ConcernStep) -> set[UUID]:
    """Who hears of it in this house as its owner, so that nobody who is also a coordinator gets two mails."""
    if step.owner_user_id:
        return {step.owner_user_id}
    return {user.id for user in staff_with("corps_staff")} if step.owner_tenant_id == tenant_id() else set()


def staff_with(role: str) -> Sequence[User]:
    """The accounts of the house acted in that hold the role, by name."""
    may = select(Grant.user_id).where(
        Grant.tenant_id == tenant_id(), Grant.role == role, Grant.revoked_at.is_(None)
    )  # fmt: skip
    users = select(User).where(User.tenant_id == tenant_id(), User.id.in_(may), User.disabled_at.is_(None))
    return db.session.scalars(users.order_by(User.name, User.id).limit(MOST)).all()


def _mail(users: Sequence[User], concern_id: str, by: str) -> None:
    for user in users:
        if user.is_active and str(user.id) != by:
            to_staff(user.email, "concern_now", UUID(concern_id), path="/bekymringer")
