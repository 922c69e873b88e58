"""What the report and the own figures say of the same day is the same, and stays so.

Waiting follows from what happened, not from how it stands now: an enrolment keeps the days on which it was closed before it
came back (`closed_days`), and a pair's days lie between. A deadline counts when its last day is over. A follow-up was due when its
window is over, unless it was done before that opened, fell away within it, or only looked in on a pause. What was promised is
what each enrolment was promised. The functions answer for whole periods of the agreement, and for no other days. The rollup
counts endings by reason, the days to an outcome, long pairs and those who began six months ago, too.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import DATEMULTIRANGE

from tenants.guards import may_change, rows_in_sight

revision = "0033"
down_revision = "0031"

COUNTED = {"enrolments": "promise_days, closed_days", "follow_ups": "kind, opens_on", "periods": "starts_on, ends_on"}
#: What stands in the rollup since 0026, and what comes to it.
COUNTS = (
    "enrolled", "enrolled_by_partner", "promise_kept", "promise_proposed", "proposed", "matched", "matches",
    "trade_matches", "ended", "early_endings", "meetings", "meeting_minutes", "follow_ups_due", "follow_ups_in_time",
    "any_outcome", "four_kinds", "praktik", "apprenticeship", "education", "spare_time_job", "subsidised_job", "job",
    "moved_yes", "moved_no", "moved_unsure", "youths_finished", "any_outcome_finished", "moved_yes_finished",
    "concerns", "concerns_on_call", "concerns_level_1", "concerns_level_2", "concerns_level_3", "concerns_level_4",
    "running_change", "waiting_change", "waiting_too_long_change",
)  # fmt: skip
MORE_COUNTS = (
    "own_enrolments", "lasted_8_months", "ended_goal_reached", "ended_planned", "ended_not_a_fit", "ended_youth_stopped",
    "ended_mentor_stopped", "ended_never_met", "ended_moved",
)  # fmt: skip
DAYS = ("waits", "lengths")
MORE_DAYS = ("outcome_days",)
OPEN = ("promises_open", "follow_ups_open")
MORE_OPEN = (
    "follow_ups_ahead", "too_long_open", "long_open", "lasting_open", "mature_open", "outcome_mature_open", "moved_mature_open",
)  # fmt: skip
#: A follow-up `u` that was to be made in its window.
DUE = (
    "u.kind <> 'pause' AND (u.done_on IS NULL OR u.done_on >= u.opens_on)"
    " AND NOT (u.done_how IS NOT DISTINCT FROM 'ended' AND u.done_on <= u.due_on)"
)
#: Which functions tell of a period, beside those that are written anew here and in 0036.
OF_PERIOD = ("network", "companies")

PARTS = """
CREATE FUNCTION figures.midnight(day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN day::timestamp AT TIME ZONE 'Europe/Copenhagen';

CREATE FUNCTION figures.only_for_operator(of_partnership uuid, from_day date, to_day date) RETURNS void LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp AS $$
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

DROP FUNCTION figures.enrolments_of_all(uuid, date, date, date);
CREATE FUNCTION figures.enrolments_of_all(of_partnership uuid, from_day date, last_day date, cut_off date)
    RETURNS TABLE (tenant uuid, enrolment uuid, youth uuid, by_tenant uuid, sent_on date, promise_days integer,
                   returned_on date, closed_on date, closed_days datemultirange, sent_at timestamptz, closed_at timestamptz)
    LANGUAGE sql STABLE AS $$
    SELECT e.tenant_id, e.id, e.youth_id, e.begun_by_tenant_id, figures.day(e.sent_at), e.promise_days,
           CASE WHEN e.returned_at < figures.midnight(cut_off + 1) THEN figures.day(e.returned_at) END, figures.day(e.closed_at),
           e.closed_days, e.sent_at, e.closed_at
    FROM figures.bearing(of_partnership, from_day, last_day) b
    JOIN public.enrolments e ON e.tenant_id = b.tenant
    JOIN public.programmes g ON g.tenant_id = e.programme_tenant_id AND g.id = e.programme_id
    WHERE e.sent_at < figures.midnight(cut_off + 1) AND g.tenant_id = (SELECT sec.tenant()) AND g.partnership_id = of_partnership
$$;

CREATE FUNCTION figures.waiting_of_all(of_partnership uuid, from_day date, last_day date, cut_off date)
    RETURNS TABLE (tenant uuid, enrolment uuid, youth uuid, sent_on date, promised_on date)
    LANGUAGE sql STABLE AS $$
    SELECT s.tenant, s.enrolment, s.youth, s.sent_on,
           greatest(s.sent_on, s.returned_on, figures.day(s.fell_at),
                    (SELECT max(upper(r.days)) FROM unnest(s.closed_days) r (days) WHERE upper(r.days) <= cut_off)) + s.promise_days
    FROM (
        SELECT n.tenant, n.enrolment, n.youth, n.sent_on, n.promise_days, n.returned_on, n.closed_days,
               max(y.fell_at) FILTER (WHERE y.fell_at < figures.midnight(cut_off + 1)) AS fell_at,
               bool_or(CASE WHEN m.id IS NULL THEN y.fell_at IS NULL OR y.fell_at >= figures.midnight(cut_off + 1)
                            ELSE m.ended_on IS NULL OR m.ended_on > cut_off END) FILTER (WHERE y.id IS NOT NULL) AS taken
        FROM figures.enrolments_of_all(of_partnership, from_day, last_day, cut_off) n
        LEFT JOIN public.proposals y ON y.tenant_id = n.tenant AND y.enrolment_id = n.enrolment AND y.proposed_on <= cut_off
        LEFT JOIN public.matches m ON m.tenant_id = y.tenant_id AND m.proposal_id = y.id
        WHERE (n.closed_at IS NULL OR n.closed_at >= figures.midnight(cut_off + 1)) AND NOT cut_off <@ n.closed_days
        GROUP BY n.tenant, n.enrolment, n.youth, n.sent_on, n.promise_days, n.returned_on, n.closed_days
    ) s
    WHERE NOT coalesce(s.taken, false)
$$;
"""
WISHES = """
CREATE OR REPLACE FUNCTION figures.wishes(of_partnership uuid, from_day date, to_day date, cut_off date)
    RETURNS TABLE (tenant uuid, occupation text, youths bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM figures.only_for_operator(of_partnership, from_day, to_day);
    RETURN QUERY
    SELECT x.tenant, x.occupation, count(*)
    FROM (
        SELECT DISTINCT ON (s.tenant, s.youth) s.tenant, z.trades ->> 0 AS occupation
        FROM figures.waiting_of_all(of_partnership, from_day, least(to_day, cut_off), cut_off) s
        JOIN public.enrolments z ON z.tenant_id = s.tenant AND z.id = s.enrolment
        ORDER BY s.tenant, s.youth, s.sent_on, s.enrolment
    ) x
    GROUP BY x.tenant, x.occupation;
END $$;
"""
PER_TENANT = """
CREATE FUNCTION figures.per_tenant(of_partnership uuid, from_day date, to_day date, cut_off date)
    RETURNS TABLE (
        tenant uuid, enrolled bigint, enrolled_by_partner bigint, waiting bigint, waiting_too_long bigint, proposed bigint,
        promise_due bigint, promise_kept bigint, matched bigint, matches bigint, trade_matches bigint, running bigint,
        ended bigint, early_endings bigint, could_last_8_months bigint, lasted_8_months bigint,
        follow_ups_due bigint, follow_ups_in_time bigint, places_taken bigint, places_open bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '32MB' AS $$
#variable_conflict use_column
DECLARE
    last_day date := least(to_day, cut_off);
    first_moment timestamptz := figures.midnight(from_day);
    last_moment timestamptz := figures.midnight(least(to_day, cut_off) + 1);
    known_until timestamptz := figures.midnight(cut_off + 1);
BEGIN
    PERFORM figures.only_for_operator(of_partnership, from_day, to_day);
    RETURN QUERY
    WITH due AS MATERIALIZED (
        SELECT u.tenant_id AS tenant, u.match_id AS pair, count(*) AS due, count(*) FILTER (WHERE u.done_on <= u.due_on) AS in_time
        FROM public.follow_ups u
        WHERE u.due_on BETWEEN from_day AND last_day AND u.kind <> 'pause' AND (u.done_on IS NULL OR u.done_on >= u.opens_on)
          AND NOT (u.done_how IS NOT DISTINCT FROM 'ended' AND u.done_on <= u.due_on)
        GROUP BY u.tenant_id, u.match_id
    ),
    begun AS MATERIALIZED (
        SELECT n.tenant, n.pair, n.youth, n.is_trade_match, n.started_on, n.ended_on, n.early
        FROM figures.pairs_of_all(of_partnership, from_day, last_day, cut_off) n
        WHERE n.ended_on IS NULL OR n.ended_on >= from_day OR n.started_on >= from_day
              OR (n.tenant, n.pair) IN (SELECT u.tenant, u.pair FROM due u)
    ),
    e AS (
        SELECT x.tenant, count(DISTINCT x.youth) AS enrolled, count(DISTINCT x.youth) FILTER (WHERE x.by_partner) AS by_partner,
               count(*) FILTER (WHERE x.promised) AS due,
               count(*) FILTER (WHERE x.promised AND x.first_on <= x.sent_on + x.promise_days) AS kept
        FROM (
            SELECT s.tenant, s.youth, s.by_tenant <> s.tenant AS by_partner, s.sent_on, s.promise_days, s.first_on,
                   s.first_on IS NOT NULL OR (s.sent_on + s.promise_days <= cut_off
                       AND (s.closed_on IS NULL OR s.closed_on > s.sent_on + s.promise_days)
                       AND NOT s.sent_on + s.promise_days <@ s.closed_days) AS promised
            FROM (
                SELECT n.tenant, n.youth, n.by_tenant, n.sent_on, n.promise_days, n.closed_on, n.closed_days,
                       min(y.proposed_on) AS first_on
                FROM figures.enrolments_of_all(of_partnership, from_day, last_day, cut_off) n
                LEFT JOIN public.proposals y ON y.tenant_id = n.tenant AND y.enrolment_id = n.enrolment AND y.proposed_on <= cut_off
                WHERE n.sent_at >= first_moment AND n.sent_at < last_moment
                GROUP BY n.tenant, n.enrolment, n.youth, n.by_tenant, n.sent_on, n.promise_days, n.closed_on, n.closed_days
            ) s
        ) x
        GROUP BY x.tenant
    ),
    w AS (
        SELECT x.tenant, count(DISTINCT x.youth) AS waiting,
               count(DISTINCT x.youth) FILTER (WHERE x.promised_on <= cut_off) AS too_long
        FROM figures.waiting_of_all(of_partnership, from_day, last_day, cut_off) x
        GROUP BY x.tenant
    ),
    p AS (
        SELECT y.tenant_id AS tenant, count(DISTINCT y.youth_id) AS proposed
        FROM figures.enrolments_of_all(of_partnership, from_day, last_day, cut_off) n
        JOIN public.proposals y ON y.tenant_id = n.tenant AND y.enrolment_id = n.enrolment
        WHERE y.proposed_on BETWEEN from_day AND last_day
        GROUP BY y.tenant_id
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
        SELECT n.tenant, sum(u.due)::bigint AS due, sum(u.in_time)::bigint AS in_time
        FROM begun n
        JOIN due u ON u.tenant = n.tenant AND u.pair = n.pair
        GROUP BY n.tenant
    ),
    r AS (
        SELECT x.tenant, count(*) AS taken, count(*) FILTER (WHERE x.is_open) AS open
        FROM (
            SELECT k.party_tenant_id AS tenant, bool_and(z.id IS NULL) AS is_open
            FROM public.reservations v
            JOIN public.quotas k ON k.tenant_id = v.tenant_id AND k.id = v.quota_id
            JOIN public.periods d ON d.tenant_id = k.tenant_id AND d.id = k.period_id
            JOIN public.agreements a ON a.tenant_id = d.tenant_id AND a.id = d.agreement_id
            LEFT JOIN public.matches z ON z.tenant_id = k.party_tenant_id AND z.reservation_tenant_id = v.tenant_id
                 AND z.reservation_id = v.id AND z.started_on <= cut_off
            WHERE v.tenant_id = (SELECT sec.tenant()) AND a.partnership_id = of_partnership
              AND v.reserved_at >= first_moment AND v.reserved_at < last_moment
              AND (v.freed_at IS NULL OR v.freed_at >= known_until)
            GROUP BY k.party_tenant_id, v.id
        ) x
        GROUP BY x.tenant
    )
    SELECT b.tenant, coalesce(e.enrolled, 0), coalesce(e.by_partner, 0), coalesce(w.waiting, 0), coalesce(w.too_long, 0),
           coalesce(p.proposed, 0), coalesce(e.due, 0), coalesce(e.kept, 0), coalesce(m.matched, 0), coalesce(m.matches, 0),
           coalesce(m.trade, 0), coalesce(m.running, 0), coalesce(m.ended, 0), coalesce(m.early, 0),
           coalesce(m.could_last, 0), coalesce(m.lasted, 0), coalesce(f.due, 0), coalesce(f.in_time, 0),
           coalesce(r.taken, 0), coalesce(r.open, 0)
    FROM figures.bearing(of_partnership, from_day, last_day) b
    LEFT JOIN e ON e.tenant = b.tenant
    LEFT JOIN w ON w.tenant = b.tenant
    LEFT JOIN p ON p.tenant = b.tenant
    LEFT JOIN m ON m.tenant = b.tenant
    LEFT JOIN f ON f.tenant = b.tenant
    LEFT JOIN r ON r.tenant = b.tenant;
END $$;
"""
ROLL_UP = """
CREATE FUNCTION figures.roll_up(of_tenant uuid, marked date[], whole_day date)
    RETURNS TABLE (operator uuid, partnership uuid, period uuid, month date, {counted}, {days}, {open})
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH touched AS MATERIALIZED (SELECT * FROM figures.touched(of_tenant, marked)),
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
               CASE WHEN m.id IS NULL THEN figures.day(y.fell_at) ELSE m.ended_on END AS until
        FROM public.proposals y
        JOIN sent s ON s.enrolment = y.enrolment_id
        LEFT JOIN public.matches m ON m.tenant_id = y.tenant_id AND m.proposal_id = y.id
        WHERE y.tenant_id = of_tenant),
    courted AS MATERIALIZED (
        SELECT a.enrolment, min(a.proposed_on) AS first_on,
               range_agg(daterange(a.proposed_on, a.until)) FILTER (WHERE a.until IS NULL OR a.until > a.proposed_on) AS days
        FROM asked a GROUP BY a.enrolment),
    pairs AS MATERIALIZED (
        SELECT m.id AS pair, m.youth_id AS youth, s.partnership, m.is_trade_match, m.started_on, m.ended_on, m.end_reason,
               (m.started_on + interval '8 months')::date AS long_on,
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
            ('promise_proposed', f.first_on IS NOT NULL), ('promise_kept', f.first_on <= f.sent_on + f.promise_days),
            ('own_enrolments', NOT f.by_partner)) k (what, yes)
        WHERE k.yes),
    of_pairs AS (
        SELECT p.partnership, t.period, k.what, k.on_day, 1 AS n FROM pairs p
        CROSS JOIN LATERAL (VALUES
            ('matches', p.started_on, true), ('trade_matches', p.started_on, p.is_trade_match),
            ('lasted_8_months', p.started_on, p.ended_on IS NULL OR p.ended_on > p.long_on),
            ('ended', p.ended_on, true), ('early_endings', p.ended_on, p.early),
            ('ended_' || p.end_reason, p.ended_on, true)) k (what, on_day, yes)
        JOIN touched t ON t.partnership = p.partnership AND k.on_day BETWEEN t.first_on AND t.last_on
        WHERE k.yes),
    due AS MATERIALIZED (
        SELECT p.partnership, t.period, date_trunc('month', u.due_on::timestamp)::date AS month, count(*) AS due,
               count(*) FILTER (WHERE u.done_on <= u.due_on) AS in_time,
               array_agg(u.due_on ORDER BY u.due_on) FILTER (WHERE u.due_on > whole_day) AS open,
               array_agg(u.due_on ORDER BY u.due_on) FILTER (WHERE u.due_on > whole_day AND u.done_on <= u.due_on) AS ahead
        FROM public.follow_ups u
        JOIN pairs p ON p.pair = u.match_id
        JOIN touched t ON t.partnership = p.partnership AND u.due_on BETWEEN t.first_on AND t.last_on
        WHERE u.tenant_id = of_tenant AND {due}
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
               coalesce(array_agg(DISTINCT o.kind) FILTER (WHERE o.kind IS NOT NULL), '{{}}') AS kinds,
               min(o.began_on) AS outcome_on, (min(p.started_on) + interval '6 months')::date AS mature_on
        FROM pairs p
        JOIN touched t ON t.partnership = p.partnership AND p.started_on BETWEEN t.first_on AND t.last_on
        LEFT JOIN public.outcomes o ON o.tenant_id = of_tenant AND o.match_id = p.pair AND o.began_on >= p.started_on
        GROUP BY p.partnership, t.period, p.youth),
    became AS MATERIALIZED (
        SELECT c.*, a.answer
        FROM cohort c
        LEFT JOIN answers a ON a.partnership = c.partnership AND a.period = c.period AND a.youth = c.youth),
    of_results AS (
        SELECT c.partnership, c.period, k.what, c.on_day, 1 AS n
        FROM became c
        CROSS JOIN LATERAL (
            SELECT unnest(c.kinds) AS what
            UNION ALL SELECT 'moved_' || c.answer WHERE c.answer IS NOT NULL
            UNION ALL SELECT 'any_outcome' WHERE c.kinds <> '{{}}'
            UNION ALL SELECT 'four_kinds' WHERE c.kinds && '{{praktik,apprenticeship,education,job}}'
            UNION ALL SELECT 'youths_finished' WHERE c.finished
            UNION ALL SELECT 'any_outcome_finished' WHERE c.finished AND c.kinds <> '{{}}'
            UNION ALL SELECT 'moved_yes_finished' WHERE c.finished AND c.answer = 'yes') k),
    back AS (
        SELECT x.enrolment, x.on_day + x.promise_days AS from_on,
               lead(x.on_day) OVER (PARTITION BY x.enrolment ORDER BY x.on_day) AS until
        FROM (SELECT s.enrolment, s.promise_days, s.sent_on AS on_day FROM sent s
              UNION SELECT s.enrolment, s.promise_days, s.returned_on FROM sent s WHERE s.returned_on > s.sent_on
              UNION SELECT s.enrolment, s.promise_days, upper(r.days) FROM sent s CROSS JOIN LATERAL unnest(s.closed_days) r (days)
                    WHERE upper(r.days) > s.sent_on
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
        CROSS JOIN LATERAL (
            SELECT datemultirange(daterange(s.sent_on, s.closed_on)) - s.closed_days - coalesce(c.days, '{{}}') AS days) k
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
        SELECT c.partnership, c.period, 'outcome_days', date_trunc('month', c.on_day::timestamp)::date,
               sum(figures.days_as_number(c.outcome_on - c.on_day)), NULL
        FROM became c WHERE c.outcome_on IS NOT NULL GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT p.partnership, t.period, 'lengths', date_trunc('month', p.ended_on::timestamp)::date,
               sum(figures.days_as_number(p.ended_on - p.started_on)), NULL
        FROM pairs p JOIN touched t ON t.partnership = p.partnership AND p.ended_on BETWEEN t.first_on AND t.last_on
        GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT f.partnership, f.period, 'promises_open', date_trunc('month', f.sent_on::timestamp)::date, NULL,
               array_agg(f.sent_on + f.promise_days ORDER BY f.sent_on + f.promise_days)
        FROM first_asked f
        WHERE f.first_on IS NULL AND (f.closed_on IS NULL OR f.closed_on > f.sent_on + f.promise_days)
          AND NOT f.sent_on + f.promise_days <@ f.closed_days
        GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT d.partnership, d.period, k.what, d.month, NULL, k.days FROM due d
        CROSS JOIN LATERAL (VALUES ('follow_ups_open', d.open), ('follow_ups_ahead', d.ahead)) k (what, days)
        UNION ALL
        SELECT p.partnership, t.period, k.what, date_trunc('month', p.started_on::timestamp)::date, NULL,
               array_agg(p.long_on + 1 ORDER BY p.long_on)
        FROM pairs p
        JOIN touched t ON t.partnership = p.partnership AND p.started_on BETWEEN t.first_on AND t.last_on
        CROSS JOIN LATERAL (VALUES ('long_open', true),
                                   ('lasting_open', p.ended_on IS NULL OR p.ended_on > p.long_on)) k (what, yes)
        WHERE p.long_on + 1 > whole_day AND k.yes GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT c.partnership, c.period, k.what, date_trunc('month', c.on_day::timestamp)::date, NULL,
               array_agg(c.mature_on ORDER BY c.mature_on)
        FROM became c
        CROSS JOIN LATERAL (VALUES ('mature_open', true), ('outcome_mature_open', c.kinds <> '{{}}'),
                                   ('moved_mature_open', c.answer = 'yes')) k (what, yes)
        WHERE c.mature_on > whole_day AND k.yes GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT s.partnership, NULL::uuid, 'too_long_open', date_trunc('month', s.first_on::timestamp)::date, NULL,
               array_agg(s.first_on ORDER BY s.first_on)
        FROM standing s WHERE s.what = 'waiting_too_long_change' AND s.first_on > whole_day GROUP BY 1, 2, 3, 4)
    SELECT h.operator, t.partnership, t.period, t.month, {sums}
    FROM tally t JOIN houses h ON h.partnership = t.partnership
    GROUP BY h.operator, t.partnership, t.period, t.month
$$;
"""
WHO = """
REVOKE ALL ON FUNCTION figures.midnight, figures.only_for_operator(uuid, date, date), figures.enrolments_of_all,
    figures.waiting_of_all, figures.per_tenant, figures.roll_up FROM PUBLIC;
GRANT EXECUTE ON FUNCTION figures.per_tenant TO mk_report;
GRANT EXECUTE ON FUNCTION figures.roll_up TO mk_web, mk_worker;
"""
#: Where the functions say otherwise from now on: of which functions, what stood there, and what stands there now.
REWORDED = (
    (
        OF_PERIOD,
        "figures.only_for_operator(of_partnership);",
        "figures.only_for_operator(of_partnership, from_day, to_day);",
    ),
    (
        ("network",),
        """(SELECT count(*) FROM public.companies c
            WHERE c.tenant_id = sec.tenant() AND c.first_contact_on BETWEEN from_day AND last_day)""",
        """(SELECT count(*) FROM (SELECT min(c.recruited_on) AS first_on FROM public.mentors c
            WHERE c.tenant_id = sec.tenant() AND c.company_id IS NOT NULL GROUP BY c.company_id) c
            WHERE c.first_on BETWEEN from_day AND last_day)""",
    ),
)


def upgrade() -> None:
    _closed_days()
    for table, columns in COUNTED.items():
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO mk_figures")
    _columns()
    _functions()
    _marks()


def _closed_days() -> None:
    """Of those who have come back: from the beginning of each pair, when it was closed, to its end, and to the coming back of
    the last. What came between an earlier pair's end and the next is not known any more."""
    op.add_column("enrolments", sa.Column("closed_days", DATEMULTIRANGE(), server_default="{}", nullable=False))
    may_change("enrolments", "closed_days")
    with rows_in_sight("enrolments", "proposals", "matches"):
        op.execute(
            "UPDATE enrolments e SET closed_days = x.days FROM ("
            " SELECT m.tenant_id, p.enrolment_id, range_agg(daterange(m.started_on, CASE WHEN m.n = 1 THEN"
            " greatest(m.ended_on, (z.returned_at AT TIME ZONE 'Europe/Copenhagen')::date) ELSE m.ended_on END)) AS days"
            " FROM (SELECT m.*, row_number() OVER (PARTITION BY tenant_id, youth_id ORDER BY started_on DESC, id) AS n"
            " FROM matches m) m"
            " JOIN proposals p ON p.tenant_id = m.tenant_id AND p.id = m.proposal_id"
            " JOIN enrolments z ON z.tenant_id = p.tenant_id AND z.id = p.enrolment_id"
            " WHERE m.ended_on > m.started_on AND (z.closed_at IS NULL OR m.n > 1) GROUP BY m.tenant_id, p.enrolment_id) x"
            " WHERE e.tenant_id = x.tenant_id AND e.id = x.enrolment_id"
        )


def _columns() -> None:
    for table in ("month_figures", "period_figures"):
        said = [f"{name} integer NOT NULL DEFAULT 0" for name in MORE_COUNTS]
        said += [f"{name} numeric NOT NULL DEFAULT 0" for name in MORE_DAYS]
        said += [f"{name} date[] NOT NULL DEFAULT '{{}}'" for name in MORE_OPEN]
        op.execute(f"ALTER TABLE {table} {', '.join(f'ADD COLUMN {one}' for one in said)}")
        names = (*MORE_COUNTS, *MORE_DAYS, *MORE_OPEN)
        op.execute(f"ALTER TABLE {table} {', '.join(f'ALTER COLUMN {name} DROP DEFAULT' for name in names)}")
        may_change(table, *names)


def _functions() -> None:
    counts, days, open_days = (*COUNTS, *MORE_COUNTS), (*DAYS, *MORE_DAYS), (*OPEN, *MORE_OPEN)
    told = {
        "counted": ", ".join(f"{name} integer" for name in counts),
        "days": ", ".join(f"{name} numeric" for name in days),
        "open": ", ".join(f"{name} date[]" for name in open_days),
    }
    sums = [f"coalesce(sum(t.n) FILTER (WHERE t.what = '{name}'), 0)::integer" for name in counts]
    sums += [f"coalesce(sum(t.n) FILTER (WHERE t.what = '{name}'), 0)" for name in days]
    sums += [f"coalesce(max(t.days) FILTER (WHERE t.what = '{name}'), '{{}}')" for name in open_days]
    op.execute("GRANT CREATE ON SCHEMA figures TO mk_figures")
    op.execute("SET ROLE mk_figures")
    op.execute(PARTS)
    op.execute("DROP FUNCTION figures.per_tenant(uuid, date, date, date, integer)")
    op.execute("DROP FUNCTION figures.roll_up(uuid, date[])")
    op.execute(PER_TENANT)
    op.execute(WISHES)
    op.execute(ROLL_UP.format(sums=", ".join(sums), due=DUE, **told))
    op.execute(WHO)
    for functions, was, now in REWORDED:
        for function in functions:
            _reword(function, was, now)
    op.execute("SET ROLE mk_owner")
    op.execute("REVOKE CREATE ON SCHEMA figures FROM mk_figures")


def _reword(function: str, was: str, now: str) -> None:
    """The function as it stands, saying `now` in the place of `was`."""
    here = op.get_bind()
    stands = sa.text("SELECT pg_get_functiondef(CAST(:name AS regproc))")
    text = here.scalar(stands, {"name": f"figures.{function}"})
    assert was in text, (function, was)
    here.exec_driver_sql(text.replace(was, now))


def _marks() -> None:
    """A follow-up counts otherwise, too, when its window opens on another day; and everything is counted anew."""
    op.execute("DROP TRIGGER mark_follow_ups_on_update ON follow_ups")
    op.execute(
        "CREATE OR REPLACE FUNCTION public.mark_follow_ups_on_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " INSERT INTO public.month_marks (tenant_id, month)"
        " SELECT n.tenant_id, date_trunc('month', v.day::timestamp)::date FROM new_rows n"
        " JOIN old_rows o ON o.tenant_id = n.tenant_id AND o.id = n.id CROSS JOIN LATERAL (VALUES (n.due_on), (o.due_on)) v (day)"
        " WHERE (n.due_on, n.match_id, n.done_on, n.done_how, n.kind, n.opens_on)"
        " IS DISTINCT FROM (o.due_on, o.match_id, o.done_on, o.done_how, o.kind, o.opens_on) ON CONFLICT DO NOTHING;"
        " RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER mark_follow_ups_on_update AFTER UPDATE ON follow_ups REFERENCING OLD TABLE AS old_rows"
        " NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.mark_follow_ups_on_update()"
    )
    with rows_in_sight("month_marks", "members"):
        op.execute(
            "INSERT INTO month_marks (tenant_id, month) SELECT DISTINCT party_tenant_id, DATE '0001-01-01' FROM members"
            " WHERE bears ON CONFLICT DO NOTHING"
        )
