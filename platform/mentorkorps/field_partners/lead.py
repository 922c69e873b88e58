"""A company that has written and would like a meeting: who takes it, how far it has come, and when it is erased (HT-20).

What was written is kept a year after the last step, and a month after a no or a co-operation; then it is gone.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Select, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.clock import local, now, today
from mentorkorps.field_partners.company_contact import CompanyContact, answering
from mentorkorps.field_partners.partner import FieldPartner, aim_at, change_contact, hold, steps_of, take_step
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from mentorkorps.working_days import working_days_after
from tenants import audit
from tenants.rows import PoolRow, inside
from tenants.scope import HERE, db, own_id
from tenants.standing import TODAY
from tenants.users import Actor, User

#: How it stands, read from the days that are written down; the last that holds counts.
STANDS = {
    "new": N_("Ny"),
    "contacted": N_("Kontaktet"),
    "meeting": N_("Møde aftalt"),
    "partner": N_("Samarbejdspartner"),
    "no": N_("Nej tak"),
}
KEEP, KEEP_CLOSED = timedelta(days=365), timedelta(days=30)
ANSWER_WITHIN = 2  # working days
MOST_IN_AN_HOUR = 20  # of one house: more is not companies
TWICE = timedelta(days=1)  # the same from the same address again within a day is the same wish


class Written(NamedTuple):
    """What a company has written."""

    company: str
    contact: str
    email: str
    phone: str
    trade: str
    note: str


class CompanyLead(PoolRow):
    """A company's wish for a meeting."""

    __tablename__ = "company_leads"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        inside("users", "owner_id"),
        inside("field_partners", "partner_id"),
        CheckConstraint("num_nonnulls(declined_on, partner_id) < 2", name="one_end"),
    )

    partnership_id: Mapped[UUID]
    company: Mapped[str]
    contact: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    trade: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    owner_id: Mapped[UUID]
    next_on: Mapped[date | None]
    contacted_on: Mapped[date | None]
    meeting_on: Mapped[date | None]
    declined_on: Mapped[date | None]
    partner_id: Mapped[UUID | None]
    erase_on: Mapped[date]

    owner: Mapped[User] = relationship(viewonly=True)

    @property
    def stands(self) -> str:
        """A key of `STANDS`."""
        if self.partner_id:
            return "partner"
        if self.declined_on:
            return "no"
        return "meeting" if self.meeting_on else "contacted" if self.contacted_on else "new"

    @property
    def is_open(self) -> bool:
        """Somebody has still something to do about it."""
        return self.partner_id is None and self.declined_on is None


def receive(written: Written, contact: CompanyContact, *, by: Actor) -> CompanyLead | None:
    """A company's wish, taken by the contact, who is to answer within two working days (HT-20).

    None where the same address has written the same within a day: it is kept once. Who writes again with the right number has
    not been heard yet. Refused where too many come in an hour.
    """
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"leads {own_id()}"))))
    said = written._asdict() | {"email": func.lower(written.email)}
    columns = {name: CompanyLead.__table__.c[name] for name in said} | {"email": func.lower(CompanyLead.email)}
    if _how_many(CompanyLead.received_at > now() - TWICE, *(columns[name] == value for name, value in said.items())):
        return None
    if _how_many(CompanyLead.received_at > now() - timedelta(hours=1)) >= MOST_IN_AN_HOUR:
        raise Refused(_("Der er kommet mange henvendelser på kort tid. Ring eller skriv til os i stedet."))
    lead = CompanyLead(
        partnership_id=contact.partnership_id, owner_id=contact.user_id, received_at=now(),
        next_on=working_days_after(today(), ANSWER_WITHIN), erase_on=today() + KEEP, **written._asdict(),
    )  # fmt: skip
    db.session.add(lead)
    db.session.flush()
    audit.record("company_lead.received", lead, by=by)
    return lead


def change(
    lead: CompanyLead, *, owner_id: UUID, contacted_on: date | None, meeting_on: date | None, next_on: date | None, by: Actor
) -> None:  # fmt: skip
    """Who has it, what has happened, and when the next step is. Refused when it is closed, for an owner who is not of the
    house, a contact in the future, a day before the company wrote, an open one without a next day, or a day on which it is
    erased already."""
    _lock_open(lead)
    if owner_id not in {one.id for one in answering()}:
        raise Refused(_("Vælg en, der arbejder i korpset."))
    if contacted_on and contacted_on > today():
        raise Refused(_("Skriv en dag, der er kommet."))
    if next_on is None:
        raise Refused(_("Skriv, hvornår I gør noget næste gang. Ellers bliver virksomheden glemt."))
    if min(next_on, contacted_on or next_on, meeting_on or next_on) < local(lead.received_at).date():
        raise Refused(_("Skriv en dag, der ikke ligger før virksomheden skrev."))
    if max(next_on, meeting_on or next_on) >= today() + KEEP:
        raise Refused(_("Henvendelsen slettes om et år. Skriv en dag før det."))
    lead.owner_id, lead.contacted_on, lead.meeting_on, lead.next_on = owner_id, contacted_on, meeting_on, next_on
    _kept(lead, KEEP, "changed", by)


def decline(lead: CompanyLead, *, by: Actor) -> None:
    """The company said no, or nothing comes of it. Refused when it is closed."""
    _lock_open(lead)
    lead.declined_on, lead.next_on = today(), None
    _kept(lead, KEEP_CLOSED, "declined", by)


def become_partner(lead: CompanyLead, *, by: Actor) -> FieldPartner:
    """The company stands among the partners in the field, as contacted at least; one that stood there is that one, and whoever
    has written is from now on whom to ask there. Refused when it is closed.
    """
    _lock_open(lead)
    named = FieldPartner.tenant_id == own_id(), FieldPartner.kind == "company"
    called = func.lower(FieldPartner.name) == func.lower(lead.company)
    partner = db.session.scalar(select(FieldPartner).where(*named, called).limit(1))
    partner = partner or aim_at(lead.company, "company", "", "", by=by)
    hold(partner)
    change_contact(partner, f"{lead.contact}, {lead.phone}, {lead.email}", by=by)
    if steps_of(partner)[0].step in ("target", "ended"):
        take_step(partner, "contacted", today(), "", by=by)
    lead.partner_id, lead.next_on = partner.id, None
    _kept(lead, KEEP_CLOSED, "became_partner", by)
    return partner


def leads(*, only_open: bool) -> Select[CompanyLead]:
    """The house's, the most urgent first; all of them that are not erased, or the open ones."""
    found = select(CompanyLead).where(CompanyLead.tenant_id == own_id())
    if only_open:
        found = found.where(CompanyLead.partner_id.is_(None), CompanyLead.declined_on.is_(None))
    return found.order_by(CompanyLead.next_on.asc().nulls_last(), CompanyLead.received_at.desc(), CompanyLead.id)


def leads_to_erase() -> ColumnElement[bool]:
    """Whether the day has come for any, as one of the questions of a day (`standing.Look`)."""
    return select(CompanyLead.id).where(CompanyLead.tenant_id == HERE, CompanyLead.erase_on <= TODAY).exists()


def erase_leads(day: date) -> None:
    """Those whose day has come are gone."""
    db.session.execute(delete(CompanyLead).where(CompanyLead.tenant_id == own_id(), CompanyLead.erase_on <= day))


def _how_many(*said: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(CompanyLead).where(CompanyLead.tenant_id == own_id(), *said)
    return db.session.scalar(counted) or 0


def _lock_open(lead: CompanyLead) -> None:
    fresh = select(CompanyLead).where(CompanyLead.tenant_id == lead.tenant_id, CompanyLead.id == lead.id)
    db.session.scalars(fresh.with_for_update().execution_options(populate_existing=True)).one()
    if not lead.is_open:
        raise Refused(_("Henvendelsen er afsluttet."))


def _kept(lead: CompanyLead, keep: timedelta, act: str, by: Actor) -> None:
    lead.erase_on = today() + keep
    db.session.flush()
    audit.record(f"company_lead.{act}", lead, by=by)
