"""The steering group: its seats and meetings, and the report published to its members (FY-12)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, Uuid, column, insert, select, text, true, values
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.agreements import Period
from tenants.registry import Partnership
from tenants.rows import PoolRow, SharedRow, inside, new_id, together
from tenants.scope import db


class Seat(SharedRow):
    """A person whom a partner has chosen for the steering group; disclosed to the members. Written by the partner alone."""

    __tablename__ = "seats"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        ForeignKeyConstraint(["party_tenant_id", "user_id"], ["users.tenant_id", "users.id"]),
        Index(
            "uq_seats_one_at_a_time", "tenant_id", "partnership_id", "party_tenant_id", "user_id", unique=True,
            postgresql_where=text("until IS NULL"),
        ),
    )  # fmt: skip

    partnership_id: Mapped[UUID]
    user_id: Mapped[UUID | None]  # none once the person's house is erased
    person: Mapped[str]
    email: Mapped[str]
    since: Mapped[date]
    chosen_by: Mapped[str]
    until: Mapped[date | None]
    ended_by: Mapped[str | None]


class SteeringMeeting(PoolRow):
    """A meeting in the calendar; disclosed to the members. It stands for one day of the agreement's rhythm, `planned_for`,
    and `version` counts how often the invitations to it have had to change.
    """

    __tablename__ = "steering_meetings"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        Index(
            "uq_steering_meetings_planned_once", "tenant_id", "partnership_id", "planned_for", unique=True,
            postgresql_where=text("NOT is_extra"),
        ),
        Index(
            "uq_steering_meetings_one_a_day", "tenant_id", "partnership_id", "held_on", unique=True,
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        together("cancelled_at", "cancelled_by"),
    )  # fmt: skip

    partnership_id: Mapped[UUID]
    planned_for: Mapped[date]
    held_on: Mapped[date]
    starts_at: Mapped[time] = mapped_column(default=time(13))
    hours: Mapped[int]
    place: Mapped[str] = mapped_column(default="")
    is_extra: Mapped[bool] = mapped_column(default=False)  # called by hand, beside the agreement's rhythm
    version: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]

    partnership: Mapped[Partnership] = relationship(viewonly=True)


class Report(SharedRow):
    """One member's copy of a report for a period; every copy has the same checksum, and none ever changes."""

    __tablename__ = "reports"
    __table_args__ = (
        inside("partnerships", "partnership_id"),
        inside("periods", "period_id"),
        UniqueConstraint("tenant_id", "partnership_id", "number", "party_tenant_id"),
    )

    partnership_id: Mapped[UUID]
    period_id: Mapped[UUID]
    number: Mapped[int]
    cut_off: Mapped[date]
    built_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    checksum: Mapped[str]
    note: Mapped[str] = mapped_column(default="")

    partnership: Mapped[Partnership] = relationship(viewonly=True)
    period: Mapped[Period] = relationship(viewonly=True)

    @classmethod
    def newest(cls, period: Period) -> Self | None:
        """The report of `period` with the highest number that the reader's house has a copy of."""
        of_period = cls.tenant_id == period.tenant_id, cls.period_id == period.id
        return db.session.scalar(select(cls).where(*of_period).order_by(cls.number.desc()).limit(1))

    def copy_for(self, parties: Sequence[UUID]) -> None:
        """A copy for each of these houses, made where the report is kept: its content goes there once."""
        if not parties:
            return
        houses = values(column("id", Uuid), column("party", Uuid), name="houses").data(
            [(new_id(), one) for one in parties]
        )
        names = [one.name for one in Report.__table__.columns if one.name not in ("id", "party_tenant_id")]
        same = select(houses.c.id, houses.c.party, *(getattr(Report, name) for name in names)).join(houses, true())
        db.session.execute(
            insert(Report).from_select(["id", "party_tenant_id", *names], same.where(Report.id == self.id))
        )

    @property
    def is_intact(self) -> bool:
        """Whether the content is still what the checksum was made of."""
        return checksum(self.content) == self.checksum


def canonical(content: Mapping[str, Any]) -> str:
    """The content as text, the same wherever it is written."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checksum(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def readable(content: Mapping[str, Any]) -> str:
    """The content as text for a person's eye, in the same order every time."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2)
