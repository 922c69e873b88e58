"""How many pupils an institution aims to refer in a period, beside the mentors that it has itself (DF-29, DF-43)."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped, aliased, mapped_column

from mentorkorps.clock import now
from mentorkorps.field_partners.partner import INSTITUTIONS, FieldPartner, hold
from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.rows import PoolRow, inside, together
from tenants.scope import db, own_id
from tenants.users import Actor

USUAL = 5  # pupils of each place of education (DF-29)


class FieldReferral(PoolRow):
    """So many pupils in one period; append-only, the newest that begins on a day holds."""

    __tablename__ = "field_referrals"
    __table_args__ = (
        inside("field_partners", "partner_id"),
        UniqueConstraint("tenant_id", "partner_id", "number"),
        CheckConstraint("starts_on <= ends_on", name="in_order"),
        CheckConstraint("pupils > 0", name="some"),
        CheckConstraint("own_used BETWEEN 0 AND own_mentors", name="used_of_own"),
        together("own_mentors", "own_used"),
        CheckConstraint("(own_mentors IS NULL) = (why_unknown <> '')", name="capacity_said"),
    )

    partner_id: Mapped[UUID]
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    pupils: Mapped[int]
    own_mentors: Mapped[int | None]
    own_used: Mapped[int | None]
    why_unknown: Mapped[str] = mapped_column(default="")
    house: Mapped[str] = mapped_column(default="")  # the slug under which the institution enrols, where it does
    written_at: Mapped[datetime]
    written_by: Mapped[str]

    @property
    def unused_percent(self) -> int | None:
        """How much of the institution's own mentors nobody uses; None where it has none or it is not known."""
        if not self.own_mentors or self.own_used is None:
            return None
        return round((self.own_mentors - self.own_used) * 100 / self.own_mentors)


class Capacity(NamedTuple):
    """The institution's own mentors: how many, how many are used; or why nobody knows."""

    mentors: int | None
    used: int | None
    why_unknown: str = ""


def agree_target(
    partner: FieldPartner, starts_on: date, ends_on: date, pupils: int, own: Capacity, *, house: str = "", by: Actor
) -> FieldReferral:
    """The target of a period, once the institution's own mentors have been asked about (DF-29, DF-43).

    Refused without them or a reason, for more used than there are, for a period that lies across another, and for the same
    again; NotFound where the partner is no institution.
    """
    if partner.kind not in INSTITUTIONS:
        raise NotFound("FieldReferral")
    own = Capacity(own.mentors, own.used) if own.mentors is not None and own.used is not None else own
    _check(starts_on, ends_on, own)
    hold(partner)
    for one in targets_of(partner):
        if one.starts_on != starts_on and one.starts_on <= ends_on and starts_on <= one.ends_on:
            raise Refused(_("Perioden ligger hen over en anden. Lad den begynde samme dag for at skrive den om."))
    last = _last(partner)
    row = FieldReferral(
        partner_id=partner.id, number=last.number + 1 if last else 1, starts_on=starts_on, ends_on=ends_on, pupils=pupils,
        own_mentors=own.mentors, own_used=own.used, why_unknown=own.why_unknown, house=house, written_at=now(),
        written_by=by.name,
    )  # fmt: skip
    if last and _said(last) == _said(row):
        raise Refused(_("Sådan står det allerede."))
    db.session.add(row)
    db.session.flush()
    audit.record("field_partner.target", partner, by=by)
    return row


def targets_of(partner: FieldPartner) -> list[FieldReferral]:
    """What holds for each period, the newest period first."""
    mine = select(FieldReferral).where(FieldReferral.partner_id == partner.id)
    newest = mine.ext(distinct_on(FieldReferral.starts_on))
    rows = db.session.scalars(newest.order_by(FieldReferral.starts_on.desc(), FieldReferral.number.desc()))
    return list(rows)


def in_force(partners: list[UUID], day: date) -> list[FieldReferral]:
    """What holds on `day` for each of these partners that has a target then."""
    return list(db.session.scalars(_in_force(day).where(FieldReferral.partner_id.in_(partners))))


def _in_force(day: date) -> Select[FieldReferral]:
    newer = aliased(FieldReferral)
    same = newer.tenant_id == FieldReferral.tenant_id, newer.partner_id == FieldReferral.partner_id
    again = newer.starts_on == FieldReferral.starts_on, newer.number > FieldReferral.number
    holds = ~select(newer.id).where(*same, *again).exists()
    within = FieldReferral.starts_on <= day, FieldReferral.ends_on >= day
    return select(FieldReferral).where(FieldReferral.tenant_id == own_id(), *within, holds)


def _check(starts_on: date, ends_on: date, own: Capacity) -> None:
    if starts_on > ends_on:
        raise Refused(_("Den sidste dag kan ikke ligge før den første."), about=("starts_on", "ends_on"))
    if (own.mentors is None or own.used is None) and not own.why_unknown:
        raise Refused(
            _("Skriv, hvor mange mentorer stedet selv har og bruger, eller hvorfor det ikke vides."),
            about=("own_mentors", "own_used", "why_unknown"),
        )
    if (own.mentors is None) != (own.used is None):
        raise Refused(
            _("Skriv både, hvor mange mentorer stedet har, og hvor mange det bruger."),
            about=("own_mentors", "own_used"),
        )
    if own.mentors is not None and own.used is not None and own.used > own.mentors:
        raise Refused(_("Stedet kan ikke bruge flere mentorer, end det har."), about=("own_mentors", "own_used"))


def _last(partner: FieldPartner) -> FieldReferral | None:
    mine = select(FieldReferral).where(FieldReferral.partner_id == partner.id)
    return db.session.scalar(mine.order_by(FieldReferral.number.desc()).limit(1))


def _said(row: FieldReferral) -> tuple[object, ...]:
    own = row.own_mentors, row.own_used, row.why_unknown
    return row.starts_on, row.ends_on, row.pupils, own, row.house
