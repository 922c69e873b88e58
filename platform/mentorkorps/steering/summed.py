"""The figures of a partnership's members together, summed up by the job for the operator's own page: the operator of a hundred
municipalities opens it as fast as each of them does.

Which rows of the rollup a sum is of shows in its stamp: the transactions that wrote them. Of an operator that bears youths
itself there are no sums: less its own they would be the others'.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from mentorkorps.steering.facts import COUNTS, DAYS, OPEN, Facts
from tenants.rows import PrivateRow
from tenants.scope import db, own_id


class SummedFigures(Facts, PrivateRow):
    """A month of a period, a period (without a month), or a month of what stands (without a period)."""

    __tablename__ = "summed_figures"
    __table_args__ = (
        UniqueConstraint("tenant_id", "partnership_id", "period_id", "month", postgresql_nulls_not_distinct=True),
        CheckConstraint("period_id IS NOT NULL OR month IS NOT NULL", name="of_something"),
    )

    period_id: Mapped[UUID | None]
    month: Mapped[date | None]
    stamp: Mapped[int] = mapped_column(BigInteger)


def refresh() -> None:
    """Sums up anew what has been counted anew in the members of the partnerships that the acting house operates."""
    asked = {"own": own_id()}
    if db.session.scalar(_IS_STALE, asked):
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"summed {own_id()}"))))
        for statement in (_CLEAR, _MONTHS, _PERIODS):
            db.session.execute(statement, asked)


_FACTS = ", ".join((*COUNTS, *DAYS, *OPEN))
_SUMS = ", ".join(f"sum({name}) AS {name}" for name in (*COUNTS, *DAYS))
#: Lists of days of several as one: written out, for there is no aggregate of lists of different lengths.
_LISTS = ", ".join(f"string_agg(nullif(array_to_string({name}, ' '), ''), ' ') AS {name}" for name in OPEN)
_DAYS = ", ".join(
    f"coalesce((SELECT array_agg(d::date ORDER BY d::date) FROM unnest(string_to_array({name}, ' ')) d), '{{}}')"  # noqa: S608 (constants only)
    for name in OPEN
)
_SAME = (
    "s.tenant_id = :own AND s.partnership_id = {0}.partnership_id AND s.period_id IS NOT DISTINCT FROM {0}.period_id"
)
_LIVE = (
    "WITH live AS MATERIALIZED (SELECT m.partnership_id, m.period_id, sum(m.xmin::text::bigint)::bigint AS stamp"
    " FROM month_figures m WHERE m.party_tenant_id = :own AND NOT EXISTS (SELECT FROM members b WHERE b.bears"
    " AND b.partnership_id = m.partnership_id AND b.party_tenant_id = :own) GROUP BY 1, 2)"
)
_IS_STALE = text(
    f"{_LIVE}, known AS (SELECT DISTINCT partnership_id, period_id, stamp FROM summed_figures WHERE tenant_id = :own)"  # noqa: S608 (constants only)
    " SELECT EXISTS ((TABLE live EXCEPT TABLE known) UNION ALL (TABLE known EXCEPT TABLE live))"
)
_CLEAR = text(
    f"{_LIVE} DELETE FROM summed_figures s WHERE s.tenant_id = :own AND NOT EXISTS (SELECT FROM live l"  # noqa: S608 (constants only)
    f" WHERE {_SAME.format('l')} AND s.stamp = l.stamp)"
)
_MONTHS = text(
    f"{_LIVE}, added AS (SELECT m.partnership_id, m.period_id, m.month, l.stamp, {_SUMS}, {_LISTS} FROM month_figures m"  # noqa: S608 (constants only)
    " JOIN live l ON l.partnership_id = m.partnership_id AND l.period_id IS NOT DISTINCT FROM m.period_id"
    f" WHERE m.party_tenant_id = :own AND NOT EXISTS (SELECT FROM summed_figures s WHERE {_SAME.format('l')})"
    " GROUP BY 1, 2, 3, 4)"
    f" INSERT INTO summed_figures (tenant_id, id, partnership_id, period_id, month, stamp, {_FACTS})"
    f" SELECT :own, gen_random_uuid(), partnership_id, period_id, month, stamp, {', '.join((*COUNTS, *DAYS))}, {_DAYS} FROM added"
)
_PERIODS = text(
    f"WITH added AS (SELECT s.partnership_id, s.period_id, s.stamp, {_SUMS}, {_LISTS} FROM summed_figures s"  # noqa: S608 (constants only)
    " WHERE s.tenant_id = :own AND s.period_id IS NOT NULL GROUP BY 1, 2, 3 HAVING count(*) = count(s.month))"
    f" INSERT INTO summed_figures (tenant_id, id, partnership_id, period_id, stamp, {_FACTS})"
    f" SELECT :own, gen_random_uuid(), partnership_id, period_id, stamp, {', '.join((*COUNTS, *DAYS))}, {_DAYS} FROM added"
)
