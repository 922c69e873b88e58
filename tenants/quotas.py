"""Quotas: prepaid places, counted under a lock. A place is a youth in a period, however many matches (FY-05, FY-09)."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants.agreements import Period
from tenants.rows import SharedRow, inside, one_of
from tenants.scope import db, tenant_id

UNITS = ["youth", "match"]


class Quota(SharedRow):
    """The places of one member in one period."""

    __tablename__ = "quotas"
    __table_args__ = (
        inside("periods", "period_id"),
        UniqueConstraint("tenant_id", "period_id", "party_tenant_id"),
        one_of("unit", UNITS),
        CheckConstraint("0 <= minimum AND minimum <= maximum", name="in_order"),
    )

    period_id: Mapped[UUID]
    minimum: Mapped[int]
    maximum: Mapped[int]
    unit: Mapped[str] = mapped_column(default="youth")

    period: Mapped[Period] = relationship(viewonly=True)

    @classmethod
    def of_here(cls, day: date, *, locked: bool = False) -> Self:
        """The quota that a youth of the tenant acted in draws on at `day`; Refused where no period covers it."""
        query = (
            select(cls)
            .join(Period, (Period.tenant_id == cls.tenant_id) & (Period.id == cls.period_id))
            .where(cls.party_tenant_id == tenant_id(), Period.starts_on <= day, day <= Period.ends_on)
        )
        quota = db.session.scalar(query.with_for_update(of=cls) if locked else query)
        if quota is None:
            raise Refused(_("Aftalen har ingen periode, der dækker i dag. Spørg den, der driver partnerskabet."))
        return quota

    @property
    def taken(self) -> int:
        """Places reserved or used, by anybody."""
        taken = Reservation.quota_id == self.id, Reservation.tenant_id == self.tenant_id, Reservation.freed_at.is_(None)
        return db.session.scalar(select(func.count()).select_from(Reservation).where(*taken)) or 0

    def reserve(self, at: datetime) -> "Reservation":
        """Takes one place. Call it with the quota row locked; Refused when every place is taken (FY-05)."""
        if self.taken >= self.maximum:
            raise Refused(
                _(
                    "Alle %(maximum)s pladser i perioden er brugt eller reserveret. Der er ikke oprettet et forslag.",
                    maximum=self.maximum,
                )
            )
        place = Reservation(
            tenant_id=self.tenant_id, party_tenant_id=self.party_tenant_id, quota_id=self.id, reserved_at=at
        )
        db.session.add(place)
        db.session.flush()
        return place


class Reservation(SharedRow):
    """One place taken, never by whom. The operator writes it; either side may free it."""

    __tablename__ = "reservations"
    __table_args__ = (inside("quotas", "quota_id"),)

    quota_id: Mapped[UUID]
    reserved_at: Mapped[datetime]
    freed_at: Mapped[datetime | None]

    def free(self, at: datetime) -> None:
        """Gives the place back."""
        self.freed_at = self.freed_at or at
