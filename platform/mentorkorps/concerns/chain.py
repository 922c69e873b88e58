"""Who sees a concern: those who own it or have owned it, the contact person, and the bearing municipality's coordinator.

Nobody else, not even in the same corps. While it is the group's, its coordinators see it until one of them takes it; when a
deadline has passed, so does the holder of the next level, and the coordinator must act where there is none (DF-18).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, cast, exists, false, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from mentorkorps.clock import today
from mentorkorps.concerns.concern import Concern, ConcernStep
from mentorkorps.concerns.holder import ConcernHolder, standing
from mentorkorps.refused import NotFound
from mentorkorps.youths import ContactPerson, Youth
from tenants import audit
from tenants.scope import db
from tenants.standing import TODAY
from tenants.users import Actor

Lines = Select[*tuple[Any, ...]]
Day = date | ColumnElement[date]  # the latter in a statement that is made once
#: What a list shows of a concern: never its text.
LINE = (
    Concern.id.label("concern_id"), Concern.youth_id, Concern.match_id, Concern.opened_at, Concern.closed_at, Youth.first_name,
    ConcernStep.level, ConcernStep.deadline, ConcernStep.owner_name, Concern.not_rung().label("must_ring"),
)  # fmt: skip


def find(concern_id: UUID, by: Actor) -> Concern:
    """The concern with that id; NotFound alike for whoever is outside its chain and for one that never was."""
    seen: Select[Concern] = _joined(select(Concern)).where(Concern.id == concern_id, _seen_by(by, today()))
    whole = seen.options(joinedload(Concern.youth), joinedload(Concern.match), selectinload(Concern.steps))
    concern = db.session.scalar(whole)
    if concern is None:
        raise NotFound("Concern")
    return concern


def read(concern_id: UUID, by: Actor) -> Concern:
    """As `find`, and the reading stands in the trail."""
    concern = find(concern_id, by)
    audit.record("concern.read", concern, by=by)
    return concern


def seen_by(by: Actor) -> Lines:
    """LINE of each concern in whose chain `by` is, the most pressing first, the closed last."""
    lines: Lines = _joined(select(*LINE)).where(_seen_by(by, TODAY))
    return lines.order_by(Concern.closed_at.is_not(None), ConcernStep.deadline, Concern.opened_at, Concern.id)


def about(youth: Youth, by: Actor) -> Lines:
    """The same of one youth."""
    return seen_by(by).where(Concern.youth_id == youth.id)


def due_here(day: date, user: Actor) -> Lines:
    """LINE of what `user` must do something about on `day`: own and due, not yet rung about, or overdue one level below."""
    due = or_(ConcernStep.deadline <= day, Concern.not_rung())
    mine = or_(and_(or_(_owns(user), _is_of_the_group(user)), due), _is_next_of_late(user, day))
    lines: Lines = _joined(select(*LINE)).where(Concern.closed_at.is_(None), mine)
    return lines.order_by(Concern.not_rung().desc(), ConcernStep.deadline, Concern.opened_at, Concern.id)


def _joined(query: Any) -> Any:
    """With the youth and the step in which the concern stands."""
    last = and_(ConcernStep.tenant_id == Concern.tenant_id, ConcernStep.concern_id == Concern.id, ConcernStep.is_last())
    whose = and_(Youth.tenant_id == Concern.tenant_id, Youth.id == Concern.youth_id)
    return query.select_from(Concern).join(ConcernStep, last).join(Youth, whose)


def _seen_by(by: Actor, day: Day) -> ColumnElement[bool]:
    return or_(false(), *_ways(by, day))


def _ways(by: Actor, day: Day) -> Iterator[ColumnElement[bool]]:
    if by.user_id is None:
        return
    if "coordinator" in by.roles:
        yield Concern.tenant_id == by.tenant_id
    yield _is_contact(by)
    yield _has_owned(by)
    yield _is_of_the_group(by)
    yield and_(_is_next_of_late(by, day), Concern.closed_at.is_(None))


def _is_contact(by: Actor) -> ColumnElement[bool]:
    theirs = ContactPerson.user_tenant_id == by.tenant_id, ContactPerson.user_id == by.user_id
    return exists().where(
        ContactPerson.tenant_id == Youth.tenant_id, ContactPerson.id == Youth.contact_person_id, *theirs
    )


def _owns(by: Actor) -> ColumnElement[bool]:
    return and_(ConcernStep.owner_tenant_id == by.tenant_id, ConcernStep.owner_user_id == by.user_id)


def _has_owned(by: Actor) -> ColumnElement[bool]:
    step = aliased(ConcernStep)
    theirs = step.owner_tenant_id == by.tenant_id, step.owner_user_id == by.user_id
    return exists().where(step.tenant_id == Concern.tenant_id, step.concern_id == Concern.id, *theirs)


def _is_of_the_group(by: Actor) -> ColumnElement[bool]:
    if "corps_staff" not in by.roles:
        return false()
    return and_(ConcernStep.owner_tenant_id == by.tenant_id, ConcernStep.owner_user_id.is_(None))


def _is_next_of_late(by: Actor, day: Day) -> ColumnElement[bool]:
    """The deadline has passed, and `by` holds the level above; a coordinator here, where nobody with an account does."""
    holder = aliased(ConcernHolder, standing().subquery())
    above = exists().where(holder.place == cast(ConcernStep.level + 1, Text))
    by_it: ColumnElement[bool] = above.where(holder.user_tenant_id == by.tenant_id, holder.user_id == by.user_id)
    if "coordinator" in by.roles:
        by_it = or_(by_it, and_(Concern.tenant_id == by.tenant_id, ~above.where(holder.user_id.is_not(None))))
    return and_(ConcernStep.deadline < day, by_it)
