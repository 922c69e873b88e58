"""The rollup: figures per bearing tenant, period and month, counted anew by a job where something has changed (FY-05, FY-12).

A row holds what happened in its month; rows of a period add up to the period, and rows of several tenants to them together.
A youth counts once in a period, in the month in which it first happened. A row without a period says by how much the running
pairs and the waiting youths changed in that month, so that the sum up to a month's end is how many there were.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import UniqueConstraint, delete, func, select, text
from sqlalchemy.orm import Mapped

from mentorkorps.clock import last_whole_day
from mentorkorps.steering import summed
from mentorkorps.steering.facts import COUNTS, DAYS, OPEN, Facts
from tenants import outbox
from tenants.outbox import OutboxItem
from tenants.registry import Member
from tenants.rows import CaseRow, SharedRow
from tenants.scope import acting_for, db, own_id, tenant_id

EVERY = timedelta(seconds=30)
#: A mark of this month means every month.
ALL = date.min


class MonthMark(CaseRow):
    """A month in which something was changed, once or more often. Written by triggers alone, taken by the job."""

    __tablename__ = "month_marks"

    month: Mapped[date]


class Counted(Facts, SharedRow):
    """The figures of a bearing tenant (the owner), read by the operator (the party), too."""

    __abstract__ = True


class MonthFigures(Counted):
    """One month of a period, or (without a period) of what stands."""

    __tablename__ = "month_figures"
    __table_args__ = (
        UniqueConstraint("tenant_id", "partnership_id", "period_id", "month", postgresql_nulls_not_distinct=True),
    )

    period_id: Mapped[UUID | None]
    month: Mapped[date]


class PeriodFigures(Counted):
    """The months of a period summed up."""

    __tablename__ = "period_figures"
    __table_args__ = (UniqueConstraint("tenant_id", "partnership_id", "period_id", postgresql_nulls_not_distinct=True),)

    period_id: Mapped[UUID]


def keep_up(at: datetime) -> None:
    """Counts anew what has changed, and posts itself for the next half minute; twice in one is once.

    What it has done leaves no trace in the outbox: it would be three thousand rows a day. Should it have died, the schedule
    begins it again the next morning.
    """
    roll_up_all()
    db.session.execute(delete(OutboxItem).where(OutboxItem.kind == "roll_figures", OutboxItem.done_at.is_not(None)))
    following = at + EVERY - timedelta(seconds=at.timestamp() % EVERY.total_seconds())
    outbox.post("roll_figures", f"roll_figures:{following:%Y-%m-%dT%H:%M:%S}", run_at=following)


def roll_up_all() -> int:
    """Counts anew what has changed in every tenant that bears youths for the one acted in; returns in how many it had.

    Each tenant is a transaction of its own. A change of the operator's periods counts everything anew.
    """
    own = own_id()
    marked = _roll_up(everything=False)
    bearing = select(Member.party_tenant_id).where(Member.tenant_id == own, Member.bears, Member.party_tenant_id != own)
    touched = int(bool(marked))
    for tenant in db.session.scalars(bearing.distinct().order_by(Member.party_tenant_id)).all():
        with acting_for(tenant, home=own):
            touched += bool(_roll_up(everything=ALL in marked))
    summed.refresh()
    return touched


def roll_up(*, everything: bool = False) -> bool:
    """Counts anew the periods of the tenant acted in that hold a marked month, or all; False where nothing was marked.

    The marks are taken first, in the same transaction: what is changed meanwhile leaves a mark of its own for the next time.
    """
    return bool(_roll_up(everything=everything))


def _roll_up(*, everything: bool) -> set[date]:
    if not everything and db.session.scalar(select(MonthMark.id).limit(1)) is None:
        return set()
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"rollup {tenant_id()}"))))
    marked = set(db.session.scalars(delete(MonthMark).returning(MonthMark.month)))
    if everything:
        marked.add(ALL)
    if marked:
        for statement in (_COUNT_ANEW, _CLEAR, _SUM_UP):
            counted = {"tenant": tenant_id(), "marked": sorted(marked), "whole_day": last_whole_day()}
            db.session.execute(statement, counted)
    return marked


def _statement() -> Iterator[str]:
    """What is touched is counted; rows that came out otherwise are written, and those that nothing is left of go."""
    facts = (*COUNTS, *DAYS, *OPEN)
    names = ", ".join(facts)
    yield (
        "WITH touched AS MATERIALIZED (SELECT * FROM figures.touched(:tenant, CAST(:marked AS date[]))),"
        " fresh AS MATERIALIZED (SELECT * FROM figures.roll_up(:tenant, CAST(:marked AS date[]), :whole_day))"
    )
    yield (
        ", written AS (INSERT INTO month_figures AS m"  # noqa: S608 (constants only)
        f" (tenant_id, id, party_tenant_id, partnership_id, period_id, month, {names})"
        f" SELECT :tenant, gen_random_uuid(), f.operator, f.partnership, f.period, f.month, {names} FROM fresh f"
        " ON CONFLICT (tenant_id, partnership_id, period_id, month)"
        f" DO UPDATE SET ({names}) = ROW({', '.join(f'EXCLUDED.{name}' for name in facts)})"
        f" WHERE ({', '.join(f'm.{name}' for name in facts)}) IS DISTINCT FROM ({', '.join(f'EXCLUDED.{name}' for name in facts)}))"
    )
    yield (
        " DELETE FROM month_figures m WHERE m.tenant_id = :tenant"
        " AND (m.period_id IS NULL OR DATE '0001-01-01' = ANY (CAST(:marked AS date[]))"
        " OR m.period_id IN (SELECT period FROM touched))"
        " AND NOT EXISTS (SELECT FROM fresh f WHERE f.partnership = m.partnership_id AND f.month = m.month"
        " AND f.period IS NOT DISTINCT FROM m.period_id)"
    )


_COUNT_ANEW = text("".join(_statement()))
_TOUCHED = "SELECT period FROM figures.touched(:tenant, CAST(:marked AS date[]))"
_CLEAR = text(
    f"DELETE FROM period_figures p WHERE p.tenant_id = :tenant AND (p.period_id IN ({_TOUCHED})"  # noqa: S608 (constants only)
    " OR NOT EXISTS (SELECT FROM month_figures m WHERE m.tenant_id = :tenant AND m.period_id = p.period_id))"
)
_OPEN_DAYS = (
    "coalesce((SELECT array_agg(d ORDER BY d) FROM month_figures x CROSS JOIN unnest(x.{0}) d WHERE x.tenant_id = m.tenant_id"
    " AND x.partnership_id = m.partnership_id AND x.period_id = m.period_id), '{{}}')"
)
_SUM_UP = text(
    "INSERT INTO period_figures (tenant_id, id, party_tenant_id, partnership_id, period_id,"  # noqa: S608 (constants only)
    f" {', '.join((*COUNTS, *DAYS, *OPEN))})"
    " SELECT m.tenant_id, gen_random_uuid(), m.party_tenant_id, m.partnership_id, m.period_id,"
    f" {', '.join(f'sum(m.{name})' for name in (*COUNTS, *DAYS))}, {', '.join(map(_OPEN_DAYS.format, OPEN))} FROM month_figures m"
    f" WHERE m.tenant_id = :tenant AND m.period_id IN ({_TOUCHED}) GROUP BY 1, 3, 4, 5"
)
