"""Warnings at 80 and 100 per cent: written once with the place that brings it there, told from the outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from tenants import outbox
from tenants.quotas.opening import WHAT, Opening
from tenants.quotas.quota import Quota
from tenants.rows import SharedRow, inside, new_id, one_of
from tenants.scope import db

PERCENTS = (80, 100)


class QuotaNotice(SharedRow):
    """It was told, once, that so many per cent of so many places (or text messages) were used."""

    __tablename__ = "quota_notices"
    __table_args__ = (
        inside("quotas", "quota_id"),
        one_of("what", list(WHAT)),
        UniqueConstraint("tenant_id", "quota_id", "what", "percent", "capacity"),
    )

    quota_id: Mapped[UUID]
    what: Mapped[str]
    percent: Mapped[int]
    used: Mapped[int]
    capacity: Mapped[int]
    told_at: Mapped[datetime]


def reached(used: int, capacity: int) -> list[int]:
    """Which marks `used` of `capacity` has just come to: the unit before it had not."""
    return [mark for mark in PERCENTS if (used - 1) * 100 < mark * capacity <= used * 100]


def fallen(used: int, before: int, capacity: int) -> list[int]:
    """The highest mark that `used` has come to because the capacity fell from `before`; the others are said by it."""
    return [mark for mark in PERCENTS if used and used * 100 < mark * before and mark * capacity <= used * 100][-1:]


def notice(quota: Quota, what: str, used: int, capacity: int, at: datetime, *, before: int | None = None) -> None:
    """Tells the municipality's coordinators and the corps that a mark is reached, once for each mark and capacity: by the
    unit that came to it, or because the capacity was `before` and has fallen.

    At 100 per cent the municipality is asked for more where the agreement says so.
    """
    for percent in reached(used, capacity) if before is None else fallen(used, before, capacity):
        row = {
            "tenant_id": quota.tenant_id, "party_tenant_id": quota.party_tenant_id, "id": new_id(), "quota_id": quota.id,
            "what": what, "percent": percent, "used": used, "capacity": capacity, "told_at": at,
        }  # fmt: skip
        told = db.session.scalar(insert(QuotaNotice).values(row).on_conflict_do_nothing().returning(QuotaNotice.id))
        if told is not None:
            outbox.post("tell_quota", f"tell_quota:{told}", {"notice_id": str(told)})
    asks = (quota.beyond if what == "places" else quota.text_beyond) == "ask"
    if asks and (used == capacity if before is None else 0 < capacity <= used):
        Opening.ask(quota, what, at)
