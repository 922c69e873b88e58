"""Figures in one pass: the functions read each table once for all bearing members, not once for each of them.

They count exactly what they did (0006, 0025), answer whom they did and keep their owner and their grants; what bears a
figure is found by `figures.enrolments_of_all` and `figures.pairs_of_all`, which nobody but mk_figures may call.
"""

from alembic import op

revision = "0029"
down_revision = "0028"

PARTS = """
CREATE FUNCTION figures.enrolments_of_all(of_partnership uuid, from_day date, last_day date, cut_off date)
    RETURNS TABLE (tenant uuid, enrolment uuid, youth uuid, by_tenant uuid, sent_on date, returned_on date, closed_on date)
    LANGUAGE sql STABLE AS $$
    SELECT e.tenant_id, e.id, e.youth_id, e.begun_by_tenant_id, figures.day(e.sent_at),
           CASE WHEN figures.day(e.returned_at) <= cut_off THEN figures.day(e.returned_at) END, figures.day(e.closed_at)
    FROM figures.bearing(of_partnership, from_day, last_day) b
    JOIN public.enrolments e ON e.tenant_id = b.tenant
    JOIN public.programmes g ON g.tenant_id = e.programme_tenant_id AND g.id = e.programme_id
    WHERE figures.day(e.sent_at) <= cut_off AND g.tenant_id = sec.tenant() AND g.partnership_id = of_partnership
$$;

CREATE FUNCTION figures.pairs_of_all(of_partnership uuid, from_day date, last_day date, cut_off date)
    RETURNS TABLE (tenant uuid, pair uuid, youth uuid, is_trade_match boolean, started_on date, ended_on date, end_reason text,
                   early boolean, place_tenant uuid, place uuid, by_tenant uuid, sent_on date)
    LANGUAGE sql STABLE AS $$
    SELECT m.tenant_id, m.id, m.youth_id, m.is_trade_match, m.started_on,
           CASE WHEN m.ended_on <= cut_off THEN m.ended_on END, m.end_reason,
           m.ended_on < m.started_on + interval '3 months' AND m.end_reason NOT IN ('goal_reached', 'planned'),
           m.reservation_tenant_id, m.reservation_id, e.by_tenant, e.sent_on
    FROM figures.enrolments_of_all(of_partnership, from_day, last_day, cut_off) e
    JOIN public.proposals p ON p.tenant_id = e.tenant AND p.enrolment_id = e.enrolment
    JOIN public.matches m ON m.tenant_id = p.tenant_id AND m.proposal_id = p.id
    WHERE m.started_on <= cut_off
$$;
"""
PER_TENANT = """
CREATE OR REPLACE FUNCTION figures.per_tenant(of_partnership uuid, from_day date, to_day date, cut_off date, promise_days integer)
    RETURNS TABLE (
        tenant uuid, enrolled bigint, enrolled_by_partner bigint, waiting bigint, waiting_too_long bigint, proposed bigint,
        promise_due bigint, promise_kept bigint, matched bigint, matches bigint, trade_matches bigint, running bigint,
        ended bigint, early_endings bigint, could_last_8_months bigint, lasted_8_months bigint,
        follow_ups_due bigint, follow_ups_in_time bigint, places_taken bigint, places_open bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    last_day date := least(to_day, cut_off);
BEGIN
    PERFORM figures.only_for_operator(of_partnership);
    RETURN QUERY
    WITH sent AS MATERIALIZED (SELECT * FROM figures.enrolments_of_all(of_partnership, from_day, last_day, cut_off)),
    begun AS MATERIALIZED (SELECT * FROM figures.pairs_of_all(of_partnership, from_day, last_day, cut_off)),
    asked AS MATERIALIZED (
        SELECT y.tenant_id AS tenant, y.enrolment_id AS enrolment, y.youth_id AS youth, y.proposed_on,
               figures.day(y.fell_at) AS fell_on, figures.day(y.started_at) AS started_on
        FROM sent s
        JOIN public.proposals y ON y.tenant_id = s.tenant AND y.enrolment_id = s.enrolment
        WHERE y.proposed_on <= cut_off
    ),
    e AS (
        SELECT x.tenant, count(DISTINCT x.youth) FILTER (WHERE x.now) AS enrolled,
               count(DISTINCT x.youth) FILTER (WHERE x.now AND x.by_partner) AS by_partner,
               count(DISTINCT x.youth) FILTER (WHERE x.waits) AS waiting,
               count(DISTINCT x.youth) FILTER (WHERE x.waits AND x.since + promise_days < cut_off) AS too_long,
               count(*) FILTER (WHERE x.now AND x.promised) AS due,
               count(*) FILTER (WHERE x.now AND x.promised AND x.first_on <= x.sent_on + promise_days) AS kept
        FROM (
            SELECT s.tenant, s.youth, s.by_tenant <> s.tenant AS by_partner, s.sent_on, q.first_on,
                   greatest(s.sent_on, s.returned_on, q.fell_on) AS since, s.sent_on BETWEEN from_day AND last_day AS now,
                   (s.closed_on IS NULL OR s.closed_on > cut_off) AND NOT coalesce(q.asked, false) AS waits,
                   q.first_on IS NOT NULL OR (s.sent_on + promise_days <= cut_off
                       AND (s.closed_on IS NULL OR s.closed_on > s.sent_on + promise_days)) AS promised
            FROM sent s
            LEFT JOIN (
                SELECT y.tenant, y.enrolment, min(y.proposed_on) AS first_on,
                       max(y.fell_on) FILTER (WHERE y.fell_on <= cut_off) AS fell_on,
                       bool_or((y.fell_on IS NULL OR y.fell_on > cut_off)
                           AND (y.started_on IS NULL OR y.started_on > cut_off)) AS asked
                FROM asked y
                GROUP BY y.tenant, y.enrolment
            ) q ON q.tenant = s.tenant AND q.enrolment = s.enrolment
        ) x
        GROUP BY x.tenant
    ),
    p AS (
        SELECT y.tenant, count(DISTINCT y.youth) AS proposed
        FROM asked y
        WHERE y.proposed_on BETWEEN from_day AND last_day
        GROUP BY y.tenant
    ),
    m AS (
        SELECT x.tenant, count(DISTINCT x.youth) FILTER (WHERE x.now) AS matched,
               count(*) FILTER (WHERE x.now) AS matches,
               count(*) FILTER (WHERE x.now AND x.is_trade_match) AS trade,
               count(*) FILTER (WHERE x.ended_on IS NULL) AS running,
               count(*) FILTER (WHERE x.ended_on BETWEEN from_day AND last_day) AS ended,
               count(*) FILTER (WHERE x.ended_on BETWEEN from_day AND last_day AND x.early) AS early,
               count(*) FILTER (WHERE x.now AND x.started_on + interval '8 months' < cut_off) AS could_last,
               count(*) FILTER (WHERE x.now AND x.started_on + interval '8 months' < cut_off
                   AND (x.ended_on IS NULL OR x.ended_on > x.started_on + interval '8 months')) AS lasted
        FROM (SELECT n.*, n.started_on BETWEEN from_day AND last_day AS now FROM begun n) x
        GROUP BY x.tenant
    ),
    f AS (
        SELECT n.tenant, count(*) AS due, count(*) FILTER (WHERE u.done_on <= u.due_on) AS in_time
        FROM begun n
        JOIN public.follow_ups u ON u.tenant_id = n.tenant AND u.match_id = n.pair
        WHERE u.due_on BETWEEN from_day AND last_day
          AND NOT (u.done_how IS NOT DISTINCT FROM 'ended' AND u.done_on <= u.due_on)
        GROUP BY n.tenant
    ),
    r AS (
        SELECT k.party_tenant_id AS tenant, count(*) AS taken, count(*) FILTER (WHERE n.place IS NULL) AS open
        FROM public.reservations v
        JOIN public.quotas k ON k.tenant_id = v.tenant_id AND k.id = v.quota_id
        JOIN public.periods d ON d.tenant_id = k.tenant_id AND d.id = k.period_id
        JOIN public.agreements a ON a.tenant_id = d.tenant_id AND a.id = d.agreement_id
        LEFT JOIN (
            SELECT DISTINCT z.tenant_id AS tenant, z.reservation_tenant_id AS place_tenant, z.reservation_id AS place
            FROM public.matches z WHERE z.started_on <= cut_off
        ) n ON n.tenant = k.party_tenant_id AND n.place_tenant = v.tenant_id AND n.place = v.id
        WHERE v.tenant_id = sec.tenant() AND a.partnership_id = of_partnership
          AND figures.day(v.reserved_at) BETWEEN from_day AND last_day
          AND (v.freed_at IS NULL OR figures.day(v.freed_at) > cut_off)
        GROUP BY k.party_tenant_id
    )
    SELECT b.tenant, coalesce(e.enrolled, 0), coalesce(e.by_partner, 0), coalesce(e.waiting, 0), coalesce(e.too_long, 0),
           coalesce(p.proposed, 0), coalesce(e.due, 0), coalesce(e.kept, 0), coalesce(m.matched, 0), coalesce(m.matches, 0),
           coalesce(m.trade, 0), coalesce(m.running, 0), coalesce(m.ended, 0), coalesce(m.early, 0),
           coalesce(m.could_last, 0), coalesce(m.lasted, 0), coalesce(f.due, 0), coalesce(f.in_time, 0),
           coalesce(r.taken, 0), coalesce(r.open, 0)
    FROM figures.bearing(of_partnership, from_day, last_day) b
    LEFT JOIN e ON e.tenant = b.tenant
    LEFT JOIN p ON p.tenant = b.tenant
    LEFT JOIN m ON m.tenant = b.tenant
    LEFT JOIN f ON f.tenant = b.tenant
    LEFT JOIN r ON r.tenant = b.tenant;
END $$;
"""
OUTCOMES = """
CREATE OR REPLACE FUNCTION figures.outcomes(of_partnership uuid, from_day date, to_day date, cut_off date)
    RETURNS TABLE (
        tenant uuid, basis text, youths bigint, any_outcome bigint, four_kinds bigint, praktik bigint, apprenticeship bigint,
        education bigint, spare_time_job bigint, subsidised_job bigint, job bigint, moved_yes bigint, moved_no bigint,
        moved_unsure bigint, moved_unanswered bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    last_day date := least(to_day, cut_off);
BEGIN
    PERFORM figures.only_for_operator(of_partnership);
    RETURN QUERY
    WITH begun AS MATERIALIZED (
        SELECT * FROM figures.pairs_of_all(of_partnership, from_day, last_day, cut_off) n
        WHERE n.started_on BETWEEN from_day AND last_day
    ),
    answered AS (
        SELECT DISTINCT ON (n.tenant, n.youth) n.tenant, n.youth, a.answer
        FROM begun n
        JOIN public.moved_on a ON a.tenant_id = n.tenant AND a.match_id = n.pair
        WHERE figures.day(a.answered_at) <= cut_off
        ORDER BY n.tenant, n.youth, a.side = 'youth' DESC, a.answered_at DESC, n.started_on DESC, a.answer DESC
    ),
    y AS MATERIALIZED (
        SELECT x.*, z.answer AS moved
        FROM (
            SELECT n.tenant, n.youth, min(n.started_on) AS first_on, bool_and(n.ended_on IS NOT NULL) AS finished,
                   coalesce(array_agg(DISTINCT o.kind) FILTER (WHERE o.kind IS NOT NULL), '{}') AS kinds
            FROM begun n
            LEFT JOIN public.outcomes o ON o.tenant_id = n.tenant AND o.match_id = n.pair
                 AND o.began_on BETWEEN n.started_on AND cut_off
            GROUP BY n.tenant, n.youth
        ) x
        LEFT JOIN answered z ON z.tenant = x.tenant AND z.youth = x.youth
    )
    SELECT b.tenant, basis.name, count(y.youth), count(y.youth) FILTER (WHERE y.kinds <> '{}'),
           count(y.youth) FILTER (WHERE y.kinds && '{praktik,apprenticeship,education,job}'),
           count(y.youth) FILTER (WHERE 'praktik' = ANY (y.kinds)),
           count(y.youth) FILTER (WHERE 'apprenticeship' = ANY (y.kinds)),
           count(y.youth) FILTER (WHERE 'education' = ANY (y.kinds)),
           count(y.youth) FILTER (WHERE 'spare_time_job' = ANY (y.kinds)),
           count(y.youth) FILTER (WHERE 'subsidised_job' = ANY (y.kinds)),
           count(y.youth) FILTER (WHERE 'job' = ANY (y.kinds)),
           count(y.youth) FILTER (WHERE y.moved = 'yes'), count(y.youth) FILTER (WHERE y.moved = 'no'),
           count(y.youth) FILTER (WHERE y.moved = 'unsure'), count(y.youth) FILTER (WHERE y.moved IS NULL)
    FROM figures.bearing(of_partnership, from_day, last_day) b
    CROSS JOIN (VALUES ('all_started'), ('finished'), ('mature')) basis (name)
    LEFT JOIN y ON y.tenant = b.tenant AND (basis.name = 'all_started' OR (basis.name = 'finished' AND y.finished)
        OR (basis.name = 'mature' AND y.first_on <= cut_off - interval '6 months'))
    GROUP BY b.tenant, basis.name;
END $$;
"""
