"""Who has signed the agreement with a partner in the field: each party for itself, with person and day (DF-27)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.field_partners.partner import FieldPartner
from mentorkorps.field_partners.terms import FieldAgreement, agreement_with
from mentorkorps.language import _
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.registry import Tenant
from tenants.rows import PoolRow, inside
from tenants.scope import db, own_id
from tenants.users import Actor


class FieldSignature(PoolRow):
    """One party's signature under one version of the agreement; append-only."""

    __tablename__ = "field_signatures"
    __table_args__ = (
        inside("field_agreements", "agreement_id"),
        UniqueConstraint("tenant_id", "agreement_id", "party"),
    )

    agreement_id: Mapped[UUID]
    party: Mapped[str]
    person: Mapped[str]
    signed_on: Mapped[date]
    written_at: Mapped[datetime]
    written_by: Mapped[str]


def parties_of(agreement: FieldAgreement) -> list[str]:
    """The house itself, and the others as they are named in the agreement, one on each line."""
    others = (line.strip() for line in agreement.signed_by.splitlines())
    return list(dict.fromkeys([Tenant.by_id(own_id()).name, *(one for one in others if one)]))


def signatures(agreement: FieldAgreement) -> dict[str, FieldSignature | None]:
    """Each party with its signature, or none yet, in the order of the agreement."""
    rows = db.session.scalars(select(FieldSignature).where(FieldSignature.agreement_id == agreement.id))
    given = {row.party: row for row in rows}
    return {party: given.get(party) for party in parties_of(agreement)}


def sign(partner: FieldPartner, number: int, person: str, signed_on: date, *, by: Actor) -> FieldSignature:
    """The party of that number (from 1) has signed the newest agreement, by `person`; the house itself signs by who is
    signed in, today (DF-27).

    Refused for who has signed, and for a day before the agreement or to come; NotFound for a number without a party.
    """
    db.session.execute(select(FieldPartner.id).where(FieldPartner.id == partner.id).with_for_update())
    agreement = agreement_with(partner)
    standing = list(signatures(agreement).items()) if agreement else []
    if agreement is None or not 0 < number <= len(standing):
        raise NotFound("FieldSignature")
    party, given = standing[number - 1]
    if given is not None:
        raise Refused(_("%(party)s har allerede skrevet under.", party=party))
    if number == 1:
        person, signed_on = by.name, today()
    if signed_on > today():
        raise Refused(_("Skriv en dag, der er kommet."))
    row = FieldSignature(
        agreement_id=agreement.id, party=party, person=person, signed_on=signed_on, written_at=now(), written_by=by.name
    )
    db.session.add(row)
    db.session.flush()
    audit.record("field_partner.signed", partner, by=by)
    return row
