"""Suggesting mentors to a youth: the trade first, then wishes, way, language and room, each with its reason (FY-26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from mentorkorps.matches import Match
from mentorkorps.matching import training
from mentorkorps.matching.proposal import Proposal
from mentorkorps.matching.reason import Reason
from mentorkorps.matching.score import Offer, Verdict, Wishes, judge
from mentorkorps.mentors import Engagement, Mentor
from mentorkorps.youths import Enrolment
from tenants.scope import db, own_id, tenant_id

#: In a position, it says that the firm is the mentor's own.
OWNERS = ("indehaver", "ejer", "selvstændig")

NOES = ("mentor_no", "youth_no")
UNHAPPY_ENDS = ("not_a_fit", "youth_stopped", "mentor_stopped", "never_met")


@dataclass(frozen=True)
class Suggestion:
    """A mentor with points and reasons; proposable when nothing stops it."""

    mentor: Mentor
    verdict: Verdict

    @property
    def score(self) -> int:
        """The points; they are the sum of the reasons'."""
        return self.verdict.score

    @property
    def reasons(self) -> Sequence[Reason]:
        """For and against, the trade first."""
        return self.verdict.reasons

    @property
    def is_trade_match(self) -> bool:
        """A wished occupation or one of its trade (HT-12)."""
        return self.verdict.is_trade_match

    @property
    def is_full(self) -> bool:
        """Every place is taken (HT-04)."""
        return "full" in self.verdict.stops

    @property
    def is_proposable(self) -> bool:
        """Has room, shares a language with the youth and lives near enough."""
        return not self.verdict.stops

    @property
    def travel_minutes(self) -> int | None:
        """The mentor's way to where the youth wishes to meet, estimated (FY-35)."""
        return self.verdict.travel_minutes


def suggest(enrolment: Enrolment, day: date) -> list[Suggestion]:
    """Every mentor of ours who is with us on `day`, the best first; who cannot be proposed stands last.

    Left out: a mentor to whom this youth, or who to this youth, has said no, or with whom it has ended badly (MO-10).
    """
    wishes, must_be_trained = wishes_of(enrolment), training.is_needed(day)
    found = [
        Suggestion(
            mentor, judge(wishes, offer_of(mentor, taken, untrained=must_be_trained and not mentor.is_trained(day)))
        )
        for mentor, taken in db.session.execute(candidates(enrolment, day))
        if mentor.tenant_id in (tenant_id(), own_id())
    ]
    return sorted(found, key=_order)


def wishes_of(enrolment: Enrolment) -> Wishes:
    """What counts of an enrolment; a youth who names no place is met near home."""
    return Wishes(
        trades=tuple(enrolment.trades),
        gender=enrolment.wished_gender,
        traits=tuple(enrolment.wished_traits),
        place=enrolment.wished_area or enrolment.youth.postcode,
        languages=tuple(enrolment.youth.languages),
        matters_most=enrolment.matters_most,
        need=enrolment.main_need,
    )


def offer_of(mentor: Mentor, taken: int, *, untrained: bool = False) -> Offer:
    """What counts of a mentor of whose places `taken` are taken; `untrained`: lacks the course that is asked for (VB-09)."""
    return Offer(
        occupation=mentor.occupation,
        gender=mentor.gender,
        traits=_traits(mentor),
        kind=mentor.kind,
        postcode=mentor.postcode,
        max_travel_minutes=mentor.max_travel_minutes,
        languages=tuple(mentor.languages),
        capacity=mentor.capacity,
        taken=taken,
        untrained=untrained,
    )


def _traits(mentor: Mentor) -> tuple[str, ...]:
    """Those the mentor has named; who owns the firm has one of one's own, also where nobody ticked the box."""
    owns = any(word in mentor.position.casefold() for word in OWNERS)
    return tuple(dict.fromkeys((*mentor.traits, *(("own_business",) if owns else ()))))


def candidates(enrolment: Enrolment, day: date) -> Select[Mentor, Any]:
    """Mentors readable here, with their companies, each with the number of places taken, in one statement."""
    taken = (
        select(Engagement.tenant_id, Engagement.mentor_id, func.count().label("taken"))
        .where(Engagement.freed_at.is_(None))
        .group_by(Engagement.tenant_id, Engagement.mentor_id)
        .subquery()
    )
    return (
        select(Mentor, func.coalesce(taken.c.taken, 0))
        .outerjoin(taken, and_(taken.c.tenant_id == Mentor.tenant_id, taken.c.mentor_id == Mentor.id))
        .where(Mentor.recruited_on <= day, or_(Mentor.left_on.is_(None), Mentor.left_on > day))
        .where(~_said_no(enrolment), ~_ended_badly(enrolment))
        .options(joinedload(Mentor.company))
    )


def _order(one: Suggestion) -> tuple[tuple[int, int, int], date, str, str, UUID]:
    """Who has waited longest goes first among equals; the mail address keeps a simulation the same from run to run."""
    return one.verdict.order, one.mentor.recruited_on, one.mentor.last_name, one.mentor.email, one.mentor.id


def _said_no(enrolment: Enrolment) -> ColumnElement[bool]:
    same = Proposal.mentor_tenant_id == Mentor.tenant_id, Proposal.mentor_id == Mentor.id
    return exists().where(*same, Proposal.youth_id == enrolment.youth_id, Proposal.fell_because.in_(NOES))


def _ended_badly(enrolment: Enrolment) -> ColumnElement[bool]:
    same = Match.mentor_tenant_id == Mentor.tenant_id, Match.mentor_id == Mentor.id
    return exists().where(*same, Match.youth_id == enrolment.youth_id, Match.end_reason.in_(UNHAPPY_ENDS))
