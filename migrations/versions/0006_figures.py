"""Figures: functions that count, owned by a role that may see counted columns only, asked by a role that may nothing else.

mk_figures reads ids, dates, flags and codes from closed lists; never a name or a text. mk_report may execute three
functions, each of which answers only to the operator of the partnership it is asked about. The functions are made as
mk_figures itself, so that nobody has to be a member of anybody.
"""

from alembic import op

revision = "0006"
down_revision = "0005"

#: What may be counted. A column outside this list does not exist for mk_figures.
COUNTED = {
    "partnerships": "tenant_id, id",
    "members": "tenant_id, partnership_id, party_tenant_id, bears, joined_on, left_on",
    "programmes": "tenant_id, id, partnership_id",
    "agreements": "tenant_id, id, partnership_id",
    "periods": "tenant_id, id, agreement_id",
    "quotas": "tenant_id, id, period_id, party_tenant_id",
    "reservations": "tenant_id, id, quota_id, reserved_at, freed_at",
    "enrolments": "tenant_id, id, youth_id, begun_by_tenant_id, sent_at, returned_at, closed_at, programme_tenant_id, programme_id",
    "proposals": "tenant_id, id, youth_id, enrolment_id, proposed_on, started_at, fell_at",
    "matches": "tenant_id, id, youth_id, proposal_id, is_trade_match, started_on, ended_on, end_reason,"
    " reservation_tenant_id, reservation_id",
    "outcomes": "tenant_id, match_id, kind, began_on",
    "moved_on": "tenant_id, match_id, side, answered_at, answer",
    "follow_ups": "tenant_id, match_id, due_on, done_on, done_how",
    "mentors": "tenant_id, recruited_on, retired_from_work_on, left_on",
}
SCHEMA = """
CREATE SCHEMA figures;
GRANT USAGE ON SCHEMA figures TO mk_figures, mk_report;
GRANT USAGE ON SCHEMA public, sec TO mk_figures;
GRANT CREATE ON SCHEMA figures TO mk_figures;
"""
PARTS = """
CREATE FUNCTION figures.day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (moment AT TIME ZONE 'Europe/Copenhagen')::date;

CREATE FUNCTION figures.only_for_operator(of_partnership uuid) RETURNS void LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.partnerships p WHERE p.id = of_partnership AND p.tenant_id = sec.tenant()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'figures are told to the operator of the partnership only';
    END IF;
END $$;

CREATE FUNCTION figures.bearing(of_partnership uuid, from_day date, last_day date) RETURNS TABLE (tenant uuid)
    LANGUAGE sql STABLE AS $$
    SELECT m.party_tenant_id FROM public.members m
    WHERE m.tenant_id = sec.tenant() AND m.partnership_id = of_partnership AND m.bears
      AND m.joined_on <= last_day AND (m.left_on IS NULL OR m.left_on >= from_day)
$$;

CREATE FUNCTION figures.enrolled(of_partnership uuid, of_tenant uuid, cut_off date)
    RETURNS TABLE (enrolment uuid, youth uuid, by_partner boolean, sent_on date, returned_on date, closed_on date)
    LANGUAGE sql STABLE AS $$
    SELECT e.id, e.youth_id, e.begun_by_tenant_id <> e.tenant_id, figures.day(e.sent_at),
           CASE WHEN figures.day(e.returned_at) <= cut_off THEN figures.day(e.returned_at) END, figures.day(e.closed_at)
    FROM public.enrolments e
    JOIN public.programmes g ON g.tenant_id = e.programme_tenant_id AND g.id = e.programme_id
    WHERE e.tenant_id = of_tenant AND figures.day(e.sent_at) <= cut_off
      AND g.tenant_id = sec.tenant() AND g.partnership_id = of_partnership
$$;

CREATE FUNCTION figures.pairs(of_partnership uuid, of_tenant uuid, cut_off date)
    RETURNS TABLE (pair uuid, youth uuid, is_trade_match boolean, started_on date, ended_on date, early boolean)
    LANGUAGE sql STABLE AS $$
    SELECT m.id, m.youth_id, m.is_trade_match, m.started_on,
           CASE WHEN m.ended_on <= cut_off THEN m.ended_on END,
           m.ended_on < m.started_on + interval '3 months' AND m.end_reason NOT IN ('goal_reached', 'planned')
    FROM public.matches m
    JOIN public.proposals p ON p.tenant_id = m.tenant_id AND p.id = m.proposal_id
    JOIN figures.enrolled(of_partnership, of_tenant, cut_off) e ON e.enrolment = p.enrolment_id
    WHERE m.tenant_id = of_tenant AND m.started_on <= cut_off
$$;
"""
PER_TENANT = """
CREATE FUNCTION figures.per_tenant(of_partnership uuid, from_day date, to_day date, cut_off date, promise_days integer)
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
    SELECT b.tenant, e.enrolled, e.by_partner, e.waiting, e.too_long, p.proposed, e.due, e.kept,
           m.matched, m.matches, m.trade, m.running, m.ended, m.early, m.could_last, m.lasted,
           f.due, f.in_time, r.taken, r.open
    FROM figures.bearing(of_partnership, from_day, last_day) b
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT x.youth) FILTER (WHERE x.now) AS enrolled,
               count(DISTINCT x.youth) FILTER (WHERE x.now AND x.by_partner) AS by_partner,
               count(DISTINCT x.youth) FILTER (WHERE x.waits) AS waiting,
               count(DISTINCT x.youth) FILTER (WHERE x.waits AND x.since + promise_days < cut_off) AS too_long,
               count(*) FILTER (WHERE x.now AND x.promised) AS due,
               count(*) FILTER (WHERE x.now AND x.promised AND x.first_on <= x.sent_on + promise_days) AS kept
        FROM (
            SELECT s.youth, s.by_partner, s.sent_on, s.first_on, greatest(s.sent_on, s.returned_on, s.fell_on) AS since,
                   s.sent_on BETWEEN from_day AND last_day AS now,
                   (s.closed_on IS NULL OR s.closed_on > cut_off) AND NOT coalesce(s.asked, false) AS waits,
                   s.first_on IS NOT NULL OR (s.sent_on + promise_days <= cut_off
                       AND (s.closed_on IS NULL OR s.closed_on > s.sent_on + promise_days)) AS promised
            FROM (
                SELECT n.*, q.first_on, q.fell_on, q.asked
                FROM figures.enrolled(of_partnership, b.tenant, cut_off) n
                CROSS JOIN LATERAL (
                    SELECT min(y.proposed_on) AS first_on,
                           max(figures.day(y.fell_at)) FILTER (WHERE figures.day(y.fell_at) <= cut_off) AS fell_on,
                           bool_or((y.fell_at IS NULL OR figures.day(y.fell_at) > cut_off)
                               AND (y.started_at IS NULL OR figures.day(y.started_at) > cut_off)) AS asked
                    FROM public.proposals y
                    WHERE y.tenant_id = b.tenant AND y.enrolment_id = n.enrolment AND y.proposed_on <= cut_off) q
            ) s
        ) x
    ) e
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT y.youth_id) AS proposed
        FROM figures.enrolled(of_partnership, b.tenant, cut_off) n
        JOIN public.proposals y ON y.tenant_id = b.tenant AND y.enrolment_id = n.enrolment
        WHERE y.proposed_on BETWEEN from_day AND last_day
    ) p
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT x.youth) FILTER (WHERE x.now) AS matched,
               count(*) FILTER (WHERE x.now) AS matches,
               count(*) FILTER (WHERE x.now AND x.is_trade_match) AS trade,
               count(*) FILTER (WHERE x.ended_on IS NULL) AS running,
               count(*) FILTER (WHERE x.ended_on BETWEEN from_day AND last_day) AS ended,
               count(*) FILTER (WHERE x.ended_on BETWEEN from_day AND last_day AND x.early) AS early,
               count(*) FILTER (WHERE x.now AND x.started_on + interval '8 months' < cut_off) AS could_last,
               count(*) FILTER (WHERE x.now AND x.started_on + interval '8 months' < cut_off
                   AND (x.ended_on IS NULL OR x.ended_on > x.started_on + interval '8 months')) AS lasted
        FROM (SELECT n.*, n.started_on BETWEEN from_day AND last_day AS now
              FROM figures.pairs(of_partnership, b.tenant, cut_off) n) x
    ) m
    CROSS JOIN LATERAL (
        SELECT count(*) AS due, count(*) FILTER (WHERE u.done_on <= u.due_on) AS in_time
        FROM public.follow_ups u
        JOIN figures.pairs(of_partnership, b.tenant, cut_off) n ON n.pair = u.match_id
        WHERE u.tenant_id = b.tenant AND u.due_on BETWEEN from_day AND last_day
          AND NOT (u.done_how IS NOT DISTINCT FROM 'ended' AND u.done_on <= u.due_on)
    ) f
    CROSS JOIN LATERAL (
        SELECT count(*) AS taken, count(*) FILTER (WHERE NOT EXISTS (
                   SELECT FROM public.matches n WHERE n.tenant_id = b.tenant AND n.reservation_tenant_id = v.tenant_id
                       AND n.reservation_id = v.id AND n.started_on <= cut_off)) AS open
        FROM public.reservations v
        JOIN public.quotas k ON k.tenant_id = v.tenant_id AND k.id = v.quota_id
        JOIN public.periods d ON d.tenant_id = k.tenant_id AND d.id = k.period_id
        JOIN public.agreements a ON a.tenant_id = d.tenant_id AND a.id = d.agreement_id
        WHERE v.tenant_id = sec.tenant() AND k.party_tenant_id = b.tenant AND a.partnership_id = of_partnership
          AND figures.day(v.reserved_at) BETWEEN from_day AND last_day
          AND (v.freed_at IS NULL OR figures.day(v.freed_at) > cut_off)
    ) r;
END $$;
"""
OUTCOMES = """
CREATE FUNCTION figures.outcomes(of_partnership uuid, from_day date, to_day date, cut_off date)
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
    LEFT JOIN LATERAL (
        SELECT n.youth, min(n.started_on) AS first_on, bool_and(n.ended_on IS NOT NULL) AS finished,
               coalesce(array_agg(DISTINCT o.kind) FILTER (WHERE o.kind IS NOT NULL), '{}') AS kinds,
               (SELECT a.answer FROM public.moved_on a
                JOIN figures.pairs(of_partnership, b.tenant, cut_off) z ON z.pair = a.match_id AND z.youth = n.youth
                WHERE a.tenant_id = b.tenant AND figures.day(a.answered_at) <= cut_off
                  AND z.started_on BETWEEN from_day AND last_day
                ORDER BY a.side = 'youth' DESC, a.answered_at DESC, z.started_on DESC, a.answer DESC LIMIT 1) AS moved
        FROM figures.pairs(of_partnership, b.tenant, cut_off) n
        LEFT JOIN public.outcomes o ON o.tenant_id = b.tenant AND o.match_id = n.pair
             AND o.began_on BETWEEN n.started_on AND cut_off
        WHERE n.started_on BETWEEN from_day AND last_day
        GROUP BY n.youth
    ) y ON basis.name = 'all_started' OR (basis.name = 'finished' AND y.finished)
        OR (basis.name = 'mature' AND y.first_on <= cut_off - interval '6 months')
    GROUP BY b.tenant, basis.name;
END $$;
"""
CORPS = """
CREATE FUNCTION figures.corps(of_partnership uuid, cut_off date) RETURNS TABLE (mentors bigint, active_mentors bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM figures.only_for_operator(of_partnership);
    RETURN QUERY
    SELECT count(*), count(*) FILTER (WHERE m.retired_from_work_on IS NULL OR m.retired_from_work_on > cut_off)
    FROM public.mentors m
    WHERE m.tenant_id = sec.tenant() AND m.recruited_on <= cut_off AND (m.left_on IS NULL OR m.left_on > cut_off);
END $$;
"""
WHO = """
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA figures FROM PUBLIC;
GRANT EXECUTE ON FUNCTION figures.per_tenant, figures.outcomes, figures.corps TO mk_report;
"""


def upgrade() -> None:
    op.execute(SCHEMA)
    for table, columns in COUNTED.items():
        op.execute(f"CREATE POLICY figures_read ON {table} FOR SELECT TO mk_figures USING (true)")
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO mk_figures")
    op.execute("SET ROLE mk_figures")
    for statement in (PARTS, PER_TENANT, OUTCOMES, CORPS, WHO):
        op.execute(statement)
    op.execute("SET ROLE mk_owner")
    op.execute("REVOKE CREATE ON SCHEMA figures FROM mk_figures")
