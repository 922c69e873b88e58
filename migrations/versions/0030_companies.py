"""Companies: who answers them, who has written, what they are asked for and offer, and the places that come of it.

A place of an offer stands between the operator and the municipality and names nobody; who has it is a row of the case.
mk_figures counts them by ids, days, numbers and two closed lists.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import (
    EITHER,
    MEMBER,
    disclose_shared,
    guard_case,
    guard_pointers,
    guard_pool,
    guard_shared,
    keep_rows,
    let_party_write,
)

revision = "0030"
down_revision = "0029"
STAMP = sa.DateTime(timezone=True)
KINDS = "'spare_time_job', 'praktik', 'apprenticeship', 'training', 'donation'"
THREE = '["job_centre", "youth", "mentor"]'
#: A mentor of another house may be asked where a youth has the mentor: that discloses the mentor.
PROPOSED_HERE = (
    "EXISTS (SELECT 1 FROM proposals p WHERE p.tenant_id = offer_asks.party_tenant_id"
    " AND p.mentor_tenant_id = offer_asks.tenant_id AND p.mentor_id = offer_asks.mentor_id)"
)
SEEN_OFFER = (
    "EXISTS (SELECT 1 FROM offers o WHERE o.tenant_id = offer_places.tenant_id AND o.id = offer_places.offer_id)"
)
#: What may be counted; any other column does not exist for mk_figures.
COUNTED = {
    "offer_asks": "tenant_id, id, mentor_id, number, asked_at, answered_at, answer",
    "offers": "tenant_id, id, partnership_id, places, until_on, made_at, withdrawn_at",
    "offer_places": "tenant_id, id, party_tenant_id, offer_id, places, taken_at, freed_at",
    "placements": "tenant_id, id, offer_place_tenant_id, offer_place_id, started_on",
}
COMPANIES = """
CREATE FUNCTION figures.companies(of_partnership uuid, from_day date, to_day date, cut_off date)
    RETURNS TABLE (what text, tenant uuid, count bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    last_day date := least(to_day, cut_off);
BEGIN
    PERFORM figures.only_for_operator(of_partnership);
    RETURN QUERY
    WITH asked AS (
        SELECT DISTINCT ON (a.mentor_id) a.mentor_id, b.answer
        FROM public.offer_asks a
        LEFT JOIN public.offer_asks b ON b.tenant_id = a.tenant_id AND b.mentor_id = a.mentor_id
             AND figures.day(b.answered_at) <= cut_off
        WHERE a.tenant_id = sec.tenant() AND a.mentor_id IS NOT NULL AND figures.day(a.asked_at) <= cut_off
        ORDER BY a.mentor_id, b.answered_at DESC NULLS LAST, b.number DESC
    ),
    offered AS (
        SELECT o.id, figures.day(o.made_at) BETWEEN from_day AND last_day AS now,
               (o.withdrawn_at IS NULL OR figures.day(o.withdrawn_at) > cut_off)
                   AND coalesce(o.until_on, cut_off) >= cut_off AS stands,
               coalesce(sum(p.places), 0) >= o.places AS filled
        FROM public.offers o
        LEFT JOIN public.offer_places p ON p.tenant_id = o.tenant_id AND p.offer_id = o.id
             AND figures.day(p.taken_at) <= cut_off AND (p.freed_at IS NULL OR figures.day(p.freed_at) > cut_off)
        WHERE o.tenant_id = sec.tenant() AND o.partnership_id = of_partnership AND figures.day(o.made_at) <= cut_off
        GROUP BY o.tenant_id, o.id
    ),
    places AS (
        SELECT p.tenant_id, p.id, p.party_tenant_id, p.places, figures.day(p.taken_at) AS taken_on
        FROM public.offer_places p
        JOIN public.offers o ON o.tenant_id = p.tenant_id AND o.id = p.offer_id
        WHERE o.tenant_id = sec.tenant() AND o.partnership_id = of_partnership
    ),
    here AS (SELECT b.tenant FROM figures.bearing(of_partnership, from_day, last_day) b)
    SELECT 'mentors_asked', NULL::uuid, count(*) FROM asked
    UNION ALL SELECT 'mentors_ready', NULL, count(*) FROM asked a WHERE a.answer = 'yes'
    UNION ALL SELECT 'offers_made', NULL, count(*) FROM offered o WHERE o.now
    UNION ALL SELECT 'offers_open', NULL, count(*) FROM offered o WHERE o.stands AND NOT o.filled
    UNION ALL SELECT 'offers_filled', NULL, count(*) FROM offered o WHERE o.now AND o.filled
    UNION ALL
    SELECT 'offer_places', h.tenant, coalesce(sum(p.places), 0)::bigint
    FROM here h
    LEFT JOIN places p ON p.party_tenant_id = h.tenant AND p.taken_on BETWEEN from_day AND last_day
    GROUP BY h.tenant
    UNION ALL
    SELECT 'placements_begun', h.tenant, count(p.id)
    FROM here h
    LEFT JOIN (
        SELECT x.tenant_id, x.id FROM public.placements x
        JOIN places y ON y.tenant_id = x.offer_place_tenant_id AND y.id = x.offer_place_id
        WHERE x.started_on BETWEEN from_day AND last_day
    ) p ON p.tenant_id = h.tenant
    GROUP BY h.tenant
    UNION ALL
    SELECT 'outcomes_of_three', h.tenant, count(o.match_id)
    FROM here h
    LEFT JOIN figures.pairs_of_all(of_partnership, from_day, last_day, cut_off) n ON n.tenant = h.tenant
    LEFT JOIN public.outcomes o ON o.tenant_id = n.tenant AND o.match_id = n.pair AND o.began_on >= n.started_on
         AND o.began_on BETWEEN from_day AND last_day AND o.owed_to @> '["job_centre", "youth", "mentor"]'
    GROUP BY h.tenant;
END $$;
REVOKE ALL ON FUNCTION figures.companies FROM PUBLIC;
GRANT EXECUTE ON FUNCTION figures.companies TO mk_report;
"""


def upgrade() -> None:
    _leads()
    _asks()
    _offers()
    _placements()
    op.add_column("outcomes", sa.Column("owed_to", JSONB(), server_default="[]", nullable=False))
    op.alter_column("outcomes", "owed_to", server_default=None)
    op.create_check_constraint(op.f("ck_outcomes_owed_to_known"), "outcomes", f"owed_to <@ '{THREE}'::jsonb")
    _figures()


def _leads() -> None:
    _table(
        "company_contacts",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        *_texts("title"),
        sa.Column("named_at", STAMP, nullable=False),
        *_texts("named_by"),
        *_inside("company_contacts", "partnerships", "partnership_id"),
        *_inside("company_contacts", "users", "user_id"),
    )
    guard_pool("company_contacts", append_only=True)
    _table(
        "company_leads",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        *_texts("company", "contact", "email", "phone", "trade", "note"),
        sa.Column("received_at", STAMP, nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("contacted_on", sa.Date(), nullable=True),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("erase_on", sa.Date(), nullable=False),
        sa.CheckConstraint("num_nonnulls(declined_on, partner_id) < 2", name=op.f("ck_company_leads_one_end")),
        *_inside("company_leads", "partnerships", "partnership_id"),
        *_inside("company_leads", "users", "owner_id"),
        *_inside("company_leads", "field_partners", "partner_id"),
    )
    guard_pool("company_leads")


def _asks() -> None:
    _table(
        "offer_asks",
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_at", STAMP, nullable=False),
        *_texts("asked_how", "asked_by"),
        sa.Column("answered_at", STAMP, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("num_nonnulls(mentor_id, partner_id) = 1", name=op.f("ck_offer_asks_one_is_asked")),
        sa.CheckConstraint("asked_how IN ('check_in', 'staff')", name=op.f("ck_offer_asks_asked_how_known")),
        sa.CheckConstraint("answer IN ('yes', 'no', 'later')", name=op.f("ck_offer_asks_answer_known")),
        sa.CheckConstraint(
            "num_nonnulls(answered_at, answer) IN (0, 2)", name=op.f("ck_offer_asks_answered_at_together")
        ),
        *_inside("offer_asks", "mentors", "mentor_id"),
        *_inside("offer_asks", "field_partners", "partner_id"),
        _party("offer_asks"),
        sa.UniqueConstraint("tenant_id", "mentor_id", "number", name=op.f("uq_offer_asks_tenant_id_mentor_id_number")),
    )
    guard_shared("offer_asks", both_update=("answered_at", "answer"))
    keep_rows("offer_asks", "answered_at", "answer")
    let_party_write("offer_asks", PROPOSED_HERE)


def _offers() -> None:
    _table(
        "offers",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        *_texts("kind", "trade"),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        *_texts("place", "words"),
        sa.Column("made_at", STAMP, nullable=False),
        *_texts("made_by"),
        sa.Column("withdrawn_at", STAMP, nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_offers_kind_known")),
        sa.CheckConstraint("places > 0", name=op.f("ck_offers_some_places")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_offers_in_order")),
        sa.CheckConstraint(
            "num_nonnulls(withdrawn_at, withdrawn_by) IN (0, 2)", name=op.f("ck_offers_withdrawn_at_together")
        ),
        *_inside("offers", "partnerships", "partnership_id"),
        *_inside("offers", "offer_asks", "ask_id"),
    )
    guard_pool("offers", disclosed=MEMBER.format(table="offers", key="partnership_id"))
    keep_rows("offers", "withdrawn_at", "withdrawn_by")
    _table(
        "offer_places",
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        *_texts("institution"),
        sa.Column("taken_at", STAMP, nullable=False),
        *_texts("taken_by"),
        sa.Column("freed_at", STAMP, nullable=True),
        sa.CheckConstraint("places > 0", name=op.f("ck_offer_places_some_places")),
        *_inside("offer_places", "offers", "offer_id"),
        _party("offer_places"),
    )
    guard_shared("offer_places", both_update=("freed_at",))
    keep_rows("offer_places", "freed_at")
    disclose_shared("offer_places", SEEN_OFFER)


def _placements() -> None:
    _table(
        "placements",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("offer_place_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("offer_place_id", sa.Uuid(), nullable=False),
        *_texts("kind"),
        sa.Column("given_at", STAMP, nullable=False),
        *_texts("given_by"),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("outcome_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("came_of", sa.Text(), nullable=True),
        sa.Column("led_to_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_placements_kind_known")),
        sa.CheckConstraint(
            "came_of IN ('completed', 'stopped', 'never_begun', 'apprenticeship', 'job', 'education')",
            name=op.f("ck_placements_came_of_known"),
        ),
        sa.CheckConstraint("num_nonnulls(ended_on, came_of) IN (0, 2)", name=op.f("ck_placements_ended_on_together")),
        sa.CheckConstraint("ended_on >= started_on", name=op.f("ck_placements_in_order")),
        *_inside("placements", "matches", "match_id"),
        *_inside("placements", "outcomes", "outcome_id"),
        *_inside("placements", "outcomes", "led_to_id"),
        sa.ForeignKeyConstraint(
            ["offer_place_tenant_id", "offer_place_id"],
            ["offer_places.tenant_id", "offer_places.id"],
            name=op.f("fk_placements_offer_place_tenant_id_offer_place_id"),
        ),
        sa.UniqueConstraint("tenant_id", "outcome_id", name=op.f("uq_placements_tenant_id_outcome_id")),
        sa.UniqueConstraint("tenant_id", "led_to_id", name=op.f("uq_placements_tenant_id_led_to_id")),
    )
    guard_case("placements")
    guard_pointers("placements", f"offer_place_tenant_id IN {EITHER}")
    keep_rows("placements", "started_on", "outcome_id", "ended_on", "came_of", "led_to_id")


def _figures() -> None:
    for table, columns in COUNTED.items():
        op.execute(f"CREATE POLICY figures_read ON {table} FOR SELECT TO mk_figures USING (true)")
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO mk_figures")
    op.execute("GRANT SELECT (owed_to) ON outcomes TO mk_figures")
    op.execute("GRANT CREATE ON SCHEMA figures TO mk_figures")
    op.execute("SET ROLE mk_figures")
    op.execute(COMPANIES)
    op.execute("SET ROLE mk_owner")
    op.execute("REVOKE CREATE ON SCHEMA figures FROM mk_figures")


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text(), nullable=False) for name in names)


def _table(table: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )


def _party(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_party_tenant_id"))


def _inside(table: str, parent: str, column: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["tenant_id", column], [f"{parent}.tenant_id", f"{parent}.id"], name=op.f(f"fk_{table}_tenant_id_{column}")
        ),
    )
