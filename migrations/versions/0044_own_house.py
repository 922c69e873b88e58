"""A house that bears youths is told its own figures of a period, by the functions that count the report's (DF-02).

They answer the operator of a partnership, about every house in it. Here they are asked in its place, and of one house alone: the
one that acts. Nobody is told of a neighbour, and the operator is told nothing that it was not.
"""

from alembic import op

revision = "0044"
down_revision = "0043"

BEARING = """
CREATE OR REPLACE FUNCTION figures.bearing(of_partnership uuid, from_day date, last_day date) RETURNS TABLE (tenant uuid)
    LANGUAGE sql STABLE AS $$
    SELECT m.party_tenant_id FROM public.members m
    WHERE m.tenant_id = sec.tenant() AND m.partnership_id = of_partnership AND m.bears
      AND m.joined_on <= last_day AND (m.left_on IS NULL OR m.left_on >= from_day)
      AND NOT EXISTS (SELECT FROM unnest(m.away) d (days) WHERE lower(d.days) <= from_day AND upper(d.days) > last_day)
      AND m.party_tenant_id = coalesce(nullif(current_setting('figures.house', true), '')::uuid, m.party_tenant_id)
$$;
"""
OF_HOUSE = """
CREATE FUNCTION figures.of_house(of_partnership uuid, from_day date, to_day date, cut_off date, norm_meetings integer,
                                 norm_minutes integer, trade_of jsonb)
    RETURNS TABLE (counts jsonb, wished jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '32MB' AS $$
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
    SELECT to_jsonb(p) || to_jsonb(c),
           (SELECT coalesce(jsonb_object_agg(coalesce(w.occupation, ''), w.youths), '{}')
            FROM figures.wishes(of_partnership, from_day, to_day, cut_off) w)
    FROM figures.per_tenant(of_partnership, from_day, to_day, cut_off) p
    JOIN figures.courses(of_partnership, from_day, to_day, cut_off, norm_meetings, norm_minutes, trade_of) c ON c.tenant = p.tenant
    WHERE p.tenant = house;
    PERFORM set_config('app.tenant', house::text, true), set_config('figures.house', '', true);
END $$;
REVOKE ALL ON FUNCTION figures.of_house FROM PUBLIC;
GRANT EXECUTE ON FUNCTION figures.of_house TO mk_report;
"""


def upgrade() -> None:
    op.execute("GRANT CREATE ON SCHEMA figures TO mk_figures")
    op.execute("SET ROLE mk_figures")
    op.execute(BEARING)
    op.execute(OF_HOUSE)
    op.execute("SET ROLE mk_owner")
    op.execute("REVOKE CREATE ON SCHEMA figures FROM mk_figures")
