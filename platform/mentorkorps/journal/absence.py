"""When a contact person is away: what is to be read waits meanwhile, and nobody is reminded (FY-38)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, select
from sqlalchemy.orm import Mapped, relationship

from mentorkorps.clock import now, today
from mentorkorps.language import _
from mentorkorps.refused import Refused
from mentorkorps.youths import ContactPerson
from tenants import audit
from tenants.rows import CaseRow, inside
from tenants.scope import db
from tenants.users import Actor

LONGEST = timedelta(days=366)


class Absence(CaseRow):
    """A contact person is away from one day to another, both counted; no reason is asked for nor kept."""

    __tablename__ = "absences"
    __table_args__ = (
        inside("contact_persons", "contact_person_id"),
        CheckConstraint("until_on >= from_on", name="in_order"),
    )

    contact_person_id: Mapped[UUID]
    from_on: Mapped[date]
    until_on: Mapped[date]
    registered_at: Mapped[datetime]
    registered_by: Mapped[str]
    cancelled_at: Mapped[datetime | None]

    contact_person: Mapped[ContactPerson] = relationship(viewonly=True)

    @classmethod
    def register(cls, contact: ContactPerson, from_on: date, until_on: date, *, by: Actor) -> "Absence":
        """The contact person is away; by the person or a coordinator.

        Refused for an end before the beginning, an end that has passed, more than a year, and for the same days twice.
        """
        if until_on < from_on:
            raise Refused(_("Den sidste dag skal ligge efter den første."), about=("from_on", "until_on"))
        if until_on < today() or until_on - from_on > LONGEST:
            raise Refused(
                _("Fraværet skal slutte i dag eller senere og vare højst et år."), about=("from_on", "until_on")
            )
        db.session.execute(select(ContactPerson.id).where(ContactPerson.id == contact.id).with_for_update())
        days = cls.contact_person_id == contact.id, cls.from_on == from_on, cls.until_on == until_on
        if db.session.scalar(select(cls.id).where(*days, cls.cancelled_at.is_(None))):
            raise Refused(_("Fraværet er allerede skrevet ned."))
        absence = cls(
            contact_person_id=contact.id, from_on=from_on, until_on=until_on, registered_at=now(), registered_by=by.name
        )
        db.session.add(absence)
        db.session.flush()
        audit.record("absence.registered", contact, by=by)
        return absence

    def cancel(self, *, by: Actor) -> None:
        """The person is not away after all; Refused when it has been said before."""
        if self.cancelled_at:
            raise Refused(_("Fraværet er allerede slettet."))
        self.cancelled_at = now()
        audit.record("absence.cancelled", self.contact_person, by=by)

    @classmethod
    def standing(cls, contacts: Sequence[UUID]) -> Select["Absence"]:
        """The absences of these contact persons that were not cancelled, the first beginning first."""
        return (
            select(cls)
            .where(cls.contact_person_id.in_(contacts), cls.cancelled_at.is_(None))
            .order_by(cls.from_on, cls.id)
        )


def own_contacts(by: Actor) -> Sequence[ContactPerson]:
    """Who `by` is as contact person in the tenant acted in."""
    mine = ContactPerson.user_tenant_id == by.tenant_id, ContactPerson.user_id == by.user_id
    return db.session.scalars(select(ContactPerson).where(*mine).order_by(ContactPerson.id)).all()
