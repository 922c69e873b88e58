"""The inbox: youths who wait for a mentor, with the clock of their programme and what is under way (FY-28)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, FromClause, Select, and_, case, cast, func, select, true

from mentorkorps.clock import local
from mentorkorps.language import N_, _
from mentorkorps.matching.answer import NO_REASONS
from mentorkorps.matching.line import places_in_line
from mentorkorps.matching.proposal import Proposal
from mentorkorps.mentors import Mentor
from mentorkorps.refused import NotFound
from mentorkorps.youths import Enrolment, Youth
from mentorkorps.youths.reach import sent_to_us
from tenants.scope import db

#: A youth with one of these has had a mentor, and goes before the others who wait.
HAD_A_MENTOR = ("new_mentor", "second_mentor_no", "second_youth_no")
SOON = 7  # days left, from where on a youth is urgent
#: Nobody answers, so staff take over; a mentor is to be proposed; an answer is awaited.
TURNS = ("take_over", "propose", "asked")
WHY_BACK: Mapping[str, str] = {
    "mentor_no": N_("Mentor sagde nej"),
    "youth_no": N_("Den unge sagde nej"),
    "withdrawn": N_("Korpset trak forslaget tilbage"),
    "agreement_over": N_("Aftalen med kommunen er udløbet"),
    "second_mentor_no": N_("Mentor ville ikke fortsætte efter det første møde"),
    "second_youth_no": N_("Den unge ville ikke fortsætte efter det første møde"),
    "again": N_("Tilmeldt igen"),
    "new_mentor": N_("Forløbet sluttede, og den unge skal have en ny mentor"),
}


class Clock(NamedTuple):
    """The promise to the youth: a proposed mentor within so many days of sending, and anew from the day the youth came back.
    While a proposal is out the days stand still."""

    sent_at: datetime
    promise: int  # days
    day: date
    returned_at: datetime | None = None
    stopped_on: date | None = None  # by a proposal that is out

    @classmethod
    def on(
        cls, day: date, sent_at: datetime, promise: int, returned_at: datetime | None, proposed_at: datetime | None
    ) -> "Clock":
        """How it stands on `day`, with a proposal that has been out since `proposed_at`, if there is one."""
        stopped = min(day, local(proposed_at).date()) if proposed_at else None
        return cls(sent_at, promise, stopped or day, returned_at, stopped)

    @property
    def since(self) -> date:
        """The day the youth began to wait; the first promise was kept or not on its own."""
        return local(self.returned_at or self.sent_at).date()

    @property
    def days(self) -> int:
        """How many have gone."""
        return (self.day - self.since).days

    @property
    def is_again(self) -> bool:
        """The youth has been proposed to somebody, or withdrawn, and waits again."""
        return self.returned_at is not None

    @property
    def is_late(self) -> bool:
        """The promise is broken."""
        return self.days > self.promise

    @property
    def is_soon(self) -> bool:
        """A week or less is left."""
        return self.promise - SOON <= self.days <= self.promise


class Waiting(NamedTuple):
    """One line of the inbox."""

    youth_id: UUID
    first_name: str
    born_on: date
    trades: list[str]
    sent_at: datetime
    promise_days: int
    returned_at: datetime | None
    return_reason: str
    proposed_at: datetime | None
    mentor_yes_at: datetime | None
    reminded_at: datetime | None
    raised_at: datetime | None
    mentor_first_name: str | None
    mentor_last_name: str | None
    in_line: int | None  # the place in the line for a place of the municipality, from 1

    def age(self, day: date) -> int:
        """Whole years on `day`."""
        born = self.born_on
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def clock(self, day: date) -> "Clock":
        """The days of the promise on `day`; they stand still from the day of a proposal."""
        return Clock.on(day, self.sent_at, self.promise_days, self.returned_at, self.proposed_at)

    @property
    def state(self) -> str:
        """raised: nobody answers, staff take over. mentor, youth: whose answer is awaited. back: a no came. new: nothing."""
        if self.proposed_at is None:
            return "back" if self.return_reason else "new"
        if self.raised_at:
            return "raised"
        return "youth" if self.mentor_yes_at else "mentor"

    @property
    def turn(self) -> str:
        """What is to be done: one of TURNS."""
        return {"raised": "take_over", "mentor": "asked", "youth": "asked"}.get(self.state, "propose")

    def order(self, day: date) -> tuple[int, bool, int, datetime]:
        """What is to be done first: by TURNS; who has had a mentor before the others; then who has waited longest."""
        first = self.return_reason in HAD_A_MENTOR
        return TURNS.index(self.turn), not first, -self.clock(day).days, self.sent_at

    @property
    def asked_at(self) -> datetime | None:
        """Since when the answer is awaited."""
        return self.mentor_yes_at or self.proposed_at

    @property
    def mentor_name(self) -> str:
        """The proposed mentor."""
        return f"{self.mentor_first_name or ''} {self.mentor_last_name or ''}".strip()


def waiting() -> Select[*tuple[Any, ...]]:
    """The lines of the inbox here, as columns of `Waiting`."""
    line = places_in_line().subquery("line")
    out = and_(
        Proposal.tenant_id == Enrolment.tenant_id, Proposal.enrolment_id == Enrolment.id,
        Proposal.fell_at.is_(None), Proposal.started_at.is_(None),
    )  # fmt: skip
    mentor = and_(Mentor.tenant_id == Proposal.mentor_tenant_id, Mentor.id == Proposal.mentor_id)
    return (
        select(
            Youth.id, Youth.first_name, Youth.born_on, Enrolment.trades, Enrolment.sent_at, Enrolment.promise_days,
            Enrolment.returned_at, Enrolment.return_reason, Proposal.proposed_at, Proposal.mentor_yes_at, Proposal.reminded_at,
            Proposal.raised_at, Mentor.first_name.label("mentor_first_name"), Mentor.last_name.label("mentor_last_name"),
            line.c.in_line,
        )
        .join_from(Enrolment, Youth, and_(Youth.tenant_id == Enrolment.tenant_id, Youth.id == Enrolment.youth_id))
        .outerjoin(Proposal, out)
        .outerjoin(Mentor, mentor)
        .outerjoin(line, line.c.enrolment_id == Enrolment.id)
        .where(sent_to_us(), Enrolment.closed_at.is_(None))
    )  # fmt: skip


class Counts(NamedTuple):
    """Of all who wait in a tenant: how many, of whom the promise is broken, who need a proposal, who are to be taken over."""

    total: int
    late: int
    propose: int
    take_over: int


def waiting_page(day: date, *, at_most: int) -> Select[*tuple[Any, ...]]:
    """The first who wait here, in the order of `Waiting.order`: the columns of `Counts`, then those of a line, empty where
    nobody waits.

    The database sorts, counts and cuts."""
    one = waiting().subquery("one")
    since = _day(func.coalesce(one.c.returned_at, one.c.sent_at))
    days = func.least(day, func.coalesce(_day(one.c.proposed_at), day)) - since
    turn = case((one.c.proposed_at.is_(None), 1), (one.c.raised_at.is_not(None), 0), else_=2)
    promised = one.c.return_reason.not_in(HAD_A_MENTOR)
    ranked = select(*one.c, turn.label("turn"), promised.label("after"), days.label("days")).cte("ranked")
    of_turn = {place: func.count().filter(ranked.c.turn == place) for place in range(len(TURNS))}
    late = func.count().filter(ranked.c.days > ranked.c.promise_days)
    counts = select(
        func.count().label("total"), late.label("late"), of_turn[1].label("propose"), of_turn[0].label("take_over")
    )
    counted = counts.select_from(ranked).subquery("counted")

    def order(table: FromClause) -> list[ColumnElement[Any]]:
        return [table.c.turn, table.c.after, table.c.days.desc(), table.c.sent_at, table.c.id]

    shown = select(ranked).order_by(*order(ranked)).limit(at_most).subquery("shown")
    columns = [shown.c[column.key] for column in one.c]
    return select(*counted.c, *columns).select_from(counted.outerjoin(shown, true())).order_by(*order(shown))


def _day(moment: ColumnElement[Any]) -> ColumnElement[date]:
    return cast(func.timezone("Europe/Copenhagen", moment), Date)


def enrolment_sent_for(youth_id: UUID) -> Enrolment:
    """What the corps may open about a youth: an enrolment that has been sent; NotFound before (disclosure, step 2)."""
    sent = select(Enrolment).where(Enrolment.youth_id == youth_id, sent_to_us())
    enrolment = db.session.scalar(sent.order_by(Enrolment.sent_at.desc()).limit(1))
    if enrolment is None:
        raise NotFound("Enrolment")
    return enrolment


def proposals_of(youth_id: UUID) -> Select[Proposal]:
    """Every proposal made for a youth, the newest first."""
    return select(Proposal).where(Proposal.youth_id == youth_id).order_by(Proposal.proposed_at.desc())


def why_back(code: str) -> str:
    """Why the youth is back in the inbox, in the reader's language; for staff alone."""
    because, _colon, note = code.partition(": ")
    why = _(WHY_BACK.get(because, because))
    if not note:
        return why
    return _("%(why)s: %(note)s", why=why, note=_(NO_REASONS[note]).lower() if note in NO_REASONS else note)
