"""The rollup as it stands in the database, and the same figures asked of the functions that count raw rows."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg

from mentorkorps.steering.rollup import COUNTS, DAYS, OPEN

Rows = dict[tuple[UUID, UUID, UUID | None, date], dict[str, Any]]


def rows_of(rows: psycopg.Connection[Any]) -> Rows:
    """Every row of the rollup by its tenant, partnership, period and month."""
    found = rows.execute("SELECT * FROM month_figures").fetchall()
    facts = (*COUNTS, *DAYS, *OPEN)
    return {
        (row["tenant_id"], row["partnership_id"], row["period_id"], row["month"]): {name: row[name] for name in facts}
        for row in found
    }


class Raw:
    """The functions that count raw rows, asked as the report asks them; each answers per tenant."""

    def __init__(self, report: psycopg.Connection[Any], operator: UUID, partnership: UUID) -> None:
        self.report, self.partnership = report, partnership
        report.execute("SELECT set_config('app.tenant', %s, false)", [str(operator)])

    def until(self, period: Mapping[str, Any], last: date) -> dict[UUID, dict[str, int]]:
        """What had happened in the period by the end of `last`, as it was known then."""
        days = period["starts_on"], period["ends_on"], last
        counted = self._ask("per_tenant", *days)
        for tenant, more in self._ask("courses", *days, 0, 0, "{}").items():
            told = {
                name: value for name, value in more.items() if name.startswith("ended_") or name == "own_enrolments"
            }
            counted[tenant] |= told | {"meetings": more["meetings"], "meeting_minutes": more["minutes"]}
        return counted

    def results(self, period: Mapping[str, Any]) -> dict[UUID, dict[str, int]]:
        """What became of those who began in the period, and what of the concerns, as it is known today."""
        found: dict[UUID, dict[str, int]] = {}
        days = period["starts_on"], period["ends_on"], date(2030, 1, 1)
        question = "SELECT * FROM figures.outcomes(%s, %s, %s, %s)"
        for row in self.report.execute(question, [self.partnership, *days]).fetchall():
            ending = "_finished" if row["basis"] == "finished" else ""
            if row["basis"] != "mature":
                found.setdefault(row["tenant"], {}).update({name + ending: value for name, value in row.items()})
        for tenant, more in self._ask("courses", *days, 0, 0, "{}").items():
            found[tenant] |= {name: value for name, value in more.items() if name.startswith("concerns")}
        return found

    def _ask(self, function: str, *arguments: Any) -> dict[UUID, dict[str, int]]:
        marks = ", ".join(["%s"] * (len(arguments) + 1))
        found = self.report.execute(f"SELECT * FROM figures.{function}({marks})", [self.partnership, *arguments])
        return {row["tenant"]: row for row in found.fetchall()}


def month_ends(first: date, last: date) -> Iterator[date]:
    """The last day of each month from `first` on, and `last` itself."""
    day = first
    while (following := (day.replace(day=1) + timedelta(days=32)).replace(day=1)) <= last:
        yield following - timedelta(days=1)
        day = following
    yield last


def summed(rolled: Rows, tenant: UUID, period: UUID | None, until: date) -> Mapping[str, Any]:
    """The figures of the tenant's months of the period (or of its standing) up to that day."""
    found = [row for (owner, _, of, month), row in rolled.items() if (owner, of) == (tenant, period) and month <= until]
    return {name: sum(row[name] for row in found) for name in (*COUNTS, *DAYS)}
