"""The list behind a figure: the rows that one figure of the own figures or of a report counts, for who may open them.

Definitions are those of the functions in schema `figures`, at the grain of a row, so that the list is as long as the figure
is large for who reaches everything. A person reaches here what the list of youths gives that person, and no more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Date, Select, Uuid, and_, case, cast, func, null, or_, select, true

from mentorkorps.follow_ups import FollowUp
from mentorkorps.language import N_
from mentorkorps.matches import Match, Meeting, Outcome
from mentorkorps.matching import Proposal
from mentorkorps.steering.figures import OUTCOME_KINDS
from mentorkorps.youths import ContactPerson, Enrolment, Youth
from mentorkorps.youths.reach import reachable_enrolments
from tenants.agreements import Agreement, Period
from tenants.registry import Programme
from tenants.users import Actor

FOUR_KINDS = tuple(kind for kind in OUTCOME_KINDS if kind not in ("spare_time_job", "subsidised_job"))
EARLY = 3  # months: a pair that ends within them has ended early, unless it was meant to
MEANT = ("goal_reached", "planned")
Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Window:
    """Which days a figure is about, seen on `day`; `cut_off` is that of a report, None for figures that follow along."""

    partnership_id: UUID
    first: date
    last: date
    day: date
    cut_off: date | None = None

    @property
    def until(self) -> date:
        """The last day on which something that happened counts."""
        return min(self.last, self.cut_off or self.last)

    @property
    def at(self) -> date:
        """The day on which what stands is looked at: a report's own; the rollup knows whole months, and none to come."""
        if self.cut_off:
            return self.cut_off
        following = (self.day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return min(self.last, following - timedelta(days=1))

    @property
    def known(self) -> date:
        """What happened later is not known yet."""
        return self.cut_off or date.max


def behind(figure: str, window: Window, *, by: Actor) -> Rows:
    """The rows behind `figure` (a key of LISTS) that `by` reaches, the newest first: youth_id, match_id (None where the figure
    counts youths), first_name, day, contact (None where there is none)."""
    facts = LISTS[figure].rows(window, by).subquery("facts")
    contact = and_(ContactPerson.tenant_id == Youth.tenant_id, ContactPerson.id == Youth.contact_person_id)
    return (
        select(facts.c.youth_id, facts.c.match_id, Youth.first_name, facts.c.day, ContactPerson.name.label("contact"))
        .join_from(facts, Youth, Youth.id == facts.c.youth_id)
        .outerjoin(ContactPerson, contact)
        .order_by(facts.c.day.desc(), Youth.first_name, facts.c.youth_id, facts.c.match_id)
    )


def how_many(figure: str, window: Window, *, by: Actor) -> Select[int]:
    """How long the list is."""
    return select(func.count()).select_from(LISTS[figure].rows(window, by).subquery("facts"))


def _enrolled(window: Window, by: Actor) -> Rows:
    sent = _sent(window, by)
    return _once(window, select(sent.c.youth_id, sent.c.sent_on.label("day")))


def _by_partner(window: Window, by: Actor) -> Rows:
    sent = _sent(window, by)
    return _once(window, select(sent.c.youth_id, sent.c.sent_on.label("day")).where(sent.c.by_partner))


def _proposed(window: Window, by: Actor) -> Rows:
    sent = _sent(window, by)
    asked = and_(Proposal.enrolment_id == sent.c.enrolment_id, Proposal.proposed_on <= window.known)
    return _once(window, select(sent.c.youth_id, Proposal.proposed_on.label("day")).join_from(sent, Proposal, asked))


def _matched(window: Window, by: Actor) -> Rows:
    pairs = _pairs(window, by)
    return _once(window, select(pairs.c.youth_id, pairs.c.started_on.label("day")))


def _waiting(window: Window, by: Actor) -> Rows:
    return _waits(_free(window, by))


def _too_long(window: Window, by: Actor) -> Rows:
    free = _free(window, by)
    return _waits(free, free.c.since + free.c.promise_days < window.at)


def _started(window: Window, by: Actor) -> Rows:
    pairs = _pairs(window, by)
    return _each(window, _of(pairs, pairs.c.started_on))


def _trade(window: Window, by: Actor) -> Rows:
    pairs = _pairs(window, by)
    return _each(window, _of(pairs, pairs.c.started_on).where(pairs.c.is_trade_match))


def _running(window: Window, by: Actor) -> Rows:
    pairs = _pairs(window, by)
    still = or_(pairs.c.ended_on.is_(None), pairs.c.ended_on > window.at)
    return _of(pairs, pairs.c.started_on).where(pairs.c.started_on <= window.at, still)


def _ended(window: Window, by: Actor) -> Rows:
    pairs = _pairs(window, by)
    return _each(window, _of(pairs, pairs.c.ended_on))


def _early(window: Window, by: Actor) -> Rows:
    pairs = _pairs(window, by)
    soon = pairs.c.ended_on < pairs.c.started_on + func.make_interval(0, EARLY)
    return _each(window, _of(pairs, pairs.c.ended_on).where(soon, pairs.c.end_reason.not_in(MEANT)))


def _meetings(window: Window, by: Actor) -> Rows:
    pairs = _pairs(window, by)
    held = _of(pairs, Meeting.held_on).join(Meeting, Meeting.match_id == pairs.c.match_id)
    return _each(window, held.where(Meeting.took_place))


def _due(window: Window, by: Actor, *more: ColumnElement[bool]) -> Rows:
    """A follow-up that fell away with its pair before its last day was not due; one of a day to come is, once it is done."""
    pairs = _pairs(window, by)
    fell_away = and_(func.coalesce(FollowUp.done_how, "") == "ended", FollowUp.done_on <= FollowUp.due_on)
    come = or_(FollowUp.due_on <= window.day, FollowUp.done_on.is_not(None))
    due = _of(pairs, FollowUp.due_on).join(FollowUp, FollowUp.match_id == pairs.c.match_id)
    return _each(window, due.where(~func.coalesce(fell_away, False), come, *more))


def _in_time(window: Window, by: Actor) -> Rows:
    return _due(window, by, FollowUp.done_on <= FollowUp.due_on)


def _not_in_time(window: Window, by: Actor) -> Rows:
    return _due(window, by, or_(FollowUp.done_on.is_(None), FollowUp.done_on > FollowUp.due_on))


def _with_outcome(*kinds: str) -> Callable[[Window, Actor], Rows]:
    """The youths of the period's pairs with an outcome of these kinds; the day is the first such outcome's."""

    def rows(window: Window, by: Actor) -> Rows:
        pairs = _pairs(window, by)
        began = _in_periods(window, select(pairs.c.youth_id, pairs.c.match_id, pairs.c.started_on.label("day"))).cte()
        own = and_(
            Outcome.match_id == began.c.match_id, Outcome.began_on.between(began.c.day, window.known), Outcome.kind.in_(kinds)
        )  # fmt: skip
        found = select(began.c.youth_id, *NO_PAIR, func.min(Outcome.began_on).label("day"))
        found = found.join_from(began, Outcome, own, isouter=True).group_by(began.c.period_id, began.c.youth_id)
        first = func.min(began.c.day).between(window.first, window.until)
        return found.having(first, func.count(Outcome.id) > 0)

    return rows


@dataclass(frozen=True)
class Behind:
    """How the rows of a figure are found, what their day is called, and whether they stand as at the end of the days."""

    rows: Callable[[Window, Actor], Rows]
    day: str
    stands: bool = False


NO_PAIR = (cast(null(), Uuid).label("match_id"),)
#: The figures that have a list: the key of the menu → how its rows are found.
LISTS: Mapping[str, Behind] = {
    "enrolled": Behind(_enrolled, N_("Tilmeldt")),
    "enrolled_by_partner": Behind(_by_partner, N_("Tilmeldt")),
    "proposed": Behind(_proposed, N_("Foreslået")),
    "matched": Behind(_matched, N_("Begyndt")),
    "youths": Behind(_matched, N_("Begyndt")),
    "waiting": Behind(_waiting, N_("Venter siden"), stands=True),
    "waiting_too_long": Behind(_too_long, N_("Venter siden"), stands=True),
    "matches": Behind(_started, N_("Begyndt")),
    "trade_matches": Behind(_trade, N_("Begyndt")),
    "running": Behind(_running, N_("Begyndt"), stands=True),
    "ended": Behind(_ended, N_("Afsluttet")),
    "early_endings": Behind(_early, N_("Afsluttet")),
    "follow_ups_due": Behind(_due, N_("Sidste frist")),
    "follow_ups_in_time": Behind(_in_time, N_("Sidste frist")),
    "follow_ups_on_time": Behind(_not_in_time, N_("Sidste frist")),
    "meetings": Behind(_meetings, N_("Holdt")),
    "any_outcome": Behind(_with_outcome(*OUTCOME_KINDS), N_("Første resultat")),
    "four_kinds": Behind(_with_outcome(*FOUR_KINDS), N_("Første resultat")),
    **{kind: Behind(_with_outcome(kind), N_("Første resultat")) for kind in OUTCOME_KINDS},
}


def _sent(window: Window, by: Actor) -> CTE:
    """The enrolments sent under a programme of the partnership, of those that `by` reaches."""
    ours = and_(Programme.tenant_id == Enrolment.programme_tenant_id, Programme.id == Enrolment.programme_id)
    reached = Enrolment.id.in_(reachable_enrolments(by).with_only_columns(Enrolment.id))
    sent_on = _day(Enrolment.sent_at)
    return (
        select(
            Enrolment.id.label("enrolment_id"), Enrolment.youth_id, Enrolment.promise_days, sent_on.label("sent_on"),
            _day(Enrolment.returned_at).label("returned_on"), _day(Enrolment.closed_at).label("closed_on"),
            (Enrolment.begun_by_tenant_id != Enrolment.tenant_id).label("by_partner"),
        )
        .join(Programme, ours)
        .where(Programme.partnership_id == window.partnership_id, Enrolment.sent_at.is_not(None), reached)
        .where(sent_on <= window.known)
        .cte("sent")
    )  # fmt: skip


def _pairs(window: Window, by: Actor) -> CTE:
    sent = _sent(window, by)
    ours = and_(Proposal.tenant_id == Match.tenant_id, Proposal.id == Match.proposal_id)
    return (
        select(Match.id.label("match_id"), Match.youth_id, Match.started_on, Match.ended_on, Match.end_reason)
        .add_columns(Match.is_trade_match)
        .join(Proposal, ours)
        .join(sent, sent.c.enrolment_id == Proposal.enrolment_id)
        .where(Match.started_on <= window.known)
        .cte("pairs")
    )


def _free(window: Window, by: Actor) -> CTE:
    """The enrolments that wait on the day: since when, and what was promised."""
    sent, at = _sent(window, by), window.at
    fell_on, started_on = _day(Proposal.fell_at), _day(Proposal.started_at)
    asked = select(
        func.max(fell_on).filter(fell_on <= at).label("fell_on"),
        func.bool_or(
            and_(or_(fell_on.is_(None), fell_on > at), or_(started_on.is_(None), started_on > at))
        ).label("asked"),
    ).where(Proposal.enrolment_id == sent.c.enrolment_id, Proposal.proposed_on <= at).lateral("asked")  # fmt: skip
    back = func.greatest(sent.c.sent_on, case((sent.c.returned_on <= at, sent.c.returned_on)), asked.c.fell_on)
    return (
        select(sent.c.youth_id, sent.c.promise_days, back.label("since"))
        .join_from(sent, asked, true())
        .where(sent.c.sent_on <= at, or_(sent.c.closed_on.is_(None), sent.c.closed_on > at))
        .where(~func.coalesce(asked.c.asked, False))
        .cte("free")
    )


def _waits(free: CTE, *more: ColumnElement[bool]) -> Rows:
    """A youth waits once."""
    return select(free.c.youth_id, *NO_PAIR, func.min(free.c.since).label("day")).where(*more).group_by(free.c.youth_id)


def _of(pairs: CTE, day: Any) -> Rows:
    return select(pairs.c.youth_id, pairs.c.match_id, day.label("day")).select_from(pairs)


def _in_periods(window: Window, facts: Rows) -> Rows:
    """The facts with the period that their day lies in."""
    of = facts.subquery()
    agreed = and_(Agreement.tenant_id == Period.tenant_id, Agreement.id == Period.agreement_id)
    periods = select(Period.id, Period.starts_on, Period.ends_on).join(Agreement, agreed)
    periods = periods.where(Agreement.partnership_id == window.partnership_id)
    period = periods.subquery("period")
    within = of.c.day.between(period.c.starts_on, period.c.ends_on)
    return select(*of.c, period.c.id.label("period_id")).join_from(of, period, within)


def _once(window: Window, facts: Rows) -> Rows:
    """A youth counts once in a period, on the day on which it first happened."""
    of = _in_periods(window, facts).subquery()
    first = func.min(of.c.day)
    found = select(of.c.youth_id, *NO_PAIR, first.label("day")).group_by(of.c.period_id, of.c.youth_id)
    return found.having(first.between(window.first, window.until))


def _each(window: Window, facts: Rows) -> Rows:
    of = _in_periods(window, facts).subquery()
    return select(of.c.youth_id, of.c.match_id, of.c.day).where(of.c.day.between(window.first, window.until))


def _day(moment: Any) -> ColumnElement[date]:
    return cast(func.timezone("Europe/Copenhagen", moment), Date)
