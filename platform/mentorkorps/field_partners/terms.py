"""What is agreed with a partner in the field: co-operation, interfaces, and how a dispute is solved (DF-27, DF-31)."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.field_partners.duties import take_on
from mentorkorps.field_partners.partner import PRESSED_TWICE, FieldPartner, hold
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import PoolRow, inside
from tenants.scope import db
from tenants.users import Actor

#: The parts that an agreement may have, by the kind of partner; the conditions of an institution are asked: `conditions`.
PARTS: Mapping[str, Mapping[str, str]] = {
    "company": {
        "work_hours": N_("Medarbejdere må bruge en del af arbejdstiden"),
        "guidelines": N_("Omfang og form er aftalt, og den unge mødes som gæst"),
        "encourages": N_("Virksomheden opfordrer sine medarbejdere"),
        "joint_meeting": N_("Der holdes et fælles informationsmøde"),
        "interviews": N_("Samtaler med mentorer kan holdes på virksomheden"),
        "csr": N_("Virksomheden må nævne samarbejdet i sin markedsføring"),
    },
}


class FieldAgreement(PoolRow):
    """One version of the agreement with a partner; append-only, the newest holds."""

    __tablename__ = "field_agreements"
    __table_args__ = (inside("field_partners", "partner_id"),)

    partner_id: Mapped[UUID]
    signed_on: Mapped[date]
    signed_by: Mapped[str]  # the other parties, one on each line: the school, the unions' representatives
    cooperation: Mapped[str]
    interfaces: Mapped[str]
    disputes: Mapped[str]
    conditions: Mapped[list[str]]  # the parts that were chosen
    written_at: Mapped[datetime]
    written_by: Mapped[str]

    def says(self, signed_on: date, signed_by: str, words: tuple[str, str, str], conditions: list[str]) -> bool:
        """Whether it is this that was agreed."""
        own = self.cooperation, self.interfaces, self.disputes
        return (self.signed_on, self.signed_by, own, self.conditions) == (signed_on, signed_by, words, conditions)


def agree(
    partner: FieldPartner,
    signed_on: date,
    signed_by: str,
    words: tuple[str, str, str],
    conditions: list[str],
    *,
    by: Actor,
) -> FieldAgreement:
    """Writes what was agreed (DF-27); `words` are co-operation, interfaces and how disputes are solved. What a part of it
    leads to is written down to be done (DF-31), and each party signs for itself: `signing`.

    Refused for a part that is not one of the partner's kind, for a day to come, and for the same twice (the button pressed
    twice).
    """
    if not set(conditions) <= PARTS.get(partner.kind, {}).keys():
        raise Refused(_("Vælg blandt mulighederne."))
    if signed_on > today():
        raise Refused(_("Skriv en dag, der er kommet."))
    hold(partner)
    last = agreement_with(partner)
    if last and last.written_at > now() - PRESSED_TWICE and last.says(signed_on, signed_by, words, conditions):
        raise Refused(_("Aftalen er allerede skrevet ned."))
    cooperation, interfaces, disputes = words
    row = FieldAgreement(
        partner_id=partner.id, signed_on=signed_on, signed_by=signed_by, cooperation=cooperation, interfaces=interfaces,
        disputes=disputes, conditions=conditions, written_at=now(), written_by=by.name,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    take_on(partner, conditions, signed_on)
    audit.record("field_partner.agreed", partner, by=by)
    return row


def agreement_with(partner: FieldPartner) -> FieldAgreement | None:
    """The one that was written last: a wrong day is put right by an earlier one, too."""
    mine = select(FieldAgreement).where(FieldAgreement.partner_id == partner.id)
    return db.session.scalar(mine.order_by(FieldAgreement.written_at.desc(), FieldAgreement.signed_on.desc()).limit(1))
