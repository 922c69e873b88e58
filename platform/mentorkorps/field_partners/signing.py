"""Who has signed the agreement with a partner in the field: each party for itself, by a link of its own, on paper, or signed in
(DF-27)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from mentorkorps.clock import now, today
from mentorkorps.field_partners import conditions
from mentorkorps.field_partners.partner import FieldPartner, check_running, hold
from mentorkorps.field_partners.terms import FieldAgreement, agreement_with
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound, Refused
from tenants import audit
from tenants.registry import Tenant
from tenants.rows import PoolRow, inside, one_of
from tenants.scope import db, own_id
from tenants.users import Actor

WAYS = {
    "account": N_("Logget ind"),
    "link": N_("Selv, med link"),
    "paper": N_("På papir, skrevet ned af en medarbejder"),
}


class FieldSignature(PoolRow):
    """One party's signature under one version of the agreement; append-only."""

    __tablename__ = "field_signatures"
    __table_args__ = (
        inside("field_agreements", "agreement_id"),
        one_of("how", list(WAYS)),
        UniqueConstraint("tenant_id", "agreement_id", "party"),
    )

    agreement_id: Mapped[UUID]
    party: Mapped[str]
    person: Mapped[str]
    role: Mapped[str] = mapped_column(default="")  # what the person is there
    signed_on: Mapped[date]
    how: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]


class FieldInvitation(PoolRow):
    """One party was asked to sign one version, at an address; append-only. A link is to it."""

    __tablename__ = "field_invitations"
    __table_args__ = (inside("field_agreements", "agreement_id"),)

    agreement_id: Mapped[UUID]
    party: Mapped[str]
    email: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]


def parties_of(agreement: FieldAgreement) -> list[str]:
    """The house itself, and the others as they are named in the agreement, one on each line."""
    others = (line.strip() for line in agreement.signed_by.splitlines())
    return list(dict.fromkeys([Tenant.by_id(own_id()).name, *(one for one in others if one)]))


def signatures(agreement: FieldAgreement) -> dict[str, FieldSignature | None]:
    """Each party with its signature, or none yet, in the order of the agreement."""
    rows = db.session.scalars(select(FieldSignature).where(FieldSignature.agreement_id == agreement.id))
    given = {row.party: row for row in rows}
    return {party: given.get(party) for party in parties_of(agreement)}


def asked(agreement: FieldAgreement) -> dict[str, FieldInvitation]:
    """The newest invitation of each party that has been asked to sign by link."""
    rows = select(FieldInvitation).where(FieldInvitation.agreement_id == agreement.id)
    return {row.party: row for row in db.session.scalars(rows.order_by(FieldInvitation.asked_at))}


def sign(
    partner: FieldPartner, number: int, person: str, signed_on: date, *, role: str = "", by: Actor
) -> FieldSignature:
    """The party of that number (from 1) has signed the newest agreement on paper, by `person`; the house itself signs by who
    is signed in, today (DF-27).

    Refused for who has signed, for a day to come, where the co-operation has ended, and while a condition of the partner's is
    not met (DF-28); NotFound for a number without a party.
    """
    agreement, party = _unsigned(partner, number)
    if number == 1:
        person, signed_on = by.name, today()
    if signed_on > today():
        raise Refused(_("Skriv en dag, der er kommet."))
    how = "account" if number == 1 else "paper"
    return _write(
        partner, agreement, FieldSignature(party=party, person=person, role=role, signed_on=signed_on, how=how), by
    )


def invite(partner: FieldPartner, number: int, email: str, *, by: Actor) -> FieldInvitation:
    """The party of that number is asked to sign the newest agreement itself (DF-27). Refused and NotFound as `sign`."""
    agreement, party = _unsigned(partner, number)
    row = FieldInvitation(agreement_id=agreement.id, party=party, email=email, asked_at=now(), asked_by=by.name)
    db.session.add(row)
    db.session.flush()
    audit.record("field_partner.asked_to_sign", partner, by=by)
    return row


def sign_by_link(invitation: FieldInvitation, person: str, role: str) -> FieldSignature:
    """The party signs what it was asked to, by `person` who is `role` there, today. Refused as `sign`, and where something else
    has been agreed since."""
    hold(FieldPartner.get(FieldAgreement.get(invitation.agreement_id).partner_id))
    partner, agreement = open_to(invitation)
    row = FieldSignature(party=invitation.party, person=person, role=role, signed_on=today(), how="link")
    return _write(partner, agreement, row, Actor("party", person))


def open_to(invitation: FieldInvitation) -> tuple[FieldPartner, FieldAgreement]:
    """The partner and the agreement that the party was asked to sign; Refused where something else has been agreed since, where
    the co-operation has ended or it has signed, and while a condition is not met."""
    agreement = FieldAgreement.get(invitation.agreement_id)
    partner = FieldPartner.get(agreement.partner_id)
    newest = agreement_with(partner)
    if newest is None or newest.id != agreement.id:
        raise Refused(_("Aftalen er skrevet om, siden du fik linket. Bed om et nyt."))
    if signatures(agreement).get(invitation.party):
        raise Refused(_("%(party)s har allerede skrevet under.", party=invitation.party))
    check_running(partner)
    conditions.check_met(partner)
    return partner, agreement


def _unsigned(partner: FieldPartner, number: int) -> tuple[FieldAgreement, str]:
    hold(partner)
    agreement = agreement_with(partner)
    standing = list(signatures(agreement).items()) if agreement else []
    if agreement is None or not 0 < number <= len(standing):
        raise NotFound("FieldSignature")
    party, given = standing[number - 1]
    if given is not None:
        raise Refused(_("%(party)s har allerede skrevet under.", party=party))
    check_running(partner)
    conditions.check_met(partner)
    return agreement, party


def _write(partner: FieldPartner, agreement: FieldAgreement, row: FieldSignature, by: Actor) -> FieldSignature:
    row.agreement_id, row.written_at, row.written_by = agreement.id, now(), by.name
    db.session.add(row)
    db.session.flush()
    audit.record("field_partner.signed", partner, by=by)
    return row
