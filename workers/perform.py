"""Doing one item of the outbox."""

import logging
from collections.abc import Sequence, Set
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from mentorkorps import schedule
from mentorkorps.clock import local, now
from mentorkorps.language import speaking
from tenants.outbox import OutboxItem, due_here, is_more_due, mark_done
from tenants.registry import Tenant
from tenants.scope import acting_for, db
from workers.finds import TELLS, to_do
from workers.kinds import DAILY, INSIDE, SENDING, WAITS, Job

log = logging.getLogger(__name__)


def perform(tenant: str, item: str) -> None:
    """Does the item if it is still to be done; a second bell finds nothing to do. The queue calls this with ids only."""
    tenant_id, item_id = UUID(tenant), UUID(item)
    with speaking("da"):
        with acting_for(tenant_id):
            kind = db.session.scalar(select(OutboxItem.kind).where(OutboxItem.id == item_id))
        if kind in SENDING:
            _send(tenant_id, item_id)
        elif kind is not None:
            _do_inside(tenant_id, item_id)


def _do_inside(tenant_id: UUID, item_id: UUID) -> None:
    try:
        with acting_for(tenant_id):
            item = OutboxItem.claim(item_id)
            if item is None:
                return
            if item.kind in INSIDE or item.kind in to_do(item.kind):
                _job(item.kind)(item)
            if item.kind in DAILY:
                schedule.go_on(item.kind)
            item.done()
    except Exception as error:
        _put_back(tenant_id, item_id, error)
        raise


def _send(tenant_id: UUID, item_id: UUID) -> None:
    with acting_for(tenant_id):  # the claim is kept before the network is spoken to
        item = OutboxItem.claim(item_id)
        kind, lease = (item.kind, item.lease_token) if item and not _put_off(item, now()) else ("", None)
    if lease is None:
        return
    try:
        with acting_for(tenant_id):
            item = db.session.scalars(select(OutboxItem).where(OutboxItem.id == item_id)).one()
            item.done(str(SENDING[kind](item)))
    except Exception as error:
        _put_back(tenant_id, item_id, error, lease)
        raise


def _put_off(item: OutboxItem, at: datetime) -> bool:
    """Whether it must wait for the moment at which it may leave; it is then due again at that.

    One that leaves on another day than it was due is due at this moment from now on: a second try today keeps its place.
    """
    leaves = WAITS[item.kind](item, at) if item.kind in WAITS else at
    if leaves > at:
        item.not_before(leaves)
    elif item.kind in WAITS and local(item.run_at).date() != local(at).date():
        item.run_at = at
    return leaves > at


def _put_back(tenant_id: UUID, item_id: UUID, error: Exception, lease: UUID | None = None) -> None:
    log.warning("work failed: item %s of tenant %s: %s", item_id, tenant_id, type(error).__name__)
    with acting_for(tenant_id):
        item = db.session.scalars(select(OutboxItem).where(OutboxItem.id == item_id).with_for_update()).one()
        if item.done_at is None and item.lease_token == lease:
            if lease is None:
                item.attempts += 1
            item.failed(type(error).__name__)
            if item.dead_at and item.kind in DAILY:
                schedule.go_on(item.kind)


def drain(at: datetime, tenants: list[UUID] | None = None, *, but: Set[str] = frozenset()) -> int:
    """Does everything due at `at` in this process, without queue or dispatcher; returns how many. For simulations and tests.

    A tenant's work is one transaction: what fails, fails loudly and leaves nothing half-done. Work of the kinds in `but` is
    the caller's own to do, once, in the end.
    """
    if tenants is None:
        with acting_for(None):
            tenants = list(db.session.scalars(select(Tenant.id).order_by(Tenant.slug)))
    count = 0
    for tenant in tenants:
        with acting_for(tenant, holding=True):
            count += drain_here(at, but=but)
    return count


def _job(kind: str) -> Job:
    return SENDING.get(kind) or INSIDE.get(kind) or DAILY[kind]


def drain_here(at: datetime, *, but: Set[str] = frozenset()) -> int:
    """As `drain`, in the tenant and the transaction that stand."""
    done: list[OutboxItem] = []
    with speaking("da"):
        while found := due_here(at, done):
            items = [item for item in found if not _put_off(item, at)]
            _do_all([item for item in items if item.kind not in but])
            schedule.go_on(*(item.kind for item in items if item.kind in DAILY))
            done += items
            if not is_more_due(at, found):
                break
        mark_done(done)
    return len(done)


def _do_all(items: Sequence[OutboxItem]) -> None:
    """Daily jobs that would find nothing are not begun: asked once for all of a family. Who tells of what the others have
    written (`TELLS`) is begun once any of them was."""
    worth: dict[bool, Set[str]] = {}
    for item in items:
        if item.kind in DAILY:
            family = item.kind in schedule.OPERATING
            if family not in worth:
                worth[family] = to_do(item.kind)
            if item.kind not in worth[family]:
                continue
        if item.kind not in SENDING:  # what is sent changes nothing here that a daily job looks for
            worth = {family: found | TELLS for family, found in worth.items() if found}
        _job(item.kind)(item)
