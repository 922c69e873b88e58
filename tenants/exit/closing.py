"""A tenant goes: its last day, and the day on which its data are erased (what was agreed in the terms of processing).

Until that day the end can be taken back. After the last day the house is read only: its people sign in, read, and take
their data out, as the terms of processing promise; nobody writes.
"""

from datetime import date, datetime, timedelta
from typing import Any, Self

from sqlalchemy import CheckConstraint, ColumnElement, Index, Select, or_, select, text
from sqlalchemy.orm import Mapped, aliased

from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.exit.export import ask
from tenants.exit.processing import KEEP_DAYS, ProcessingAcceptance
from tenants.registry import Member
from tenants.rows import PoolRow, together
from tenants.scope import HERE, current, db, own_id
from tenants.standing import TODAY
from tenants.users import Actor


class Exit(PoolRow):
    """The end of a tenant, decided once at a time and taken back at most once; the administrator's command adds the proof."""

    __tablename__ = "exits"
    __table_args__ = (
        Index("uq_exits_standing", "tenant_id", unique=True, postgresql_where=text("withdrawn_at IS NULL")),
        CheckConstraint("closed_on < erase_on", name="in_order"),
        CheckConstraint("num_nonnulls(withdrawn_at, erased_at) < 2", name="one_end"),
        together("withdrawn_at", "withdrawn_by"),
    )

    closed_on: Mapped[date]
    erase_on: Mapped[date]
    why: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    erased_at: Mapped[datetime | None]
    proof: Mapped[dict[str, Any] | None]

    @classmethod
    def here(cls) -> Self | None:
        """The end of the house, if it is decided and stands."""
        return db.session.scalar(select(cls).where(cls.tenant_id == own_id(), cls.withdrawn_at.is_(None)))


def close(last_day: date, why: str, at: datetime, *, by: Actor) -> Exit:
    """Decides that `last_day` is the house's last, has a last export made, and says the day of erasure: so many days later
    as the terms of processing say, else 30.

    A partnership that it runs and nobody else is in ends with it. Refused without a reason, twice, for a day that is past, and
    while it is still a party of a partnership with others after that day.
    """
    if not why.strip():
        raise Refused(_("Skriv, hvorfor organisationen lukkes."))
    if Exit.here() is not None:
        raise Refused(_("Organisationen er allerede lukket."))
    if is_party(last_day):
        raise Refused(
            _("Organisationen er stadig part i et partnerskab. Lad den, eller de andre parter, først gå ud af det.")
        )
    erased = erase_day(last_day)
    if erased <= at.date():
        raise Refused(_("Så ville data blive slettet med det samme. Vælg en senere sidste dag."))
    row = Exit(closed_on=last_day, erase_on=erased, why=why.strip(), decided_at=at, decided_by=by.signature)
    db.session.add(row)
    for member in db.session.scalars(_alone(last_day)):
        member.left_on = last_day
    db.session.flush()
    audit.record("tenant.closed", row, by=by, why=why.strip())
    ask(at, by=by)
    return row


def reopen(at: datetime, *, by: Actor) -> Exit:
    """Takes the end of the house back. Refused where none is decided, and from the day of erasure on."""
    standing = select(Exit).where(Exit.tenant_id == own_id(), Exit.withdrawn_at.is_(None)).with_for_update()
    row = db.session.scalar(standing.execution_options(populate_existing=True))
    if row is None:
        raise Refused(_("Organisationen er ikke lukket."))
    if row.erased_at is not None or at.date() >= row.erase_on:
        raise Refused(_("Dagen for sletning er kommet. Lukningen kan ikke fortrydes."))
    row.withdrawn_at, row.withdrawn_by = at, by.signature
    for member in db.session.scalars(_own_in_own().where(Member.left_on == row.closed_on)):
        member.left_on = None
    db.session.flush()
    audit.record("tenant.reopened", row, by=by)
    return row


def is_party(day: date) -> bool:
    """Whether the house takes part in a partnership with others after `day`; one that it runs alone ends with it."""
    stays = Member.party_tenant_id == own_id(), or_(Member.left_on.is_(None), Member.left_on > day)
    alone = _alone(day).with_only_columns(Member.id)
    return db.session.scalar(select(Member.id).where(*stays, Member.id.not_in(alone)).limit(1)) is not None


def _alone(day: date) -> Select[Member]:
    """The house's own memberships after `day` in partnerships that it runs, and that every other party has left by then."""
    other = aliased(Member)
    others = select(other.id).where(
        other.tenant_id == Member.tenant_id, other.partnership_id == Member.partnership_id,
        other.party_tenant_id != Member.party_tenant_id, or_(other.left_on.is_(None), other.left_on > day),
    )  # fmt: skip
    return _own_in_own().where(or_(Member.left_on.is_(None), Member.left_on > day), ~others.exists())


def _own_in_own() -> Select[Member]:
    return select(Member).where(Member.party_tenant_id == own_id(), Member.tenant_id == own_id())


def erase_day(last_day: date) -> date:
    """When the data of the house go if `last_day` is its last."""
    agreed = ProcessingAcceptance.newest()
    return last_day + timedelta(days=agreed.keep_days if agreed else KEEP_DAYS)


def is_over(day: date) -> bool:
    """Whether the last day of the house one comes from, or of the one acted in, is before `day`."""
    houses = [house for house in (current().tenant, current().home) if house is not None]
    over = Exit.tenant_id.in_(houses), Exit.withdrawn_at.is_(None), Exit.closed_on < day
    return db.session.scalar(select(Exit.id).where(*over).limit(1)) is not None


def is_over_here() -> ColumnElement[bool]:
    """Whether the last day of the tenant acted in is past, as one of the questions of a day (`standing.Look`)."""
    over = Exit.tenant_id == HERE, Exit.withdrawn_at.is_(None), Exit.closed_on < TODAY
    return select(Exit.id).where(*over).exists()


def refuse_if_over(day: date) -> None:
    """Refused where `is_over` says so."""
    if is_over(day):
        raise Refused(
            _("Organisationen er lukket. I kan læse og hente jeres data, til de slettes, men intet kan ændres.")
        )
