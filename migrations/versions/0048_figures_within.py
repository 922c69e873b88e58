"""What a role may be told of any days is not told by what the role says of itself: the check of whole periods stands in the
functions that may be asked, and those that count without it can be asked by nobody.

Since 0044 a setting said of which house the figures are, and since 0047 it freed whoever set it from the days of the agreement's
periods; and any role sets what it likes. Now each of the four functions that a house's figures are made of is two: `count_…`
counts, of all houses or of one, and only mk_figures runs it; the one with the old name asks it after the check, for the operator.
`of_house` asks them about the house that acts. Which house it is stands in the question, so that it is planned for that one: its
rows are joined by hashing instead of being looked up one by one. The places of a quota are found by it.

The months also tell how many youths were proposed a mentor, and how many pairs run at the end of each.
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

#: They count for whoever runs them, which is mk_figures alone.
COUNTED = ("per_tenant", "courses", "companies", "wishes")
#: What is asked of one house or, where none is named, of all; and how each asks the others.
PARTS = ("enrolments_of_all", "pairs_of_all", "waiting_of_all")
HOUSE, ALL = "house uuid", "house uuid DEFAULT NULL"
ASKING = (
    (
        "figures.bearing(of_partnership, from_day, last_day)",
        "figures.bearing(of_partnership, from_day, last_day, house)",
    ),
    (
        "_of_all(of_partnership, from_day, last_day, cut_off)",
        "_of_all(of_partnership, from_day, last_day, cut_off, house)",
    ),
    (
        "_of_all(of_partnership, from_day, least(to_day, cut_off), cut_off)",
        "_of_all(of_partnership, from_day, least(to_day, cut_off), cut_off, house)",
    ),
)
#: What a plan for one house would do row by row, said so that it is joined once.
REWORDED = {
    "per_tenant": (
        (
            """FROM figures.pairs_of_all(of_partnership, from_day, last_day, cut_off) n
        WHERE n.ended_on IS NULL OR n.ended_on >= from_day OR n.started_on >= from_day
              OR (n.tenant, n.pair) IN (SELECT u.tenant, u.pair FROM due u)
""",
            """FROM figures.pairs_of_all(of_partnership, from_day, last_day, cut_off) n
        LEFT JOIN due u ON u.tenant = n.tenant AND u.pair = n.pair
        WHERE n.ended_on IS NULL OR n.ended_on >= from_day OR n.started_on >= from_day OR u.pair IS NOT NULL
""",
        ),
        (
            "SELECT n.tenant, n.pair, n.youth, n.is_trade_match, n.started_on, n.ended_on, n.early\n",
            "SELECT n.tenant, n.pair, n.youth, n.is_trade_match, n.started_on, n.ended_on, n.early, u.due, u.in_time\n",
        ),
        (
            """SELECT n.tenant, sum(u.due)::bigint AS due, sum(u.in_time)::bigint AS in_time
        FROM begun n
        JOIN due u ON u.tenant = n.tenant AND u.pair = n.pair
""",
            """SELECT n.tenant, sum(n.due)::bigint AS due, sum(n.in_time)::bigint AS in_time
        FROM begun n
""",
        ),
    ),
    "companies": (
        (
            """LEFT JOIN figures.pairs_of_all(of_partnership, from_day, last_day, cut_off) n ON n.tenant = h.tenant
    LEFT JOIN public.outcomes o ON o.tenant_id = n.tenant AND o.match_id = n.pair AND o.began_on >= n.started_on
         AND o.began_on BETWEEN from_day AND last_day AND o.owed_to @> '["job_centre", "youth", "mentor"]'
""",
            """LEFT JOIN (
        SELECT n.tenant, o.match_id
        FROM figures.pairs_of_all(of_partnership, from_day, last_day, cut_off) n
        JOIN public.outcomes o ON o.tenant_id = n.tenant AND o.match_id = n.pair AND o.began_on >= n.started_on
        WHERE o.began_on BETWEEN from_day AND last_day AND o.owed_to @> '["job_centre", "youth", "mentor"]'
    ) o ON o.tenant = h.tenant
""",
        ),
    ),
}
CHECK = "    PERFORM figures.only_for_operator(of_partnership, from_day, to_day);\n"
BEARING = """
DROP FUNCTION figures.bearing(uuid, date, date);
CREATE FUNCTION figures.bearing(of_partnership uuid, from_day date, last_day date, house uuid DEFAULT NULL) RETURNS TABLE (tenant uuid)
    LANGUAGE sql STABLE AS $$
    SELECT m.party_tenant_id FROM public.members m
    WHERE m.tenant_id = sec.tenant() AND m.partnership_id = of_partnership AND m.bears
      AND m.joined_on <= last_day AND (m.left_on IS NULL OR m.left_on >= from_day)
      AND NOT EXISTS (SELECT FROM unnest(m.away) d (days) WHERE lower(d.days) <= from_day AND upper(d.days) > last_day)
      AND (house IS NULL OR m.party_tenant_id = house)
$$;
"""
MONTHS = """
DROP FUNCTION figures.months(uuid, date, date, date);
CREATE FUNCTION figures.months(of_partnership uuid, from_day date, to_day date, cut_off date)
    RETURNS TABLE (month date, tenant uuid, enrolled bigint, proposed bigint, matched bigint, ended bigint, running bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '32MB' AS $$
#variable_conflict use_column
DECLARE
    last_day date := least(to_day, cut_off);
    first_moment timestamptz := figures.midnight(from_day);
    last_moment timestamptz := figures.midnight(least(to_day, cut_off) + 1);
BEGIN
    PERFORM figures.only_for_operator(of_partnership, from_day, to_day);
    RETURN QUERY
    WITH begun AS MATERIALIZED (
        SELECT n.tenant, n.youth, n.started_on, n.ended_on
        FROM figures.pairs_of_all(of_partnership, from_day, last_day, cut_off) n
        WHERE n.started_on <= last_day AND (n.ended_on IS NULL OR n.ended_on >= from_day)
    ),
    ends AS MATERIALIZED (
        SELECT s::date AS month, least((s + interval '1 month' - interval '1 day')::date, last_day) AS last_on
        FROM generate_series(date_trunc('month', from_day::timestamp), last_day::timestamp, interval '1 month') s
    ),
    happened AS (
        SELECT 'enrolled' AS what, s.tenant, figures.day(min(s.sent_at)) AS on_day
        FROM figures.enrolments_of_all(of_partnership, from_day, last_day, cut_off) s
        WHERE s.sent_at >= first_moment AND s.sent_at < last_moment
        GROUP BY s.tenant, s.youth
        UNION ALL
        SELECT 'proposed', y.tenant_id, min(y.proposed_on)
        FROM figures.enrolments_of_all(of_partnership, from_day, last_day, cut_off) s
        JOIN public.proposals y ON y.tenant_id = s.tenant AND y.enrolment_id = s.enrolment
        WHERE y.proposed_on BETWEEN from_day AND last_day
        GROUP BY y.tenant_id, y.youth_id
        UNION ALL
        SELECT 'matched', q.tenant, min(q.started_on)
        FROM begun q
        WHERE q.started_on BETWEEN from_day AND last_day
        GROUP BY q.tenant, q.youth
        UNION ALL
        SELECT 'ended', q.tenant, q.ended_on
        FROM begun q
        WHERE q.ended_on BETWEEN from_day AND last_day
    )
    SELECT x.month, x.tenant, coalesce(sum(x.n) FILTER (WHERE x.what = 'enrolled'), 0)::bigint,
           coalesce(sum(x.n) FILTER (WHERE x.what = 'proposed'), 0)::bigint,
           coalesce(sum(x.n) FILTER (WHERE x.what = 'matched'), 0)::bigint,
           coalesce(sum(x.n) FILTER (WHERE x.what = 'ended'), 0)::bigint,
           coalesce(sum(x.n) FILTER (WHERE x.what = 'running'), 0)::bigint
    FROM (
        SELECT a.what, a.tenant, date_trunc('month', a.on_day::timestamp)::date AS month, count(*) AS n
        FROM happened a
        GROUP BY 1, 2, 3
        UNION ALL
        SELECT 'running', q.tenant, y.month, count(*)
        FROM ends y
        JOIN begun q ON q.started_on <= y.last_on AND (q.ended_on IS NULL OR q.ended_on > y.last_on)
        GROUP BY 2, 3
    ) x
    GROUP BY 1, 2;
END $$;
GRANT EXECUTE ON FUNCTION figures.months TO mk_report;
"""
ONLY_FOR_OPERATOR = """
CREATE OR REPLACE FUNCTION figures.only_for_operator(of_partnership uuid, from_day date, to_day date) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM figures.only_for_operator(of_partnership);
    IF NOT EXISTS (
        SELECT FROM public.periods d
        JOIN public.agreements a ON a.tenant_id = d.tenant_id AND a.id = d.agreement_id
        WHERE a.tenant_id = sec.tenant() AND a.partnership_id = of_partnership AND (d.starts_on, d.ends_on) = (from_day, to_day)
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'figures are told of the periods of the agreement only';
    END IF;
END $$;
"""
ASKED = """
CREATE OR REPLACE FUNCTION figures.{function}({arguments}) RETURNS {result}
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '32MB' AS $$
BEGIN
{check}    RETURN QUERY SELECT * FROM figures.count_{function}({names}, NULL);
END $$;
"""
OF_HOUSE = """
CREATE OR REPLACE FUNCTION figures.of_house(of_partnership uuid, from_day date, to_day date, cut_off date, norm_meetings integer,
                                            norm_minutes integer, trade_of jsonb)
    RETURNS TABLE (counts jsonb, wished jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '32MB'
    SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    house uuid := sec.tenant();
    run_by uuid := (SELECT m.tenant_id FROM public.members m
                    WHERE m.partnership_id = of_partnership AND m.party_tenant_id = house AND m.bears LIMIT 1);
BEGIN
    IF run_by IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('app.tenant', run_by::text, true);
    RETURN QUERY
    SELECT to_jsonb(p) || to_jsonb(c)
               || (SELECT coalesce(jsonb_object_agg(a.what, a.count), '{}')
                   FROM figures.count_companies(of_partnership, from_day, to_day, cut_off, house) a WHERE a.tenant = house),
           (SELECT coalesce(jsonb_object_agg(coalesce(w.occupation, ''), w.youths), '{}')
            FROM figures.count_wishes(of_partnership, from_day, to_day, cut_off, house) w)
    FROM figures.count_per_tenant(of_partnership, from_day, to_day, cut_off, house) p
    JOIN figures.count_courses(of_partnership, from_day, to_day, cut_off, norm_meetings, norm_minutes, trade_of, house) c
         ON c.tenant = p.tenant;
    PERFORM set_config('app.tenant', house::text, true);
END $$;
"""


def upgrade() -> None:
    op.create_index("ix_reservations_tenant_id_quota_id", "reservations", ["tenant_id", "quota_id"])
    op.execute("GRANT CREATE ON SCHEMA figures TO mk_figures")
    op.execute("SET ROLE mk_figures")
    op.execute(BEARING)
    for function in PARTS:
        _ask_of_house(function)
    for function in COUNTED:
        _split(function)
    op.execute("ALTER FUNCTION figures.count_courses SET enable_nestloop = off")
    op.execute(ONLY_FOR_OPERATOR)
    op.execute(MONTHS)
    op.execute(OF_HOUSE)
    op.execute("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA figures FROM PUBLIC")
    op.execute("SET ROLE mk_owner")
    op.execute("REVOKE CREATE ON SCHEMA figures FROM mk_figures")


def _ask_of_house(function: str) -> None:
    """The same body, asked of one house as well."""
    text, arguments, _result, _names = _stands(function)
    op.execute(f"DROP FUNCTION figures.{function}")
    op.get_bind().exec_driver_sql(_of_house(text).replace(f"({arguments})", f"({arguments}, {ALL})"))


def _split(function: str) -> None:
    """The same body without the check and as whoever runs it, under a new name; and under the old one the check before it."""
    text, arguments, result, names = _stands(function)
    assert CHECK in text, function
    for was, now in REWORDED.get(function, ()):
        assert was in text, (function, was)
        text = text.replace(was, now)
    inner = _of_house(text).replace(
        f"figures.{function}({arguments})", f"figures.count_{function}({arguments}, {HOUSE})"
    )
    inner = inner.replace(CHECK, "").replace(" SECURITY DEFINER", "")
    op.get_bind().exec_driver_sql(inner)
    outer = ASKED.format(function=function, arguments=arguments, result=result, names=names, check=CHECK)
    op.get_bind().exec_driver_sql(outer)


def _of_house(text: str) -> str:
    for was, now in ASKING:
        text = text.replace(was, now)
    return text


def _stands(function: str) -> tuple[str, str, str, str]:
    """How the function reads, what it takes and gives, and the names of what it takes."""
    found = sa.text(
        "SELECT pg_get_functiondef(oid), pg_get_function_identity_arguments(oid), pg_get_function_result(oid),"
        " array_to_string(proargnames[1:pronargs], ', ') FROM pg_proc WHERE oid = CAST(:name AS regproc)"
    )
    text, arguments, result, names = op.get_bind().execute(found, {"name": f"figures.{function}"}).one()
    return text, arguments, result, names
