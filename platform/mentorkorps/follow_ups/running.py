"""The running pairs with their next step: who is to be called, and who goes well (FY-36)."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, select

from mentorkorps.follow_ups.follow_up import FollowUp
from mentorkorps.matches import Match, Meeting
from mentorkorps.mentors import Mentor
from mentorkorps.youths import Youth

#: What a pair needs, the most pressing first.
NEEDS = ("call", "overdue", "open", "early")


def need(
    kind: str, opens_on: date, due_on: date, raised_at: datetime | None, first_met_on: date | None, day: date
) -> str:
    """call: silence, a worry, or no first meeting two weeks after the match; else how the window stands on `day`."""
    if raised_at or (kind == "first_meeting" and first_met_on is None and opens_on <= day):
        return "call"
    return "overdue" if day > due_on else "open" if day >= opens_on else "early"


class RunningPair(NamedTuple):
    """One line of the list of pairs."""

    match_id: UUID
    youth_first_name: str
    mentor_first_name: str
    mentor_last_name: str
    started_on: date
    first_met_on: date | None
    next_meeting_on: date | None
    kind: str
    opens_on: date
    due_on: date
    raised_at: datetime | None

    @property
    def mentor_name(self) -> str:
        """First and last name."""
        return f"{self.mentor_first_name} {self.mentor_last_name}"

    def need(self, day: date) -> str:
        """What the pair needs on `day`: one of NEEDS."""
        return need(self.kind, self.opens_on, self.due_on, self.raised_at, self.first_met_on, day)

    def next_meeting(self, day: date) -> date | None:
        """The next agreed meeting, if it has not gone by."""
        return self.next_meeting_on if self.next_meeting_on and self.next_meeting_on >= day else None

    def order(self, day: date) -> tuple[int, date, date]:
        """Sorts by need, then by how long it has waited."""
        return NEEDS.index(self.need(day)), self.due_on, self.started_on


def running() -> Select[*tuple[Any, ...]]:
    """The running pairs here, as columns of `RunningPair`."""
    agreed = (
        select(Meeting.next_on)
        .where(Meeting.tenant_id == Match.tenant_id, Meeting.match_id == Match.id)
        .order_by(Meeting.held_on.desc(), Meeting.logged_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    step = and_(FollowUp.tenant_id == Match.tenant_id, FollowUp.match_id == Match.id, FollowUp.done_at.is_(None))
    return (
        select(
            Match.id, Youth.first_name, Mentor.first_name, Mentor.last_name, Match.started_on, Match.first_met_on,
            agreed, FollowUp.kind, FollowUp.opens_on, FollowUp.due_on, FollowUp.raised_at,
        )
        .join_from(Match, Youth, and_(Youth.tenant_id == Match.tenant_id, Youth.id == Match.youth_id))
        .join(Mentor, and_(Mentor.tenant_id == Match.mentor_tenant_id, Mentor.id == Match.mentor_id))
        .join(FollowUp, step)
        .where(Match.ended_at.is_(None))
    )  # fmt: skip
