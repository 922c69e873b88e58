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
            FROM public.matches z WHERE z.reservation_tenant_id = sec.tenant() AND z.started_on <= cut_off
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
COURSES = """
CREATE OR REPLACE FUNCTION figures.courses(of_partnership uuid, from_day date, to_day date, cut_off date, norm_meetings integer,
                                           norm_minutes integer, trade_of jsonb)
    RETURNS TABLE (
        tenant uuid, first_proposals bigint, first_wish_met bigint, from_municipality bigint, from_school bigint,
        from_guidance bigint, matched_from_municipality bigint, matched_from_school bigint, matched_from_guidance bigint,
        in_course bigint, course_days bigint, meetings bigint, minutes bigint, ended_meetings bigint, norm_months bigint, norm_met bigint,
        ended_goal_reached bigint, ended_planned bigint, ended_not_a_fit bigint, ended_youth_stopped bigint,
        ended_mentor_stopped bigint, ended_never_met bigint, ended_moved bigint, with_outcome bigint, went_on bigint,
        concerns bigint, concerns_on_call bigint, concerns_level_1 bigint, concerns_level_2 bigint,
        concerns_level_3 bigint, concerns_level_4 bigint, own_enrolments bigint, notes_read bigint, decisions bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    last_day date := least(to_day, cut_off);
BEGIN
    PERFORM figures.only_for_operator(of_partnership);
    RETURN QUERY
    WITH sent AS MATERIALIZED (
        SELECT n.*, h.kind
        FROM figures.enrolments_of_all(of_partnership, from_day, last_day, cut_off) n
        JOIN public.tenants h ON h.id = n.by_tenant
    ),
    begun AS MATERIALIZED (SELECT * FROM figures.pairs_of_all(of_partnership, from_day, last_day, cut_off)),
    held AS MATERIALIZED (
        SELECT q.tenant, q.pair, a.held_on, a.minutes
        FROM begun q
        JOIN public.meetings a ON a.tenant_id = q.tenant AND a.match_id = q.pair
        WHERE a.took_place AND a.held_on BETWEEN from_day AND last_day
    ),
    known AS MATERIALIZED (SELECT DISTINCT s.tenant, s.youth FROM sent s),
    e AS (
        SELECT s.tenant, count(y.first_on) AS proposed, count(DISTINCT s.youth) FILTER (WHERE s.kind = 'school') AS school,
               count(DISTINCT s.youth) FILTER (WHERE s.kind = 'guidance') AS guidance,
               count(DISTINCT s.youth) FILTER (WHERE s.kind NOT IN ('school', 'guidance')) AS municipality,
               count(*) FILTER (WHERE s.by_tenant = s.tenant) AS own
        FROM sent s
        LEFT JOIN (
            SELECT z.tenant_id AS tenant, z.enrolment_id AS enrolment, min(z.proposed_on) AS first_on
            FROM sent x
            JOIN public.proposals z ON z.tenant_id = x.tenant AND z.enrolment_id = x.enrolment
            WHERE z.proposed_on <= cut_off
            GROUP BY z.tenant_id, z.enrolment_id
        ) y ON y.tenant = s.tenant AND y.enrolment = s.enrolment
        WHERE s.sent_on BETWEEN from_day AND last_day
        GROUP BY s.tenant
    ),
    w AS (
        SELECT s.tenant, count(DISTINCT s.youth) AS met
        FROM sent s
        JOIN public.enrolments z ON z.tenant_id = s.tenant AND z.id = s.enrolment
        JOIN public.proposals y ON y.tenant_id = s.tenant AND y.enrolment_id = s.enrolment
             AND y.proposed_on BETWEEN from_day AND last_day
        JOIN public.mentors v ON v.tenant_id = y.mentor_tenant_id AND v.id = y.mentor_id
        WHERE trade_of ->> v.occupation = trade_of ->> (z.trades ->> 0)
        GROUP BY s.tenant
    ),
    c AS (
        SELECT x.tenant, count(*) FILTER (WHERE x.kind = 'school') AS school,
               count(*) FILTER (WHERE x.kind = 'guidance') AS guidance,
               count(*) FILTER (WHERE x.kind NOT IN ('school', 'guidance')) AS municipality
        FROM (
            SELECT DISTINCT ON (q.tenant, q.youth) q.tenant, q.youth, h.kind
            FROM begun q
            JOIN public.tenants h ON h.id = q.by_tenant
            WHERE q.started_on BETWEEN from_day AND last_day AND q.sent_on BETWEEN from_day AND last_day
            ORDER BY q.tenant, q.youth, q.started_on, q.pair
        ) x
        GROUP BY x.tenant
    ),
    m AS (
        SELECT x.tenant, count(*) FILTER (WHERE x.days > 0) AS pairs,
               coalesce(sum(x.days) FILTER (WHERE x.days > 0), 0)::bigint AS days,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'goal_reached') AS goal_reached,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'planned') AS planned,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'not_a_fit') AS not_a_fit,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'youth_stopped') AS youth_stopped,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'mentor_stopped') AS mentor_stopped,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'never_met') AS never_met,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'moved') AS moved
        FROM (
            SELECT q.tenant, q.end_reason, q.ended_on BETWEEN from_day AND last_day AS now,
                   least(coalesce(q.ended_on, last_day), last_day) - greatest(q.started_on, from_day) + 1 AS days
            FROM begun q
        ) x
        GROUP BY x.tenant
    ),
    g AS (
        SELECT a.tenant, count(*) AS held, coalesce(sum(a.minutes), 0)::bigint AS minutes
        FROM held a
        GROUP BY a.tenant
    ),
    l AS (
        SELECT q.tenant, count(*) AS held
        FROM begun q
        JOIN public.meetings a ON a.tenant_id = q.tenant AND a.match_id = q.pair
        WHERE q.ended_on BETWEEN from_day AND last_day AND a.took_place AND a.held_on <= cut_off
        GROUP BY q.tenant
    ),
    months AS MATERIALIZED (
        SELECT s::date AS first_on, (s + interval '1 month' - interval '1 day')::date AS last_on
        FROM generate_series(date_trunc('month', from_day::timestamp), last_day::timestamp, interval '1 month') s
    ),
    n AS (
        SELECT x.tenant, count(*) AS due, count(*) FILTER (WHERE (norm_meetings > 0 AND x.held >= norm_meetings)
                                                              OR (norm_minutes > 0 AND x.minutes >= norm_minutes)) AS met
        FROM (
            SELECT q.tenant, coalesce(a.held, 0) AS held, coalesce(a.minutes, 0) AS minutes
            FROM begun q
            JOIN months y ON y.first_on >= greatest(q.started_on, from_day)
                 AND y.last_on <= least(coalesce(q.ended_on, last_day), last_day)
            LEFT JOIN (
                SELECT z.tenant, z.pair, date_trunc('month', z.held_on::timestamp)::date AS month, count(*) AS held,
                       sum(z.minutes) AS minutes
                FROM held z
                GROUP BY 1, 2, 3
            ) a ON a.tenant = q.tenant AND a.pair = q.pair AND a.month = y.first_on
            WHERE (q.ended_on IS NULL OR q.ended_on >= from_day) AND NOT EXISTS (
                SELECT FROM public.pauses z WHERE z.tenant_id = q.tenant AND z.match_id = q.pair
                    AND z.from_on <= y.last_on AND coalesce(z.ended_on, z.until_on, y.last_on) >= y.first_on)
        ) x
        GROUP BY x.tenant
    ),
    o AS (
        SELECT x.tenant, count(*) AS with_outcome, count(*) FILTER (WHERE x.ended_on IS NULL OR x.ended_on > x.began_on) AS went_on
        FROM (
            SELECT q.tenant, q.ended_on, min(a.began_on) AS began_on
            FROM begun q
            JOIN public.outcomes a ON a.tenant_id = q.tenant AND a.match_id = q.pair
                 AND a.began_on BETWEEN q.started_on AND cut_off
            WHERE q.started_on BETWEEN from_day AND last_day
            GROUP BY q.tenant, q.pair, q.ended_on
        ) x
        GROUP BY x.tenant
    ),
    k AS (
        SELECT x.tenant, count(*) AS raised, count(*) FILTER (WHERE x.level IS NULL) AS on_call,
               count(*) FILTER (WHERE x.level = 1) AS one, count(*) FILTER (WHERE x.level = 2) AS two,
               count(*) FILTER (WHERE x.level = 3) AS three, count(*) FILTER (WHERE x.level = 4) AS four
        FROM (
            SELECT s.tenant,
                   (SELECT max(t.level) FROM public.concern_steps t WHERE t.tenant_id = a.tenant_id AND t.concern_id = a.id
                        AND figures.day(t.taken_at) <= cut_off) AS level
            FROM known s
            JOIN public.concerns a ON a.tenant_id = s.tenant AND a.youth_id = s.youth
            WHERE a.opened_on BETWEEN from_day AND last_day
        ) x
        GROUP BY x.tenant
    ),
    r AS (
        SELECT s.tenant, count(*) AS read
        FROM public.note_copies a
        JOIN public.journal_notes z ON z.tenant_id = a.tenant_id AND z.id = a.note_id
        JOIN known s ON s.tenant = z.tenant_id AND s.youth = z.youth_id
        WHERE figures.day(a.read_at) BETWEEN from_day AND last_day
        GROUP BY s.tenant
    ),
    agreed AS MATERIALIZED (
        SELECT v.tenant_id AS period_tenant, v.id AS period
        FROM public.periods v
        JOIN public.agreements z ON z.tenant_id = v.tenant_id AND z.id = v.agreement_id
        WHERE v.tenant_id = sec.tenant() AND z.partnership_id = of_partnership
    ),
    transfers AS MATERIALIZED (
        SELECT a.tenant_id AS giver, a.party_tenant_id AS taker, figures.day(a.offered_at) AS offered_on,
               figures.day(a.accepted_at) AS accepted_on
        FROM public.quota_transfers a
        JOIN agreed v ON v.period_tenant = a.period_tenant_id AND v.period = a.period_id
    ),
    d AS (
        SELECT x.tenant, count(*) AS taken
        FROM (
            SELECT q.tenant
            FROM begun q
            JOIN public.moved_on a ON a.tenant_id = q.tenant AND a.match_id = q.pair
            WHERE a.side = 'contact' AND figures.day(a.answered_at) BETWEEN from_day AND last_day
            UNION ALL
            SELECT a.party_tenant_id
            FROM public.quota_openings a
            JOIN public.quotas u ON u.tenant_id = a.tenant_id AND u.id = a.quota_id
            JOIN agreed v ON v.period_tenant = u.tenant_id AND v.period = u.period_id
            WHERE figures.day(a.answered_at) BETWEEN from_day AND last_day
            UNION ALL
            SELECT a.giver FROM transfers a WHERE a.offered_on BETWEEN from_day AND last_day
            UNION ALL
            SELECT a.taker FROM transfers a WHERE a.accepted_on BETWEEN from_day AND last_day
        ) x
        GROUP BY x.tenant
    )
    SELECT b.tenant, coalesce(e.proposed, 0), coalesce(w.met, 0), coalesce(e.municipality, 0), coalesce(e.school, 0),
           coalesce(e.guidance, 0), coalesce(c.municipality, 0), coalesce(c.school, 0), coalesce(c.guidance, 0),
           coalesce(m.pairs, 0), coalesce(m.days, 0), coalesce(g.held, 0), coalesce(g.minutes, 0), coalesce(l.held, 0),
           coalesce(n.due, 0), coalesce(n.met, 0), coalesce(m.goal_reached, 0), coalesce(m.planned, 0), coalesce(m.not_a_fit, 0),
           coalesce(m.youth_stopped, 0), coalesce(m.mentor_stopped, 0), coalesce(m.never_met, 0), coalesce(m.moved, 0),
           coalesce(o.with_outcome, 0), coalesce(o.went_on, 0), coalesce(k.raised, 0), coalesce(k.on_call, 0),
           coalesce(k.one, 0), coalesce(k.two, 0), coalesce(k.three, 0), coalesce(k.four, 0), coalesce(e.own, 0),
           coalesce(r.read, 0), coalesce(d.taken, 0)
    FROM figures.bearing(of_partnership, from_day, last_day) b
    LEFT JOIN e ON e.tenant = b.tenant
    LEFT JOIN w ON w.tenant = b.tenant
    LEFT JOIN c ON c.tenant = b.tenant
    LEFT JOIN m ON m.tenant = b.tenant
    LEFT JOIN g ON g.tenant = b.tenant
    LEFT JOIN l ON l.tenant = b.tenant
    LEFT JOIN n ON n.tenant = b.tenant
    LEFT JOIN o ON o.tenant = b.tenant
    LEFT JOIN k ON k.tenant = b.tenant
    LEFT JOIN r ON r.tenant = b.tenant
    LEFT JOIN d ON d.tenant = b.tenant;
END $$;
"""
ALONE = "REVOKE ALL ON FUNCTION figures.enrolments_of_all, figures.pairs_of_all FROM PUBLIC"


def upgrade() -> None:
    op.execute("GRANT CREATE ON SCHEMA figures TO mk_figures")
    op.execute("SET ROLE mk_figures")
    for statement in (PARTS, PER_TENANT, OUTCOMES, COURSES, ALONE):
        op.execute(statement)
    op.execute("SET ROLE mk_owner")
    op.execute("REVOKE CREATE ON SCHEMA figures FROM mk_figures")
