"""A house is told what came of the companies' offers, too: places given, youths begun, results of all three; and all of its own
figures of any days, not of whole periods alone.

Everything else that the report counts of a municipality `figures.of_house` (0044) knew already. These three are counted by
`figures.companies`, which was asked by the operator alone. That figures are told of the periods of the agreement only keeps an
operator from asking for days that differ by a few youths; whose own youths they are knows them, day by day.

What the functions sum up before they look whose it is, they sum up of the houses that are asked about alone: of one of a hundred
they had read all the follow-ups, meetings and places of the land. And they are planned for that one house each time: a plan for any
member of a partnership costs three times as much.
"""

from alembic import op

revision = "0047"
down_revision = "0046"

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
    PERFORM set_config('app.tenant', run_by::text, true), set_config('figures.house', house::text, true);
    RETURN QUERY
    SELECT to_jsonb(p) || to_jsonb(c)
               || (SELECT coalesce(jsonb_object_agg(a.what, a.count), '{}')
                   FROM figures.companies(of_partnership, from_day, to_day, cut_off) a WHERE a.tenant = house),
           (SELECT coalesce(jsonb_object_agg(coalesce(w.occupation, ''), w.youths), '{}')
            FROM figures.wishes(of_partnership, from_day, to_day, cut_off) w)
    FROM figures.per_tenant(of_partnership, from_day, to_day, cut_off) p
    JOIN figures.courses(of_partnership, from_day, to_day, cut_off, norm_meetings, norm_minutes, trade_of) c ON c.tenant = p.tenant
    WHERE p.tenant = house;
    PERFORM set_config('app.tenant', house::text, true), set_config('figures.house', '', true);
END $$;
"""
ONLY_FOR_OPERATOR = """
CREATE OR REPLACE FUNCTION figures.only_for_operator(of_partnership uuid, from_day date, to_day date) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM figures.only_for_operator(of_partnership);
    IF coalesce(current_setting('figures.house', true), '') = '' AND NOT EXISTS (
        SELECT FROM public.periods d
        JOIN public.agreements a ON a.tenant_id = d.tenant_id AND a.id = d.agreement_id
        WHERE a.tenant_id = sec.tenant() AND a.partnership_id = of_partnership AND (d.starts_on, d.ends_on) = (from_day, to_day)
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'figures are told of the periods of the agreement only';
    END IF;
END $$;
"""
#: Function, the alias and column of the house in a part of it, and how that part's condition begins.
SUMMED_UP = (
    ("per_tenant", "u.tenant_id", "u.due_on BETWEEN from_day AND last_day AND u.kind <> 'pause'"),
    ("per_tenant", "k.party_tenant_id", "v.tenant_id = (SELECT sec.tenant()) AND a.partnership_id = of_partnership"),
    ("courses", "z.tenant_id", "z.took_place AND z.held_on BETWEEN from_day AND last_day"),
    ("courses", "a.tenant_id", "a.side = 'contact' AND a.answered_at >= first_moment"),
)
#: The same body, with one condition more.
NARROW = """
DO $do$
DECLARE
    body text := pg_catalog.pg_get_functiondef('figures.{function}'::regproc);
    narrowed text := replace(body, $part$WHERE {part}$part$,
        $part$WHERE {house} IN (SELECT b.tenant FROM figures.bearing(of_partnership, from_day, last_day) b) AND {part}$part$);
BEGIN
    IF narrowed = body THEN
        RAISE EXCEPTION 'figures.{function} sums up otherwise';
    END IF;
    EXECUTE narrowed;
END $do$;
"""


def upgrade() -> None:
    op.execute("GRANT CREATE ON SCHEMA figures TO mk_figures")
    op.execute("SET ROLE mk_figures")
    for function, house, part in SUMMED_UP:
        op.execute(NARROW.format(function=function, house=house, part=part))
    op.execute(ONLY_FOR_OPERATOR)
    op.execute(OF_HOUSE)
    op.execute("SET ROLE mk_owner")
    op.execute("REVOKE CREATE ON SCHEMA figures FROM mk_figures")
