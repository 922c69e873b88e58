"""The three conditions of an agreement with an institution: each is asked, and answered with who and when (DF-28)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.field_partners.partner import INSTITUTIONS, FieldPartner, hold
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.rows import PoolRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

CONDITIONS = {
    "backed": N_("Ledelse, medarbejdere og tillidsfolk bakker op"),
    "able": N_("Kun unge, der fagligt kan klare uddannelsen, henvises"),
    "no_substitute": N_("Mentor erstatter ikke fagligt arbejde"),
}


class FieldCondition(PoolRow):
    """One answer to one condition; append-only, the newest holds."""

    __tablename__ = "field_conditions"
    __table_args__ = (
        inside("field_partners", "partner_id"),
        one_of("condition", list(CONDITIONS)),
        UniqueConstraint("tenant_id", "partner_id", "condition", "number"),
    )

    partner_id: Mapped[UUID]
    condition: Mapped[str]
    number: Mapped[int]
    met: Mapped[bool]
    person: Mapped[str]  # who answered for the institution
    answered_on: Mapped[date]
    written_at: Mapped[datetime]
    written_by: Mapped[str]


def answer(
    partner: FieldPartner, condition: str, met: bool, person: str, answered_on: date, *, by: Actor
) -> FieldCondition:
    """What the institution answers, by `person` (DF-28). Refused for a day to come and for the same answer again;
    NotFound for a condition that is not asked of such a partner."""
    if condition not in asked_of(partner):
        raise NotFound("FieldCondition")
    hold(partner)
    last = answers_of(partner)[condition]
    if answered_on > today():
        raise Refused(_("Skriv en dag, der er kommet."))
    if last and (last.met, last.person, last.answered_on) == (met, person, answered_on):
        raise Refused(_("Sådan står det allerede."))
    row = FieldCondition(
        partner_id=partner.id, condition=condition, number=last.number + 1 if last else 1, met=met, person=person,
        answered_on=answered_on, written_at=now(), written_by=by.name,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record("field_partner.condition", partner, by=by, why=condition)
    return row


def asked_of(partner: FieldPartner) -> dict[str, str]:
    """The conditions that such a partner is asked about, with their words: none but of an institution."""
    return CONDITIONS if partner.kind in INSTITUTIONS else {}


def answers_of(partner: FieldPartner) -> dict[str, FieldCondition | None]:
    """Each condition with its newest answer, or none yet."""
    if not asked_of(partner):
        return {}
    mine = select(FieldCondition).where(FieldCondition.partner_id == partner.id)
    newest = mine.ext(distinct_on(FieldCondition.condition))
    rows = db.session.scalars(newest.order_by(FieldCondition.condition, FieldCondition.number.desc()))
    return dict.fromkeys(CONDITIONS) | {row.condition: row for row in rows}


def lacking(answers: dict[str, FieldCondition | None]) -> list[str]:
    """What is not met yet, in the reader's language."""
    return [_(CONDITIONS[key]) for key, given in answers.items() if given is None or not given.met]


def check_met(partner: FieldPartner) -> None:
    """Refused while a condition is not met, and says which."""
    if lacks := lacking(answers_of(partner)):
        sentence = _("Aftalen kan ikke underskrives endnu. Det mangler: %(lacks)s.", lacks="; ".join(lacks))
        raise Refused(sentence)
