"""The call list: everybody to be rung in the tenant acted in, with the reasons, what was tried, and the notes of last time.

One statement for each tenant: the reasons of all concepts are put together and gathered by pair. A pair stands there once,
with its most pressing reason first. A call that nobody answered keeps it there; one put off waits for its day.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.sql.selectable import LateralFromClause, Subquery

from mentorkorps.calls.again import morning_of
from mentorkorps.calls.call import UNANSWERED, Call
from mentorkorps.calls.care import Whose
from mentorkorps.calls.due_concerns import concerns_to_ring
from mentorkorps.calls.promises import promised
from mentorkorps.calls.reasons import NEEDS, PRESSING
from mentorkorps.calls.unheard import TELLS, unheard_in
from mentorkorps.clock import now
from mentorkorps.follow_ups.length import lengths_to_ring
from mentorkorps.follow_ups.other_questions import moved_on_to_ring
from mentorkorps.follow_ups.to_ring import (
    contacts_unreachable,
    exits_to_ring,
    phone_besides,
    rematches_to_ring,
    steps_to_ring,
    unreachable_besides,
    without_next_meeting,
)
from mentorkorps.journal import JournalNote
from mentorkorps.matching.silent import silent_proposals
from mentorkorps.mentors import Mentor
from mentorkorps.youths import Youth
from tenants.scope import own_id
from tenants.standing import NOW
from tenants.users import Actor

#: What tells of somebody to be rung, each in the columns of `matches.to_ring`, on a day for whoever looks. A new reason is
#: one line here. Concerns are for their chain alone, and stand on the list of who must act on them.
SOURCES: tuple[Callable[[Any, Actor], Select[*tuple[Any, ...]]], ...] = (
    lambda day, by: concerns_to_ring(day, by),
    lambda day, by: steps_to_ring(day),
    lambda day, by: unreachable_besides(),
    lambda day, by: phone_besides(),
    lambda day, by: without_next_meeting(day),
    lambda day, by: contacts_unreachable(),
    lambda day, by: lengths_to_ring(day),
    lambda day, by: exits_to_ring(),
    lambda day, by: rematches_to_ring(),
    lambda day, by: moved_on_to_ring(),
    lambda day, by: silent_proposals(),
    lambda day, by: promised(),
)
#: Notes of a talk, while the pair ran and after its end.
TALKED = ("called", "exit_called")
#: How long a talk settles that no next meeting is agreed or logged, or how the course ends; then it is time again.
SETTLED, SETTLED_BY_A_TALK = timedelta(days=7), ("no_next", "not_logged", "ends_soon", "end_passed")


class CallLine(NamedTuple):
    """One line: a pair, or one that may come to be."""

    kind: str  # match or proposal
    about_id: UUID
    youth_id: UUID
    carer_id: UUID | None
    reasons: list[str]
    whom: str  # mentor, youth or both
    since: datetime
    youth_first_name: str
    youth_phone: str
    mentor_first_name: str
    mentor_last_name: str
    mentor_phone: str
    tries: int  # calls that nobody answered since the reason arose
    again_at: datetime | None
    is_later: bool  # put off to another day
    is_waiting: bool  # to be tried again later today
    last_at: datetime | None
    last_by: str | None
    last_text: str | None
    last_internal: str | None
    told: list[str] | None  # who has told of a worry or written to us, and has not been talked with since
    rank: int
    all_today: int
    all_later: int

    @property
    def mentor_name(self) -> str:
        """First and last name."""
        return f"{self.mentor_first_name} {self.mentor_last_name}"

    @property
    def order(self) -> tuple[bool, bool, int, datetime, str]:
        """What is put off last, then what is to be tried again, then by need and by how long it has waited."""
        return self.is_later, self.is_waiting, self.rank, self.since, str(self.about_id)


_DAY = bindparam("day", type_=Date())
_TOMORROW = bindparam("tomorrow", type_=DateTime(timezone=True))
_ABOUT = bindparam("about", type_=Uuid())
_TALKED_SINCE = bindparam("talked_since", callable_=lambda: now() - SETTLED, type_=DateTime(timezone=True))


def on_list(by: Actor, whose: Whose | None = None) -> Select[*tuple[Any, ...]]:
    """The lines here for `by` as columns of `CallLine`, the most pressing first; without `whose` the one line of a pair.
    Asked with `on_day`."""
    return _on_list(own_id(), by, whose)


def first_on_list(by: Actor, whose: Whose, at_most: int) -> Select[*tuple[Any, ...]]:
    """As `on_list`, the first `at_most` of them."""
    return _first_on_list(own_id(), by, whose, at_most)


def on_day(day: date, about: UUID | None = None) -> dict[str, object]:
    """What `on_list` is asked with."""
    return {"day": day, "tomorrow": morning_of(day + timedelta(days=1)).replace(hour=0), "about": about}


@lru_cache(maxsize=128)
def _first_on_list(house: UUID, by: Actor, whose: Whose, at_most: int) -> Select[*tuple[Any, ...]]:
    return _on_list(house, by, whose).limit(at_most)


@lru_cache(maxsize=128)
def _on_list(house: UUID, by: Actor, whose: Whose | None) -> Select[*tuple[Any, ...]]:
    """Made once for each reader of the `house` one comes from: making it takes longer than asking it."""
    pair = _gathered(by, whose)
    last, note = _last_call(pair), _last_note(pair)
    rung = and_(last.c.reason == pair.c.reasons[1], last.c.called_at >= pair.c.since)
    stands = func.coalesce(or_(rung, pair.c.reasons[1] == "agreed"), False)
    is_later = func.coalesce(and_(stands, last.c.again_at >= _TOMORROW), False)
    is_waiting = func.coalesce(and_(stands, last.c.again_at > NOW, not_(is_later)), False)
    settled = and_(
        pair.c.reasons[1].in_(SETTLED_BY_A_TALK), last.c.result == "talked", last.c.called_at > _TALKED_SINCE
    )
    lines = (
        select(
            pair.c.kind, pair.c.about_id, pair.c.youth_id, pair.c.carer_id, pair.c.reasons, pair.c.whom, pair.c.since,
            Youth.first_name, Youth.phone, Mentor.first_name, Mentor.last_name, Mentor.phone, _tries(pair),
            case((stands, last.c.again_at)), is_later.label("is_later"), is_waiting,
            note.c.written_at, note.c.written_by, note.c.text, note.c.internal, _told(pair), pair.c.rank.label("rank"),
            func.count().filter(not_(is_later)).over(), func.count().filter(is_later).over(),
        )
        .join_from(pair, Youth, Youth.id == pair.c.youth_id)
        .join(Mentor, and_(Mentor.tenant_id == pair.c.mentor_tenant_id, Mentor.id == pair.c.mentor_id))
        .outerjoin(last, true())
        .outerjoin(note, true())
        .where(not_(func.coalesce(settled, False)))
    )  # fmt: skip
    return lines.order_by(is_later, is_waiting, pair.c.rank, pair.c.since, pair.c.about_id)


def how_many(by: Actor, whose: Whose) -> Select[int, int]:
    """How many are to be rung today, and how many of them are pressing. Asked with `on_day`."""
    lines = on_list(by, whose).order_by(None).subquery()
    today_s = not_(lines.c.is_later)
    pressing = and_(today_s, lines.c.rank < len(PRESSING))
    return select(func.count().filter(today_s), func.count().filter(pressing)).select_from(lines)


def _gathered(by: Actor, whose: Whose | None) -> Subquery:
    """Every reason of one pair in one row."""
    work = union_all(*(source(_DAY, by) for source in SOURCES)).subquery("work")
    rank = case({reason: place for place, reason in enumerate(NEEDS)}, value=work.c.reason, else_=len(NEEDS))
    pair = [getattr(work.c, name) for name in ("kind", "about_id", "youth_id", "mentor_tenant_id", "mentor_id")]
    order = rank, work.c.since
    gathered = select(
        *pair,
        func.array_agg(aggregate_order_by(work.c.reason, *order)).label("reasons"),
        func.array_agg(aggregate_order_by(work.c.carer_id, *order))[1].label("carer_id"),
        func.array_agg(aggregate_order_by(work.c.whom, *order))[1].label("whom"),
        func.array_agg(aggregate_order_by(work.c.since, *order))[1].label("since"),
        func.min(rank).label("rank"),
    ).group_by(*pair)
    if whose is None:
        gathered = gathered.where(work.c.about_id == _ABOUT)
    else:
        gathered = gathered.having(func.bool_or(whose.among(work.c.carer_id)))
    return gathered.subquery("pair")


def _about(pair: Subquery) -> ColumnElement[bool]:
    return or_(Call.match_id == pair.c.about_id, Call.proposal_id == pair.c.about_id)


def _last_call(pair: Subquery) -> LateralFromClause:
    last = select(Call.called_at, Call.result, Call.reason, Call.again_at).where(_about(pair))
    return last.order_by(Call.called_at.desc(), Call.id.desc()).limit(1).lateral("last_call")


def _last_note(pair: Subquery) -> LateralFromClause:
    """What was said when somebody was last reached."""
    of_pair = JournalNote.youth_id == pair.c.youth_id, JournalNote.match_id == pair.c.about_id
    said = select(JournalNote.written_at, JournalNote.written_by, JournalNote.text, JournalNote.internal)
    newest = said.where(*of_pair, JournalNote.act.in_(TALKED)).order_by(JournalNote.written_at.desc(), JournalNote.id)
    return newest.limit(1).lateral("last_note")


def _told(pair: Subquery) -> ColumnElement[Any]:
    asked_for = or_(*(literal(reason) == any_(pair.c.reasons) for reason in (*TELLS, "alarm_rating")))
    return case((asked_for, unheard_in(pair)))


def _tries(pair: Subquery) -> ColumnElement[int]:
    unanswered = _about(pair), Call.result.in_(UNANSWERED), Call.called_at >= pair.c.since
    return select(func.count()).select_from(Call).where(*unanswered).scalar_subquery()
