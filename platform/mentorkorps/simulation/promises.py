"""What became of the promise that no pair is lost: counted from the rows when the simulated time is over, by set queries.

`due`: follow-ups whose window opened. `asked_in_window`, `answered` and `called` are parts of it. `on_time`: the share, in
per cent, of what is in the system's hands: asked or put on the staff's list before the window closed. `people_on_time`: the
share that was also done by then. `lost`: running pairs without exactly one open step, and steps past their window that
are on nobody's list. `asked_twice`: questions put more often than once and one reminder, and second messages on one day.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, and_, cast, false, func, not_, or_, select

from mentorkorps.follow_ups import FollowUp
from mentorkorps.follow_ups.to_ring import steps_to_ring
from mentorkorps.links import Link
from mentorkorps.matches import Match
from mentorkorps.messages import Message
from mentorkorps.messages.asked import Asked
from mentorkorps.messages.pace import CAN_WAIT
from mentorkorps.simulation.world import World
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db, tenant_id

ASK_AND_REMIND = 2
COUNTED = ("due", "asked_in_window", "answered", "called", "kept", "judged", "done_in_time", "lost", "asked_twice")


def promises(world: World) -> dict[str, Any]:
    """The figures of all bearing municipalities together, as they stand at the end of the last day."""
    total: Counter[str] = Counter()
    messages: Counter[tuple[UUID, date]] = Counter()
    for tenant in world.bearing:
        with acting_for(tenant.id, home=world.operator):
            total.update(dict(db.session.execute(_follow_ups(world.last)).one()._mapping))
            total["lost"] += db.session.scalar(_without_one_step()) or 0
            total["lost"] += db.session.scalar(_on_nobodys_list(world.last)) or 0
            total["asked_twice"] += db.session.scalar(_too_often()) or 0
            messages.update({(person, day): count for person, day, count in db.session.execute(_messages())})
    total["asked_twice"] += sum(count - 1 for count in messages.values() if count > 1)
    return {
        **{name: total[name] for name in COUNTED if name not in ("kept", "judged", "done_in_time")},
        "on_time": _per_cent(total["kept"], total["due"]),
        "people_on_time": _per_cent(total["done_in_time"], total["judged"]),
    }


def told(figures: Mapping[str, Any]) -> str:
    """The figures as a table."""
    return "\n".join(
        f"  {name:16} {value:6}{' %' if name.endswith('on_time') else ''}" for name, value in figures.items()
    )


def _per_cent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 100.0


def _day(moment: ColumnElement[datetime] | Any) -> ColumnElement[date]:
    return cast(func.timezone("Europe/Copenhagen", moment), Date)


def _follow_ups(last: date) -> Select[*tuple[Any, ...]]:
    """A step that fell away before anybody was asked, or was done before it opened, never fell due."""
    step = FollowUp
    in_time = step.done_on <= step.due_on
    fell_away = and_(step.done_how == "ended", or_(step.asked_at.is_(None), in_time), step.raised_at.is_(None))
    not_before = or_(step.done_on.is_(None), step.done_on >= step.opens_on)
    due = and_(step.kind != "pause", step.opens_on <= last, not_(func.coalesce(fell_away, false())), not_before)
    handled = _day(func.least(step.asked_at, step.raised_at, step.done_at))
    asked = _day(step.asked_at)
    over = or_(step.due_on < last, step.done_on.is_not(None))
    counts = {
        "due": due,
        "asked_in_window": asked.between(step.opens_on, step.due_on),
        "answered": step.done_how == "answered",
        "called": step.done_how == "called",
        "kept": or_(handled <= step.due_on, and_(handled.is_(None), step.due_on >= last)),
        "judged": and_(over, func.coalesce(step.done_how, "") != "ended"),
        "done_in_time": and_(in_time, step.done_how != "ended"),
    }
    return select(*(func.count().filter(and_(due, wanted)).label(name) for name, wanted in counts.items())).select_from(
        step
    )


def _without_one_step() -> Select[int]:
    steps = (
        select(FollowUp.match_id, func.count().label("open"))
        .where(FollowUp.done_at.is_(None))
        .group_by(FollowUp.match_id)
        .subquery()
    )
    pairs = select(func.count()).select_from(Match).outerjoin(steps, steps.c.match_id == Match.id)
    return pairs.where(Match.ended_at.is_(None), func.coalesce(steps.c.open, 0) != 1)


def _on_nobodys_list(last: date) -> Select[int]:
    listed = select(steps_to_ring(last).subquery().c.about_id)
    gone_by = FollowUp.done_at.is_(None), FollowUp.due_on < last, Match.ended_at.is_(None)
    of_pair = and_(Match.tenant_id == FollowUp.tenant_id, Match.id == FollowUp.match_id)
    return select(func.count()).select_from(FollowUp).join(Match, of_pair).where(*gone_by, Match.id.not_in(listed))


def _too_often() -> Select[int]:
    """Whatever is asked of one person about one thing, in messages of its own or on the page of another."""
    asked = and_(Asked.party_tenant_id == Link.tenant_id, Asked.link_id == Link.id)
    question = Link.purpose, Link.subject_id, Link.holder
    times = (
        select(func.count().label("times"))
        .select_from(Link)
        .join(Asked, asked)
        .where(Asked.party_tenant_id == tenant_id())
        .group_by(*question)
        .having(func.count() > ASK_AND_REMIND)
        .subquery()
    )
    return select(func.coalesce(func.sum(times.c.times - ASK_AND_REMIND), 0))


def _messages() -> Select[*tuple[Any, ...]]:
    """Messages that ask, by person and the day on which they went."""
    went = and_(OutboxItem.tenant_id == Message.tenant_id, OutboxItem.dedupe_key == func.concat("message:", Message.id))
    day = _day(OutboxItem.run_at)
    asking = Message.template.in_(CAN_WAIT), Message.person_id.is_not(None)
    return (
        select(Message.person_id, day, func.count())
        .join(OutboxItem, went)
        .where(*asking)
        .group_by(Message.person_id, day)
    )
