"""The outbox: what is to leave the house or be done later, written in the transaction of its cause.

PostgreSQL is the truth; the queue is a doorbell that may be wiped. A row is rung by the dispatcher, claimed by a worker
with one UPDATE, and done exactly once or dead in the open after eight attempts.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    DateTime,
    Index,
    Select,
    Text,
    UniqueConstraint,
    Uuid,
    all_,
    bindparam,
    column,
    func,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from mentorkorps.clock import now, real_now
from tenants.rows import Base, CaseRow, new_id
from tenants.scope import db, tenant_id

LEASE = timedelta(seconds=60)
#: After each failure but the last: quick first, then slow enough that an outage of a night ends before the last attempt.
WAITS = tuple(timedelta(seconds=wait) for wait in (15, 120, 1800, 10800, 14400, 14400, 14400))
ATTEMPTS = len(WAITS) + 1
AT_ONCE = 200


class OutboxItem(CaseRow):
    """One piece of work. Its state is read from its moments: run_at, rung_at, lease_until, done_at, dead_at."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("tenant_id", "dedupe_key"),
        Index("ix_outbox_due", "run_at", postgresql_where=text("done_at IS NULL AND dead_at IS NULL")),
    )

    kind: Mapped[str]
    dedupe_key: Mapped[str]
    payload: Mapped[dict[str, Any]]
    run_at: Mapped[datetime]  # the programme's time
    rung_at: Mapped[datetime | None]  # this and the following: real time
    attempts: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
    reply: Mapped[str] = mapped_column(default="")

    @classmethod
    def claim(cls, item_id: UUID) -> Self | None:
        """Takes the item for one minute; None when it is done, dead, not due, or somebody else's right now."""
        free = or_(cls.lease_until.is_(None), cls.lease_until < real_now())
        taken = (
            update(cls)
            .where(cls.tenant_id == tenant_id(), cls.id == item_id, cls.done_at.is_(None), cls.dead_at.is_(None))
            .where(cls.run_at <= now(), free)
            .values(lease_token=uuid4(), lease_until=real_now() + LEASE, attempts=cls.attempts + 1)
        )
        return db.session.scalar(taken.returning(cls))

    def done(self, reply: str = "") -> bool:
        """Marks the item done with the lease it was claimed by; False when the lease has gone to somebody else."""
        fenced = (
            update(OutboxItem)
            .where(OutboxItem.tenant_id == self.tenant_id, OutboxItem.id == self.id)
            .where(OutboxItem.lease_token == self.lease_token, OutboxItem.done_at.is_(None))
            .values(done_at=real_now(), reply=reply, lease_until=None)
        )
        return bool(db.session.scalar(fenced.returning(OutboxItem.id)))

    def failed(self, error: str) -> None:
        """Puts the item back with a growing, jittered delay, or among the dead after eight attempts."""
        self.last_error = error[:500]
        if self.attempts >= ATTEMPTS:
            self.dead_at = real_now()
        wait = WAITS[min(self.attempts, len(WAITS)) - 1] * random.uniform(0.8, 1)  # noqa: S311 (no secret)
        self.lease_token, self.lease_until = None, real_now() + wait

    def not_before(self, moment: datetime) -> None:
        """Puts the item off until then: nothing was tried, so a claim that stands is given back uncounted (VB-19)."""
        if self.lease_token is not None:
            self.attempts -= 1
        self.run_at, self.rung_at, self.lease_token, self.lease_until = moment, None, None, None

    def again(self) -> None:
        """A person asks for a dead item to be tried once more."""
        self.dead_at, self.lease_until, self.rung_at, self.attempts = None, None, None, 0

    @classmethod
    def dead(cls) -> Select[Self]:
        """Items that gave up, newest first."""
        return select(cls).where(cls.dead_at.is_not(None)).order_by(cls.dead_at.desc())


#: What differs from one piece of work to the next.
_GIVEN: Mapping[str, TypeEngine[Any]] = {
    "id": Uuid(), "kind": Text(), "dedupe_key": Text(), "payload": JSONB(), "run_at": DateTime(timezone=True),
}  # fmt: skip


def _posting() -> Insert:
    """Made once, and one statement however much work there is."""
    lists = func.unnest(*(bindparam(name, type_=ARRAY(kind)) for name, kind in _GIVEN.items()))
    work = lists.table_valued(*(column(name, kind) for name, kind in _GIVEN.items()), name="work").render_derived()
    of_all = {
        "tenant_id": bindparam("here", type_=Uuid()),
        "attempts": literal(0),
        "last_error": literal(""),
        "reply": literal(""),
    }
    rows = select(*(work.c[name] for name in _GIVEN), *of_all.values())
    into = insert(Base.metadata.tables["outbox"]).from_select([*_GIVEN, *of_all], rows, include_defaults=False)
    return into.on_conflict_do_nothing()


_POST = _posting()


def post(kind: str, key: str, payload: dict[str, Any] | None = None, *, run_at: datetime | None = None) -> None:
    """Writes work of `kind` for the tenant acted in. `key` says what it means; the same key twice is one piece of work."""
    post_all([(kind, key, payload or {}, run_at or now())])


def post_all(work: Iterable[tuple[str, str, dict[str, Any], datetime]]) -> None:
    """Writes several pieces of work, each with kind, key, payload and time, at once."""
    rows = [(new_id(), kind, key, payload, run_at) for kind, key, payload, run_at in work]
    if rows:
        given = dict(zip(_GIVEN, map(list, zip(*rows, strict=True)), strict=True))
        db.session.execute(_POST, {"here": tenant_id(), **given})
        db.session().info.setdefault("posted", []).extend(given["run_at"])


_MARK_DONE = text("UPDATE outbox SET attempts = attempts + 1, done_at = :at WHERE id = ANY(:ids)")


_DUE = (
    select(OutboxItem)
    .where(OutboxItem.run_at <= bindparam("at"), OutboxItem.done_at.is_(None), OutboxItem.dead_at.is_(None))
    .where(or_(OutboxItem.lease_until.is_(None), OutboxItem.lease_until < bindparam("real")))
    .where(OutboxItem.id != all_(bindparam("done", type_=ARRAY(Uuid))))
    .order_by(OutboxItem.run_at, OutboxItem.id)
    .limit(AT_ONCE)
)


def due_here(at: datetime, done: Sequence[OutboxItem] = ()) -> Sequence[OutboxItem]:
    """The items of this tenant due at `at`, oldest first, at most 200, but for those `done` already: for whoever drains
    without a dispatcher."""
    db.session().info["posted"] = []
    return db.session.scalars(_DUE, {"at": at, "real": real_now(), "done": [item.id for item in done]}).all()


def is_more_due(at: datetime, last: Sequence[OutboxItem]) -> bool:
    """Whether another look can find anything: the `last` one was full, or work due at `at` was posted here since."""
    return len(last) == AT_ONCE or any(run_at <= at for run_at in db.session().info["posted"])


def mark_done(items: Sequence[OutboxItem]) -> None:
    """Marks items of this tenant that were done in this very transaction."""
    if not items:
        return
    db.session.execute(_MARK_DONE, {"ids": [item.id for item in items], "at": real_now()})
