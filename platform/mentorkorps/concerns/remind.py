"""Each morning whoever answers for a concern whose deadline has come is reminded, once for each deadline; no word of what."""

from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from mentorkorps.concerns.concern import Concern, ConcernStep
from mentorkorps.messages import to_staff
from tenants import outbox
from tenants.scope import acting_for, db
from tenants.standing import TODAY
from tenants.users import User


@cache
def _due() -> Select[ConcernStep]:
    last = and_(ConcernStep.tenant_id == Concern.tenant_id, ConcernStep.concern_id == Concern.id, ConcernStep.is_last())
    return (
        select(ConcernStep)
        .join(Concern, last)
        .where(Concern.closed_at.is_(None), ConcernStep.deadline <= TODAY, ConcernStep.owner_user_id.is_not(None))
        .order_by(ConcernStep.owner_tenant_id, ConcernStep.id)
    )


def concerns_late() -> ColumnElement[bool]:
    """Whether `mind_concerns` has anything to do."""
    return _due().exists()


def mind_concerns() -> None:
    """Puts a word to each such owner into the outbox of the owner's own house; the same again changes nothing."""
    for step in db.session.scalars(_due()).all():
        said = {"concern_id": str(step.concern_id), "user_id": str(step.owner_user_id)}
        with acting_for(step.owner_tenant_id):
            outbox.post("remind_owner", f"concern:{step.concern_id}:{step.deadline}:reminded", said)


def remind_owner(concern_id: UUID, user_id: UUID) -> None:
    """The mail: a link to the list of concerns, behind sign-in."""
    user = User.get(user_id)
    if user.is_active:
        to_staff(user.email, "concern_waits", concern_id, path="/bekymringer")
