"""A follow-up: a window of days in which the corps asks how it goes (FY-36)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from mentorkorps.matches import Match
from tenants.rows import CaseRow, inside, one_of


class FollowUp(CaseRow):
    """One contact with a pair, due between two days. A running match has exactly one that is open."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        inside("matches", "match_id"),
        one_of("kind", ["first_meeting", "check_in"]),
        one_of("done_how", ["answered", "called", "ended"]),
        CheckConstraint("opens_on <= due_on", name="in_order"),
        CheckConstraint("(done_at IS NULL) = (done_how IS NULL)", name="done_coherence"),
        UniqueConstraint("tenant_id", "match_id", "serial"),
        Index("uq_follow_ups_one_open", "tenant_id", "match_id", unique=True, postgresql_where=text("done_at IS NULL")),
    )

    match_id: Mapped[UUID]
    serial: Mapped[int]
    kind: Mapped[str]
    opens_on: Mapped[date]
    due_on: Mapped[date]
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    raised_because: Mapped[str | None]  # silence, worry, not_met, second_yes
    raised_at: Mapped[datetime | None]  # silence: on the staff's list
    done_at: Mapped[datetime | None]
    done_on: Mapped[date | None]
    done_how: Mapped[str | None]

    match: Mapped[Match] = relationship(viewonly=True)
    answers: Mapped[list["Answer"]] = relationship(viewonly=True)


class Answer(CaseRow):
    """One tap to one question of a follow-up."""

    __tablename__ = "answers"
    __table_args__ = (
        inside("follow_ups", "follow_up_id"),
        one_of("side", ["mentor", "youth"]),
        UniqueConstraint("tenant_id", "follow_up_id", "side", "question"),
    )

    follow_up_id: Mapped[UUID]
    side: Mapped[str]
    question: Mapped[str]
    value: Mapped[str]
    answered_at: Mapped[datetime]
