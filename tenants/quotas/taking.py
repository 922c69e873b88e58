"""Taking places out of a quota, under its lock: one for a youth, or some for a partner (FY-05)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.quotas.notice import notice
from tenants.quotas.quota import NoPlace, Quota, Reservation
from tenants.quotas.room import room_of
from tenants.quotas.transfer import Transfer, refuse_who_left
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from tenants.users import Actor


def reserve(quota: Quota, at: datetime, *, behind: int = 0) -> Reservation:
    """Takes one place at `at`. Call it with the quota locked (`Quota.of_here`).

    NoPlace when every place is taken, offered to a partner, or meant for the `behind` who came first. At 80 and 100 per
    cent the municipality and the corps are told.
    """
    room = room_of(quota)
    if room.free <= behind:
        raise NoPlace(quota.no_place(room.capacity))
    place = Reservation(
        tenant_id=quota.tenant_id, party_tenant_id=quota.party_tenant_id, quota_id=quota.id, reserved_at=at
    )
    db.session.add(place)
    db.session.flush()
    notice(quota, "places", room.taken + 1, room.capacity, at)
    return place


def offer(quota: Quota, taker: Tenant, places: int, price: Decimal | None, at: datetime, *, by: Actor) -> Transfer:
    """The giver's yes: `places` unused places are kept for `taker` until it answers, or they are taken back.

    `price` is kroner in all, ekskl. moms, agreed outside. Refused for another's quota, to oneself, after the period or the
    last day of either in the partnership, for more than is free, and for the same offer while it waits.
    """
    if by.tenant_id != quota.party_tenant_id or taker.id == quota.party_tenant_id:
        raise Refused(_("En part tilbyder sine egne pladser til en anden part."))
    if quota.period.ends_on < today():
        raise Refused(_("Perioden er slut."))
    refuse_who_left(quota.period, quota.party_tenant_id)
    refuse_who_left(quota.period, taker.id)
    quota.lock()
    free = room_of(quota).free
    if free == 0:
        raise Refused(_("Ingen af pladserne er ledige."))
    if not 0 < places <= free:
        raise Refused(_("Skriv et tal fra 1 til %(free)s: så mange pladser er ledige.", free=free))
    same = {"party_tenant_id": taker.id, "places": places, "price": price, "period_id": quota.period_id}
    waits = select(Transfer.id).filter_by(tenant_id=quota.party_tenant_id, accepted_at=None, ended_at=None, **same)
    if db.session.scalar(waits.limit(1)) is not None:
        raise Refused(_("Det samme tilbud til %(name)s venter allerede på svar.", name=taker.name))
    transfer = Transfer(
        tenant_id=quota.party_tenant_id, party_tenant_id=taker.id, period_tenant_id=quota.tenant_id,
        period_id=quota.period_id, places=places, price=price, offered_at=at, offered_by=by.name,
    )  # fmt: skip
    db.session.add(transfer)
    db.session.flush()
    audit.record("quota.offered", transfer, by=by, why=str(places))
    return transfer


def told_of_move(transfer_id: UUID, at: datetime) -> None:
    """After a move: the giver has fewer places, and is told where that brings it to a mark (FY-05). Done by the taker's house,
    whose yes it was."""
    giver = db.session.scalars(select(Transfer.tenant_id).where(Transfer.id == transfer_id)).one()
    with acting_for(giver):
        moved = db.session.scalars(select(Transfer).where(Transfer.id == transfer_id)).one()
        of_giver = Quota.period_id == moved.period_id, Quota.party_tenant_id == moved.tenant_id
        quota = db.session.scalars(select(Quota).where(Quota.tenant_id == moved.period_tenant_id, *of_giver)).one()
        quota.lock()
        room = room_of(quota)
        notice(quota, "places", room.taken, room.capacity, at, before=room.capacity + moved.places)
