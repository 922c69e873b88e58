"""The figures of a whole country: how fast the rollup tells them, keeps up and is made anew, and what it costs to keep it."""

from collections.abc import Iterator
from datetime import datetime, time
from statistics import median
from typing import Any
from uuid import UUID

import psycopg
from flask import Flask
from sqlalchemy import Select, func, select, text, tuple_

from mentorkorps.clock import COPENHAGEN, now, real_now, standing_at
from mentorkorps.language import speaking
from mentorkorps.steering import rolled, rollup
from mentorkorps.steering.build import build
from mentorkorps.steering.pack import pack
from mentorkorps.steering.rollup import COUNTS, DAYS, PeriodFigures
from mentorkorps.web import create_app
from tenants.agreements import Period
from tenants.registry import Partnership
from tenants.scope import acting_for, db
from tenants.users import SignIn, User
from tests import cast
from tests.bench.land import OPERATOR, Size, fill
from tests.bench.measure import Line, ms, often, watch
from tests.bench.write_cost import write_cost
from tests.conftest import Cluster
from tests.visitor import browser
from tests.web.counting import statements

TIMES, RAW_TIMES = 30, 3
#: What must hold, in seconds (HT-10 and the goals of the report): the slow end of a page, and of the others the value.
LAND, ANEW, FRESH, TEN_YEARS, OWN_YEAR, PAGE, PACK, FASTER, KILOBYTES = 300, 10, 60, 0.015, 0.1, 0.05, 5, 90, 300
EXPLAIN = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "
_YEAR = "extract(year FROM {0})"
_SENT = "(e.sent_at AT TIME ZONE 'Europe/Copenhagen')::date"
#: What a report would ask of the rows if there were no rollup, per municipality and year; the land's periods are years.
RAW = (
    f"SELECT e.tenant_id, {_YEAR.format(_SENT)}, count(DISTINCT e.youth_id),"
    " count(DISTINCT e.youth_id) FILTER (WHERE e.begun_by_tenant_id <> e.tenant_id) FROM enrolments e GROUP BY 1, 2",
    f"SELECT tenant_id, {_YEAR.format('proposed_on')}, count(DISTINCT youth_id) FROM proposals GROUP BY 1, 2",
    f"SELECT tenant_id, {_YEAR.format('started_on')}, count(*), count(DISTINCT youth_id), count(*) FILTER (WHERE is_trade_match)"
    " FROM matches GROUP BY 1, 2",
    f"SELECT tenant_id, {_YEAR.format('ended_on')}, count(*), count(*) FILTER (WHERE ended_on < started_on + interval '3 months'"
    " AND end_reason NOT IN ('goal_reached', 'planned')) FROM matches GROUP BY 1, 2",
    f"SELECT tenant_id, {_YEAR.format('due_on')}, count(*), count(*) FILTER (WHERE done_on <= due_on) FROM follow_ups"
    " GROUP BY 1, 2",
    f"SELECT tenant_id, {_YEAR.format('held_on')}, count(*), sum(minutes) FROM meetings WHERE took_place GROUP BY 1, 2",
    f"SELECT m.tenant_id, {_YEAR.format('m.started_on')}, o.kind, count(DISTINCT m.youth_id) FROM matches m"
    " JOIN outcomes o ON o.tenant_id = m.tenant_id AND o.match_id = m.id AND o.began_on >= m.started_on"
    " GROUP BY GROUPING SETS ((1, 2), (1, 2, 3))",
    "SELECT x.tenant_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY x.days), percentile_cont(0.9) WITHIN GROUP (ORDER BY x.days)"
    f" FROM (SELECT e.tenant_id, min(y.proposed_on) - {_SENT} AS days FROM enrolments e JOIN proposals y"
    " ON y.tenant_id = e.tenant_id AND y.enrolment_id = e.id GROUP BY e.tenant_id, e.id, e.sent_at) x"
    " GROUP BY GROUPING SETS ((1), ())",
)


def measured(cluster: Cluster, name: str, size: Size) -> list[Line]:
    """Fills the empty migrated database that the process is on, and measures."""
    with watch() as filled:
        counts = fill(cluster, name, size)
    told = f"{size.municipalities} municipalities, {size.years} years, {counts['matches']:,} pairs"
    rows = f"{counts['follow_ups']:,} follow-ups, {counts['journal_notes']:,} notes"
    made = f"{filled.seconds:.0f} s"
    lines = [Line(f"Make the land: {told}, {rows}", made, limit=f"{LAND} s", held=filled.seconds <= LAND)]
    with standing_at(datetime.combine(size.last_day, time(12), COPENHAGEN)):
        lines += _kept_up(size)
        lines += _told(cluster, name)
        lines += _in_full(cluster, name, size)
        lines += _packed(size)
        lines += _pages(cluster, name, size)
    return [*lines, *write_cost(cluster, name)]


def _kept_up(size: Size) -> Iterator[Line]:
    with watch() as whole, acting_for(cast.tenant(OPERATOR)):
        rollup.roll_up_all()
    yield Line("Rollup of the land, made anew", f"{whole.seconds:.1f} s", limit=f"{ANEW} s", held=whole.seconds <= ANEW)
    with acting_for(cast.tenant(size.slugs[0])):
        db.session.execute(
            text("UPDATE follow_ups SET done_on = done_on - 1 WHERE id = (SELECT id FROM follow_ups LIMIT 1)")
        )
    with watch() as fresh, acting_for(cast.tenant(OPERATOR)):
        assert rollup.roll_up_all() == 1
    least = fresh.seconds + _wait()
    what = "A change is in the figures: the job, and at most so long until it begins"
    yield Line(what, f"{least:.1f} s", limit=f"{FRESH} s", held=least <= FRESH)


def _wait() -> float:
    return rollup.EVERY.total_seconds()


def _told(cluster: Cluster, name: str) -> Iterator[Line]:
    """The same ten years, from the rollup and from the rows, in the same minutes."""
    what = "figures over all its years, per municipality and per year"
    with acting_for(cast.tenant(OPERATOR)):
        partnership = db.session.scalars(select(Partnership.id)).one()
        middle, slow = often(lambda: ten_years(partnership), TIMES)
        asked = str(_sums(partnership).compile(db.engine, compile_kwargs={"literal_binds": True}))
        connection = db.session.connection()
        told = median(_in_database(connection.exec_driver_sql(EXPLAIN + asked).scalar_one()) for _ in range(TIMES))
    with psycopg.connect(cluster.admin(name), autocommit=True) as rows:
        raw = median(sum(_in_database(_one(rows, EXPLAIN + part)) for part in RAW) for _ in range(RAW_TIMES))
    limit = f"{1000 * TEN_YEARS:.0f} ms"
    yield Line(f"The land's {what}: in the database", f"{1000 * told:.1f} ms", limit=limit, held=told <= TEN_YEARS)
    yield Line("… with the rows fetched and exact percentiles of each", ms(middle), ms(slow))
    yield Line("The most common of them from the rows, in plain SQL with no row security: in the database", ms(raw))
    times = raw / told
    yield Line(
        "So many times faster is the rollup, in the database", f"{times:.0f}", limit=f"{FASTER}", held=times >= FASTER
    )


def _in_full(cluster: Cluster, name: str, size: Size) -> Iterator[Line]:
    """What the biggest municipality is told of its last year beside the rollup, counted from the rows as the reporting role."""
    with psycopg.connect(cluster.admin(name), autocommit=True) as rows:
        [house] = (
            rows.execute("SELECT tenant_id FROM matches GROUP BY 1 ORDER BY count(*) DESC LIMIT 1").fetchone() or ()
        )
        [partnership] = rows.execute("SELECT id FROM partnerships").fetchone() or ()
    first = size.last_day.replace(month=1, day=1)
    asked = f"'{partnership}', '{first}', '{size.last_day}', '{size.last_day}', 2, 0, '{{}}'"
    with psycopg.connect(cluster.url("mk_report", name)) as connection:
        connection.execute("SELECT set_config('app.tenant', %s, false), set_config('jit', 'off', false)", [str(house)])
        question = f"{EXPLAIN}SELECT * FROM figures.of_house({asked})"
        told = median(_in_database(_one(connection, question)) for _ in range(TIMES))
    what = "The biggest municipality's own year in full (places, the norm, wishes, ways in): in the database"
    yield Line(what, ms(told), limit=ms(OWN_YEAR), held=told <= OWN_YEAR)


def _one(rows: psycopg.Connection[Any], statement: str) -> Any:
    found = rows.execute(statement.encode()).fetchone()
    return found[0] if found else None


def _in_database(plan: Any) -> float:
    """Seconds that the statement took there, planning and all."""
    return float(plan[0]["Planning Time"] + plan[0]["Execution Time"]) / 1000


def _packed(size: Size) -> Iterator[Line]:
    """The report of the last year, counted and hidden, and everything for its meeting as one file."""
    with acting_for(cast.tenant(OPERATOR)):
        partnership = db.session.scalars(select(Partnership)).one()
        period = db.session.scalars(select(Period).order_by(Period.starts_on.desc()).limit(1)).one()
        with watch() as built:
            content = build(partnership, period, size.last_day, now()).content
        with watch() as packed, speaking("da"):
            kilobytes = len(pack(content)) // 1024
        with watch() as again:
            build(partnership, period, size.last_day, now())
    whole = built.seconds + packed.seconds
    files = f"PDF, XLSX, CSV, JSON, the council's page; {kilobytes} kB"
    yield Line("The land's report of a year: counted, hidden and frozen", f"{built.seconds:.1f} s")
    what = "… the next one, which also marks what has been restated"
    yield Line(what, f"{again.seconds:.1f} s", limit=f"{PACK} s", held=again.seconds < PACK)
    yield Line(f"… the pack for its meeting ({files})", f"{packed.seconds:.1f} s")
    yield Line("The whole pack, from the rows to the file", f"{whole:.1f} s", limit=f"{PACK} s", held=whole < PACK)


def ten_years(partnership: UUID) -> dict[Any, dict[str, Any]]:
    """Every figure per municipality, per period and together, each with median and 90 % of the waits and the lengths."""
    found = {}
    for row in db.session.execute(_sums(partnership)).mappings():
        told = dict(row)
        for days in DAYS:
            told[f"{days}_median"], told[f"{days}_ninetieth"] = rolled.percentiles(row[days], 0.5, 0.9)
        found[row["tenant_id"], row["period_id"]] = told
    return found


def _sums(partnership: UUID) -> Select[*tuple[Any, ...]]:
    sums = [func.sum(getattr(PeriodFigures, name)).label(name) for name in (*COUNTS, *DAYS)]
    keys = PeriodFigures.tenant_id, PeriodFigures.period_id
    sets = func.grouping_sets(*(tuple_(key) for key in keys), text("()"))
    return select(*keys, *sums).where(PeriodFigures.partnership_id == partnership).group_by(sets)


def _pages(cluster: Cluster, name: str, size: Size) -> Iterator[Line]:
    app = create_app(cluster.config(name, "mk_web"))
    with app.app_context():
        clerk, kim = _signed_in(app, OPERATOR, "corps_staff"), _signed_in(app, size.slugs[0], "coordinator")
        for what, client, address in (
            ("the land over all its years", clerk, f"/{OPERATOR}/tal?vis=periode"),
            ("the land's months of a year", clerk, f"/{OPERATOR}/tal?vis=maaned"),
            ("the land year by year", clerk, f"/{OPERATOR}/tal?vis=aar"),
            ("a municipality's quarters", kim, f"/{size.slugs[0]}/tal"),
        ):
            seen, middle, slow, _size = _asked(client, address)
            yield Line(f"Page: own figures, {what}", ms(middle), ms(slow), seen, ms(PAGE), slow <= PAGE)
        seen, middle, slow, kilobytes = _asked(clerk, f"/{OPERATOR}/styregruppe/{size.last_day.year}/1")
        what = f"Page: the report of the land, {kilobytes} kB"
        yield Line(what, ms(middle), ms(slow), seen, f"{KILOBYTES} kB", kilobytes <= KILOBYTES)
        db.engine.dispose()


def _asked(client: Any, address: str) -> tuple[str, float, float, int]:
    """How many statements a page costs, the middle and the slow end of its seconds, and its kilobytes."""

    def ask() -> bytes:
        answer = client.get(address)
        assert answer.status_code == 200, address
        body: bytes = answer.data
        return body

    kilobytes = len(ask()) // 1024
    with statements() as seen:
        ask()
    return (str(len(seen)), *often(ask, TIMES), kilobytes)


def _signed_in(app: Flask, slug: str, role: str) -> Any:
    with acting_for(cast.tenant(slug)):
        user = User(
            issuer="https://id.example", subject=slug, name="Bo Bro", email=f"{slug}@bro.example", phone="70102030"
        )
        db.session.add(user)
        db.session.flush()
        user.grant_exactly(frozenset({role}), now())
        _, token = SignIn.open(user, real_now())
    client = browser(app)
    client.set_cookie("mk_session", f"{slug}.{token}")
    return client
