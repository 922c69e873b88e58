"""A party that has left reads what was told while it was in; one that comes back keeps the days on which it was out.

An offer of places falls away with the party that made or got it, and what is paid is an amount.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import DATEMULTIRANGE

from tenants.guards import EITHER, MEMBER_THEN, disclose, disclose_shared, may_change, rows_in_sight

revision = "0035"
down_revision = "0033"

#: The day on which a row was told, of what is disclosed to the members.
TOLD_ON = {
    "steering_meetings": "steering_meetings.held_on",
    "terms_versions": "(terms_versions.made_at AT TIME ZONE 'Europe/Copenhagen')::date",
    "opening_answers": "(opening_answers.answered_at AT TIME ZONE 'Europe/Copenhagen')::date",
    "local_groups": "local_groups.opened_on",
}
RENEWALS = (
    f"(partnership_tenant_id IN {EITHER} OR EXISTS (SELECT 1 FROM members m WHERE m.tenant_id = renewals.partnership_tenant_id"  # noqa: S608 (constants)
    " AND m.partnership_id = renewals.partnership_id AND m.party_tenant_id IN ((SELECT sec.tenant()), (SELECT sec.home()))"
    " AND (m.left_on IS NULL OR m.left_on >= (renewals.decided_at AT TIME ZONE 'Europe/Copenhagen')::date)))"
)
TRANSFERS = (
    f"(period_tenant_id IN {EITHER} OR EXISTS (SELECT 1 FROM periods p"  # noqa: S608 (constants only)
    " JOIN agreements a ON a.tenant_id = p.tenant_id AND a.id = p.agreement_id"
    " JOIN members m ON m.tenant_id = a.tenant_id AND m.partnership_id = a.partnership_id"
    " WHERE p.tenant_id = quota_transfers.period_tenant_id AND p.id = quota_transfers.period_id"
    " AND m.party_tenant_id IN ((SELECT sec.tenant()), (SELECT sec.home()))"
    " AND (m.left_on IS NULL OR m.left_on >= (quota_transfers.offered_at AT TIME ZONE 'Europe/Copenhagen')::date)))"
)
BEARING = """
CREATE OR REPLACE FUNCTION figures.bearing(of_partnership uuid, from_day date, last_day date) RETURNS TABLE (tenant uuid)
    LANGUAGE sql STABLE AS $$
    SELECT m.party_tenant_id FROM public.members m
    WHERE m.tenant_id = sec.tenant() AND m.partnership_id = of_partnership AND m.bears
      AND m.joined_on <= last_day AND (m.left_on IS NULL OR m.left_on >= from_day)
      AND NOT EXISTS (SELECT FROM unnest(m.away) d (days) WHERE lower(d.days) <= from_day AND upper(d.days) > last_day)
$$;
"""


def upgrade() -> None:
    op.add_column("members", sa.Column("away", DATEMULTIRANGE(), server_default="{}", nullable=False))
    op.alter_column("members", "away", server_default=None)
    may_change("members", "away")
    op.execute("GRANT SELECT (away) ON members TO mk_figures")
    op.execute("GRANT CREATE ON SCHEMA figures TO mk_figures")
    op.execute("SET ROLE mk_figures")
    op.execute(BEARING)
    op.execute("SET ROLE mk_owner")
    op.execute("REVOKE CREATE ON SCHEMA figures FROM mk_figures")
    _offers_and_payments()
    for table, day in TOLD_ON.items():
        disclose(table, MEMBER_THEN.format(table=table, key="partnership_id", day=day))
    disclose("renewals", RENEWALS)
    disclose_shared("seats", MEMBER_THEN.format(table="seats", key="partnership_id", day="seats.since"))
    disclose_shared("quota_transfers", TRANSFERS)


def _offers_and_payments() -> None:
    op.drop_constraint(op.f("ck_quota_transfers_ended_how_known"), "quota_transfers")
    op.create_check_constraint(
        op.f("ck_quota_transfers_ended_how_known"), "quota_transfers", "ended_how IN ('withdrawn', 'refused', 'lapsed')"
    )
    with rows_in_sight("payments"):
        op.execute(
            "DELETE FROM payments WHERE amount = 'NaN'"
        )  # no amount, and every list of invoices stumbled over it
    op.create_check_constraint(op.f("ck_payments_an_amount"), "payments", "amount <> 'NaN'")
