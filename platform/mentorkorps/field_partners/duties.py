"""What follows from the parts of an agreement with a company: something to do, with a deadline, until it is done (DF-31)."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import today
from mentorkorps.field_partners.partner import FieldPartner, ended
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.rows import PoolRow, inside, one_of, together
from tenants.scope import db, own_id
from tenants.users import Actor

#: What is to be done about each part, and within how many days.
DUTIES = {
    "work_hours": (N_("Skriv til virksomhedens mentorer, at de må bruge en del af arbejdstiden"), 14),
    "guidelines": (N_("Giv virksomheden og mentorerne retningslinjerne for møderne"), 14),
    "encourages": (N_("Giv virksomheden en opfordring, den kan sende til medarbejderne"), 30),
    "joint_meeting": (N_("Hold det fælles informationsmøde"), 60),
    "interviews": (N_("Aftal lokale og dage til samtalerne på virksomheden"), 60),
    "csr": (N_("Giv virksomheden de ord og tal, den må bruge i sin markedsføring"), 90),
}


class FieldDuty(PoolRow):
    """One thing to do for one part of what is agreed with a partner; done once."""

    __tablename__ = "field_duties"
    __table_args__ = (
        inside("field_partners", "partner_id"),
        one_of("part", list(DUTIES)),
        together("done_on", "done_by"),
        UniqueConstraint("tenant_id", "partner_id", "part"),
    )

    partner_id: Mapped[UUID]
    part: Mapped[str]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_by: Mapped[str | None]

    @property
    def words(self) -> str:
        """What is to be done, in the reader's language."""
        return _(DUTIES[self.part][0])


def take_on(partner: FieldPartner, parts: Collection[str], signed_on: date) -> None:
    """Writes down what follows from `parts`; a part that was agreed before stays as it is."""
    known = {one.part for one in duties_of(partner)}
    for part in parts:
        if part in DUTIES and part not in known:
            db.session.add(
                FieldDuty(partner_id=partner.id, part=part, due_on=signed_on + timedelta(days=DUTIES[part][1]))
            )
    db.session.flush()


def duties_of(partner: FieldPartner) -> list[FieldDuty]:
    """All of them, the most urgent first."""
    mine = select(FieldDuty).where(FieldDuty.partner_id == partner.id)
    return list(db.session.scalars(mine.order_by(FieldDuty.due_on, FieldDuty.part)))


def open_duties() -> Select[FieldDuty, FieldPartner]:
    """What the house has still to do, with whom, the most urgent first; nothing where the co-operation has ended."""
    of = (FieldPartner.tenant_id == FieldDuty.tenant_id) & (FieldPartner.id == FieldDuty.partner_id)
    undone = FieldDuty.tenant_id == own_id(), FieldDuty.done_on.is_(None), FieldPartner.id.not_in(ended())
    return (
        select(FieldDuty, FieldPartner).join(FieldPartner, of).where(*undone).order_by(FieldDuty.due_on, FieldDuty.id)
    )


def done(duty_id: UUID, *, by: Actor) -> FieldDuty:
    """It is done today. Refused when it was done before; NotFound for another house's."""
    own = FieldDuty.id == duty_id, FieldDuty.tenant_id == own_id()
    duty = db.session.scalar(select(FieldDuty).where(*own).with_for_update())
    if duty is None:
        raise NotFound("FieldDuty")
    if duty.done_on is not None:
        raise Refused(_("Det er allerede gjort."))
    duty.done_on, duty.done_by = today(), by.name
    db.session.flush()
    audit.record("field_partner.duty_done", duty, by=by, why=duty.part)
    return duty
