"""Whom our messages do not reach: an address that bounced, a number that failed, until somebody has mended it."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ARRAY, CompoundSelect, Index, Select, Uuid, any_, bindparam, select, text, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from mentorkorps.clock import now
from tenants import audit, outbox
from tenants.rows import CaseRow, new_id, one_of
from tenants.scope import db, tenant_id
from tenants.users import Actor


class Unreachable(CaseRow):
    """An address of a person that takes no message, known from this tenant's messages."""

    __tablename__ = "unreachable"
    __table_args__ = (
        one_of("holder", ["mentor", "youth", "contact"]),
        Index(
            "uq_unreachable_one_open", "tenant_id", "person_id", "address", unique=True,
            postgresql_where=text("solved_at IS NULL"),
        ),
    )  # fmt: skip

    holder: Mapped[str]
    person_id: Mapped[UUID]
    address: Mapped[str]
    why: Mapped[str]
    since: Mapped[datetime]
    raised_at: Mapped[datetime | None]
    solved_at: Mapped[datetime | None]
    solved_by: Mapped[str] = mapped_column(default="")

    @classmethod
    def found(cls, holder: str, person: UUID, address: str, why: str) -> None:
        """Remembers, once, that `address` of the person takes nothing; the list of calls hears of it right away."""
        row = {
            "tenant_id": tenant_id(), "id": new_id(), "holder": holder, "person_id": person, "address": address.lower(),
            "why": why[:200], "since": now(), "solved_by": "",
        }  # fmt: skip
        kept = insert(cls).values(row).on_conflict_do_nothing().returning(cls.id)
        made = db.session.scalar(kept)
        db.session().info.pop("all_reachable", None)
        if made is not None:
            outbox.post("mind_unreachable", f"unreachable:{made}")

    @classmethod
    def open_here(cls) -> Select["Unreachable"]:
        """What is not mended yet, oldest first."""
        return select(cls).where(cls.solved_at.is_(None)).order_by(cls.since, cls.id)

    @classmethod
    def closed_to(cls, people: Iterable[UUID]) -> set[tuple[UUID, str]]:
        """Person and address of what is not mended yet."""
        asked_for = set(people)
        if not asked_for or db.session().info.get("all_reachable"):
            return set()
        rows = db.session.execute(_closed(), {"people": sorted(asked_for)})
        found = {(person, address) for person, address in rows}
        db.session().info["all_reachable"] = not found
        return {(person, address) for person, address in found if person in asked_for}

    def solve(self, *, by: Actor) -> None:
        """Mended, as `by` says, or as a changed address shows; a second press changes nothing."""
        if self.solved_at is None:
            self.solved_at, self.solved_by = now(), by.name
            audit.record("unreachable.solved", self, by=by)


@cache
def _closed() -> CompoundSelect[UUID, str]:
    """Of the people asked for, and of anybody: that nobody is tells for all who are asked about later."""
    one, people = select(Unreachable.person_id, Unreachable.address), bindparam("people", type_=ARRAY(Uuid))
    theirs = one.where(Unreachable.solved_at.is_(None), Unreachable.person_id == any_(people))
    return union_all(theirs, one.where(Unreachable.solved_at.is_(None)).limit(1))
