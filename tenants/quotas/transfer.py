"""Unused places moved between partners: offered by one, accepted by the other, on the steering group's record (FY-05)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from sqlalchemy import BindParameter, CheckConstraint, Select, select
from sqlalchemy.orm import Mapped, relationship

from mentorkorps.clock import today
from mentorkorps.language import N_, _
from mentorkorps.refused import NotFound, Refused
from tenants import audit, outbox
from tenants.agreements import Agreement, Period
from tenants.registry import Member, Tenant
from tenants.rows import SharedRow, across, one_of, together
from tenants.scope import OWN, acting_for, db, own_id
from tenants.users import SYSTEM, Actor

ENDINGS = {
    "withdrawn": N_("Trukket tilbage"),
    "refused": N_("Afslået"),
    "lapsed": N_("Bortfaldet, fordi en part er gået ud"),
}


class Transfer(SharedRow):
    """So many places of the giver (owner) to the taker (party) in one period: counts only, read by the whole partnership."""

    __tablename__ = "quota_transfers"
    __table_args__ = (
        across("periods", "period"),
        together("accepted_at", "accepted_by"),
        together("ended_at", "ended_by", "ended_how"),
        one_of("ended_how", list(ENDINGS)),
        CheckConstraint("places > 0", name="some"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("tenant_id <> party_tenant_id", name="between_two"),
        CheckConstraint("accepted_at IS NULL OR ended_at IS NULL", name="one_answer"),
    )

    period_tenant_id: Mapped[UUID]
    period_id: Mapped[UUID]
    places: Mapped[int]
    price: Mapped[Decimal | None]  # kroner in all, ekskl. moms, as the two agreed outside
    offered_at: Mapped[datetime]
    offered_by: Mapped[str]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    ended_how: Mapped[str | None]

    period: Mapped[Period] = relationship(viewonly=True)
    giver: Mapped[Tenant] = relationship(viewonly=True, foreign_keys="Transfer.tenant_id", lazy="joined")
    taker: Mapped[Tenant] = relationship(viewonly=True, foreign_keys="Transfer.party_tenant_id", lazy="joined")

    @classmethod
    def answerable(cls, transfer_id: UUID) -> Self:
        """The offer with that id, held fast; NotFound for who is neither giver nor taker."""
        held = (
            select(cls).where(cls.id == transfer_id).with_for_update(of=cls).execution_options(populate_existing=True)
        )
        transfer = db.session.scalar(held)
        if transfer is None:
            raise NotFound("Transfer")
        return transfer

    def accept(self, at: datetime, *, by: Actor) -> None:
        """The taker's yes: the places are the taker's from `at`. Refused for anybody else, after the period, and when one of
        the two is out of the partnership: what it has not used is paid back."""
        self._open_to(self.party_tenant_id, by)
        if self.period.ends_on < today():
            raise Refused(_("Perioden er slut."))
        refuse_who_left(self.period, self.party_tenant_id)
        refuse_who_left(self.period, self.tenant_id)
        self.accepted_at, self.accepted_by = at, by.name
        outbox.post("places_moved", f"places_moved:{self.id}", {"transfer_id": str(self.id)})
        audit.record("quota.accepted", self, by=by, why=str(self.places))

    def refuse(self, at: datetime, *, by: Actor) -> None:
        """The taker's no: the places are free again. Refused for anybody else."""
        self._open_to(self.party_tenant_id, by)
        self._end("refused", at, by)

    def withdraw(self, at: datetime, *, by: Actor) -> None:
        """The giver takes an offer back that nobody has answered. Refused for anybody else."""
        self._open_to(self.tenant_id, by)
        self._end("withdrawn", at, by)

    def _open_to(self, tenant: UUID, by: Actor) -> None:
        if by.tenant_id != tenant:
            raise Refused(_("Det er den anden part, der skal svare."))
        if self.accepted_at or self.ended_at:
            raise Refused(_("Tilbuddet er allerede besvaret eller trukket tilbage."))

    def _end(self, how: str, at: datetime, by: Actor) -> None:
        self.ended_at, self.ended_by, self.ended_how = at, by.name, how
        audit.record(f"quota.{how}", self, by=by, why=str(self.places))


def refuse_who_left(period: Period, party: UUID) -> None:
    """Refused where `party` is in the period's partnership no more: its unused places are paid back.

    Only the two know of a membership, so another house's is read as that house.
    """
    if party == own_id():
        if not _is_in(period, party):
            raise Refused(_("I er ikke længere part i partnerskabet, så pladser kan ikke flyttes til eller fra jer."))
        return
    with acting_for(party):
        stays = _is_in(period, party)
    if not stays:
        name = Tenant.by_id(party).name
        raise Refused(_("%(name)s er ikke længere part i partnerskabet, så pladserne kan ikke flyttes.", name=name))


def _is_in(period: Period, party: UUID) -> bool:
    here = Member.tenant_id == period.tenant_id, Member.party_tenant_id == party
    of = select(Agreement.partnership_id).where(
        Agreement.tenant_id == period.tenant_id, Agreement.id == period.agreement_id
    )
    stays = Member.in_force(today()).where(*here, Member.partnership_id == of.scalar_subquery())
    return db.session.scalar(stays.with_only_columns(Member.id)) is not None


def to_lapse(day: date | BindParameter[date]) -> Select[Transfer]:
    """Offers in the operator's partnerships that nobody has answered, with a giver or taker whose last day is before `day`."""
    gone = select(Member.id).where(
        Member.tenant_id == Agreement.tenant_id, Member.partnership_id == Agreement.partnership_id, Member.left_on < day,
        Member.party_tenant_id.in_([Transfer.tenant_id, Transfer.party_tenant_id]),
    )  # fmt: skip
    return (
        select(Transfer)
        .join(Period, (Period.tenant_id == Transfer.period_tenant_id) & (Period.id == Transfer.period_id))
        .join(Agreement, (Agreement.tenant_id == Period.tenant_id) & (Agreement.id == Period.agreement_id))
        .where(Period.tenant_id == OWN, Transfer.accepted_at.is_(None), Transfer.ended_at.is_(None), gone.exists())
        .order_by(Transfer.id)
    )


def lapse(day: date, at: datetime) -> int:
    """The operator's job: an offer of or to a party that has left falls away; returns how many (FY-05)."""
    found = [(one.id, one.tenant_id) for one in db.session.scalars(to_lapse(day))]
    for transfer_id, giver in found:
        with acting_for(giver):
            transfer = Transfer.answerable(transfer_id)
            if not (transfer.accepted_at or transfer.ended_at):
                transfer._end("lapsed", at, SYSTEM)
    return len(found)


def transfers_seen(most: int) -> Sequence[tuple[Transfer, Period]]:
    """The partnership's record of places offered and moved, the newest first, at most so many."""
    query = select(Transfer, Period).join(
        Period, (Period.tenant_id == Transfer.period_tenant_id) & (Period.id == Transfer.period_id)
    )
    rows = db.session.execute(query.order_by(Transfer.offered_at.desc(), Transfer.id).limit(most)).all()
    return [(transfer, period) for transfer, period in rows]
