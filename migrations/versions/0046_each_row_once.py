"""The rollup is made anew in half the time, and marks cost who writes a third of what they did.

`figures.roll_up` counts exactly what it did (0033). Until now every figure of every row was a line with the figure's name, and each
line was held against all the names; and every row's day was held against every period. Now each kind of row is counted once,
into the columns that it is for, and the period and the month of a day are looked up. Its plan is made once and for every
tenant: that it joins by hashing is said, as nobody can tell beforehand how many rows a tenant has; and compiling it would
take longer than running it.

A mark is a row and nothing else: two of the same month do no harm, as the job takes them all, and not to write the second
cost more than to write it.
"""

from alembic import op

revision = "0046"
down_revision = "0045"

COUNTS = (
    "enrolled", "enrolled_by_partner", "promise_kept", "promise_proposed", "proposed", "matched", "matches",
    "trade_matches", "ended", "early_endings", "meetings", "meeting_minutes", "follow_ups_due", "follow_ups_in_time",
    "any_outcome", "four_kinds", "praktik", "apprenticeship", "education", "spare_time_job", "subsidised_job", "job",
    "moved_yes", "moved_no", "moved_unsure", "youths_finished", "any_outcome_finished", "moved_yes_finished",
    "concerns", "concerns_on_call", "concerns_level_1", "concerns_level_2", "concerns_level_3", "concerns_level_4",
    "running_change", "waiting_change", "waiting_too_long_change", "own_enrolments", "lasted_8_months", "ended_goal_reached",
    "ended_planned", "ended_not_a_fit", "ended_youth_stopped", "ended_mentor_stopped", "ended_never_met", "ended_moved",
)  # fmt: skip
DAYS = ("waits", "lengths", "outcome_days")
OPEN = (
    "promises_open", "follow_ups_open", "follow_ups_ahead", "too_long_open", "long_open", "lasting_open", "mature_open",
    "outcome_mature_open", "moved_mature_open",
)  # fmt: skip
#: What is counted of each part (its rows are named x): of all of them, or of those of which it holds.
COUNTED = {
    "of_enrolled": {"enrolled": ""},
    "of_brought": {"enrolled_by_partner": ""},
    "of_proposed": {"proposed": ""},
    "of_sent": {
        "promise_proposed": "x.first_on IS NOT NULL", "promise_kept": "x.first_on <= x.promised_on",
        "own_enrolments": "NOT x.by_partner",
    },
    "of_started": {
        "matches": "", "trade_matches": "x.is_trade_match", "lasted_8_months": "x.has_lasted",
    },
    "of_ended": {
        "ended": "", "early_endings": "x.early",
        **{f"ended_{reason}": f"x.end_reason = '{reason}'" for reason in (
            "goal_reached", "planned", "not_a_fit", "youth_stopped", "mentor_stopped", "never_met", "moved")},
    },
    "of_youths": {
        "matched": "", "any_outcome": "x.kinds <> '{}'", "four_kinds": "x.kinds && '{praktik,apprenticeship,education,job}'",
        **{kind: f"'{kind}' = ANY (x.kinds)" for kind in (
            "praktik", "apprenticeship", "education", "spare_time_job", "subsidised_job", "job")},
        **{f"moved_{answer}": f"x.answer = '{answer}'" for answer in ("yes", "no", "unsure")},
        "youths_finished": "x.finished", "any_outcome_finished": "x.finished AND x.kinds <> '{}'",
        "moved_yes_finished": "x.finished AND x.answer = 'yes'",
    },
    "of_follow_ups": {"follow_ups_due": "", "follow_ups_in_time": "x.done_on <= x.due_on"},
    "of_meetings": {"meetings": ""},
    "of_concerns": {
        "concerns": "", "concerns_on_call": "x.level IS NULL",
        **{f"concerns_level_{level}": f"x.level = {level}" for level in (1, 2, 3, 4)},
    },
}  # fmt: skip
#: The other sums of a part.
SUMMED = {
    "of_meetings": {"meeting_minutes": "sum(x.minutes)"},
    "of_sent": {"waits": "sum(figures.days_as_number(x.first_on - x.sent_on)) FILTER (WHERE x.first_on IS NOT NULL)"},
    "of_ended": {"lengths": "sum(figures.days_as_number(x.ended_on - x.started_on))"},
    "of_youths": {"outcome_days": "sum(figures.days_as_number(x.outcome_on - x.on_day)) FILTER (WHERE x.outcome_on IS NOT NULL)"},
}  # fmt: skip
#: The days that are listed of a part, and of which of its rows.
LISTED = {
    "of_sent": {
        "promises_open": ("x.promised_on", "x.first_on IS NULL AND (x.closed_on IS NULL OR x.closed_on > x.promised_on)"
                          " AND NOT x.promised_on <@ x.closed_days"),
    },
    "of_started": {
        "long_open": ("x.long_on + 1", "x.long_on + 1 > whole_day"),
        "lasting_open": ("x.long_on + 1", "x.long_on + 1 > whole_day AND x.has_lasted"),
    },
    "of_youths": {
        "mature_open": ("x.mature_on", "x.mature_on > whole_day"),
        "outcome_mature_open": ("x.mature_on", "x.mature_on > whole_day AND x.kinds <> '{}'"),
        "moved_mature_open": ("x.mature_on", "x.mature_on > whole_day AND x.answer = 'yes'"),
    },
    "of_follow_ups": {
        "follow_ups_open": ("x.due_on", "x.due_on > whole_day"),
        "follow_ups_ahead": ("x.due_on", "x.due_on > whole_day AND x.done_on <= x.due_on"),
    },
}  # fmt: skip
#: The rows of each part, each with the period and the month of its day.
ROWS = {
    "of_enrolled": """
        SELECT d.partnership, d.period, min(d.month) AS month
        FROM sent s JOIN days d ON d.partnership = s.partnership AND d.day = s.sent_on
        GROUP BY d.partnership, d.period, s.youth""",
    "of_brought": """
        SELECT d.partnership, d.period, min(d.month) AS month
        FROM sent s JOIN days d ON d.partnership = s.partnership AND d.day = s.sent_on
        WHERE s.by_partner
        GROUP BY d.partnership, d.period, s.youth""",
    "of_proposed": """
        SELECT d.partnership, d.period, min(d.month) AS month
        FROM asked a JOIN days d ON d.partnership = a.partnership AND d.day = a.proposed_on
        GROUP BY d.partnership, d.period, a.youth""",
    "of_sent": """
        SELECT s.*, s.sent_on + s.promise_days AS promised_on, d.period, d.month, c.first_on
        FROM sent s
        JOIN days d ON d.partnership = s.partnership AND d.day = s.sent_on
        LEFT JOIN courted c ON c.enrolment = s.enrolment""",
    "of_started": """
        SELECT p.*, p.ended_on IS NULL OR p.ended_on > p.long_on AS has_lasted, d.period, d.month
        FROM pairs p JOIN days d ON d.partnership = p.partnership AND d.day = p.started_on""",
    "of_ended": """
        SELECT p.*, d.period, d.month
        FROM pairs p JOIN days d ON d.partnership = p.partnership AND d.day = p.ended_on""",
    "of_youths": """
        SELECT c.*, a.answer
        FROM cohort c
        LEFT JOIN answers a ON a.partnership = c.partnership AND a.period = c.period AND a.youth = c.youth""",
    "of_follow_ups": """
        SELECT u.*, d.period, d.month FROM due u JOIN days d ON d.partnership = u.partnership AND d.day = u.due_on""",
    "of_meetings": """
        SELECT m.*, d.period, d.month FROM held m JOIN days d ON d.partnership = m.partnership AND d.day = m.held_on""",
    "of_concerns": """
        SELECT d.partnership, d.period, d.month, (SELECT max(s.level) FROM public.concern_steps s
               WHERE s.tenant_id = of_tenant AND s.concern_id = c.id) AS level
        FROM public.concerns c
        JOIN (SELECT DISTINCT s.partnership, s.youth FROM sent s) w ON w.youth = c.youth_id
        JOIN days d ON d.partnership = w.partnership AND d.day = c.opened_on
        WHERE c.tenant_id = of_tenant""",
}
PEOPLE = """
    WITH touched AS MATERIALIZED (SELECT * FROM figures.touched(of_tenant, marked)),
    days AS MATERIALIZED (
        SELECT t.partnership, t.period, d.day::date AS day, date_trunc('month', d.day)::date AS month
        FROM touched t
        CROSS JOIN LATERAL generate_series(t.first_on::timestamp, t.last_on::timestamp, interval '1 day') d (day)),
    houses AS MATERIALIZED (
        SELECT DISTINCT m.tenant_id AS operator, m.partnership_id AS partnership FROM public.members m
        WHERE m.party_tenant_id = of_tenant AND m.bears),
    sent AS MATERIALIZED (
        SELECT e.id AS enrolment, e.youth_id AS youth, h.partnership, e.begun_by_tenant_id <> e.tenant_id AS by_partner,
               e.promise_days, figures.day(e.sent_at) AS sent_on, figures.day(e.returned_at) AS returned_on,
               figures.day(e.closed_at) AS closed_on, e.closed_days
        FROM public.enrolments e
        JOIN public.programmes g ON g.tenant_id = e.programme_tenant_id AND g.id = e.programme_id
        JOIN houses h ON h.operator = g.tenant_id AND h.partnership = g.partnership_id
        WHERE e.tenant_id = of_tenant AND e.sent_at IS NOT NULL),
    asked AS MATERIALIZED (
        SELECT s.partnership, s.enrolment, s.sent_on, s.promise_days, y.youth_id AS youth, y.proposed_on,
               figures.day(y.fell_at) AS fell_on,
               m.id AS pair, m.youth_id AS paired_youth, m.is_trade_match, m.started_on, m.ended_on, m.end_reason
        FROM public.proposals y
        JOIN sent s ON s.enrolment = y.enrolment_id
        LEFT JOIN public.matches m ON m.tenant_id = y.tenant_id AND m.proposal_id = y.id
        WHERE y.tenant_id = of_tenant),
    courted AS MATERIALIZED (
        SELECT a.enrolment, min(a.proposed_on) AS first_on,
               range_agg(daterange(a.proposed_on, a.until)) FILTER (WHERE a.until IS NULL OR a.until > a.proposed_on) AS days
        FROM (SELECT a.*, CASE WHEN a.pair IS NULL THEN a.fell_on ELSE a.ended_on END AS until FROM asked a) a
        GROUP BY a.enrolment),
    pairs AS MATERIALIZED (
        SELECT a.pair, a.paired_youth AS youth, a.partnership, a.is_trade_match, a.started_on, a.ended_on, a.end_reason,
               (a.started_on + interval '8 months')::date AS long_on,
               a.ended_on < a.started_on + interval '3 months' AND a.end_reason NOT IN ('goal_reached', 'planned') AS early
        FROM asked a WHERE a.pair IS NOT NULL),
    due AS MATERIALIZED (
        SELECT p.partnership, u.due_on, u.done_on
        FROM public.follow_ups u JOIN pairs p ON p.pair = u.match_id
        WHERE u.tenant_id = of_tenant AND u.kind <> 'pause' AND (u.done_on IS NULL OR u.done_on >= u.opens_on)
          AND NOT (u.done_how IS NOT DISTINCT FROM 'ended' AND u.done_on <= u.due_on)),
    held AS MATERIALIZED (
        SELECT p.partnership, m.held_on, m.minutes
        FROM public.meetings m JOIN pairs p ON p.pair = m.match_id
        WHERE m.tenant_id = of_tenant AND m.took_place),
    begun AS MATERIALIZED (
        SELECT p.*, d.period, d.month
        FROM pairs p JOIN days d ON d.partnership = p.partnership AND d.day = p.started_on),
    answers AS (
        SELECT DISTINCT ON (p.partnership, p.period, p.youth) p.partnership, p.period, p.youth, a.answer
        FROM public.moved_on a
        JOIN begun p ON p.pair = a.match_id
        WHERE a.tenant_id = of_tenant AND a.answered_at IS NOT NULL
        ORDER BY p.partnership, p.period, p.youth, a.side = 'youth' DESC, a.answered_at DESC, p.started_on DESC, a.answer DESC),
    cohort AS (
        SELECT p.partnership, p.period, p.youth, min(p.month) AS month, min(p.started_on) AS on_day,
               bool_and(p.ended_on IS NOT NULL) AS finished,
               coalesce(array_agg(DISTINCT o.kind) FILTER (WHERE o.kind IS NOT NULL), '{}') AS kinds,
               min(o.began_on) AS outcome_on, (min(p.started_on) + interval '6 months')::date AS mature_on
        FROM begun p
        LEFT JOIN public.outcomes o ON o.tenant_id = of_tenant AND o.match_id = p.pair AND o.began_on >= p.started_on
        GROUP BY p.partnership, p.period, p.youth),
    back AS (
        SELECT x.enrolment, x.on_day + x.promise_days AS from_on,
               lead(x.on_day) OVER (PARTITION BY x.enrolment ORDER BY x.on_day) AS until
        FROM (SELECT s.enrolment, s.promise_days, s.sent_on AS on_day FROM sent s
              UNION SELECT s.enrolment, s.promise_days, s.returned_on FROM sent s WHERE s.returned_on > s.sent_on
              UNION SELECT r.enrolment, r.promise_days, upper(r.days)
                    FROM (SELECT s.enrolment, s.promise_days, s.sent_on, unnest(s.closed_days) AS days FROM sent s
                          WHERE NOT isempty(s.closed_days)) r
                    WHERE upper(r.days) > r.sent_on
              UNION SELECT a.enrolment, a.promise_days, a.fell_on FROM asked a
                    WHERE a.fell_on > a.sent_on AND a.fell_on >= a.proposed_on) x),
    late AS MATERIALIZED (
        SELECT b.enrolment, range_agg(daterange(b.from_on, b.until)) AS days FROM back b
        WHERE b.until IS NULL OR b.until > b.from_on GROUP BY b.enrolment),
    free AS MATERIALIZED (
        SELECT s.partnership, s.youth, k.days, k.days * l.days AS late
        FROM sent s
        LEFT JOIN courted c ON c.enrolment = s.enrolment
        LEFT JOIN late l ON l.enrolment = s.enrolment
        CROSS JOIN LATERAL (
            SELECT datemultirange(daterange(s.sent_on, s.closed_on)) - s.closed_days - coalesce(c.days, '{}') AS days) k
        WHERE s.closed_on IS NULL OR s.closed_on > s.sent_on),
    stretches AS MATERIALIZED (
        SELECT p.partnership, 'running' AS what, p.started_on AS first_on, greatest(p.ended_on, p.started_on) AS until
        FROM pairs p WHERE p.ended_on IS NOT NULL
        UNION ALL SELECT p.partnership, 'running', p.started_on, NULL FROM pairs p WHERE p.ended_on IS NULL
        UNION ALL
        SELECT w.partnership, w.what, lower(w.days), upper(w.days)
        FROM (
            SELECT f.partnership, 'waiting' AS what, unnest(range_agg(f.days)) AS days FROM free f GROUP BY f.partnership, f.youth
            UNION ALL
            SELECT f.partnership, 'late', unnest(range_agg(f.late)) FROM free f GROUP BY f.partnership, f.youth) w),
    turns AS (
        SELECT s.partnership, s.what, date_trunc('month', k.on_day::timestamp)::date AS month, k.n,
               CASE WHEN k.n > 0 AND s.what = 'late' AND k.on_day > whole_day THEN k.on_day END AS to_come
        FROM stretches s
        CROSS JOIN LATERAL (VALUES (s.first_on, 1), (s.until, -1)) k (on_day, n) WHERE k.on_day IS NOT NULL),
    standing AS (
        SELECT x.partnership, x.month, sum(x.n) FILTER (WHERE x.what = 'running') AS running_change,
               sum(x.n) FILTER (WHERE x.what = 'waiting') AS waiting_change,
               sum(x.n) FILTER (WHERE x.what = 'late') AS waiting_too_long_change,
               array_agg(x.to_come) FILTER (WHERE x.to_come IS NOT NULL) AS too_long_open
        FROM turns x GROUP BY x.partnership, x.month)"""
#: The figures of what stands, which are of no period.
STANDING = {"running_change", "waiting_change", "waiting_too_long_change", "too_long_open"}
KEYS = "partnership, period, month"
HOW = """
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off
    SET enable_nestloop = off SET enable_mergejoin = off SET enable_sort = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY"""
#: Which rows mark which months: the day of a row that is always there, or those that may be missing, or the table whose day it is
#: and the pointer to it.
MARKED = {
    "enrolments": ("", ("sent_at", "returned_at", "closed_at"), ()),
    "proposals": ("", ("proposed_on", "fell_at", "started_at"), ()),
    "matches": ("", ("started_on", "ended_on"), ()),
    "follow_ups": ("due_on", (), ()),
    "meetings": ("held_on", (), ()),
    "concerns": ("opened_on", (), ()),
    "outcomes": ("", (), ("matches", "started_on", "match_id")),
    "moved_on": ("", (), ("matches", "started_on", "match_id")),
    "concern_steps": ("", (), ("concerns", "opened_on", "concern_id")),
}  # fmt: skip
#: Changes after which every month is counted anew.
EVERYTHING = {
    "enrolments": "OLD.sent_at IS NOT NULL AND (NEW.sent_at IS NULL OR NEW.programme_id IS DISTINCT FROM OLD.programme_id"
    " OR NEW.youth_id <> OLD.youth_id)",
    "proposals": "NEW.enrolment_id <> OLD.enrolment_id",
    "matches": "NEW.proposal_id <> OLD.proposal_id",
}
SAY = "INSERT INTO public.month_marks (tenant_id, month)"


def upgrade() -> None:
    op.execute("GRANT CREATE ON SCHEMA figures TO mk_figures")
    op.execute("SET ROLE mk_figures")
    op.execute("ALTER FUNCTION figures.touched ROWS 12")
    op.execute(_roll_up())
    op.execute("SET ROLE mk_owner")
    op.execute("REVOKE CREATE ON SCHEMA figures FROM mk_figures")
    for table in MARKED:
        for event, rows in (("insert", ("NEW",)), ("delete", ("OLD",)), ("update", ("NEW", "OLD"))):
            op.execute(
                f"CREATE OR REPLACE FUNCTION public.mark_{table}_on_{event}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" {_mark(table, rows)} RETURN NULL; END $$"
            )
    op.execute("ALTER TABLE month_marks DROP COLUMN change")  # and with it, that a change has one mark of a month


def _roll_up() -> str:
    """The function, whole: each part, which periods and months there are, and a row of each; and the months of what stands."""
    columns = [f"{name} integer" for name in COUNTS]
    columns += [f"{name} numeric" for name in DAYS]
    columns += [f"{name} date[]" for name in OPEN]
    seen = " UNION ".join(f"SELECT {KEYS} FROM {part}" for part in COUNTED)  # noqa: S608 (constants only)
    joined = " ".join(f"LEFT JOIN {part} USING ({KEYS})" for part in COUNTED)
    of_periods = f"SELECT h.operator, partnership, period, month, {_told(of_periods=True)} FROM seen {joined}"  # noqa: S608 (constants only)
    standing = f"SELECT h.operator, partnership, NULL, month, {_told(of_periods=False)} FROM standing"  # noqa: S608 (constants only)
    here = "JOIN houses h USING (partnership)"
    return (
        "CREATE OR REPLACE FUNCTION figures.roll_up(of_tenant uuid, marked date[], whole_day date)\n"
        f"    RETURNS TABLE (operator uuid, partnership uuid, period uuid, month date, {', '.join(columns)}){HOW}"
        f"{PEOPLE}{''.join(map(_part, COUNTED))},\n    seen AS MATERIALIZED ({seen})\n"
        f"    {of_periods} {here}\n    UNION ALL\n    {standing} {here};\nEND $$"
    )


def _part(part: str) -> str:
    """One kind of row, counted by partnership, period and month."""
    told = [f"count(*){f' FILTER (WHERE {said})' if said else ''} AS {name}" for name, said in COUNTED[part].items()]
    told += [f"{said} AS {name}" for name, said in SUMMED.get(part, {}).items()]
    told += [f"array_agg({day}) FILTER (WHERE {said}) AS {name}" for name, (day, said) in LISTED.get(part, {}).items()]
    columns = ", ".join(told)
    return (
        f",\n    {part} AS MATERIALIZED (SELECT x.partnership, x.period, x.month, {columns}\n    FROM ({ROWS[part]}) x\n"  # noqa: S608 (constants only)
        "    GROUP BY x.partnership, x.period, x.month)"
    )


def _told(*, of_periods: bool) -> str:
    """Every column in its order, of the parts or of what stands."""
    return ", ".join(_column(name, of_periods=of_periods) for name in (*COUNTS, *DAYS, *OPEN))


def _column(name: str, *, of_periods: bool) -> str:
    is_told = (name in STANDING) != of_periods
    if name in OPEN:
        days = (
            f"CASE WHEN {name} IS NOT NULL THEN (SELECT array_agg(d ORDER BY d) FROM unnest({name}) d) ELSE '{{}}' END"  # noqa: S608 (constants only)
        )
        return days if is_told else "'{}'::date[]"
    kind = "numeric" if name in DAYS else "integer"
    return f"coalesce({name}, 0)::{kind}" if is_told else f"0::{kind}"


def _mark(table: str, rows: tuple[str, ...]) -> str:
    """Says the months of a row, new and old."""
    day, perhaps, beside = MARKED[table]
    if day:
        new, old = _month(f"{rows[0]}.{day}"), _month(f"{rows[-1]}.{day}")
        moved = f" IF {new} <> {old} THEN {SAY} VALUES (OLD.tenant_id, {old}); END IF;" if len(rows) > 1 else ""
        return f"{SAY} VALUES ({rows[0]}.tenant_id, {new});{moved}"
    if beside:
        other, of_other, pointer = beside
        ids = ", ".join(f"{row}.{pointer}" for row in rows)
        own = f"b.tenant_id = {rows[0]}.tenant_id AND b.id IN ({ids})"
        return f"{SAY} SELECT b.tenant_id, {_month(f'b.{of_other}')} FROM public.{other} b WHERE {own};"  # noqa: S608 (constants only)
    days = [f"({_local(f'{row}.{one}')})" for row in rows for one in perhaps]
    days += [f"(CASE WHEN {EVERYTHING[table]} THEN DATE '0001-01-01' END)"] if len(rows) > 1 else []
    of_days = f"FROM (VALUES {', '.join(days)}) v (day) WHERE v.day IS NOT NULL"
    return f"{SAY} SELECT DISTINCT {rows[0]}.tenant_id, {_month('v.day')} {of_days};"


def _local(column: str) -> str:
    return f"({column} AT TIME ZONE 'Europe/Copenhagen')::date" if column.endswith("_at") else column


def _month(day: str) -> str:
    return f"date_trunc('month', {day}::timestamp)::date"
