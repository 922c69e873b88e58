"""A whole country for the benches: 98 municipalities, ten years, 100,000 pairs, a million follow-ups, two million notes.

Seeded, and copied straight into the tables: the same land comes out twice, and nobody in it is anybody. It is written past the
triggers and the checks of pointers, so the rows are made as the product would leave them, and every month is marked.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import psycopg

from mentorkorps.clock import COPENHAGEN, standing_at
from mentorkorps.partnership import import_partnership
from tests.bench.land_stories import TABLES, Ids, Lines, Stories
from tests.conftest import Cluster

OPERATOR, GUIDANCE, FIRST_YEAR = "landskorpset", "vejledningen", 2014
PARTY = """
[[parties]]
slug = "{slug}"
name = "{name}"
kind = "{kind}"
bears = {bears}
"""
PERIOD = """
[[periods]]
name = "{year}"
starts_on = {year}-01-01
ends_on = {year}-12-31
target = [{least}, {most}]
priced_places = {most}
price = {price}
"""
LINE = """
[[periods.lines]]
party = "{slug}"
quota = [{least}, {most}]
contribution = {price}
vat_percent = 25
due_on = {year}-01-01
"""
HEAD = """
[partnership]
slug = "landet"
name = "Hele landet"
operator = "landskorpset"
signed_on = 2013-12-01
decide_renewal_by = 2023-12-31
invoice_lead_days = 30
hotline = {{ name = "Made Up", phone = "62 00 00 11" }}
{parties}
{periods}
[steering]
seats = [1, 3]
seats_for = ["kommune-01"]
hours = 2
every_months = 2
first_meeting = 2014-03-12

[targets]
positive = 85
outcome = 70
corps_size = 100
active_percent = 90

[figures]
open = [
  "enrolled", "waiting", "proposed", "matched", "running", "ended", "within_4_weeks", "on_time", "any_outcome", "quota",
  "money",
]

[programme]
ages = {{ from = 15, to = 30 }}
languages = ["da", "en"]
promise_days = 28
meetings = {{ per_month = 2, months_from = 2, months_to = 4, average_hours_per_month = 4 }}
recruits = "corps"
place_back_when_never_met = false
official_base = "all_started"

[programme.follow_up]
first_check_days = 14
after_first_meeting_days = 14
merge_within_days = 7
then_weeks_from = 4
then_weeks_to = 6

[programme.silence]
remind_after_working_days = 3
raise_after_working_days = 5
"""


@dataclass(frozen=True)
class Size:
    """How big the land is; of each pair there are ten follow-ups and twenty notes."""

    municipalities: int = 98
    years: int = 10
    pairs: int = 100_000
    mentors: int = 7_200

    @property
    def last_day(self) -> date:
        """The day on which it is looked at: the last of its last year."""
        return date(FIRST_YEAR + self.years - 1, 12, 31)

    @property
    def slugs(self) -> list[str]:
        """Its municipalities, in order."""
        return [f"kommune-{number:02}" for number in range(1, self.municipalities + 1)]


def fill(cluster: Cluster, database: str, size: Size, seed: int = 1) -> dict[str, int]:
    """Imports the terms through the product's own door and copies the rows; how many came into each table."""
    _agree(size)
    rng, counts = Random(seed), dict.fromkeys(TABLES, 0)
    with psycopg.connect(cluster.admin(database), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        ids = _ids(connection)
        stories = Stories(rng, ids, FIRST_YEAR, size.last_day)
        _copy(connection, stories.corps(size.mentors), counts)
        for slug, pairs in zip(size.slugs, _shares(rng, size), strict=True):
            _copy(connection, stories.municipality(ids.tenants[slug], pairs), counts)
        connection.execute(
            "INSERT INTO month_marks (tenant_id, month) SELECT DISTINCT party_tenant_id, '0001-01-01'::date FROM members"
            " WHERE bears ON CONFLICT DO NOTHING"
        )
        connection.execute("VACUUM ANALYZE")
    return counts


def _shares(rng: Random, size: Size) -> list[int]:
    """The pairs of each municipality: a few are big, most are small."""
    weights = [rng.lognormvariate(0, 0.8) for _ in range(size.municipalities)]
    shares = [int(size.pairs * weight / sum(weights)) for weight in weights]
    shares[0] += size.pairs - sum(shares)
    return shares


def _copy(connection: psycopg.Connection[Any], lines: Lines, counts: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        for table, columns in TABLES.items():
            if lines[table]:
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    copy.write("".join(lines[table]))
                counts[table] += len(lines[table])


def _agree(size: Size) -> None:
    with TemporaryDirectory() as folder, standing_at(datetime.combine(date(FIRST_YEAR, 1, 1), time(12), COPENHAGEN)):
        path = Path(folder) / "landet.toml"
        path.write_text(_terms(size), encoding="utf-8")
        import_partnership(path)


def _terms(size: Size) -> str:
    parties = [
        PARTY.format(slug=slug, name=slug.replace("-", " ").title(), kind="municipality", bears="true")
        for slug in size.slugs
    ]
    parties.append(PARTY.format(slug=OPERATOR, name="Landskorpset", kind="corps", bears="false"))
    mandates = ", ".join(f'"{slug}"' for slug in size.slugs)
    parties.append(
        PARTY.format(slug=GUIDANCE, name="Vejledningen", kind="guidance", bears="false") + f"mandates = [{mandates}]\n"
    )
    each = 2 * size.pairs // (size.years * size.municipalities) + 1
    periods = []
    for year in range(FIRST_YEAR, FIRST_YEAR + size.years):
        many = {"year": year, "least": each, "most": each, "price": 1000 * each}
        whole = many | {name: many[name] * size.municipalities for name in ("least", "most", "price")}
        periods.append(PERIOD.format(**whole) + "".join(LINE.format(slug=slug, **many) for slug in size.slugs))
    return HEAD.format(parties="".join(parties), periods="".join(periods))


def _ids(connection: psycopg.Connection[Any]) -> Ids:
    tenants: dict[str, UUID] = dict(connection.execute("SELECT slug, id FROM tenants").fetchall())
    quotas = {
        (party, int(year)): quota
        for party, year, quota in connection.execute(
            "SELECT q.party_tenant_id, p.name, q.id FROM quotas q"
            " JOIN periods p ON p.tenant_id = q.tenant_id AND p.id = q.period_id"
        )
    }
    [programme] = (
        connection.execute("SELECT id FROM programmes WHERE tenant_id = %s", [tenants[OPERATOR]]).fetchone() or ()
    )
    return Ids(tenants, tenants[OPERATOR], tenants[GUIDANCE], programme, quotas)
