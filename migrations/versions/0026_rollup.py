"""The rollup: figures per bearing tenant, period and month, and the marks that say which months are to be counted anew.

A change marks its months in its own transaction: one row for each month and transaction, so that nobody waits for
somebody else's mark, and no mark is lost to a job that takes an older one. The job takes the marks and counts the touched
periods again with `figures.roll_up`, which reads as whoever calls it; row security binds it. Definitions are those of the
functions of 0006 and 0025, at the grain of a month.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from tenants.guards import guard_case, guard_shared, rows_in_sight

revision = "0026"
down_revision = "0025"

#: A mark of this month means all of them.
ALL = "'0001-01-01'"
COUNTS = (
    "enrolled", "enrolled_by_partner", "promise_kept", "promise_proposed", "proposed", "matched", "matches",
    "trade_matches", "ended", "early_endings", "meetings", "meeting_minutes", "follow_ups_due", "follow_ups_in_time",
    "any_outcome", "four_kinds", "praktik", "apprenticeship", "education", "spare_time_job", "subsidised_job", "job",
    "moved_yes", "moved_no", "moved_unsure", "youths_finished", "any_outcome_finished", "moved_yes_finished",
    "concerns", "concerns_on_call", "concerns_level_1", "concerns_level_2", "concerns_level_3", "concerns_level_4",
    "running_change", "waiting_change", "waiting_too_long_change",
)  # fmt: skip
#: Counts of days: how many waited (lasted) n days stands in the n-th group of six digits, so that a sum of them is theirs.
DAYS = ("waits", "lengths")
#: Days still to come when the row was counted: the deadlines of what is not done.
OPEN = ("promises_open", "follow_ups_open")

#: Which rows mark which months: the days of a row, the columns whose change counts, and when everything must be counted anew.
MARKED = {
    "enrolments": (
        ("sent_at", "returned_at", "closed_at"),
        ("begun_by_tenant_id", "programme_tenant_id", "programme_id", "promise_days", "youth_id"),
        "o.sent_at IS NOT NULL AND (n.sent_at IS NULL OR n.programme_id IS DISTINCT FROM o.programme_id"
        " OR n.youth_id <> o.youth_id)",
    ),
    "proposals": (("proposed_on", "fell_at", "started_at"), ("enrolment_id", "youth_id"), "n.enrolment_id <> o.enrolment_id"),
    "matches": (
        ("started_on", "ended_on"), ("proposal_id", "youth_id", "is_trade_match", "end_reason"), "n.proposal_id <> o.proposal_id",
    ),
    "follow_ups": (("due_on",), ("match_id", "done_on", "done_how"), ""),
    "meetings": (("held_on",), ("match_id", "took_place", "minutes"), ""),
    "concerns": (("opened_on",), ("youth_id",), ""),
    "outcomes": (("matches.started_on",), ("match_id", "kind", "began_on"), ""),
    "moved_on": (("matches.started_on",), ("match_id", "answer", "answered_at"), ""),
    "concern_steps": (("concerns.opened_on",), ("concern_id", "level"), ""),
}  # fmt: skip

TOUCHED = """
CREATE FUNCTION figures.touched(of_tenant uuid, marked date[])
    RETURNS TABLE (operator uuid, partnership uuid, period uuid, first_on date, last_on date)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.tenant_id, a.partnership_id, d.id, d.starts_on, d.ends_on
    FROM public.periods d
    JOIN public.agreements a ON a.tenant_id = d.tenant_id AND a.id = d.agreement_id
    WHERE EXISTS (SELECT FROM public.members m WHERE m.tenant_id = a.tenant_id AND m.partnership_id = a.partnership_id
                  AND m.party_tenant_id = of_tenant AND m.bears)
      AND EXISTS (SELECT FROM unnest(marked) k (month) WHERE k.month = '0001-01-01'
                  OR (k.month <= d.ends_on AND k.month + interval '1 month' > d.starts_on))
$$;
"""
HISTOGRAM = """
CREATE FUNCTION figures.days_as_number(days integer) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ('1e' || (6 * greatest(days, 0))::text)::numeric;
"""
ROLL_UP = """
CREATE FUNCTION figures.roll_up(of_tenant uuid, marked date[])
    RETURNS TABLE (operator uuid, partnership uuid, period uuid, month date, {counted}, {days}, {open})
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH touched AS MATERIALIZED (SELECT * FROM figures.touched(of_tenant, marked)),
    houses AS MATERIALIZED (
        SELECT DISTINCT m.tenant_id AS operator, m.partnership_id AS partnership FROM public.members m
        WHERE m.party_tenant_id = of_tenant AND m.bears),
    sent AS MATERIALIZED (
        SELECT e.id AS enrolment, e.youth_id AS youth, h.partnership, e.begun_by_tenant_id <> e.tenant_id AS by_partner,
               e.promise_days, figures.day(e.sent_at) AS sent_on, figures.day(e.returned_at) AS returned_on,
               figures.day(e.closed_at) AS closed_on
        FROM public.enrolments e
        JOIN public.programmes g ON g.tenant_id = e.programme_tenant_id AND g.id = e.programme_id
        JOIN houses h ON h.operator = g.tenant_id AND h.partnership = g.partnership_id
        WHERE e.tenant_id = of_tenant AND e.sent_at IS NOT NULL),
    asked AS MATERIALIZED (
        SELECT s.partnership, s.enrolment, s.sent_on, s.promise_days, y.youth_id AS youth, y.proposed_on,
               figures.day(y.fell_at) AS fell_on,
               least(figures.day(y.fell_at), figures.day(y.started_at)) AS until
        FROM public.proposals y JOIN sent s ON s.enrolment = y.enrolment_id
        WHERE y.tenant_id = of_tenant),
    courted AS MATERIALIZED (
        SELECT a.enrolment, min(a.proposed_on) AS first_on,
               range_agg(daterange(a.proposed_on, a.until)) FILTER (WHERE a.until IS NULL OR a.until > a.proposed_on) AS days
        FROM asked a GROUP BY a.enrolment),
    pairs AS MATERIALIZED (
        SELECT m.id AS pair, m.youth_id AS youth, s.partnership, m.is_trade_match, m.started_on, m.ended_on,
               m.ended_on < m.started_on + interval '3 months' AND m.end_reason NOT IN ('goal_reached', 'planned') AS early
        FROM public.matches m
        JOIN public.proposals y ON y.tenant_id = m.tenant_id AND y.id = m.proposal_id
        JOIN sent s ON s.enrolment = y.enrolment_id
        WHERE m.tenant_id = of_tenant),
    happened AS (
        SELECT s.partnership, s.youth, s.sent_on AS on_day, k.what FROM sent s
        CROSS JOIN LATERAL (VALUES ('enrolled'), (CASE WHEN s.by_partner THEN 'enrolled_by_partner' END)) k (what)
        UNION ALL SELECT a.partnership, a.youth, a.proposed_on, 'proposed' FROM asked a
        UNION ALL SELECT p.partnership, p.youth, p.started_on, 'matched' FROM pairs p),
    of_youths AS (
        SELECT h.partnership, t.period, h.what, min(h.on_day) AS on_day, 1 AS n
        FROM happened h
        JOIN touched t ON t.partnership = h.partnership AND h.on_day BETWEEN t.first_on AND t.last_on
        WHERE h.what IS NOT NULL
        GROUP BY h.partnership, t.period, h.what, h.youth),
    first_asked AS MATERIALIZED (
        SELECT s.*, t.period, c.first_on
        FROM sent s
        JOIN touched t ON t.partnership = s.partnership AND s.sent_on BETWEEN t.first_on AND t.last_on
        LEFT JOIN courted c ON c.enrolment = s.enrolment),
    of_enrolments AS (
        SELECT f.partnership, f.period, k.what, f.sent_on AS on_day, 1 AS n FROM first_asked f
        CROSS JOIN LATERAL (VALUES
            ('promise_proposed', true), ('promise_kept', f.first_on <= f.sent_on + f.promise_days)) k (what, yes)
        WHERE f.first_on IS NOT NULL AND k.yes),
    of_pairs AS (
        SELECT p.partnership, t.period, k.what, k.on_day, 1 AS n FROM pairs p
        CROSS JOIN LATERAL (VALUES
            ('matches', p.started_on, true), ('trade_matches', p.started_on, p.is_trade_match),
            ('ended', p.ended_on, true), ('early_endings', p.ended_on, p.early)) k (what, on_day, yes)
        JOIN touched t ON t.partnership = p.partnership AND k.on_day BETWEEN t.first_on AND t.last_on
        WHERE k.yes),
    due AS MATERIALIZED (
        SELECT p.partnership, t.period, date_trunc('month', u.due_on::timestamp)::date AS month, count(*) AS due,
               count(*) FILTER (WHERE u.done_on <= u.due_on) AS in_time,
               array_agg(u.due_on ORDER BY u.due_on) FILTER (WHERE u.done_on IS NULL) AS open
        FROM public.follow_ups u
        JOIN pairs p ON p.pair = u.match_id
        JOIN touched t ON t.partnership = p.partnership AND u.due_on BETWEEN t.first_on AND t.last_on
        WHERE u.tenant_id = of_tenant AND NOT (u.done_how IS NOT DISTINCT FROM 'ended' AND u.done_on <= u.due_on)
        GROUP BY 1, 2, 3),
    of_follow_ups AS (
        SELECT d.partnership, d.period, k.what, d.month AS on_day, k.n FROM due d
        CROSS JOIN LATERAL (VALUES ('follow_ups_due', d.due), ('follow_ups_in_time', d.in_time)) k (what, n)),
    of_meetings AS (
        SELECT x.partnership, x.period, k.what, x.month AS on_day, k.n
        FROM (
            SELECT p.partnership, t.period, date_trunc('month', m.held_on::timestamp)::date AS month, count(*) AS held,
                   sum(m.minutes) AS minutes
            FROM public.meetings m
            JOIN pairs p ON p.pair = m.match_id
            JOIN touched t ON t.partnership = p.partnership AND m.held_on BETWEEN t.first_on AND t.last_on
            WHERE m.tenant_id = of_tenant AND m.took_place
            GROUP BY 1, 2, 3) x
        CROSS JOIN LATERAL (VALUES ('meetings', x.held), ('meeting_minutes', x.minutes)) k (what, n)),
    of_concerns AS (
        SELECT t.partnership, t.period, k.what, c.opened_on AS on_day, 1 AS n
        FROM (SELECT c.opened_on, c.youth_id, (SELECT max(s.level) FROM public.concern_steps s
                    WHERE s.tenant_id = of_tenant AND s.concern_id = c.id) AS level
              FROM public.concerns c WHERE c.tenant_id = of_tenant) c
        JOIN (SELECT DISTINCT s.partnership, s.youth FROM sent s) w ON w.youth = c.youth_id
        JOIN touched t ON t.partnership = w.partnership AND c.opened_on BETWEEN t.first_on AND t.last_on
        CROSS JOIN LATERAL (VALUES ('concerns'), ('concerns_' || coalesce('level_' || c.level, 'on_call'))) k (what)),
    answers AS (
        SELECT DISTINCT ON (p.partnership, t.period, p.youth) p.partnership, t.period, p.youth, a.answer
        FROM public.moved_on a
        JOIN pairs p ON p.pair = a.match_id
        JOIN touched t ON t.partnership = p.partnership AND p.started_on BETWEEN t.first_on AND t.last_on
        WHERE a.tenant_id = of_tenant AND a.answered_at IS NOT NULL
        ORDER BY p.partnership, t.period, p.youth, a.side = 'youth' DESC, a.answered_at DESC, p.started_on DESC, a.answer DESC),
    cohort AS (
        SELECT p.partnership, t.period, p.youth, min(p.started_on) AS on_day, bool_and(p.ended_on IS NOT NULL) AS finished,
               coalesce(array_agg(DISTINCT o.kind) FILTER (WHERE o.kind IS NOT NULL), '{{}}') AS kinds
        FROM pairs p
        JOIN touched t ON t.partnership = p.partnership AND p.started_on BETWEEN t.first_on AND t.last_on
        LEFT JOIN public.outcomes o ON o.tenant_id = of_tenant AND o.match_id = p.pair AND o.began_on >= p.started_on
        GROUP BY p.partnership, t.period, p.youth),
    of_results AS (
        SELECT c.partnership, c.period, k.what, c.on_day, 1 AS n
        FROM cohort c
        LEFT JOIN answers a ON a.partnership = c.partnership AND a.period = c.period AND a.youth = c.youth
        CROSS JOIN LATERAL (
            SELECT unnest(c.kinds) AS what
            UNION ALL SELECT 'moved_' || a.answer WHERE a.answer IS NOT NULL
            UNION ALL SELECT 'any_outcome' WHERE c.kinds <> '{{}}'
            UNION ALL SELECT 'four_kinds' WHERE c.kinds && '{{praktik,apprenticeship,education,job}}'
            UNION ALL SELECT 'youths_finished' WHERE c.finished
            UNION ALL SELECT 'any_outcome_finished' WHERE c.finished AND c.kinds <> '{{}}'
            UNION ALL SELECT 'moved_yes_finished' WHERE c.finished AND a.answer = 'yes') k),
    back AS (
        SELECT x.enrolment, x.on_day + x.promise_days + 1 AS from_on,
               lead(x.on_day) OVER (PARTITION BY x.enrolment ORDER BY x.on_day) AS until
        FROM (SELECT s.enrolment, s.promise_days, s.sent_on AS on_day FROM sent s
              UNION SELECT s.enrolment, s.promise_days, s.returned_on FROM sent s WHERE s.returned_on > s.sent_on
              UNION SELECT a.enrolment, a.promise_days, a.fell_on FROM asked a
                    WHERE a.fell_on > a.sent_on AND a.fell_on >= a.proposed_on) x),
    late AS MATERIALIZED (
        SELECT b.enrolment, range_agg(daterange(b.from_on, b.until)) AS days FROM back b
        WHERE b.until IS NULL OR b.until > b.from_on GROUP BY b.enrolment),
    free AS MATERIALIZED (
        SELECT s.partnership, s.youth, s.enrolment, k.days, k.days * l.days AS late
        FROM sent s
        LEFT JOIN courted c ON c.enrolment = s.enrolment
        LEFT JOIN late l ON l.enrolment = s.enrolment
        CROSS JOIN LATERAL (SELECT datemultirange(daterange(s.sent_on, s.closed_on)) - coalesce(c.days, '{{}}') AS days) k
        WHERE s.closed_on IS NULL OR s.closed_on > s.sent_on),
    standing AS (
        SELECT p.partnership, 'running_change' AS what, p.started_on AS first_on, greatest(p.ended_on, p.started_on) AS until
        FROM (SELECT q.partnership, q.started_on, q.ended_on FROM pairs q) p WHERE p.ended_on IS NOT NULL
        UNION ALL SELECT p.partnership, 'running_change', p.started_on, NULL FROM pairs p WHERE p.ended_on IS NULL
        UNION ALL
        SELECT w.partnership, w.what, lower(r.days), upper(r.days)
        FROM (
            SELECT f.partnership, f.youth, 'waiting_change' AS what, range_agg(r.days) AS days
            FROM free f CROSS JOIN LATERAL unnest(f.days) r (days) GROUP BY f.partnership, f.youth
            UNION ALL
            SELECT f.partnership, f.youth, 'waiting_too_long_change', range_agg(r.days)
            FROM free f CROSS JOIN LATERAL unnest(f.late) r (days) GROUP BY f.partnership, f.youth) w
        CROSS JOIN LATERAL unnest(w.days) r (days)),
    counted AS (
        SELECT partnership, period, what, on_day, n FROM of_youths
        UNION ALL SELECT * FROM of_enrolments UNION ALL SELECT * FROM of_pairs UNION ALL SELECT * FROM of_follow_ups
        UNION ALL SELECT * FROM of_meetings UNION ALL SELECT * FROM of_concerns UNION ALL SELECT * FROM of_results
        UNION ALL
        SELECT s.partnership, NULL, s.what, k.on_day, k.n FROM standing s
        CROSS JOIN LATERAL (VALUES (s.first_on, 1), (s.until, -1)) k (on_day, n) WHERE k.on_day IS NOT NULL),
    tally AS (
        SELECT c.partnership, c.period, c.what, date_trunc('month', c.on_day::timestamp)::date AS month, sum(c.n) AS n,
               NULL::date[] AS days
        FROM counted c GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT f.partnership, f.period, 'waits', date_trunc('month', f.sent_on::timestamp)::date,
               sum(figures.days_as_number(f.first_on - f.sent_on)), NULL
        FROM first_asked f WHERE f.first_on IS NOT NULL GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT p.partnership, t.period, 'lengths', date_trunc('month', p.ended_on::timestamp)::date,
               sum(figures.days_as_number(p.ended_on - p.started_on)), NULL
        FROM pairs p JOIN touched t ON t.partnership = p.partnership AND p.ended_on BETWEEN t.first_on AND t.last_on
        GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT f.partnership, f.period, 'promises_open', date_trunc('month', f.sent_on::timestamp)::date, NULL,
               array_agg(f.sent_on + f.promise_days ORDER BY f.sent_on + f.promise_days)
        FROM first_asked f
        WHERE f.first_on IS NULL AND (f.closed_on IS NULL OR f.closed_on > f.sent_on + f.promise_days) GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT d.partnership, d.period, 'follow_ups_open', d.month, NULL, d.open FROM due d)
    SELECT h.operator, t.partnership, t.period, t.month, {sums}
    FROM tally t JOIN houses h ON h.partnership = t.partnership
    GROUP BY h.operator, t.partnership, t.period, t.month
$$;
"""


def upgrade() -> None:
    _marks()
    _figures()
    _functions()
    for table, (days, others, everything) in MARKED.items():
        _mark(table, days, others, everything)
    for event, rows in (("INSERT", "new_rows"), ("DELETE", "old_rows"), ("UPDATE", "new_rows")):
        own = f"{rows} WHERE tenant_id = coalesce(sec.tenant(), tenant_id)"
        _trigger("periods", event, f"SELECT tenant_id, {ALL}::date FROM {own}")  # noqa: S608 (constants only)
    with rows_in_sight("month_marks", "members"):
        every = f"SELECT DISTINCT party_tenant_id, {ALL}::date FROM members WHERE bears"  # noqa: S608 (constants only)
        op.execute(f"INSERT INTO month_marks (tenant_id, month) {every}")


def _marks() -> None:
    op.create_table(
        "month_marks",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "change", sa.BigInteger(), server_default=sa.text("pg_current_xact_id()::text::bigint"), nullable=False
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_month_marks_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_month_marks")),
        sa.UniqueConstraint("tenant_id", "change", "month", name=op.f("uq_month_marks_tenant_id_change_month")),
    )
    guard_case("month_marks")


def _figures() -> None:
    """A row for each month, and one for each period that sums its months up."""
    whole = (sa.Column("period_id", sa.Uuid(), nullable=False),)
    month = (sa.Column("period_id", sa.Uuid(), nullable=True), sa.Column("month", sa.Date(), nullable=False))
    for table, keys in (("month_figures", month), ("period_figures", whole)):
        said = ["tenant_id", "partnership_id", *(column.name for column in keys)]
        op.create_table(
            table,
            sa.Column("tenant_id", sa.Uuid(), nullable=False),
            sa.Column("id", sa.Uuid(), nullable=False),
            sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
            sa.Column("partnership_id", sa.Uuid(), nullable=False),
            *keys,
            *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
            *(sa.Column(name, sa.Numeric(), nullable=False) for name in DAYS),
            *(sa.Column(name, ARRAY(sa.Date()), nullable=False) for name in OPEN),
            sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_party_tenant_id")),
            sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
            sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint(*said, postgresql_nulls_not_distinct=True, name=op.f(f"uq_{table}_{'_'.join(said)}")),
        )
        guard_shared(table)


def _functions() -> None:
    columns = (
        [f"{name} integer" for name in COUNTS],
        [f"{name} numeric" for name in DAYS],
        [f"{name} date[]" for name in OPEN],
    )
    counted, days, open_days = (", ".join(one) for one in columns)
    sums = [f"coalesce(sum(t.n) FILTER (WHERE t.what = '{name}'), 0)::integer" for name in COUNTS]
    sums += [f"coalesce(sum(t.n) FILTER (WHERE t.what = '{name}'), 0)" for name in DAYS]
    sums += [f"coalesce(max(t.days) FILTER (WHERE t.what = '{name}'), '{{}}')" for name in OPEN]
    op.execute("GRANT CREATE ON SCHEMA figures TO mk_figures")
    op.execute("SET ROLE mk_figures")
    op.execute(TOUCHED)
    op.execute(HISTOGRAM)
    op.execute(ROLL_UP.format(counted=counted, days=days, open=open_days, sums=", ".join(sums)))
    op.execute("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA figures FROM PUBLIC")
    ours = "figures.day, figures.touched, figures.days_as_number, figures.roll_up"
    op.execute(f"GRANT EXECUTE ON FUNCTION {ours} TO mk_web, mk_worker")
    op.execute("SET ROLE mk_owner")
    op.execute("REVOKE CREATE ON SCHEMA figures FROM mk_figures")
    op.execute("GRANT USAGE ON SCHEMA figures TO mk_web, mk_worker")


def _mark(table: str, days: tuple[str, ...], others: tuple[str, ...], everything: str) -> None:
    """The three triggers of one table; a day of another table is looked up by the pointer to it."""
    own = [day for day in days if "." not in day]
    beside = next((day.split(".") for day in days if "." in day), None)
    for event in ("INSERT", "DELETE"):
        rows = "new_rows" if event == "INSERT" else "old_rows"
        said = f"SELECT r.tenant_id, {_month('v.day')} FROM {rows} r {_days('r', own, beside)}"  # noqa: S608 (constants only)
        _trigger(table, event, f"{said} WHERE v.day IS NOT NULL")
    was = " OR ".join(f"n.{name} IS DISTINCT FROM o.{name}" for name in (*own, *others))
    both = "new_rows n JOIN old_rows o ON o.tenant_id = n.tenant_id AND o.id = n.id"
    both += f" {_days('n', own, beside, old='o', everything=everything)} WHERE v.day IS NOT NULL AND ({was})"
    _trigger(table, "UPDATE", f"SELECT n.tenant_id, {_month('v.day')} FROM {both}")  # noqa: S608 (constants only)


def _days(row: str, own: list[str], beside: list[str] | None, old: str = "", everything: str = "") -> str:
    """The days of the row `row` (and of `old`), as a table v (day)."""
    rows = [row, old] if old else [row]
    if beside:
        other, day = beside
        pointer = "match_id" if other == "matches" else "concern_id"
        ids = ", ".join(f"{one}.{pointer}" for one in rows)
        looked_up = f"JOIN public.{other} b ON b.tenant_id = {row}.tenant_id AND b.id IN ({ids})"
        return f"{looked_up} CROSS JOIN LATERAL (VALUES (b.{day})) v (day)"
    said = [f"({_local(f'{one}.{day}')})" for one in rows for day in own]
    said += [f"(CASE WHEN {everything} THEN date {ALL} END)"] if everything else []
    return f"CROSS JOIN LATERAL (VALUES {', '.join(said)}) v (day)"


def _local(column: str) -> str:
    return f"({column} AT TIME ZONE 'Europe/Copenhagen')::date" if column.endswith("_at") else column


def _month(day: str) -> str:
    return f"date_trunc('month', {day}::timestamp)::date"


def _trigger(table: str, event: str, said: str) -> None:
    name = f"mark_{table}_on_{event.lower()}"
    names = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
    seen = names.get(event, "OLD TABLE AS old_rows NEW TABLE AS new_rows")
    op.execute(
        f"CREATE FUNCTION public.{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" INSERT INTO public.month_marks (tenant_id, month) {said} ON CONFLICT DO NOTHING;"
        " RETURN NULL; END $$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION public.{name} FROM PUBLIC")
    op.execute(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {seen} FOR EACH STATEMENT EXECUTE FUNCTION public.{name}()"
    )
