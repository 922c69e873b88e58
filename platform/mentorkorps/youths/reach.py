"""Which youths somebody reaches inside the tenant acted in: the own ones, the tenant's, or those that were sent."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from mentorkorps.refused import NotFound
from mentorkorps.youths.contact import ContactPerson
from mentorkorps.youths.enrolment import Enrolment
from mentorkorps.youths.youth import Youth
from tenants.scope import OWN, db
from tenants.users import Actor

DISCARDED = "discarded"  # why an enrolment closed that was wiped out as a draft


def reachable_by(actor: Actor) -> Select[Youth]:
    """The youths `actor` may open. A draft is seen by the enrolling unit alone (disclosure, step 1).

    A case worker: the own. A counsellor: those he or she enrolled, and those
    of the same house whose contact person he or she is. Coordinator: the tenant's.
    Corps staff: those that were sent to them. A data protection officer has no list: see `overseen_by`.
    """
    return select(Youth).where(Youth.id.in_(reachable_enrolments(actor).with_only_columns(Enrolment.youth_id)))


def reachable_enrolments(actor: Actor) -> Select[Enrolment]:
    """The enrolments behind `reachable_by`."""
    return select(Enrolment).where(or_(false(), *_ways(actor)), Enrolment.close_reason != DISCARDED)


def overseen_by(actor: Actor) -> Select[Youth]:
    """`reachable_by`; and for a data protection officer what a coordinator reaches, to read one case on purpose."""
    return reachable_by(replace(actor, roles=actor.roles | {"coordinator"}) if "dpo" in actor.roles else actor)


def find(youth_id: UUID, actor: Actor) -> Youth:
    """The youth with that id; NotFound where `actor` does not reach it, or it never was."""
    return _one(reachable_by(actor), youth_id)


def find_overseen(youth_id: UUID, actor: Actor) -> Youth:
    """The same, of those that `actor` oversees."""
    return _one(overseen_by(actor), youth_id)


def reaches(actor: Actor, youth: Youth) -> bool:
    """Whether `actor` reaches the youth, and does not only oversee it."""
    return db.session.scalar(reachable_by(actor).where(Youth.id == youth.id)) is not None


def find_enrolment(enrolment_id: UUID, actor: Actor) -> Enrolment:
    """The enrolment with that id; NotFound where `actor` does not reach it, or it never was."""
    enrolment = db.session.scalar(reachable_enrolments(actor).where(Enrolment.id == enrolment_id))
    if enrolment is None:
        raise NotFound("Enrolment")
    return enrolment


def enrolment_of(youth: Youth) -> Enrolment:
    """The enrolment of a youth that was found; a youth has one."""
    return db.session.scalars(select(Enrolment).where(Enrolment.youth_id == youth.id)).one()


def _ways(actor: Actor) -> Iterator[ColumnElement[bool]]:
    sent = Enrolment.sent_at.is_not(None)
    if actor.roles & {"case_worker", "counsellor"}:
        yield and_(Enrolment.begun_by_tenant_id == actor.tenant_id, Enrolment.begun_by_user_id == actor.user_id)
    if "case_worker" in actor.roles:
        yield and_(sent, Enrolment.youth_id.in_(_followed_by(actor)))
    if "counsellor" in actor.roles:  # a colleague's youth, whose contact person one is
        yield and_(sent, Enrolment.begun_by_tenant_id == actor.tenant_id, Enrolment.youth_id.in_(_followed_by(actor)))
    if "coordinator" in actor.roles:
        yield or_(sent, Enrolment.begun_by_tenant_id == actor.tenant_id)
    if "corps_staff" in actor.roles:
        yield sent_to_us()


def _one(youths: Select[Youth], youth_id: UUID) -> Youth:
    youth = db.session.scalar(youths.where(Youth.id == youth_id))
    if youth is None:
        raise NotFound("Youth")
    return youth


def sent_to_us() -> ColumnElement[bool]:
    """Sent under a programme of the house the user comes from: another corps' youths are none of its business."""
    return and_(Enrolment.sent_at.is_not(None), Enrolment.programme_tenant_id == OWN)


def _followed_by(actor: Actor) -> Select[Any]:
    contact = and_(ContactPerson.tenant_id == Youth.tenant_id, ContactPerson.id == Youth.contact_person_id)
    mine = ContactPerson.user_tenant_id == actor.tenant_id, ContactPerson.user_id == actor.user_id
    return select(Youth.id).join(ContactPerson, contact).where(*mine)
