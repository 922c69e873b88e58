"""The alarm of early endings: in the first three months four facts bring a pair onto the call list (section 4, row 12).

A rating that is low or has fallen, no next date a week after a meeting, no first meeting two weeks after the start, and
contact from one side only. Each cause sounds once: the row in `alarms` says what it was about.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, UniqueConstraint, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Mapped, aliased, contains_eager

from mentorkorps.clock import COPENHAGEN, now, today
from mentorkorps.follow_ups.follow_up import RAISED, Answer, FollowUp
from mentorkorps.follow_ups.ratings import is_fall
from mentorkorps.follow_ups.steps import both_write, put_on_list
from mentorkorps.follow_ups.waited import number
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, danish
from mentorkorps.matches import Match, Meeting
from mentorkorps.matches.ring import midnight
from mentorkorps.mentors import Mentor
from mentorkorps.programmes import setting
from mentorkorps.youths import Youth
from tenants.rows import CaseRow, inside, one_of
from tenants.scope import db
from tenants.standing import TODAY
from tenants.users import SYSTEM, Actor

CAUSES = ["alarm_rating", "alarm_no_next", "alarm_not_met", "alarm_one_sided"]
MONTH = timedelta(days=30.5)
A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
TWICE = 2  # so many follow-ups in which only one side answers
#: Somebody rings already, or it is said by the alarm better.
GIVES_WAY = {None, "silence", "phone", "unreachable"}


class Alarm(CaseRow):
    """One cause, once: `about_id` is the pair, the meeting or the follow-up that it was about."""

    __tablename__ = "alarms"
    __table_args__ = (
        inside("matches", "match_id"),
        one_of("cause", CAUSES),
        UniqueConstraint("tenant_id", "match_id", "cause", "about_id"),
    )

    match_id: Mapped[UUID]
    cause: Mapped[str]
    about_id: Mapped[UUID]
    raised_at: Mapped[datetime]


class Sign(NamedTuple):
    """What could sound."""

    match: Match
    cause: str
    about: UUID


def _not_sounded(cause: str, match_id: Any, about: Any) -> ColumnElement[bool]:
    """`about` is a pair, or a row of the pair `match_id`."""
    same = Alarm.tenant_id == about.tenant_id, Alarm.match_id == match_id, Alarm.about_id == about.id
    return ~exists().where(*same, Alarm.cause == cause)


def _may_be_late() -> ColumnElement[bool]:
    """No first meeting, though it is time."""
    latest = Match.started_on + number(Match.rules, "alarm", "no_first_meeting_days")
    return and_(Match.first_met_on.is_(None), latest <= TODAY, _not_sounded("alarm_not_met", Match.id, Match))


def _may_lack_next() -> ColumnElement[bool]:
    """A meeting that nobody has logged a later one for names no next one, and it is time."""
    later = aliased(Meeting)
    overtaken = exists().where(
        later.tenant_id == Meeting.tenant_id, later.match_id == Meeting.match_id, later.held_on > Meeting.held_on
    )
    latest = Meeting.held_on + number(Match.rules, "alarm", "no_next_after_days")
    return exists().where(
        Meeting.tenant_id == Match.tenant_id, Meeting.match_id == Match.id, Meeting.next_on.is_(None),
        latest <= TODAY, ~overtaken, _not_sounded("alarm_no_next", Meeting.match_id, Meeting),
    )  # fmt: skip


def _may_be_one_sided() -> ColumnElement[bool]:
    """Both have said whether they met, and not the same; or the last follow-ups were answered by one side alone."""
    asked, met, not_met = aliased(FollowUp), aliased(Answer), aliased(Answer)
    of_pair = asked.tenant_id == Match.tenant_id, asked.match_id == Match.id, asked.asked_at < midnight(TODAY - A_WEEK)
    yes = met.tenant_id == asked.tenant_id, met.follow_up_id == asked.id, met.question == "met", met.value == "yes"
    no = not_met.tenant_id == asked.tenant_id, not_met.follow_up_id == asked.id, not_met.question == "met"
    contrary = exists().where(
        *of_pair, *yes, *no, not_met.value == "no", _not_sounded("alarm_one_sided", asked.match_id, asked)
    )
    return or_(contrary, and_(_is_alone(), _not_sounded("alarm_one_sided", Match.id, Match)))


def _is_alone() -> ColumnElement[bool]:
    """`_one_answers`, asked of the database."""
    asked, of_it = aliased(FollowUp), aliased(Answer)
    of_pair = asked.tenant_id == Match.tenant_id, asked.match_id == Match.id, asked.asked_at < midnight(TODAY - A_WEEK)
    heard = exists().where(of_it.tenant_id == asked.tenant_id, of_it.follow_up_id == asked.id)
    last = select(asked.id).where(*of_pair, heard).order_by(asked.serial.desc()).limit(TWICE).correlate(Match)
    steps, sides = (func.count(one.distinct()) for one in (Answer.follow_up_id, Answer.side))
    given = select(and_(steps == TWICE, sides == 1)).where(
        Answer.tenant_id == Match.tenant_id, Answer.follow_up_id.in_(last)
    )
    write = Match.youth.has(Youth.channel != "phone"), Match.mentor.has(Mentor.channel != "phone")
    return and_(given.scalar_subquery(), *write)


def _is_early() -> ColumnElement[bool]:
    """`is_early`, asked of the database."""
    days = cast(func.floor(number(Match.rules, "alarm", "months") * (MONTH / A_DAY)), Integer)
    return Match.started_on + days >= TODAY


@cache
def alarms_due() -> Select[FollowUp]:
    """The open steps of young pairs for which an alarm may sound."""
    return (
        select(FollowUp)
        .join(Match, (Match.tenant_id == FollowUp.tenant_id) & (Match.id == FollowUp.match_id))
        .options(contains_eager(FollowUp.match).joinedload(Match.youth))
        .where(
            Match.ended_at.is_(None), FollowUp.done_at.is_(None), FollowUp.kind != "pause", _is_early(),
            or_(_may_be_late(), _may_lack_next(), _may_be_one_sided()),
        )
        .order_by(Match.started_on, Match.id)
    )  # fmt: skip


def sound_alarms(day: date) -> None:
    """Looks at the young pairs of the tenant acted in for which something may sound, and sounds what is new."""
    steps = db.session.scalars(alarms_due(), {"today": day}).all()
    young = {step.match_id: step.match for step in steps if is_early(step.match, day)}
    if not young:
        return
    signs = [*_not_met(young.values(), day), *_no_next(young, day), *_one_sided(young, day)]
    known = {(match, cause, about) for match, cause, about in db.session.execute(_sounded(young))}
    for sign in signs:
        if (sign.match.id, sign.cause, sign.about) not in known:
            _sound(sign, by=SYSTEM)


def is_early(match: Match, day: date) -> bool:
    """In the first months, in which a pair breaks most easily."""
    return day <= match.started_on + int(setting(match.rules, "alarm", "months")) * MONTH


def rating_alarm(follow_up: FollowUp, *, by: Actor) -> None:
    """Somebody must ring about a rating: the alarm in the first months, an ordinary worry after them.

    The alarm sounds once for a follow-up; the rating of the other side is rung about like the first.
    """
    match = follow_up.match
    early = is_early(match, today())
    if early:
        _sound(Sign(match, "alarm_rating", follow_up.id), by=by)
    put_on_list(match, "alarm_rating" if early else "worry")


def fell(follow_up: FollowUp, side: str, value: str) -> bool:
    """Whether this side's rating is so much lower than its last one."""
    mine = FollowUp.match_id == follow_up.match_id, FollowUp.serial < follow_up.serial
    before = (
        select(Answer.value)
        .join(FollowUp, (FollowUp.tenant_id == Answer.tenant_id) & (FollowUp.id == Answer.follow_up_id))
        .where(*mine, Answer.side == side, Answer.question == "going")
        .order_by(FollowUp.serial.desc())
        .limit(1)
    )
    return is_fall(value, db.session.scalar(before), follow_up.match.rules)


def _sound(sign: Sign, *, by: Actor) -> None:
    """Once: the journal has an internal note, and the pair is on the list, unless somebody rings already.

    A rating has no note here: it would tell what the answer was. That somebody rings stands in the note of the worry.
    """
    match, cause, about = sign
    same = Alarm.match_id == match.id, Alarm.cause == cause, Alarm.about_id == about
    if by is not SYSTEM and db.session.scalar(select(Alarm.id).where(*same)):
        return
    db.session.add(Alarm(match_id=match.id, cause=cause, about_id=about, raised_at=now()))
    if cause != "alarm_rating":
        text = danish(N_("Korpset ser nærmere på forløbet og ringer."))
        JournalNote.write(match.youth, "alarm", text, by=by, match_id=match.id, internal=danish(RAISED[cause]))
    step = db.session.scalar(select(FollowUp).where(FollowUp.match_id == match.id, FollowUp.done_at.is_(None)))
    if step is not None and step.raised_because in GIVES_WAY:
        put_on_list(match, cause)


def _not_met(young: Iterable[Match], day: date) -> Iterable[Sign]:
    for match in young:
        days = setting(match.rules, "alarm", "no_first_meeting_days")
        if match.first_met_on is None and day >= match.started_on + timedelta(days=days):
            yield Sign(match, "alarm_not_met", match.id)


def _no_next(young: Mapping[UUID, Match], day: date) -> Iterable[Sign]:
    """The last meeting of each, held or not, names no next one, and a week has gone by."""
    last = select(Meeting).where(Meeting.match_id.in_(young)).order_by(Meeting.held_on, Meeting.logged_at)
    for meeting in {meeting.match_id: meeting for meeting in db.session.scalars(last)}.values():
        rules = young[meeting.match_id].rules
        late = day >= meeting.held_on + timedelta(days=setting(rules, "alarm", "no_next_after_days"))
        if meeting.next_on is None and late and setting(rules, "meetings", "always_next"):
            yield Sign(young[meeting.match_id], "alarm_no_next", meeting.id)


def _one_sided(young: Mapping[UUID, Match], day: date) -> Iterable[Sign]:
    """One says that they have met and the other that they have not; or two follow-ups in which only one side answers."""
    heard = _heard(young, day)
    for match, steps in heard.items():
        contrary = [
            step for step, said in steps.items() if {("met", "yes"), ("met", "no")} <= {one[1:] for one in said}
        ]
        yield from (Sign(young[match], "alarm_one_sided", step) for step in contrary)
        if _one_answers(list(steps.values())) and both_write(young[match]):
            yield Sign(young[match], "alarm_one_sided", match)


def _one_answers(heard: Sequence[set[tuple[str, str, str]]]) -> bool:
    """Whether one side alone has answered the last of the follow-ups that somebody has answered."""
    last = heard[-TWICE:]
    return len(last) == TWICE and len({side for said in last for side, _question, _value in said}) == 1


def _heard(young: Mapping[UUID, Match], day: date) -> Mapping[UUID, Mapping[UUID, set[tuple[str, str, str]]]]:
    """What was answered in each follow-up that both have had a week for, by pair, the first step first."""
    rows = (
        select(FollowUp.match_id, FollowUp.id, Answer.side, Answer.question, Answer.value)
        .join(Answer, (Answer.tenant_id == FollowUp.tenant_id) & (Answer.follow_up_id == FollowUp.id))
        .where(FollowUp.match_id.in_(young), FollowUp.asked_at < datetime.combine(day - A_WEEK, time(), COPENHAGEN))
        .order_by(FollowUp.match_id, FollowUp.serial)
    )
    heard: dict[UUID, dict[UUID, set[tuple[str, str, str]]]] = {}
    for match, step, side, question, value in db.session.execute(rows):
        heard.setdefault(match, {}).setdefault(step, set()).add((side, question, value))
    return heard


def _sounded(young: Mapping[UUID, Match]) -> Select[UUID, str, UUID]:
    return select(Alarm.match_id, Alarm.cause, Alarm.about_id).where(Alarm.match_id.in_(young))
