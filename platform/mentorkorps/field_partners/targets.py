"""How many of each kind the house wants to work together with, and how far it has come: the funnel and its target (DF-03)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now
from mentorkorps.field_partners.partner import KINDS, STEPS, FieldPartner, FieldStep
from tenants import audit
from tenants.rows import PoolRow, one_of
from tenants.scope import db, own_id
from tenants.users import Actor

AIM = "aim"


class FieldTarget(PoolRow):
    """So many of a kind; append-only, the newest holds."""

    __tablename__ = "field_targets"
    __table_args__ = (
        one_of("kind", list(KINDS)),
        UniqueConstraint("tenant_id", "kind", "number"),
        CheckConstraint("least >= 0", name="not_negative"),
    )

    kind: Mapped[str]
    number: Mapped[int]
    least: Mapped[int]
    set_at: Mapped[datetime]
    set_by: Mapped[str]


def aim(wanted: Mapping[str, int], *, by: Actor) -> None:
    """Sets the target of each kind in `wanted`; what is so already is not written again (DF-03)."""
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"field targets {own_id()}"))))
    known = {row.kind: row for row in db.session.scalars(_newest())}
    for kind, least in wanted.items():
        last = known.get(kind)
        if last is None or last.least != least:
            number = last.number + 1 if last else 1
            row = FieldTarget(kind=kind, number=number, least=least, set_at=now(), set_by=by.name)
            db.session.add(row)
            db.session.flush()
            audit.record("field_partner.aim", row, by=by, why=kind)


def funnel() -> dict[str, dict[str, int]]:
    """How many of each kind have come how far: whoever co-operates has been contacted and was aimed at too; and the target,
    `aim`, of each kind that has one (DF-03)."""
    reached = (
        select(FieldPartner.kind, FieldStep.step, func.count(FieldPartner.id.distinct()))
        .join(FieldStep, (FieldStep.tenant_id == FieldPartner.tenant_id) & (FieldStep.partner_id == FieldPartner.id))
        .where(FieldPartner.tenant_id == own_id())
        .group_by(FieldPartner.kind, FieldStep.step)
    )
    newest = _newest().subquery()
    counts: dict[str, dict[str, int]] = {kind: dict.fromkeys(STEPS, 0) for kind in KINDS}
    for kind, step, count in db.session.execute(
        union_all(reached, select(newest.c.kind, literal(AIM), newest.c.least))
    ).all():
        counts[kind][step] = count
    return counts


def _newest() -> Select[FieldTarget]:
    own = select(FieldTarget).where(FieldTarget.tenant_id == own_id()).ext(distinct_on(FieldTarget.kind))
    return own.order_by(FieldTarget.kind, FieldTarget.number.desc())
