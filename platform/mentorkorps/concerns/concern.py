"""A concern about a youth, and the steps taken since; where it stands is read from the last of them (DF-18, MO-08)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from mentorkorps.clock import today
from mentorkorps.concerns.troubles import ABOUT, TROUBLES
from mentorkorps.language import N_
from mentorkorps.matches import Match
from mentorkorps.youths import Youth
from tenants.local_rules import LocalRules, rules_of
from tenants.registry import Programme
from tenants.rows import CaseRow, inside, one_of, together

STEPS = {
    "opened": N_("Rejst"),
    "called": N_("Ringet"),
    "noted": N_("Skrevet om"),
    "escalated": N_("Givet videre til næste niveau"),
    "handed": N_("Fik en ny ansvarlig"),
    "taken": N_("Taget"),
    "closed": N_("Afsluttet"),
}


class Concern(CaseRow):
    """What somebody is worried about. Its text never leaves the chain of those who handle it."""

    __tablename__ = "concerns"
    __table_args__ = (
        inside("youths", "youth_id"),
        inside("matches", "match_id"),
        one_of("about", list(ABOUT)),
        one_of("trouble", list(TROUBLES)),
        one_of("opened_by_kind", ["user", "mentor", "youth", "system"]),
        together("closed_at", "closed_because"),
        CheckConstraint(
            "closed_at IS NULL OR rung_at IS NOT NULL OR NOT (is_danger OR is_minor)", name="rung_before_closed"
        ),
        Index("ix_concerns_tenant_id_youth_id", "tenant_id", "youth_id"),
    )

    youth_id: Mapped[UUID]
    match_id: Mapped[UUID | None]
    about: Mapped[str]
    trouble: Mapped[str | None]
    internal: Mapped[str]
    is_danger: Mapped[bool]  # now, said by who raised it
    is_minor: Mapped[bool]  # under 18 on that day
    opened_at: Mapped[datetime]
    opened_on: Mapped[date]
    opened_by: Mapped[str]
    opened_by_kind: Mapped[str]
    opened_by_tenant_id: Mapped[UUID | None]
    opened_by_user_id: Mapped[UUID | None]
    rung_at: Mapped[datetime | None]  # when the on-call had been rung and that was written down
    closed_at: Mapped[datetime | None]
    closed_because: Mapped[str | None]

    youth: Mapped[Youth] = relationship(viewonly=True)
    match: Mapped[Match | None] = relationship(viewonly=True)
    steps: Mapped[list["ConcernStep"]] = relationship(viewonly=True, order_by="ConcernStep.serial")

    @property
    def now(self) -> "ConcernStep":
        """The last step: level, owner and deadline as they stand."""
        return self.steps[-1]

    @property
    def must_ring(self) -> bool:
        """Danger or a minor: the on-call must be rung, and nothing else happens before that is written down."""
        return (self.is_danger or self.is_minor) and self.rung_at is None

    @property
    def rules(self) -> dict[str, Any]:
        """The rules of the pair, or where there is no pair those of the programme that looks after the youth."""
        return self.match.rules if self.match else rules_of(Programme.caring_here(today()), LocalRules.newest())

    @classmethod
    def not_rung(cls) -> ColumnElement[bool]:
        """`must_ring`, asked of the database."""
        return or_(cls.is_danger, cls.is_minor) & cls.rung_at.is_(None)


class ConcernStep(CaseRow):
    """One step, never changed. It says level, owner and deadline as they are from then on.

    No level: with the municipality's on-call. The owner's house and user are the account that answers for it: the owner's
    own, or of who gave it to somebody without one; a house alone is its group of coordinators.
    """

    __tablename__ = "concern_steps"
    __table_args__ = (
        inside("concerns", "concern_id"),
        one_of("kind", list(STEPS)),
        CheckConstraint("level BETWEEN 1 AND 4", name="level_sane"),
        together("called_whom", "called_number", "called_at"),
        CheckConstraint("(kind = 'called') = (called_at IS NOT NULL)", name="called_when_rung"),
        UniqueConstraint("tenant_id", "concern_id", "serial"),
    )

    concern_id: Mapped[UUID]
    serial: Mapped[int]
    kind: Mapped[str]
    taken_at: Mapped[datetime]
    taken_by: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    from_level: Mapped[int | None]
    level: Mapped[int | None]
    owner_name: Mapped[str]
    owner_phone: Mapped[str] = mapped_column(default="")
    owner_tenant_id: Mapped[UUID]
    owner_user_id: Mapped[UUID | None]
    deadline: Mapped[date]
    called_whom: Mapped[str | None]
    called_number: Mapped[str | None]
    called_at: Mapped[datetime | None]

    @property
    def is_for_the_group(self) -> bool:
        """Nobody has taken it yet."""
        return self.owner_user_id is None

    @classmethod
    def is_last(cls) -> ColumnElement[bool]:
        """The step in which the concern stands."""
        other = aliased(cls)
        same = other.tenant_id == cls.tenant_id, other.concern_id == cls.concern_id
        return cls.serial == select(func.max(other.serial)).where(*same).correlate(cls).scalar_subquery()
