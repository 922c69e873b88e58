"""Unused places that follow into the next period, as the agreement says: computed once, when the next has begun."""

from datetime import date, datetime

from sqlalchemy import BindParameter, Select, and_, select
from sqlalchemy.orm import aliased

from tenants.agreements import Period
from tenants.quotas.quota import Quota
from tenants.quotas.room import Room, room_of
from tenants.scope import OWN, db


def carried(room: Room, rule: str, most: int) -> int:
    """Of a period's room, how many places follow: an offer nobody accepted counts as unused. Rounded down."""
    unused = max(room.capacity - room.taken, 0)
    limits = {"none": 0, "all": unused, "places": most, "percent": room.maximum * most // 100}
    return min(unused, limits[rule])


def to_carry(day: date | BindParameter[date]) -> Select[Quota, Quota]:
    """The operator's quotas whose period has begun by `day` after another has ended, each with that one's."""
    before, earlier = aliased(Quota), aliased(Period)
    return (
        select(Quota, before)
        .join(Period, and_(Period.tenant_id == Quota.tenant_id, Period.id == Quota.period_id))
        .join(earlier, and_(earlier.tenant_id == Period.tenant_id, earlier.agreement_id == Period.agreement_id))
        .join(
            before,
            and_(
                before.tenant_id == earlier.tenant_id,
                before.period_id == earlier.id,
                before.party_tenant_id == Quota.party_tenant_id,
            ),
        )
        .where(Quota.tenant_id == OWN, Quota.carried_at.is_(None), Period.starts_on <= day)
        .where(earlier.ends_on < Period.starts_on)
        .order_by(Quota.id, earlier.ends_on)
    )


def carry_over(day: date, at: datetime) -> int:
    """The operator's job: what is unused follows into every quota of `to_carry`; returns into how many.

    The rule is that of the period that ended. What is freed in the old period later changes nothing any more.
    """
    latest: dict[Quota, Quota] = {}
    for quota, old in db.session.execute(to_carry(day)):
        latest[quota] = old
    for quota, old in latest.items():
        old.lock()
        quota.carried = carried(room_of(old), old.carry_over, old.carry_over_most)
        quota.carried_at = at
    db.session.flush()
    return len(latest)
