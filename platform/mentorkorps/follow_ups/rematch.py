"""The protected rematch: after an early or unwanted ending the youth is offered a new mentor by phone, within 14 days."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, UniqueConstraint, and_, exists, select
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from mentorkorps.clock import now, today
from mentorkorps.follow_ups.plan import add_months
from mentorkorps.matches import Match
from mentorkorps.programmes import setting
from mentorkorps.youths import Enrolment, Youth
from tenants.beginning import takes_part
from tenants.rows import CaseRow, inside, together
from tenants.scope import db, own_id

#: Nobody wished for these; a youth who stopped is offered a new mentor where it was early.
UNWANTED = ("not_a_fit", "mentor_stopped", "never_met")
EARLY_MONTHS = 3


class RematchOffer(CaseRow):
    """A youth to be rung about a new mentor: by when, and what the youth said."""

    __tablename__ = "rematch_offers"
    __table_args__ = (
        inside("matches", "match_id"),
        together("answered_at", "wants"),
        UniqueConstraint("tenant_id", "match_id"),
    )

    match_id: Mapped[UUID]
    raised_at: Mapped[datetime]
    due_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")
    wants: Mapped[bool | None]

    match: Mapped[Match] = relationship(viewonly=True)


def deserves_rematch(match: Match, reason: str, day: date) -> bool:
    """The ending was unwanted, or the youth left within the first three months; where a new mentor can come at all."""
    if not takes_part(day):
        return False
    return reason in UNWANTED or (reason == "youth_stopped" and day < add_months(match.started_on, EARLY_MONTHS))


def offer_rematch(match: Match) -> RematchOffer:
    """From now on the youth stands on the call list."""
    days = setting(match.rules, "exit", "rematch_within_days")
    offer = RematchOffer(match_id=match.id, raised_at=now(), due_on=today() + timedelta(days=days))
    db.session.add(offer)
    db.session.flush()
    return offer


def offer_of(match: Match) -> RematchOffer | None:
    """The offer after this pair, answered or not."""
    return db.session.scalar(select(RematchOffer).where(RematchOffer.match_id == match.id))


def waits_or_runs(match: type[Match]) -> ColumnElement[bool]:
    """Of a query that reads matches: the youth has a mentor now, or waits for one."""
    other = aliased(Match)
    runs = exists().where(
        other.tenant_id == match.tenant_id, other.youth_id == match.youth_id, other.ended_at.is_(None)
    )
    waits = exists().where(
        Enrolment.tenant_id == match.tenant_id, Enrolment.youth_id == match.youth_id,
        Enrolment.sent_at.is_not(None), Enrolment.closed_at.is_(None),
    )  # fmt: skip
    return runs | waits


class RematchCall(NamedTuple):
    """One line of the call list: a youth to be offered a new mentor."""

    offer_id: UUID
    match_id: UUID
    youth_first_name: str
    youth_phone: str
    due_on: date
    raised_at: datetime


def rematch_offers_due(day: date) -> Select[*tuple[Any, ...]]:
    """The youths still to be rung about a new mentor, as columns of `RematchCall`, the most pressing first; all of them,
    for an offer is due from the day it is made."""
    return (
        select(
            RematchOffer.id, RematchOffer.match_id, Youth.first_name, Youth.phone, RematchOffer.due_on,
            RematchOffer.raised_at,
        )
        .join_from(RematchOffer, Match, and_(Match.tenant_id == RematchOffer.tenant_id, Match.id == RematchOffer.match_id))
        .join(Youth, and_(Youth.tenant_id == Match.tenant_id, Youth.id == Match.youth_id))
        .where(RematchOffer.answered_at.is_(None), Match.ended_on <= day, Match.caring_tenant_id == own_id())
        .order_by(RematchOffer.due_on, RematchOffer.id)
    )  # fmt: skip
