"""The running pairs with their next step: who is to be called, and who goes well (FY-36)."""

from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Subquery, and_, case, cast, func, or_, select, true

from mentorkorps.courses import visit_is_missing
from mentorkorps.follow_ups.follow_up import RAISED, FollowUp
from mentorkorps.language import N_
from mentorkorps.matches import Match, Meeting
from mentorkorps.mentors import Company, Mentor
from mentorkorps.youths import Youth
from tenants.scope import own_id

#: What a pair needs, the most pressing first.
NEEDS = ("call", "overdue", "meeting", "open", "early")
PRESSING = NEEDS[:3]
Only = Literal["", "pressing", "unvisited"]  # which of the pairs are to be shown; empty: all

#: Of a pair whose first meeting nobody has written down, when it is time to have heard of it.
NEVER_LOGGED = N_("Det første møde er ikke skrevet ned.")

LOGGED_WITHIN = timedelta(days=7)  # how long an agreed meeting may go by before somebody writes it down


def need(
    kind: str, opens_on: date, due_on: date, raised_at: datetime | None, first_met_on: date | None, day: date
) -> str:
    """call: silence, a worry, or no first meeting two weeks after the match; else how the window stands on `day`."""
    if raised_at or (kind == "first_meeting" and first_met_on is None and opens_on <= day):
        return "call"
    return "overdue" if day > due_on else "open" if day >= opens_on else "early"


def meeting_lacks(logged_on: date | None, next_on: date | None, day: date, first_met_on: date | None = None) -> str:
    """There is always a next meeting (DF-15): `none` is agreed after the last log; `passed`: it was, over a week ago,
    and nobody has logged it. Empty where all is well, or they have not met yet. A pair that has told by a tap that they have
    met, and logged nothing in a week, has agreed none that anybody knows of."""
    if logged_on is None:
        return "none" if first_met_on and day - first_met_on > LOGGED_WITHIN else ""
    if next_on is None:
        return "none"
    return "passed" if day - next_on > LOGGED_WITHIN else ""


class RunningPair(NamedTuple):
    """One line of the list of pairs."""

    match_id: UUID
    youth_first_name: str
    mentor_first_name: str
    mentor_last_name: str
    started_on: date
    first_met_on: date | None
    logged_on: date | None
    next_meeting_on: date | None
    kind: str
    opens_on: date
    due_on: date
    raised_at: datetime | None
    raised_because: str | None  # one of RAISED
    lacks_visit: bool  # to the mentor's workplace, where the pair's programme expects one (HT-16)
    calendar_ends: date | None  # the last day that the school calendar of the pair knows of
    wants_next: bool  # whether its programme asks that a next meeting is always agreed

    @property
    def mentor_name(self) -> str:
        """First and last name."""
        return f"{self.mentor_first_name} {self.mentor_last_name}"

    def need(self, day: date) -> str:
        """What the pair needs on `day`: one of NEEDS; `meeting` where its step may wait, and no next meeting is agreed."""
        step = need(self.kind, self.opens_on, self.due_on, self.raised_at, self.first_met_on, day)
        return "meeting" if step not in PRESSING and self.meeting_lacks(day) else step

    def reason(self, day: date) -> str | None:
        """Why somebody must ring the pair on `day`; None where nobody must. Where nothing was logged it is not known that
        they have not met."""
        if self.need(day) != "call":
            return None
        return RAISED[self.raised_because] if self.raised_because else NEVER_LOGGED

    @property
    def is_provisional(self) -> bool:
        """The next step lies beyond the school calendar, whose later holidays are not known."""
        return self.calendar_ends is not None and self.due_on > self.calendar_ends

    def next_meeting(self, day: date) -> date | None:
        """The next agreed meeting, if it has not gone by."""
        return self.next_meeting_on if self.next_meeting_on and self.next_meeting_on >= day else None

    def meeting_lacks(self, day: date) -> str:
        """What is wrong with the next meeting on `day`: none, passed, or nothing, as while the pair pauses, and in a programme
        that does not ask for one."""
        if self.kind == "pause" or not self.wants_next:
            return ""
        return meeting_lacks(self.logged_on, self.next_meeting_on, day, self.first_met_on)

    def order(self, day: date) -> tuple[int, date, date]:
        """Sorts by need, then by how long it has waited."""
        return NEEDS.index(self.need(day)), self.due_on, self.started_on


def running() -> Select[*tuple[Any, ...]]:
    """The running pairs here that the house one comes from cares for, as columns of `RunningPair`."""
    last = (
        select(Meeting.held_on, Meeting.next_on)
        .where(Meeting.tenant_id == Match.tenant_id, Meeting.match_id == Match.id)
        .order_by(Meeting.held_on.desc(), Meeting.logged_at.desc())
        .limit(1)
        .lateral()
    )
    step = and_(FollowUp.tenant_id == Match.tenant_id, FollowUp.match_id == Match.id, FollowUp.done_at.is_(None))
    return (
        select(
            Match.id, Youth.first_name, Mentor.first_name, Mentor.last_name, Match.started_on, Match.first_met_on,
            last.c.held_on, last.c.next_on, FollowUp.kind, FollowUp.opens_on, FollowUp.due_on, FollowUp.raised_at,
            FollowUp.raised_because, visit_is_missing().label("lacks_visit"), _calendar_ends().label("calendar_ends"),
            wants_next().label("wants_next"),
        )
        .join_from(Match, Youth, and_(Youth.tenant_id == Match.tenant_id, Youth.id == Match.youth_id))
        .join(Mentor, and_(Mentor.tenant_id == Match.mentor_tenant_id, Mentor.id == Match.mentor_id))
        .join(FollowUp, step)
        .outerjoin(last, true())
        .where(Match.ended_at.is_(None), Match.caring_tenant_id == own_id())
    )  # fmt: skip


def with_company(pairs: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The same, beside the company of each mentor."""
    return pairs.outerjoin(Company, and_(Company.tenant_id == Mentor.tenant_id, Company.id == Mentor.company_id))


def running_page(
    day: date, *, at_most: int, only: Only = "", among: ColumnElement[bool] | None = None
) -> Select[*tuple[Any, ...]]:
    """The first of the running pairs here, in the order of `RunningPair.order`: how many pairs there are, how many of them
    press (a need of PRESSING), how many lack the visit to the workplace, and the columns of a pair, empty where none is to be
    shown. `among` says which of the pairs are looked at; it may ask about youth, mentor and company.

    The database sorts, counts and cuts."""
    pair = (running() if among is None else with_company(running()).where(among)).subquery("pair")
    ranked = select(*pair.c, _rank(pair, day).label("rank")).subquery("ranked")
    pairs = select(*ranked.c, (ranked.c.rank < len(PRESSING)).label("presses")).cte("pairs")
    shows = {"": true(), "pressing": pairs.c.presses, "unvisited": pairs.c.lacks_visit}
    each = (func.count().filter(is_in).label(f"in_{name}") for name, is_in in shows.items())
    counted = select(*each).select_from(pairs)
    wanted = select(pairs).where(shows[only])
    order = "rank", "due_on", "started_on", "id"
    shown = wanted.order_by(*(pairs.c[name] for name in order)).limit(at_most).subquery("shown")
    counts = counted.subquery("counts")
    columns = [shown.c[column.key] for column in pair.c]
    whole = select(*counts.c, *columns).select_from(counts.outerjoin(shown, true()))
    return whole.order_by(*(shown.c[name] for name in order))


def wants_next() -> ColumnElement[bool]:
    """Whether the rules that the pair keeps ask for a next meeting at all times (DF-15)."""
    return func.coalesce(Match.rules["meetings"]["always_next"].astext, "true") != "false"


def _calendar_ends() -> ColumnElement[date]:
    """`programmes.calendar_ends`, asked of the database, of the rules that the pair keeps."""
    closed = func.jsonb_array_elements(Match.rules["calendar"]["closed"]).column_valued("closed")
    return select(func.max(cast(closed.op("->>")(1), Date))).correlate(Match).scalar_subquery()


def _rank(pair: Subquery, day: date) -> ColumnElement[int]:
    """The place of `need` in NEEDS, as the database says it."""
    not_met = and_(pair.c.kind == "first_meeting", pair.c.first_met_on.is_(None), pair.c.opens_on <= day)
    raised = or_(pair.c.raised_at.is_not(None), not_met)
    met = or_(pair.c.held_on.is_not(None), pair.c.first_met_on < day - LOGGED_WITHIN)
    unsure = or_(pair.c.next_on.is_(None), pair.c.next_on < day - LOGGED_WITHIN)
    lacks = and_(met, unsure, pair.c.kind != "pause", pair.c.wants_next)
    return case((raised, 0), (pair.c.due_on < day, 1), (lacks, 2), (pair.c.opens_on <= day, 3), else_=4)
