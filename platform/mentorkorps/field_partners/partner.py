"""A partner in the field and the dated steps with it: aimed at, contacted, co-operating, ended (DF-03)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from mentorkorps.clock import now, today
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import PoolRow, inside, one_of
from tenants.scope import db, own_id
from tenants.users import Actor

KINDS = {
    "school": N_("Skole"),
    "job_centre": N_("Jobcenter"),
    "company": N_("Virksomhed"),
    "union": N_("Fagforening"),
    "network": N_("Netværk"),
}
#: Whose pupils or clients are referred.
INSTITUTIONS = ("school", "job_centre")
PRESSED_TWICE = timedelta(minutes=10)
STEPS = {
    "target": N_("Ønsket"),
    "contacted": N_("Kontaktet"),
    "cooperating": N_("Samarbejder"),
    "ended": N_("Samarbejdet er slut"),
}


class FieldPartner(PoolRow):
    """An organisation that the house works, or wants to work, together with."""

    __tablename__ = "field_partners"
    __table_args__ = (one_of("kind", list(KINDS)), UniqueConstraint("tenant_id", "kind", "name"))

    name: Mapped[str]
    kind: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")  # who to ask there, as written by staff
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class FieldStep(PoolRow):
    """One step with a partner, on a day; append-only, and the newest says how it stands."""

    __tablename__ = "field_steps"
    __table_args__ = (
        inside("field_partners", "partner_id"),
        one_of("step", list(STEPS)),
        UniqueConstraint("tenant_id", "partner_id", "number"),
    )

    partner_id: Mapped[UUID]
    number: Mapped[int]
    step: Mapped[str]
    on_day: Mapped[date]
    words: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]


def aim_at(name: str, kind: str, place: str, contact: str, *, by: Actor) -> FieldPartner:
    """A new partner, aimed at from today (DF-03). Refused where it is on the list."""
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"partners {own_id()}"))))
    called = func.lower(FieldPartner.name) == func.lower(name)
    same = FieldPartner.tenant_id == own_id(), FieldPartner.kind == kind, called
    if db.session.scalar(select(FieldPartner.id).where(*same).limit(1)):
        raise Refused(_("%(name)s står allerede på listen.", name=name))
    partner = FieldPartner(name=name, kind=kind, place=place, contact=contact, made_at=now(), made_by=by.name)
    db.session.add(partner)
    db.session.flush()
    _write(partner, "target", today(), "", by)
    audit.record("field_partner.added", partner, by=by)
    return partner


def change_contact(partner: FieldPartner, contact: str, *, by: Actor) -> None:
    """Whom to ask there from now on; nobody, where it is empty. Who was asked before is not kept."""
    partner.contact = contact
    db.session.flush()
    audit.record("field_partner.contact", partner, by=by)


def take_step(partner: FieldPartner, step: str, on_day: date, words: str, *, by: Actor) -> FieldStep:
    """How far it has come, and since when (DF-03). Refused for a day to come or before the last step, and the same again."""
    hold(partner)
    last = next(iter(steps_of(partner)), None)
    if on_day > today():
        raise Refused(_("Skriv en dag, der er kommet."))
    if last and on_day < last.on_day:
        raise Refused(_("Det sidste skridt er nyere. Skriv en dag, der ikke ligger før det."))
    if last and last.step == step:
        raise Refused(_("Sådan står det allerede."))
    made = _write(partner, step, on_day, words, by, number=last.number + 1 if last else 1)
    audit.record("field_partner.step", partner, by=by, why=step)
    return made


def hold(partner: FieldPartner) -> None:
    """Whoever writes about the partner at the same time waits."""
    own = FieldPartner.tenant_id == partner.tenant_id, FieldPartner.id == partner.id
    db.session.execute(select(FieldPartner.id).where(*own).with_for_update())


def check_running(partner: FieldPartner) -> None:
    """Refused where the co-operation has come to an end."""
    last = next(iter(steps_of(partner)), None)
    if last and last.step == "ended":
        raise Refused(_("Samarbejdet er slut, så der er ikke noget at skrive under på."))


def steps_of(partner: FieldPartner) -> list[FieldStep]:
    """The newest first."""
    mine = select(FieldStep).where(FieldStep.partner_id == partner.id)
    return list(db.session.scalars(mine.order_by(FieldStep.number.desc())))


def with_step(kind: str = "", step: str = "") -> Select[FieldPartner, FieldStep]:
    """The house's partners, each with its newest step, by name; only of a kind, or only those that stand there."""
    newest = aliased(FieldStep)
    last = (
        select(newest.id)
        .where(newest.tenant_id == FieldPartner.tenant_id, newest.partner_id == FieldPartner.id)
        .order_by(newest.number.desc())
        .limit(1)
        .correlate(FieldPartner)
        .scalar_subquery()
    )
    found = (
        select(FieldPartner, FieldStep).join(FieldStep, FieldStep.id == last).where(FieldPartner.tenant_id == own_id())
    )
    found = found.where(FieldPartner.kind == kind) if kind else found
    found = found.where(FieldStep.step == step) if step else found
    return found.order_by(FieldPartner.name, FieldPartner.id)


def ended() -> Select[UUID]:
    """The ids of the house's partners with whom it has come to an end."""
    return with_step(step="ended").order_by(None).with_only_columns(FieldPartner.id)


def working_since(partners: Sequence[UUID]) -> dict[UUID, date]:
    """The first day of co-operation of each of these partners that has had one."""
    since = FieldStep.tenant_id == own_id(), FieldStep.partner_id.in_(partners), FieldStep.step == "cooperating"
    first = select(FieldStep.partner_id, func.min(FieldStep.on_day)).where(*since).group_by(FieldStep.partner_id)
    return dict(db.session.execute(first).all())


def whole_years(since: date, day: date) -> int:
    """How many years have gone from `since` to `day`: trust takes four of them (DF-30)."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def _write(partner: FieldPartner, step: str, on_day: date, words: str, by: Actor, *, number: int = 1) -> FieldStep:
    row = FieldStep(
        partner_id=partner.id, number=number, step=step, on_day=on_day, words=words, noted_at=now(), noted_by=by.name
    )
    db.session.add(row)
    db.session.flush()
    return row
