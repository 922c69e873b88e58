"""How much of a quota is taken, offered and free: counted from the rows, in one statement."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from tenants.agreements import Period
from tenants.quotas.opening import Opening
from tenants.quotas.quota import Quota, Reservation
from tenants.quotas.transfer import Transfer
from tenants.registry import Tenant
from tenants.scope import db


class Room(NamedTuple):
    """The places of one quota. `maximum` is the agreement's; `capacity` what holds now (FY-09)."""

    maximum: int
    carried: int
    opened: int
    got: int
    given: int
    offered: int
    reserved: int
    spent: int

    @property
    def capacity(self) -> int:
        """The agreement's places, with what came from the last period, was opened, and moved between partners."""
        return self.maximum + self.carried + self.opened + self.got - self.given

    @property
    def taken(self) -> int:
        """Reserved by a proposal or used by a pair."""
        return self.reserved + self.spent

    @property
    def free(self) -> int:
        """Neither taken nor offered to a partner."""
        return max(self.capacity - self.taken - self.offered, 0)

    @property
    def bound(self) -> int:
        """How small the agreement's number may become without taking back what is promised."""
        return max(self.taken + self.offered + self.given - self.carried - self.opened - self.got, 0)


def room_of(quota: Quota) -> Room:
    """The room of one quota, as it stands now."""
    row = db.session.execute(_of_one(), {"owner": quota.tenant_id, "quota": quota.id}).one()
    return Room._make([quota.maximum, quota.carried, *row])


@cache
def _of_one() -> Select[*tuple[int, ...]]:
    owner, quota = bindparam("owner", type_=Uuid()), bindparam("quota", type_=Uuid())
    return select(*_counted()).where(Quota.tenant_id == owner, Quota.id == quota)


def rooms() -> Sequence[tuple[Quota, Period, str, Room]]:
    """Every quota that is seen here with its period, its party's name and its room; the newest period last."""
    query = (
        select(Quota, Period, Tenant.name, *_counted())
        .join(Period, and_(Period.tenant_id == Quota.tenant_id, Period.id == Quota.period_id))
        .join(Tenant, Tenant.id == Quota.party_tenant_id)
        .order_by(Period.starts_on, Tenant.name)
    )
    rows = db.session.execute(query).all()
    return [(quota, period, name, Room(quota.maximum, quota.carried, *counts)) for quota, period, name, *counts in rows]


def _counted() -> list[ColumnElement[int]]:
    """Opened, got, given, offered, reserved and spent, of the quota of the statement around."""
    opened = select(func.coalesce(func.sum(Opening.places), 0)).where(
        Opening.tenant_id == Quota.tenant_id, Opening.quota_id == Quota.id, Opening.what == "places"
    )
    taken = [
        select(func.count())
        .select_from(Reservation)
        .where(
            Reservation.tenant_id == Quota.tenant_id, Reservation.quota_id == Quota.id, Reservation.freed_at.is_(None)
        )
        .where(Reservation.spent_at.is_not(None) if spent else Reservation.spent_at.is_(None))
        for spent in (False, True)
    ]
    counted = [opened, *_moved(), *taken]
    return [one.correlate(Quota).scalar_subquery() for one in counted]


def _moved() -> list[Select[tuple[int]]]:
    """Got, given, and offered but not answered."""
    found = []
    for side, is_accepted in (("party_tenant_id", True), ("tenant_id", True), ("tenant_id", False)):
        move = aliased(Transfer)
        mine = getattr(move, side) == Quota.party_tenant_id
        same = and_(move.period_tenant_id == Quota.tenant_id, move.period_id == Quota.period_id)
        state = (
            move.accepted_at.is_not(None) if is_accepted else and_(move.accepted_at.is_(None), move.ended_at.is_(None))
        )
        found.append(select(func.coalesce(func.sum(case((state, move.places), else_=0)), 0)).where(mine, same))
    return found
