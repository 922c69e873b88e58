"""A proposal: the mentor is asked first, then the youth, and both say yes before anything starts (FY-29)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship
from sqlalchemy.orm.interfaces import ORMOption

from mentorkorps.mentors import Engagement, Mentor
from mentorkorps.youths import Enrolment, Youth
from tenants.quotas import Reservation
from tenants.rows import CaseRow, across, inside, together
from tenants.scope import own_id


class Proposal(CaseRow):
    """One mentor proposed to one youth."""

    __tablename__ = "proposals"
    __table_args__ = (
        inside("youths", "youth_id"),
        inside("enrolments", "enrolment_id"),
        across("mentors", "mentor"),
        across("engagements", "engagement"),
        across("reservations", "reservation"),
        ForeignKeyConstraint(["caring_tenant_id", "carer_id"], ["users.tenant_id", "users.id"]),
        together("fell_at", "fell_because"),
        CheckConstraint("youth_yes_at IS NULL OR mentor_yes_at <= youth_yes_at", name="mentor_first"),
        Index(
            "uq_proposals_one_open",
            "tenant_id",
            "youth_id",
            unique=True,
            postgresql_where=text("fell_at IS NULL AND started_at IS NULL"),
        ),
    )

    youth_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    mentor_tenant_id: Mapped[UUID]
    mentor_id: Mapped[UUID]
    engagement_tenant_id: Mapped[UUID]
    engagement_id: Mapped[UUID]
    reservation_tenant_id: Mapped[UUID]
    reservation_id: Mapped[UUID]
    proposed_at: Mapped[datetime]
    proposed_on: Mapped[date]
    proposed_by: Mapped[str]
    caring_tenant_id: Mapped[UUID] = mapped_column(default=own_id)  # who proposed, and whose staff care for it
    carer_id: Mapped[UUID | None]  # of that house: who cares for the pair that comes of it
    is_trade_match: Mapped[bool]
    score: Mapped[int]
    reasons: Mapped[list[dict[str, Any]]]
    mentor_yes_at: Mapped[datetime | None]
    youth_yes_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    raised_at: Mapped[datetime | None]  # silence for five working days: staff take over
    started_at: Mapped[datetime | None]
    fell_at: Mapped[datetime | None]
    fell_because: Mapped[str | None]  # mentor_no, youth_no, withdrawn, agreement_over
    note: Mapped[str] = mapped_column(default="")  # the reason in words, for staff

    youth: Mapped[Youth] = relationship(viewonly=True)
    enrolment: Mapped[Enrolment] = relationship(viewonly=True)
    mentor: Mapped[Mentor] = relationship(viewonly=True)
    engagement: Mapped[Engagement] = relationship(viewonly=True)
    reservation: Mapped[Reservation] = relationship(viewonly=True)

    @classmethod
    def beside(cls) -> Sequence[ORMOption]:
        """Both people, and the enrolment."""
        return joinedload(cls.youth), joinedload(cls.mentor), joinedload(cls.enrolment)

    @property
    def is_open(self) -> bool:
        """Neither started nor fallen."""
        return self.started_at is None and self.fell_at is None

    @property
    def waits_for(self) -> str:
        """Whose answer is awaited: mentor or youth."""
        return "mentor" if self.mentor_yes_at is None else "youth"
