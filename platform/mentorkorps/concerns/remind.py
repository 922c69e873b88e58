"""Whoever answers for a concern whose deadline has come is reminded, and a day later the next in the way up; no word of what.

Once for each deadline. Of danger, or a minor, that nobody has rung about: within the quarter of an hour, and every morning.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from mentorkorps.clock import today
from mentorkorps.concerns.concern import Concern, ConcernStep
from mentorkorps.concerns.holder import ConcernHolder, above, holders
from mentorkorps.concerns.tell import staff_with
from mentorkorps.messages import to_staff
from tenants import outbox
from tenants.scope import acting_for, db, tenant_id
from tenants.standing import TODAY
from tenants.users import User


@cache
def _due() -> Select[*tuple[Any, ...]]:
    """(the step in which it stands, whether the on-call is still to be rung) of each open concern whose deadline has come."""
    last = and_(ConcernStep.tenant_id == Concern.tenant_id, ConcernStep.concern_id == Concern.id, ConcernStep.is_last())
    return (
        select(ConcernStep, Concern.not_rung())
        .join(Concern, last)
        .where(Concern.closed_at.is_(None), ConcernStep.deadline <= TODAY)
        .order_by(ConcernStep.owner_tenant_id, ConcernStep.id)
    )


def concerns_late() -> ColumnElement[bool]:
    """Whether `mind_concerns` has anything to do."""
    return _due().exists()


def mind_concerns() -> None:
    """Puts a word to each owner into the outbox of the owner's own house, and where the deadline has passed to the next in
    the way up; the same again changes nothing."""
    ready = holders()
    for step, is_unrung in db.session.execute(_due()).all():
        _remind(step, f"{today() if is_unrung else step.deadline}:reminded")
        if step.deadline < today():
            _go_up(step, ready)


def mind_unrung(concern_id: str) -> None:
    """Reminds the owner where the on-call has not been rung yet."""
    concern = Concern.get(UUID(concern_id))
    if concern.must_ring:
        _remind(concern.now, "unrung")


def _remind(step: ConcernStep, key: str) -> None:
    said = {"concern_id": str(step.concern_id), "user_id": str(step.owner_user_id or "")}
    with acting_for(step.owner_tenant_id):
        outbox.post("remind_owner", f"concern:{step.concern_id}:{key}", said)


def _go_up(step: ConcernStep, ready: dict[str, ConcernHolder]) -> None:
    """The holder of the next level; without one with an account, and from the on-call, the coordinators here."""
    holder = ready.get(above(step.level))
    house, user = (holder.user_tenant_id, holder.user_id) if holder and holder.user_id else (tenant_id(), None)
    said = {
        "concern_id": str(step.concern_id), "user_id": str(user or ""), "owner_id": str(step.owner_user_id or ""),
    }  # fmt: skip
    with acting_for(house):
        outbox.post("remind_next", f"concern:{step.concern_id}:{step.deadline}:late", said)


def remind_owner(concern_id: str, user_id: str) -> None:
    """The mail: a link to the list of concerns, behind sign-in. Where it is the group's, to each of its coordinators."""
    _mail([User.get(UUID(user_id))] if user_id else staff_with("corps_staff"), "concern_waits", concern_id)


def remind_next(concern_id: str, user_id: str, owner_id: str) -> None:
    """The same to who is next, or to the coordinators; an owner among them has been reminded."""
    users = [User.get(UUID(user_id))] if user_id else staff_with("coordinator")
    _mail([user for user in users if str(user.id) != owner_id], "concern_late", concern_id)


def _mail(users: Iterable[User], template: str, concern_id: str) -> None:
    for user in users:
        if user.is_active:
            to_staff(user.email, template, UUID(concern_id), path="/bekymringer")
