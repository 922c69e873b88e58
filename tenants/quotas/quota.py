"""Quotas: prepaid places, counted under a lock. A place is a youth in a period, however many matches (FY-05, FY-09)."""

from datetime import date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    Index,
    Select,
    UniqueConstraint,
    Uuid,
    and_,
    bindparam,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants.agreements import Agreement, Period
from tenants.registry import Member
from tenants.rows import SharedRow, inside, one_of
from tenants.scope import db, tenant_id

UNITS = {"youth": N_("en ung i perioden"), "match": N_("et forløb")}
#: What happens when every place is taken.
BEYOND = {
    "stop": N_("Der kan ikke gives flere forslag, før en plads bliver fri."),
    "wait": N_("Den unge stilles i kø, og pladserne gives i køens rækkefølge, når de bliver fri."),
    "ask": N_("Kommunen bliver spurgt og kan åbne flere pladser."),
}
#: How many unused places a member keeps in the next period.
CARRY = {
    "none": N_("Ubrugte pladser følger ikke med til den næste periode."),
    "all": N_("Alle ubrugte pladser følger med til den næste periode."),
    "places": N_("Højst %(most)s ubrugte pladser følger med til den næste periode."),
    "percent": N_("Ubrugte pladser op til %(most)s %% af kvoten følger med til den næste periode."),
}
#: What happens when every text message is used; a code and what is urgent always goes.
TEXT_BEYOND = {
    "mail": N_("Når de er brugt, går beskeden som mail, og den, der ingen mail har, bliver ringet op."),
    "stop": N_("Når de er brugt, sendes ingen SMS. Den, der har valgt SMS, bliver spurgt i telefonen i stedet."),
    "wait": N_("Når de er brugt, venter en SMS, til kommunen har åbnet flere, eller den næste periode begynder."),
    "ask": N_("Når de er brugt, går beskeden som mail, indtil kommunen har åbnet flere."),
}


class NoPlace(Refused):
    """Every place is taken."""


class Quota(SharedRow):
    """The places of one member in one period, and what the agreement says of them."""

    __tablename__ = "quotas"
    __table_args__ = (
        inside("periods", "period_id"),
        UniqueConstraint("tenant_id", "period_id", "party_tenant_id"),
        one_of("unit", list(UNITS)),
        one_of("beyond", list(BEYOND)),
        one_of("carry_over", list(CARRY)),
        one_of("text_beyond", list(TEXT_BEYOND)),
        CheckConstraint("0 <= minimum AND minimum <= maximum", name="in_order"),
        CheckConstraint("carry_over_most >= 0 AND carried >= 0 AND texts >= 0", name="not_negative"),
    )

    period_id: Mapped[UUID]
    minimum: Mapped[int]
    maximum: Mapped[int]
    unit: Mapped[str] = mapped_column(default="youth")
    beyond: Mapped[str] = mapped_column(default="stop")
    carry_over: Mapped[str] = mapped_column(default="none")
    carry_over_most: Mapped[int] = mapped_column(default=0)  # places or per cent of the quota
    texts: Mapped[int | None]  # text messages in the period; none: as many as it takes
    text_beyond: Mapped[str] = mapped_column(default="mail")
    carried: Mapped[int] = mapped_column(default=0)  # places that came with it from the period before
    carried_at: Mapped[datetime | None]  # when that was computed, once

    period: Mapped[Period] = relationship(viewonly=True)

    @classmethod
    def of_here(cls, day: date, *, locked: bool = False) -> "Quota":
        """The quota that a youth of the tenant acted in draws on at `day`: of the partnership that it is in that day, or, where
        it is in none, that it was in last. Refused where no period covers the day."""
        quota = db.session.scalar(_of_here(locked), {"day": day, "here": tenant_id()})
        if quota is None:
            raise Refused(_("Aftalen har ingen periode, der dækker i dag. Spørg den, der driver partnerskabet."))
        if locked:
            quota.lock()
        return quota

    def lock(self) -> None:
        """From here to the end of the transaction nobody else takes, offers or opens places of this quota.

        A member may not lock the operator's row, so the lock goes by the row's id and holds for nobody else's quota.
        """
        db.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:id, 0))"), {"id": str(self.id)})

    def no_place(self, capacity: int) -> str:
        """Why there is none, and what comes now."""
        if self.beyond == "wait":
            return _(
                "Ingen plads er fri: alle %(count)s er brugt, reserveret eller lovet til unge foran.", count=capacity
            )
        if self.beyond == "ask":
            return _("Alle %(count)s pladser er brugt eller reserveret. Kommunen er spurgt om flere.", count=capacity)
        return _(
            "Alle %(maximum)s pladser i perioden er brugt eller reserveret. Der er ikke oprettet et forslag.",
            maximum=capacity,
        )


@cache
def _of_here(locked: bool) -> Select[Quota]:
    day = bindparam("day", type_=Date())
    of_party = and_(
        Member.tenant_id == Agreement.tenant_id, Member.partnership_id == Agreement.partnership_id,
        Member.party_tenant_id == Quota.party_tenant_id,
    )  # fmt: skip
    query = (
        select(Quota)
        .join(Period, (Period.tenant_id == Quota.tenant_id) & (Period.id == Quota.period_id))
        .join(Agreement, (Agreement.tenant_id == Period.tenant_id) & (Agreement.id == Period.agreement_id))
        .join(Member, of_party)
        .where(Quota.party_tenant_id == bindparam("here", type_=Uuid()), Period.starts_on <= day, day <= Period.ends_on)
        .order_by(Member.is_in(day).desc(), Member.left_on.desc().nulls_first(), Period.starts_on.desc(), Quota.id)
        .limit(1)
    )
    return query.with_for_update(of=Quota) if locked else query


class Reservation(SharedRow):
    """One place taken, never by whom. The operator writes it; either side may spend or free it."""

    __tablename__ = "reservations"
    __table_args__ = (
        inside("quotas", "quota_id"),
        Index("ix_reservations_tenant_id_quota_id", "tenant_id", "quota_id"),
    )

    quota_id: Mapped[UUID]
    reserved_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]  # both have said yes
    freed_at: Mapped[datetime | None]

    def free(self, at: datetime) -> None:
        """Gives the place back."""
        self.freed_at = self.freed_at or at


def spend(reservation_tenant: UUID, reservation: UUID, at: datetime) -> None:
    """The place is used from `at`: the pair has begun; a rematch on the same place leaves the first moment."""
    unspent = (
        Reservation.tenant_id == reservation_tenant,
        Reservation.id == reservation,
        Reservation.spent_at.is_(None),
    )
    db.session.execute(update(Reservation).where(*unspent).values(spent_at=at))
