"""Who stands ready in a municipality: the holder of each level, the on-call, and the numbers to ring."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from mentorkorps.clock import now
from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, one_of, together
from tenants.scope import db, tenant_id
from tenants.users import Actor, User

PLACES = {
    "1": N_("Niveau 1"),
    "2": N_("Niveau 2"),
    "3": N_("Niveau 3"),
    "4": N_("Niveau 4"),
    "on_call": N_("Kommunens vagt"),
    "social_duty": N_("Den sociale døgnvagt"),
    "main_number": N_("Kommunens hovednummer"),
}
#: The group that owns level 1 until one of them takes it.
GROUP = N_("Korpsets koordinatorer")


@dataclass(frozen=True)
class Person:
    """Somebody who can own a concern: with an account in a house, or only a name and a number. A house without a user
    is its group of coordinators."""

    name: str
    phone: str = ""
    house: UUID | None = None
    user_id: UUID | None = None
    roles: frozenset[str] = frozenset()

    @classmethod
    def of(cls, user: User) -> Self:
        """Who has that account."""
        return cls(user.name, user.phone, user.tenant_id, user.id, user.roles)


class ConcernHolder(CaseRow):
    """From a moment on this person holds the place; the newest counts, and an empty name means nobody."""

    __tablename__ = "concern_holders"
    __table_args__ = (
        one_of("place", list(PLACES)),
        together("user_tenant_id", "user_id"),
        UniqueConstraint("tenant_id", "place", "serial"),
    )

    place: Mapped[str]
    serial: Mapped[int]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    user_tenant_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None]
    named_at: Mapped[datetime]
    named_by: Mapped[str]

    @property
    def person(self) -> Person:
        """The holder; the right to hold the place was checked when he or she was named."""
        return Person(self.name, self.phone, self.user_tenant_id, self.user_id)


def above(level: int | None) -> str:
    """The place above the level; above the on-call, and above the top, there is none."""
    return str(level + 1) if level else ""


def standing() -> Select[ConcernHolder]:
    """The newest holder of each place that has one."""
    other = aliased(ConcernHolder)
    newest = select(func.max(other.serial)).where(
        other.tenant_id == ConcernHolder.tenant_id, other.place == ConcernHolder.place
    )
    return select(ConcernHolder).where(ConcernHolder.serial == newest.scalar_subquery(), ConcernHolder.name != "")


def holders() -> dict[str, ConcernHolder]:
    """Who stands ready here, by place."""
    return {one.place: one for one in db.session.scalars(standing())}


def name_holder(place: str, person: Person, *, by: Actor) -> ConcernHolder:
    """From now on `person` holds the place; an empty name leaves it to nobody. Refused without a number to ring."""
    if place not in PLACES:
        raise Refused(_("Det sted på trappen findes ikke."))
    if person.name and not person.phone and person.user_id is None:
        raise Refused(_("Skriv et telefonnummer, så der kan ringes."))
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"holder {tenant_id()} {place}"))))
    so_far = select(func.coalesce(func.max(ConcernHolder.serial), 0)).where(ConcernHolder.place == place)
    holder = ConcernHolder(
        place=place, serial=(db.session.scalar(so_far) or 0) + 1, name=person.name, phone=person.phone,
        user_tenant_id=person.house if person.user_id else None, user_id=person.user_id,
        named_at=now(), named_by=by.signature,
    )  # fmt: skip
    db.session.add(holder)
    db.session.flush()
    audit.record("concern.holder", holder, by=by, why=place)
    return holder
