"""A contact person who signs in for the first time is known again by the mail address (FY-38)."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, select, update

from mentorkorps.youths.contact import ContactPerson, plain, same_address
from mentorkorps.youths.enrolment import Enrolment
from mentorkorps.youths.youth import Youth
from tenants import audit
from tenants.scope import db, tenant_id
from tenants.users import User


def recognise(user: User) -> None:
    """`user` is the contact person with his or her address, where that one has no account yet. The trail tells of it.

    Who comes from a school or guidance centre is known only as contact person of a youth whom that house enrolled: what a
    house says of its people's addresses reaches no further than its own youths. An address that two accounts have, here or
    in the house the user comes from, is nobody's.
    """
    if not plain(user.email):
        return
    unknown = ContactPerson.user_id.is_(None), same_address(ContactPerson.email, user.email), ~_another(user)
    own = () if user.tenant_id == tenant_id() else (ContactPerson.id.in_(_of_youths_enrolled_by(user)),)
    known = update(ContactPerson).where(*unknown, *own).values(user_id=user.id, user_tenant_id=user.tenant_id)
    for person in db.session.scalars(known.returning(ContactPerson)).all():
        audit.record("contact.recognised", person, by=user.actor)


def _another(user: User) -> ColumnElement[bool]:
    houses = User.tenant_id.in_({user.tenant_id, tenant_id()})
    return exists().where(houses, User.id != user.id, same_address(User.email, user.email), User.disabled_at.is_(None))


def _of_youths_enrolled_by(user: User) -> Select[UUID | None]:
    enrolment = and_(Enrolment.tenant_id == Youth.tenant_id, Enrolment.youth_id == Youth.id)
    theirs = Enrolment.begun_by_tenant_id == user.tenant_id, Enrolment.sent_at.is_not(None)
    return select(Youth.contact_person_id).join(Enrolment, enrolment).where(*theirs)
