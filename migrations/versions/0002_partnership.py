"""The partnership and its agreement."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import MEMBER, guard_pool, guard_private, guard_shared

revision = "0002"
down_revision = "0001"
STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "partnerships",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hotline_name", sa.Text(), nullable=False),
        sa.Column("hotline_phone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_partnerships_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partnerships")),
        sa.UniqueConstraint("tenant_id", "slug", name=op.f("uq_partnerships_tenant_id_slug")),
    )
    op.create_table(
        "members",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("bears", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_members_party_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partnership_id"],
            ["partnerships.tenant_id", "partnerships.id"],
            name=op.f("fk_members_tenant_id_partnership_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_members_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_members")),
        sa.UniqueConstraint(
            "tenant_id",
            "partnership_id",
            "party_tenant_id",
            name=op.f("uq_members_tenant_id_partnership_id_party_tenant_id"),
        ),
    )
    op.create_table(
        "mandates",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_mandates_party_tenant_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_mandates_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_mandates")),
        sa.UniqueConstraint("tenant_id", "party_tenant_id", name=op.f("uq_mandates_tenant_id_party_tenant_id")),
    )
    op.create_table(
        "programmes",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("profile", JSONB(), nullable=False),
        sa.Column("in_force_since", STAMP, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partnership_id"],
            ["partnerships.tenant_id", "partnerships.id"],
            name=op.f("fk_programmes_tenant_id_partnership_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_programmes_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_programmes")),
        sa.UniqueConstraint(
            "tenant_id", "partnership_id", "version", name=op.f("uq_programmes_tenant_id_partnership_id_version")
        ),
    )
    op.create_table(
        "agreements",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("decide_renewal_by", sa.Date(), nullable=True),
        sa.Column("positive_target", sa.Integer(), nullable=False),
        sa.Column("outcome_target", sa.Integer(), nullable=False),
        sa.Column("corps_size", sa.Integer(), nullable=False),
        sa.Column("corps_active_percent", sa.Integer(), nullable=False),
        sa.Column("seats_min", sa.Integer(), nullable=False),
        sa.Column("seats_max", sa.Integer(), nullable=False),
        sa.Column("meeting_hours", sa.Integer(), nullable=False),
        sa.Column("meeting_every_months", sa.Integer(), nullable=False),
        sa.Column("open_figures", JSONB(), nullable=False),
        sa.Column("source", JSONB(), nullable=False),
        sa.Column("imported_at", STAMP, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partnership_id"],
            ["partnerships.tenant_id", "partnerships.id"],
            name=op.f("fk_agreements_tenant_id_partnership_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_agreements_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("tenant_id", "partnership_id", name=op.f("uq_agreements_tenant_id_partnership_id")),
    )
    op.create_table(
        "periods",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("target_min", sa.Integer(), nullable=False),
        sa.Column("target_max", sa.Integer(), nullable=False),
        sa.Column("priced_places", sa.Integer(), nullable=False),
        sa.Column("price", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_periods_in_order")),
        sa.CheckConstraint("target_min <= target_max", name=op.f("ck_periods_target_in_order")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agreement_id"],
            ["agreements.tenant_id", "agreements.id"],
            name=op.f("fk_periods_tenant_id_agreement_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_periods_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_periods")),
        sa.UniqueConstraint("tenant_id", "agreement_id", "name", name=op.f("uq_periods_tenant_id_agreement_id_name")),
    )
    op.create_table(
        "agreement_lines",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("draws_on", sa.Text(), nullable=False),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("draws_on IN ('own', 'bearing')", name=op.f("ck_agreement_lines_draws_on_known")),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_agreement_lines_party_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "period_id"],
            ["periods.tenant_id", "periods.id"],
            name=op.f("fk_agreement_lines_tenant_id_period_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_agreement_lines_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_agreement_lines")),
        sa.UniqueConstraint(
            "tenant_id",
            "period_id",
            "party_tenant_id",
            name=op.f("uq_agreement_lines_tenant_id_period_id_party_tenant_id"),
        ),
    )
    op.create_table(
        "quotas",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("unit IN ('youth', 'match')", name=op.f("ck_quotas_unit_known")),
        sa.CheckConstraint("0 <= minimum AND minimum <= maximum", name=op.f("ck_quotas_in_order")),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_quotas_party_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "period_id"], ["periods.tenant_id", "periods.id"], name=op.f("fk_quotas_tenant_id_period_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_quotas_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quotas")),
        sa.UniqueConstraint(
            "tenant_id", "period_id", "party_tenant_id", name=op.f("uq_quotas_tenant_id_period_id_party_tenant_id")
        ),
    )
    op.create_table(
        "reservations",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quota_id", sa.Uuid(), nullable=False),
        sa.Column("reserved_at", STAMP, nullable=False),
        sa.Column("freed_at", STAMP, nullable=True),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_reservations_party_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "quota_id"],
            ["quotas.tenant_id", "quotas.id"],
            name=op.f("fk_reservations_tenant_id_quota_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_reservations_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reservations")),
    )
    op.create_table(
        "number_series",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_number_series_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_number_series_tenant_id_name")),
    )
    op.create_table(
        "contributions",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("vat_percent", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_contributions_positive")),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_contributions_party_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "period_id"],
            ["periods.tenant_id", "periods.id"],
            name=op.f("fk_contributions_tenant_id_period_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_contributions_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contributions")),
        sa.UniqueConstraint(
            "tenant_id",
            "period_id",
            "party_tenant_id",
            name=op.f("uq_contributions_tenant_id_period_id_party_tenant_id"),
        ),
    )
    op.create_table(
        "invoices",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", STAMP, nullable=False),
        sa.Column("pay_by", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("vat", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_invoices_party_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contribution_id"],
            ["contributions.tenant_id", "contributions.id"],
            name=op.f("fk_invoices_tenant_id_contribution_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_invoices_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("tenant_id", "contribution_id", name=op.f("uq_invoices_tenant_id_contribution_id")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_invoices_tenant_id_number")),
    )
    guard_pool("partnerships", disclosed=MEMBER.format(table="partnerships", key="id"))
    guard_shared("members")
    guard_shared("mandates")
    guard_pool("programmes", disclosed=MEMBER.format(table="programmes", key="partnership_id"))
    guard_pool("agreements", disclosed=MEMBER.format(table="agreements", key="partnership_id"))
    guard_pool(
        "periods",
        disclosed="EXISTS (SELECT 1 FROM agreements a WHERE a.tenant_id = periods.tenant_id AND a.id = periods.agreement_id)",
    )
    guard_shared("agreement_lines")
    guard_shared("quotas")
    guard_shared("reservations", both_update=("freed_at",))
    guard_private("number_series")
    guard_shared("contributions")
    guard_shared("invoices", append_only=True)
