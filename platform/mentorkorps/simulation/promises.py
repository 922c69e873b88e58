"""What became of the promise that no pair is lost: counted from the rows when the simulated time is over, by set queries.

`due`: follow-ups whose window opened. `asked_in_window`, `answered` and `called` are parts of it. `on_time`: the share, in
per cent, of what was in the system's hands: a question left the house within the window, or somebody was put on the staff's
list in it because the rules say that this one is rung. What was settled before the system had to do anything, and what has
time left, is not judged. `people_on_time`: the share that was also done by then; the others are `late`. `lost`: pairs that
`lost` found on some day of the year, or finds now. `asked_twice`: questions put more often than once and one reminder, and
second messages on one day.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, and_, cast, false, func, not_, or_, select, true

from mentorkorps.follow_ups import FollowUp
from mentorkorps.links import Link
from mentorkorps.messages import Message
from mentorkorps.messages.asked import Asked
from mentorkorps.messages.pace import CAN_WAIT
from mentorkorps.simulation.lost import look_for_lost
from mentorkorps.simulation.world import World
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db, tenant_id

ASK_AND_REMIND = 2
SHOWN = ("due", "asked_in_window", "answered", "called", "late", "lost", "asked_twice")
#: Why a pair is rung and not asked, by the rules. Silence and the alarms come beside a question, never instead of one.
RUNG_BY_RULE = ("phone", "unreachable", "worry", "not_met", "second_yes", "alarm_rating")


def promises(world: World) -> dict[str, Any]:
    """The figures of all bearing municipalities together, as they stand at the end of the last day."""
    total: Counter[str] = Counter()
    messages: Counter[tuple[UUID, date]] = Counter()
    look_for_lost(world, world.last)
    for tenant in world.bearing:
        with acting_for(tenant.id, home=world.operator):
            total.update(dict(db.session.execute(_follow_ups(world.last)).one()._mapping))
            total["asked_twice"] += db.session.scalar(_too_often()) or 0
            messages.update({(person, day): count for person, day, count in db.session.execute(_messages())})
    total["asked_twice"] += sum(count - 1 for count in messages.values() if count > 1)
    total["lost"] = len(world.lost)
    total["late"] = total["judged"] - total["done_in_time"]
    return {
        **{name: total[name] for name in SHOWN},
        "on_time": _per_cent(total["kept"], total["in_hands"]),
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
    """A step that fell away before its window closed, or was done before it opened, never fell due."""
    step, question = FollowUp, _asked_on().lateral("question")
    in_time = step.done_on <= step.due_on
    fell_away = and_(step.done_how == "ended", in_time, step.raised_at.is_(None))
    not_before = or_(step.done_on.is_(None), step.done_on >= step.opens_on)
    due = and_(step.kind != "pause", step.opens_on <= last, not_(_is(fell_away)), not_before)
    asked = _is(question.c.on_day.between(step.opens_on, step.due_on))
    rung = _is(and_(step.raised_because.in_(RUNG_BY_RULE), _day(step.raised_at) <= step.due_on))
    settled = _is(and_(question.c.on_day.is_(None), step.done_how != "ended", in_time))
    time_left = and_(question.c.on_day.is_(None), step.done_at.is_(None), step.due_on >= last)
    over = or_(step.due_on < last, step.done_on.is_not(None))
    counts = {
        "due": due,
        "asked_in_window": and_(due, asked),
        "answered": and_(due, step.done_how == "answered"),
        "called": and_(due, step.done_how == "called"),
        "in_hands": and_(due, or_(asked, rung, not_(or_(settled, time_left)))),
        "kept": and_(due, or_(asked, rung)),
        "judged": and_(due, over, not_(_is(step.done_how == "ended"))),
        "done_in_time": and_(due, in_time, step.done_how != "ended"),
    }
    figures = (func.count().filter(wanted).label(name) for name, wanted in counts.items())
    return select(*figures).select_from(step).join(question, true())


def _is(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """False also where nothing is known."""
    return func.coalesce(condition, false())


def _asked_on() -> Select[*tuple[Any, ...]]:
    """The day on which the first question about a step left the house, in a message of its own or on another's page."""
    went = and_(OutboxItem.tenant_id == Message.tenant_id, OutboxItem.dedupe_key == func.concat("message:", Message.id))
    of_link = Message.tenant_id == Link.tenant_id, Message.link_id == Link.id, OutboxItem.done_at.is_not(None)
    has_left = select(Message.id).join(OutboxItem, went).where(*of_link).correlate(Link).exists()
    of_step = Link.tenant_id == FollowUp.tenant_id, Link.subject_id == FollowUp.id, Link.purpose == "follow_up"
    return (
        select(func.min(Asked.on_day).label("on_day"))
        .select_from(Link)
        .join(Asked, and_(Asked.party_tenant_id == Link.tenant_id, Asked.link_id == Link.id))
        .where(*of_step, or_(not_(Asked.by_message), has_left))
        .correlate(FollowUp)
    )


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
