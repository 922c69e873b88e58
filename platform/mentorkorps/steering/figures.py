"""Raw counts, asked of the database as mk_report: a role that can execute these functions and read no table.

The functions count and tell numbers per bearing member; no name, text or row of a person ever reaches this package.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, text

from mentorkorps.trades import OCCUPATIONS
from tenants.agreements import Period
from tenants.registry import Partnership
from tenants.scope import own_id, watch

BASES = ("all_started", "finished", "mature")  # section 2, rows 8 and 13
OUTCOME_KINDS = ("praktik", "apprenticeship", "education", "spare_time_job", "subsidised_job", "job")
#: Who asks. Compiling the statements takes longer than they do.
ASKING = text("SELECT set_config('app.tenant', :tenant, true), set_config('jit', 'off', true)")
#: Who asks of all the houses of a partnership. Their rows are joined by hashing, and planned for these very days: the planner
#: takes the houses for one or two, and would look up each row of a country by itself.
ASKING_OF_ALL = text(
    "SELECT set_config('app.tenant', :tenant, true), set_config('jit', 'off', true), set_config('enable_nestloop', 'off', true),"
    " set_config('plan_cache_mode', 'force_custom_plan', true)"
)
PER_TENANT = text("SELECT * FROM figures.per_tenant(:partnership, :first, :last, :cut_off)")
COURSES = text(
    "SELECT * FROM figures.courses(:partnership, :first, :last, :cut_off, :norm_meetings, :norm_minutes,"
    " CAST(:trade_of AS jsonb))"
)
OUTCOMES = text("SELECT * FROM figures.outcomes(:partnership, :first, :last, :cut_off)")
SPANS = text("SELECT * FROM figures.spans(:partnership, :first, :last, :cut_off)")
MONTHS = text("SELECT * FROM figures.months(:partnership, :first, :last, :cut_off) ORDER BY month")
WISHES = text("SELECT * FROM figures.wishes(:partnership, :first, :last, :cut_off)")
NETWORK = text("SELECT * FROM figures.network(:partnership, :first, :last, :cut_off)")
COMPANIES = text("SELECT * FROM figures.companies(:partnership, :first, :last, :cut_off)")
OF_HOUSE = text(
    "SELECT * FROM figures.of_house(:partnership, :first, :last, :cut_off, :norm_meetings, :norm_minutes,"
    " CAST(:trade_of AS jsonb))"
)
CORPS = text("SELECT * FROM figures.corps(:partnership, :cut_off)")
#: Connections that stay open: few ask at a time, and signing in would take longer than the answer.
POOL = 1
TRADE_OF = json.dumps({key: one.trade for key, one in OCCUPATIONS.items()})

Days = tuple[date, date]  # the first and the last

_reporting: dict[str, Engine] = {}


@dataclass(frozen=True)
class Norm:
    """What a pair is asked for in a month: so many meetings, or so many minutes; 0 where it is not asked for."""

    meetings: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Span:
    """How long something took for so many, in days: the middle one, and the one that nine in ten are not above."""

    people: int
    median: float
    ninetieth: float


@dataclass(frozen=True)
class Month:
    """What happened in a month at one member, and how many pairs run there at the end of it."""

    month: date
    tenant: UUID
    enrolled: int
    matched: int
    ended: int
    proposed: int = 0
    running: int = 0


@dataclass(frozen=True)
class Figures:
    """Counts per bearing member and of the corps, before anything is hidden: `per_tenant[tenant][measure]`.

    A measure that stands on a basis other than all started carries its name: `any_outcome`, `any_outcome_finished`.
    `spans[what][tenant]` is exact, and so is `spans[what][None]` over all; `wishes[tenant][trade]` are the youths who
    wait, by the trade they wish for most ("" for none). `companies[what][tenant]` is what came of their offers, and
    `companies[what][None]` what the operator counts of its own.
    """

    per_tenant: Mapping[UUID, Mapping[str, int]]
    corps: Mapping[str, int]
    spans: Mapping[str, Mapping[UUID | None, Span]] = field(default_factory=dict)
    months: Sequence[Month] = ()
    wishes: Mapping[UUID, Mapping[str, int]] = field(default_factory=dict)
    companies: Mapping[str, Mapping[UUID | None, int]] = field(default_factory=dict)


def use_reporting(database_url: str | None) -> None:
    """From here on this process asks for figures at `database_url` (REPORT_DATABASE_URL, role mk_report)."""
    for engine in _reporting.values():
        engine.dispose()
    _reporting.clear()
    if database_url:
        _reporting["engine"] = create_engine(database_url, pool_size=POOL, pool_use_lifo=True)
        watch(_reporting["engine"])


def reach_reporting() -> None:
    """Signs in there once; UnsafeRole, or what the database says against it."""
    _reporting["engine"].connect().close()


def collect(partnership: Partnership, period: Period, cut_off: date, *, norm: Norm | None = None) -> Figures:
    """Counts for `period` as the facts stood at the end of `cut_off`, asked by the tenant that acts, in nine statements
    however many members there are.

    Sees only what is committed. KeyError where REPORT_DATABASE_URL is not set; the database refuses (ProgrammingError)
    whoever does not operate the partnership.
    """
    if "engine" not in _reporting:
        raise KeyError("REPORT_DATABASE_URL")
    asked = _asked(partnership, (period.starts_on, period.ends_on), cut_off, norm or Norm())
    with _reporting["engine"].begin() as connection:
        connection.execute(ASKING_OF_ALL, {"tenant": str(own_id())})
        corps = connection.execute(CORPS, asked).mappings().one()
        network = connection.execute(NETWORK, asked).mappings().one()
        months = [Month(**row) for row in connection.execute(MONTHS, asked).mappings()]
        counts = _per_tenant(connection, asked)
        spans, wishes = _spans(connection, asked), _wishes(connection, asked)
        return Figures(counts, {**corps, **network}, spans, months, wishes, _companies(connection, asked))


def of_house(
    partnership: Partnership, days: Days, cut_off: date, norm: Norm
) -> tuple[dict[str, int], dict[str, int]] | None:
    """The same about the house that acts alone, from the first to the last of any `days`: its counts, and the youths who wait by
    trade; None where it bears none in them. Needs no leave of the operator's, and tells of nobody else."""
    if "engine" not in _reporting:
        raise KeyError("REPORT_DATABASE_URL")
    with _reporting["engine"].begin() as connection:
        connection.execute(ASKING, {"tenant": str(own_id())})
        row = connection.execute(OF_HOUSE, _asked(partnership, days, cut_off, norm)).one_or_none()
    return None if row is None else (row.counts, by_trade(row.wished.items()))


def _asked(partnership: Partnership, days: Days, cut_off: date, norm: Norm) -> dict[str, Any]:
    return {
        "partnership": partnership.id, "first": days[0], "last": days[1], "cut_off": cut_off,
        "norm_meetings": norm.meetings, "norm_minutes": norm.minutes, "trade_of": TRADE_OF,
    }  # fmt: skip


def by_trade(wished: Iterable[tuple[str | None, int]]) -> dict[str, int]:
    """How many wish for each trade ("" for none), of how many wish for each occupation."""
    trades: dict[str, int] = {}
    for occupation, youths in wished:
        known = OCCUPATIONS.get(occupation or "")
        trade = known.trade if known else ""
        trades[trade] = trades.get(trade, 0) + youths
    return trades


def _per_tenant(connection: Connection, asked: dict[str, Any]) -> dict[UUID, dict[str, int]]:
    counts: dict[UUID, dict[str, int]] = {}
    for statement in (PER_TENANT, COURSES):
        for row in connection.execute(statement, asked).mappings():
            own = {name: value for name, value in row.items() if name != "tenant"}
            counts.setdefault(row["tenant"], {}).update(own)
    for row in connection.execute(OUTCOMES, asked).mappings():
        ending = "" if row["basis"] == "all_started" else f"_{row['basis']}"
        named = {name + ending: value for name, value in row.items() if name not in ("tenant", "basis")}
        counts[row["tenant"]].update(named)
    return counts


def _spans(connection: Connection, asked: dict[str, Any]) -> dict[str, dict[UUID | None, Span]]:
    spans: dict[str, dict[UUID | None, Span]] = {}
    for row in connection.execute(SPANS, asked).mappings():
        spans.setdefault(row["what"], {})[row["tenant"]] = Span(row["people"], row["median"], row["ninetieth"])
    return spans


def _wishes(connection: Connection, asked: dict[str, Any]) -> dict[UUID, dict[str, int]]:
    wished: dict[UUID, list[tuple[str | None, int]]] = {}
    for row in connection.execute(WISHES, asked).mappings():
        wished.setdefault(row["tenant"], []).append((row["occupation"], row["youths"]))
    return {tenant: by_trade(of_tenant) for tenant, of_tenant in wished.items()}


def _companies(connection: Connection, asked: dict[str, Any]) -> dict[str, dict[UUID | None, int]]:
    counts: dict[str, dict[UUID | None, int]] = {}
    for row in connection.execute(COMPANIES, asked).mappings():
        counts.setdefault(row["what"], {})[row["tenant"]] = row["count"]
    return counts
