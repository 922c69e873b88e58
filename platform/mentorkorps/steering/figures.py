"""Raw counts, asked of the database as mk_report: a role that can execute three functions and read no table.

The functions count and tell numbers per bearing member; no name, text or row of a person ever reaches this package.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, NullPool, create_engine, text

from tenants.agreements import Period
from tenants.registry import Partnership
from tenants.scope import own_id

BASES = ("all_started", "finished", "mature")  # section 2, rows 8 and 13
OUTCOME_KINDS = ("praktik", "apprenticeship", "education", "spare_time_job", "subsidised_job", "job")
PER_TENANT = text("SELECT * FROM figures.per_tenant(:partnership, :first, :last, :cut_off, :promise_days)")
OUTCOMES = text("SELECT * FROM figures.outcomes(:partnership, :first, :last, :cut_off)")
CORPS = text("SELECT * FROM figures.corps(:partnership, :cut_off)")

_reporting: dict[str, Engine] = {}


@dataclass(frozen=True)
class Figures:
    """Counts per bearing member and of the corps, before anything is hidden: `per_tenant[tenant][measure]`.

    A measure that stands on a basis other than all started carries its name: `any_outcome`, `any_outcome_finished`.
    """

    per_tenant: Mapping[UUID, Mapping[str, int]]
    corps: Mapping[str, int]


def use_reporting(database_url: str | None) -> None:
    """From here on this process asks for figures at `database_url` (REPORT_DATABASE_URL, role mk_report)."""
    for engine in _reporting.values():
        engine.dispose()
    _reporting.clear()
    if database_url:
        url = database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        _reporting["engine"] = create_engine(url, poolclass=NullPool)


def collect(partnership: Partnership, period: Period, cut_off: date, *, promise_days: int) -> Figures:
    """Counts for `period` as the facts stood at the end of `cut_off`, asked by the tenant that acts.

    Sees only what is committed. KeyError where REPORT_DATABASE_URL is not set; the database refuses (ProgrammingError)
    whoever does not operate the partnership.
    """
    if "engine" not in _reporting:
        raise KeyError("REPORT_DATABASE_URL")
    asked = {
        "partnership": partnership.id, "first": period.starts_on, "last": period.ends_on, "cut_off": cut_off,
        "promise_days": promise_days,
    }  # fmt: skip
    with _reporting["engine"].begin() as connection:
        connection.execute(text("SELECT set_config('app.tenant', :tenant, true)"), {"tenant": str(own_id())})
        return _ask(connection, asked)


def _ask(connection: Connection, asked: dict[str, Any]) -> Figures:
    counts: dict[UUID, dict[str, int]] = {}
    for row in connection.execute(PER_TENANT, asked).mappings():
        counts[row["tenant"]] = {name: value for name, value in row.items() if name != "tenant"}
    for row in connection.execute(OUTCOMES, asked).mappings():
        ending = "" if row["basis"] == "all_started" else f"_{row['basis']}"
        named = {name + ending: value for name, value in row.items() if name not in ("tenant", "basis")}
        counts[row["tenant"]].update(named)
    corps = connection.execute(CORPS, asked).mappings().one()
    return Figures(counts, dict(corps))
