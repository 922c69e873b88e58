"""Where a mentor was found; and more figures: waits, meetings against the norm, endings, wishes, concerns, the corps' network, own time, and months.

mk_figures may now also read what these count: ids, days, numbers and codes from closed lists, each held by a check
constraint; no name and no text. Only mk_report may execute the functions, and each answers only the operator.
"""

import json

import sqlalchemy as sa
from alembic import op

from tenants.guards import may_change

revision = "0025"
down_revision = "0024"

#: What may be counted beside what 0006 named; a column that is in neither list does not exist for mk_figures.
COUNTED = {
    "tenants": "id, kind",
    "enrolments": "trades",
    "proposals": "mentor_tenant_id, mentor_id",
    "mentors": "id, occupation, company_id, found_through",
    "companies": "tenant_id, id, sector, first_contact_on",
    "field_partners": "tenant_id, id, kind",
    "field_steps": "tenant_id, partner_id, step, on_day",
    "meetings": "tenant_id, match_id, held_on, took_place, minutes",
    "pauses": "tenant_id, match_id, from_on, until_on, ended_on",
    "concerns": "tenant_id, id, youth_id, opened_on",
    "concern_steps": "tenant_id, concern_id, level, taken_at",
    "journal_notes": "tenant_id, id, youth_id",
    "note_copies": "tenant_id, note_id, read_at",
    "quota_openings": "tenant_id, quota_id, party_tenant_id, answered_at",
    "quota_transfers": "tenant_id, party_tenant_id, period_tenant_id, period_id, offered_at, accepted_at",
}
#: Tables that were closed to mk_figures until now.
NEW = (
    "tenants", "companies", "field_partners", "field_steps", "meetings", "pauses", "concerns", "concern_steps",
    "journal_notes", "note_copies", "quota_openings", "quota_transfers",
)  # fmt: skip
#: Where a mentor was found; '' is not said.
FOUND_THROUGH = (
    "corps", "mentor", "company", "business_network", "school", "municipality", "website", "press", "event", "other",
)  # fmt: skip
SECTORS = ("private", "public", "association")
OCCUPATIONS = (
    "car_mechanic", "motorcycle_mechanic", "bicycle_mechanic", "machinery_mechanic", "vehicle_painter",
    "motorcycle_dealer", "smith", "welder", "industrial_technician", "toolmaker", "production_manager", "carpenter",
    "joiner", "cabinetmaker", "roofer", "bricklayer", "painter", "glazier", "concrete_worker", "machine_driver",
    "construction_manager", "electrician", "plumber", "refrigeration_technician", "electronics_technician",
    "engineer", "architect", "constructing_architect", "technical_designer", "geologist", "laboratory_technician",
    "it_specialist", "software_developer", "it_supporter", "data_technician", "graphic_designer",
    "media_graphic_artist", "photographer", "journalist", "musician", "tailor", "fashion_designer", "upholsterer",
    "hairdresser", "barber", "beautician", "make_up_artist", "masseur", "fitness_instructor", "cook",
    "nutrition_assistant", "baker", "confectioner", "butcher", "waiter", "bartender", "receptionist",
    "hotel_manager", "restaurateur", "sales_assistant", "store_manager", "shopkeeper", "decorator",
    "sales_representative", "buyer", "office_assistant", "secretary", "hr_consultant", "hr_manager",
    "marketing_consultant", "managing_director", "accountant", "bookkeeper", "bank_adviser", "estate_agent",
    "lawyer", "lorry_driver", "bus_driver", "warehouse_worker", "forwarding_agent", "seaman", "ship_officer",
    "farmer", "gardener", "landscape_gardener", "forester", "animal_keeper", "veterinarian", "care_assistant",
    "care_helper", "nurse", "doctor", "dental_assistant", "physiotherapist", "pharmaconomist", "pedagogue",
    "social_pedagogue", "pedagogical_assistant", "social_worker", "psychologist", "school_teacher",
    "vocational_teacher", "upper_secondary_teacher", "police_officer", "soldier", "firefighter", "ambulance_worker",
    "security_guard", "caretaker", "cleaner", "cleaning_manager",
)  # fmt: skip

COURSES = """
CREATE FUNCTION figures.courses(of_partnership uuid, from_day date, to_day date, cut_off date, norm_meetings integer,
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
    SELECT b.tenant, e.proposed, w.met, e.municipality, e.school, e.guidance, c.municipality, c.school, c.guidance,
           m.pairs, m.days, g.held, g.minutes, g.ended, n.due, n.met, m.goal_reached, m.planned, m.not_a_fit, m.youth_stopped,
           m.mentor_stopped, m.never_met, m.moved, o.with_outcome, o.went_on, k.raised, k.on_call, k.one, k.two, k.three,
           k.four, e.own, r.read, d.answers + d.openings + d.transfers
    FROM figures.bearing(of_partnership, from_day, last_day) b
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE x.first_on IS NOT NULL) AS proposed,
               count(DISTINCT x.youth) FILTER (WHERE x.kind = 'school') AS school,
               count(DISTINCT x.youth) FILTER (WHERE x.kind = 'guidance') AS guidance,
               count(DISTINCT x.youth) FILTER (WHERE x.kind NOT IN ('school', 'guidance')) AS municipality,
               count(*) FILTER (WHERE NOT x.by_partner) AS own
        FROM (
            SELECT s.youth, s.by_partner, h.kind,
                   (SELECT min(y.proposed_on) FROM public.proposals y
                    WHERE y.tenant_id = b.tenant AND y.enrolment_id = s.enrolment AND y.proposed_on <= cut_off) AS first_on
            FROM figures.enrolled(of_partnership, b.tenant, cut_off) s
            JOIN public.enrolments z ON z.tenant_id = b.tenant AND z.id = s.enrolment
            JOIN public.tenants h ON h.id = z.begun_by_tenant_id
            WHERE s.sent_on BETWEEN from_day AND last_day
        ) x
    ) e
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT s.youth) AS met
        FROM figures.enrolled(of_partnership, b.tenant, cut_off) s
        JOIN public.enrolments z ON z.tenant_id = b.tenant AND z.id = s.enrolment
        JOIN public.proposals y ON y.tenant_id = b.tenant AND y.enrolment_id = s.enrolment
             AND y.proposed_on BETWEEN from_day AND last_day
        JOIN public.mentors v ON v.tenant_id = y.mentor_tenant_id AND v.id = y.mentor_id
        WHERE trade_of ->> v.occupation = trade_of ->> (z.trades ->> 0)
    ) w
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE x.kind = 'school') AS school,
               count(*) FILTER (WHERE x.kind = 'guidance') AS guidance,
               count(*) FILTER (WHERE x.kind NOT IN ('school', 'guidance')) AS municipality
        FROM (
            SELECT DISTINCT ON (q.youth) q.youth, h.kind
            FROM figures.pairs(of_partnership, b.tenant, cut_off) q
            JOIN public.matches a ON a.tenant_id = b.tenant AND a.id = q.pair
            JOIN public.proposals y ON y.tenant_id = b.tenant AND y.id = a.proposal_id
            JOIN public.enrolments z ON z.tenant_id = b.tenant AND z.id = y.enrolment_id
            JOIN public.tenants h ON h.id = z.begun_by_tenant_id
            WHERE q.started_on BETWEEN from_day AND last_day
              AND figures.day(z.sent_at) BETWEEN from_day AND last_day
            ORDER BY q.youth, q.started_on, q.pair
        ) x
    ) c
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE x.days > 0) AS pairs, coalesce(sum(x.days) FILTER (WHERE x.days > 0), 0)::bigint AS days,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'goal_reached') AS goal_reached,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'planned') AS planned,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'not_a_fit') AS not_a_fit,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'youth_stopped') AS youth_stopped,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'mentor_stopped') AS mentor_stopped,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'never_met') AS never_met,
               count(*) FILTER (WHERE x.now AND x.end_reason = 'moved') AS moved
        FROM (
            SELECT a.end_reason, q.ended_on BETWEEN from_day AND last_day AS now,
                   least(coalesce(q.ended_on, last_day), last_day) - greatest(q.started_on, from_day) + 1 AS days
            FROM figures.pairs(of_partnership, b.tenant, cut_off) q
            JOIN public.matches a ON a.tenant_id = b.tenant AND a.id = q.pair
        ) x
    ) m
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE a.held_on BETWEEN from_day AND last_day) AS held,
               coalesce(sum(a.minutes) FILTER (WHERE a.held_on BETWEEN from_day AND last_day), 0)::bigint AS minutes,
               count(*) FILTER (WHERE q.ended_on BETWEEN from_day AND last_day) AS ended
        FROM public.meetings a
        JOIN figures.pairs(of_partnership, b.tenant, cut_off) q ON q.pair = a.match_id
        WHERE a.tenant_id = b.tenant AND a.took_place AND a.held_on <= cut_off
    ) g
    CROSS JOIN LATERAL (
        SELECT count(*) AS due, count(*) FILTER (WHERE (norm_meetings > 0 AND x.held >= norm_meetings)
                                                    OR (norm_minutes > 0 AND x.minutes >= norm_minutes)) AS met
        FROM (
            SELECT count(a.match_id) AS held, coalesce(sum(a.minutes), 0) AS minutes
            FROM figures.pairs(of_partnership, b.tenant, cut_off) q
            CROSS JOIN LATERAL (
                SELECT s::date AS first_on, (s + interval '1 month' - interval '1 day')::date AS last_on
                FROM generate_series(date_trunc('month', from_day::timestamp), last_day::timestamp, interval '1 month') s
            ) y
            LEFT JOIN public.meetings a ON a.tenant_id = b.tenant AND a.match_id = q.pair AND a.took_place
                 AND a.held_on BETWEEN y.first_on AND y.last_on
            WHERE y.first_on >= greatest(q.started_on, from_day)
              AND y.last_on <= least(coalesce(q.ended_on, last_day), last_day)
              AND NOT EXISTS (
                  SELECT FROM public.pauses z WHERE z.tenant_id = b.tenant AND z.match_id = q.pair
                      AND z.from_on <= y.last_on AND coalesce(z.ended_on, z.until_on, y.last_on) >= y.first_on)
            GROUP BY q.pair, y.first_on
        ) x
    ) n
    CROSS JOIN LATERAL (
        SELECT count(*) AS with_outcome, count(*) FILTER (WHERE x.ended_on IS NULL OR x.ended_on > x.began_on) AS went_on
        FROM (
            SELECT q.ended_on, min(a.began_on) AS began_on
            FROM figures.pairs(of_partnership, b.tenant, cut_off) q
            JOIN public.outcomes a ON a.tenant_id = b.tenant AND a.match_id = q.pair
                 AND a.began_on BETWEEN q.started_on AND cut_off
            WHERE q.started_on BETWEEN from_day AND last_day
            GROUP BY q.pair, q.ended_on
        ) x
    ) o
    CROSS JOIN LATERAL (
        SELECT count(*) AS raised, count(*) FILTER (WHERE x.level IS NULL) AS on_call,
               count(*) FILTER (WHERE x.level = 1) AS one, count(*) FILTER (WHERE x.level = 2) AS two,
               count(*) FILTER (WHERE x.level = 3) AS three, count(*) FILTER (WHERE x.level = 4) AS four
        FROM (
            SELECT (SELECT max(t.level) FROM public.concern_steps t WHERE t.tenant_id = b.tenant AND t.concern_id = a.id
                        AND figures.day(t.taken_at) <= cut_off) AS level
            FROM public.concerns a
            WHERE a.tenant_id = b.tenant AND a.opened_on BETWEEN from_day AND last_day
              AND a.youth_id IN (SELECT s.youth FROM figures.enrolled(of_partnership, b.tenant, cut_off) s)
        ) x
    ) k
    CROSS JOIN LATERAL (
        SELECT count(*) AS read
        FROM public.note_copies a
        JOIN public.journal_notes z ON z.tenant_id = b.tenant AND z.id = a.note_id
        WHERE a.tenant_id = b.tenant AND figures.day(a.read_at) BETWEEN from_day AND last_day
          AND z.youth_id IN (SELECT s.youth FROM figures.enrolled(of_partnership, b.tenant, cut_off) s)
    ) r
    CROSS JOIN LATERAL (
        SELECT (SELECT count(*) FROM public.moved_on a
                JOIN figures.pairs(of_partnership, b.tenant, cut_off) q ON q.pair = a.match_id
                WHERE a.tenant_id = b.tenant AND a.side = 'contact'
                  AND figures.day(a.answered_at) BETWEEN from_day AND last_day) AS answers,
               (SELECT count(*) FROM public.quota_openings a
                JOIN public.quotas u ON u.tenant_id = a.tenant_id AND u.id = a.quota_id
                JOIN public.periods v ON v.tenant_id = u.tenant_id AND v.id = u.period_id
                JOIN public.agreements z ON z.tenant_id = v.tenant_id AND z.id = v.agreement_id
                WHERE a.tenant_id = sec.tenant() AND a.party_tenant_id = b.tenant AND z.partnership_id = of_partnership
                  AND figures.day(a.answered_at) BETWEEN from_day AND last_day) AS openings,
               (SELECT count(*) FROM public.quota_transfers a
                JOIN public.periods v ON v.tenant_id = a.period_tenant_id AND v.id = a.period_id
                JOIN public.agreements z ON z.tenant_id = v.tenant_id AND z.id = v.agreement_id
                WHERE a.period_tenant_id = sec.tenant() AND z.partnership_id = of_partnership
                  AND ((a.tenant_id = b.tenant AND figures.day(a.offered_at) BETWEEN from_day AND last_day)
                    OR (a.party_tenant_id = b.tenant AND figures.day(a.accepted_at) BETWEEN from_day AND last_day))
               ) AS transfers
    ) d;
END $$;
"""
SPANS = """
CREATE FUNCTION figures.spans(of_partnership uuid, from_day date, to_day date, cut_off date)
    RETURNS TABLE (what text, tenant uuid, people bigint, median double precision, ninetieth double precision)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    last_day date := least(to_day, cut_off);
BEGIN
    PERFORM figures.only_for_operator(of_partnership);
    RETURN QUERY
    SELECT x.what, x.tenant, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY x.days),
           percentile_cont(0.9) WITHIN GROUP (ORDER BY x.days)
    FROM (
        SELECT 'wait' AS what, b.tenant, (min(y.proposed_on) - s.sent_on)::double precision AS days
        FROM figures.bearing(of_partnership, from_day, last_day) b
        CROSS JOIN LATERAL figures.enrolled(of_partnership, b.tenant, cut_off) s
        JOIN public.proposals y ON y.tenant_id = b.tenant AND y.enrolment_id = s.enrolment AND y.proposed_on <= cut_off
        WHERE s.sent_on BETWEEN from_day AND last_day
        GROUP BY b.tenant, s.enrolment, s.sent_on
        UNION ALL
        SELECT 'length', b.tenant, (q.ended_on - q.started_on)::double precision
        FROM figures.bearing(of_partnership, from_day, last_day) b
        CROSS JOIN LATERAL figures.pairs(of_partnership, b.tenant, cut_off) q
        WHERE q.ended_on BETWEEN from_day AND last_day
        UNION ALL
        SELECT 'outcome', b.tenant, (min(o.began_on) - min(q.started_on))::double precision
        FROM figures.bearing(of_partnership, from_day, last_day) b
        CROSS JOIN LATERAL figures.pairs(of_partnership, b.tenant, cut_off) q
        LEFT JOIN public.outcomes o ON o.tenant_id = b.tenant AND o.match_id = q.pair
             AND o.began_on BETWEEN q.started_on AND cut_off
        WHERE q.started_on BETWEEN from_day AND last_day
        GROUP BY b.tenant, q.youth
        HAVING min(o.began_on) IS NOT NULL
    ) x
    GROUP BY GROUPING SETS ((x.what, x.tenant), (x.what));
END $$;
"""
MONTHS = """
CREATE FUNCTION figures.months(of_partnership uuid, from_day date, to_day date, cut_off date)
    RETURNS TABLE (month date, tenant uuid, enrolled bigint, matched bigint, ended bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    last_day date := least(to_day, cut_off);
BEGIN
    PERFORM figures.only_for_operator(of_partnership);
    RETURN QUERY
    SELECT date_trunc('month', x.on_day::timestamp)::date, x.tenant, count(*) FILTER (WHERE x.what = 'enrolled'),
           count(*) FILTER (WHERE x.what = 'matched'), count(*) FILTER (WHERE x.what = 'ended')
    FROM (
        SELECT 'enrolled' AS what, b.tenant, min(s.sent_on) AS on_day
        FROM figures.bearing(of_partnership, from_day, last_day) b
        CROSS JOIN LATERAL figures.enrolled(of_partnership, b.tenant, cut_off) s
        WHERE s.sent_on BETWEEN from_day AND last_day
        GROUP BY b.tenant, s.youth
        UNION ALL
        SELECT 'matched', b.tenant, min(q.started_on)
        FROM figures.bearing(of_partnership, from_day, last_day) b
        CROSS JOIN LATERAL figures.pairs(of_partnership, b.tenant, cut_off) q
        WHERE q.started_on BETWEEN from_day AND last_day
        GROUP BY b.tenant, q.youth
        UNION ALL
        SELECT 'ended', b.tenant, q.ended_on
        FROM figures.bearing(of_partnership, from_day, last_day) b
        CROSS JOIN LATERAL figures.pairs(of_partnership, b.tenant, cut_off) q
        WHERE q.ended_on BETWEEN from_day AND last_day
    ) x
    GROUP BY 1, 2;
END $$;
"""
WISHES = """
CREATE FUNCTION figures.wishes(of_partnership uuid, from_day date, to_day date, cut_off date)
    RETURNS TABLE (tenant uuid, occupation text, youths bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM figures.only_for_operator(of_partnership);
    RETURN QUERY
    SELECT x.tenant, x.occupation, count(*)
    FROM (
        SELECT DISTINCT ON (b.tenant, s.youth) b.tenant, z.trades ->> 0 AS occupation
        FROM figures.bearing(of_partnership, from_day, least(to_day, cut_off)) b
        CROSS JOIN LATERAL figures.enrolled(of_partnership, b.tenant, cut_off) s
        JOIN public.enrolments z ON z.tenant_id = b.tenant AND z.id = s.enrolment
        WHERE (s.closed_on IS NULL OR s.closed_on > cut_off)
          AND NOT EXISTS (
              SELECT FROM public.proposals y WHERE y.tenant_id = b.tenant AND y.enrolment_id = s.enrolment
                  AND y.proposed_on <= cut_off AND (y.fell_at IS NULL OR figures.day(y.fell_at) > cut_off)
                  AND (y.started_at IS NULL OR figures.day(y.started_at) > cut_off))
        ORDER BY b.tenant, s.youth, s.sent_on, s.enrolment
    ) x
    GROUP BY x.tenant, x.occupation;
END $$;
"""
NETWORK_PARTS = """
CREATE FUNCTION figures.network(of_partnership uuid, from_day date, to_day date, cut_off date)
    RETURNS TABLE (private_mentors bigint, new_mentors bigint, companies bigint, new_companies bigint,
                   companies_aimed_at bigint, companies_contacted bigint, companies_cooperating bigint, @@TOLD@@)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    last_day date := least(to_day, cut_off);
    began uuid[] := ARRAY(SELECT DISTINCT p.mentor_id FROM public.proposals p
        WHERE p.mentor_tenant_id = sec.tenant() AND figures.day(p.started_at) <= cut_off);
BEGIN
    PERFORM figures.only_for_operator(of_partnership);
    RETURN QUERY
    SELECT m.private, m.new, m.companies,
           (SELECT count(*) FROM public.companies c
            WHERE c.tenant_id = sec.tenant() AND c.first_contact_on BETWEEN from_day AND last_day),
           f.target, f.contacted, f.cooperating, @@TAKEN@@
    FROM (
        SELECT count(*) FILTER (WHERE c.sector = 'private') AS private,
               count(*) FILTER (WHERE m.recruited_on BETWEEN from_day AND last_day) AS new,
               count(DISTINCT c.id) AS companies, @@COUNTED@@
        FROM public.mentors m
        LEFT JOIN public.companies c ON c.tenant_id = m.tenant_id AND c.id = m.company_id
        WHERE m.tenant_id = sec.tenant() AND m.recruited_on <= cut_off AND (m.left_on IS NULL OR m.left_on > cut_off)
    ) m
    CROSS JOIN (
        SELECT count(DISTINCT p.id) FILTER (WHERE s.step = 'target') AS target,
               count(DISTINCT p.id) FILTER (WHERE s.step IN ('contacted', 'cooperating')) AS contacted,
               count(DISTINCT p.id) FILTER (WHERE s.step = 'cooperating') AS cooperating
        FROM public.field_partners p
        JOIN public.field_steps s ON s.tenant_id = p.tenant_id AND s.partner_id = p.id AND s.on_day <= cut_off
        WHERE p.tenant_id = sec.tenant() AND p.kind = 'company'
    ) f;
END $$;
"""
WAYS = [
    (f"{name}_through_{way}", f"m.found_through = '{way}'" + also)
    for name, also in (("found", ""), ("began", " AND m.id = ANY (began)"))
    for way in FOUND_THROUGH
]
NETWORK = (
    NETWORK_PARTS.replace("@@TOLD@@", ", ".join(f"{name} bigint" for name, _said in WAYS))
    .replace("@@TAKEN@@", ", ".join(f"m.{name}" for name, _said in WAYS))
    .replace("@@COUNTED@@", ", ".join(f"count(*) FILTER (WHERE {said}) AS {name}" for name, said in WAYS))
)
WHO = """
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA figures FROM PUBLIC;
GRANT EXECUTE ON FUNCTION figures.courses, figures.spans, figures.months, figures.wishes, figures.network TO mk_report;
"""


def upgrade() -> None:
    op.add_column("mentors", sa.Column("found_through", sa.Text(), server_default="", nullable=False))
    op.alter_column("mentors", "found_through", server_default=None)
    may_change("mentors", "found_through")
    _close_lists()
    for table, columns in COUNTED.items():
        if table in NEW:
            op.execute(f"CREATE POLICY figures_read ON {table} FOR SELECT TO mk_figures USING (true)")
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO mk_figures")
    op.execute("GRANT CREATE ON SCHEMA figures TO mk_figures")
    op.execute("SET ROLE mk_figures")
    for statement in (COURSES, SPANS, MONTHS, WISHES, NETWORK, WHO):
        op.execute(statement)
    op.execute("SET ROLE mk_owner")
    op.execute("REVOKE CREATE ON SCHEMA figures FROM mk_figures")


def _close_lists() -> None:
    """Codes that are counted from now on come from closed lists, so that no text can be among them."""
    known = ", ".join(repr(key) for key in OCCUPATIONS)
    op.create_check_constraint(op.f("ck_mentors_occupation_known"), "mentors", f"occupation IN ({known})")
    ways = ", ".join(repr(way) for way in ("", *FOUND_THROUGH))
    op.create_check_constraint(op.f("ck_mentors_found_through_known"), "mentors", f"found_through IN ({ways})")
    wished = json.dumps(OCCUPATIONS)
    op.create_check_constraint(op.f("ck_enrolments_trades_known"), "enrolments", f"trades <@ '{wished}'::jsonb")
    sectors = ", ".join(repr(key) for key in SECTORS)
    op.create_check_constraint(op.f("ck_companies_sector_known"), "companies", f"sector IN ({sectors})")
