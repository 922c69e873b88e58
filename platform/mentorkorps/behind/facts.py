"""The facts that every list is made of: what was sent, the pairs, who waits; and how they fall to the days of a figure.

Each row is of a youth or a pair, or of a mentor or a company by its name; with a day, perhaps an amount (minutes, days,
kroner) and a word.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Numeric,
    Select,
    Text,
    Uuid,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
)  # fmt: skip

from mentorkorps.behind.window import Asked
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal
from mentorkorps.youths import Enrolment
from mentorkorps.youths.reach import reachable_enrolments
from tenants.agreements import Agreement, Period
from tenants.registry import Programme, Tenant
from tenants.users import Actor

Rows = Select[*tuple[Any, ...]]
COLUMNS = ("youth_id", "match_id", "day", "amount", "word", "name")
#: Who reaches all that a figure counts.
SEE_ALL = frozenset({"coordinator", "corps_staff"})
NO_ID = cast(null(), Uuid)
NO_AMOUNT = cast(null(), Numeric)
NO_NAME = cast(null(), Text)


def row(
    youth: Any, day: Any, *, pair: Any = NO_ID, amount: Any = NO_AMOUNT, word: str = "", name: Any = NO_NAME
) -> Rows:
    """One row of a list; what there is not is null."""
    said = literal(word or None, Text)
    named = zip(COLUMNS, (youth, pair, day, cast(amount, Numeric), said, cast(name, Text)), strict=True)
    return select(*(column.label(name) for name, column in named))


def sent(window: Asked, by: Actor) -> CTE:
    """The enrolments sent under a programme of the partnership, of those that `by` reaches."""
    ours = and_(Programme.tenant_id == Enrolment.programme_tenant_id, Programme.id == Enrolment.programme_id)
    reached = Enrolment.id.in_(reachable_enrolments(by).with_only_columns(Enrolment.id))
    sent_on = day_of(Enrolment.sent_at)
    return (
        select(
            Enrolment.id.label("enrolment_id"), Enrolment.youth_id, Enrolment.promise_days, sent_on.label("sent_on"),
            day_of(Enrolment.returned_at).label("returned_on"), day_of(Enrolment.closed_at).label("closed_on"),
            Enrolment.closed_days, (Enrolment.begun_by_tenant_id != Enrolment.tenant_id).label("by_partner"),
            Tenant.kind.label("sent_by"), Enrolment.trades[0].as_string().label("first_wish"),
        )
        .join(Programme, ours)
        .join(Tenant, Tenant.id == Enrolment.begun_by_tenant_id)
        .where(Programme.partnership_id == window.partnership_id, Enrolment.sent_at.is_not(None), reached)
        .where(sent_on <= window.known)
        .cte()
    )  # fmt: skip


def first_asked(window: Asked, by: Actor) -> CTE:
    """The same with the day of the first proposal, none where there has been none."""
    of = sent(window, by)
    asked = and_(Proposal.enrolment_id == of.c.enrolment_id, Proposal.proposed_on <= window.known)
    first_on = select(func.min(Proposal.proposed_on)).where(asked).correlate(of).scalar_subquery()
    return select(of, first_on.label("first_on")).cte()


def pairs(window: Asked, by: Actor) -> CTE:
    """The pairs of those enrolments; one that ended later than is known has not ended."""
    of = sent(window, by)
    ours = and_(Proposal.tenant_id == Match.tenant_id, Proposal.id == Match.proposal_id)
    ended_on = case((Match.ended_on <= window.known, Match.ended_on))
    return (
        select(Match.id.label("match_id"), Match.youth_id, Match.started_on, ended_on.label("ended_on"))
        .add_columns(Match.end_reason, Match.is_trade_match, of.c.sent_on, of.c.sent_by)
        .join(Proposal, ours)
        .join(of, of.c.enrolment_id == Proposal.enrolment_id)
        .where(Match.started_on <= window.known)
        .cte()
    )


def free(window: Asked, by: Actor) -> CTE:
    """The enrolments that wait on the day: since when, what was promised, and what is wished for."""
    of, at = sent(window, by), window.at
    fell_on = day_of(Proposal.fell_at)
    ours = and_(Match.tenant_id == Proposal.tenant_id, Match.proposal_id == Proposal.id)
    made = Proposal.enrolment_id == of.c.enrolment_id, Proposal.proposed_on <= at
    until = case((Match.id.is_(None), fell_on), else_=Match.ended_on)
    asked = select(
        func.max(fell_on).filter(fell_on <= at).label("fell_on"),
        func.bool_or(or_(until.is_(None), until > at)).label("taken"),
    ).outerjoin(Match, ours).where(*made).lateral("asked")  # fmt: skip
    closed = func.unnest(of.c.closed_days).table_valued("days", name="closed").render_derived()
    opened = func.upper(closed.c.days, type_=Date)
    opened_on = select(func.max(opened)).select_from(closed).where(opened <= at).scalar_subquery()
    returned_on = case((of.c.returned_on <= at, of.c.returned_on))
    back = func.greatest(of.c.sent_on, returned_on, asked.c.fell_on, opened_on)
    return (
        select(of.c.enrolment_id, of.c.youth_id, of.c.promise_days, of.c.sent_on, of.c.first_wish, back.label("since"))
        .join_from(of, asked, true())
        .where(of.c.sent_on <= at, or_(of.c.closed_on.is_(None), of.c.closed_on > at))
        .where(~func.coalesce(asked.c.taken, False), ~of.c.closed_days.contains(at))
        .cte()
    )


def in_periods(window: Asked, facts: Rows) -> Rows:
    """The facts with the period that their day lies in."""
    of = facts.subquery()
    agreed = and_(Agreement.tenant_id == Period.tenant_id, Agreement.id == Period.agreement_id)
    periods = select(Period.id, Period.starts_on, Period.ends_on).join(Agreement, agreed)
    period = periods.where(Agreement.partnership_id == window.partnership_id).subquery("period")
    within = of.c.day.between(period.c.starts_on, period.c.ends_on)
    return select(*of.c, period.c.id.label("period_id")).join_from(of, period, within)


def once(window: Asked, facts: Rows) -> Rows:
    """A youth counts once in a period, on the day on which it first happened."""
    of = in_periods(window, facts).subquery()
    first = func.min(of.c.day)
    return row(of.c.youth_id, first).group_by(of.c.period_id, of.c.youth_id).having(within(window, first))


def each(window: Asked, facts: Rows) -> Rows:
    """Every fact of the days counts."""
    of = in_periods(window, facts).subquery()
    return select(*(of.c[name] for name in COLUMNS)).where(within(window, of.c.day))


def within(window: Asked, day: Any) -> ColumnElement[bool]:
    """Whether a day is one of those that the figure is about."""
    said: ColumnElement[bool] = day.between(window.first, window.until)
    return said


def day_of(moment: Any) -> ColumnElement[date]:
    """The day in Denmark."""
    return cast(func.timezone("Europe/Copenhagen", moment), Date)


def months(count: int) -> ColumnElement[Any]:
    """So many months, to add to a day."""
    return func.make_interval(0, count)
