"""Invoices a municipality can pay: details of the parties, lines, credit notes, payments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import guard_shared, may_change

revision = "0014"
down_revision = "0013"
STAMP = sa.DateTime(timezone=True)
MONEY = sa.Numeric(precision=12, scale=2)
DETAILS = (
    "name", "cvr", "ean", "street", "postcode", "city", "contact", "email", "phone", "order_number", "account_string", "means",
    "registration_number", "account_number", "iban", "creditor_number",
)  # fmt: skip
NO_ID = "'00000000-0000-0000-0000-000000000000'::uuid"


def upgrade() -> None:
    op.add_column("agreements", sa.Column("invoice_lead_days", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("agreements", "invoice_lead_days", server_default=None)
    may_change("agreements", "invoice_lead_days")
    _shared(
        "billing_details",
        *(sa.Column(name, sa.Text(), nullable=False) for name in DETAILS),
        sa.CheckConstraint("means IN ('', '42', '58', '93')", name=op.f("ck_billing_details_means_known")),
        sa.UniqueConstraint("tenant_id", "party_tenant_id", name=op.f("uq_billing_details_tenant_id_party_tenant_id")),
    )
    guard_shared("billing_details", both_update=DETAILS)
    _documents()
    _shared(
        "invoice_lines",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quantity", MONEY, nullable=False),
        sa.Column("price", MONEY, nullable=False),
        sa.Column("discount", MONEY, nullable=False),
        sa.Column("discount_reason", sa.Text(), nullable=False),
        sa.Column("net", MONEY, nullable=False),
        sa.Column("vat_category", sa.Text(), nullable=False),
        sa.Column("vat_percent", MONEY, nullable=False),
        sa.Column("vat_reason", sa.Text(), nullable=False),
        sa.Column("corrects_position", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "vat_category IN ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')", name=op.f("ck_invoice_lines_vat_category_known")
        ),
        sa.CheckConstraint("(vat_category = 'S') = (vat_percent > 0)", name=op.f("ck_invoice_lines_vat_fits_category")),
        sa.CheckConstraint(
            "vat_category IN ('S', 'Z') OR vat_reason <> ''", name=op.f("ck_invoice_lines_reason_without_vat")
        ),
        sa.CheckConstraint(
            "quantity > 0 AND price >= 0 AND discount >= 0 AND net >= 0", name=op.f("ck_invoice_lines_not_negative")
        ),
        sa.UniqueConstraint(
            "tenant_id", "invoice_id", "position", name=op.f("uq_invoice_lines_tenant_id_invoice_id_position")
        ),
        points_to="invoices",
    )
    guard_shared("invoice_lines", append_only=True)
    _shared(
        "payments",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("recorded_at", STAMP, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_payments_not_nothing")),
        sa.UniqueConstraint(
            "tenant_id", "invoice_id", "reference", name=op.f("uq_payments_tenant_id_invoice_id_reference")
        ),
        points_to="invoices",
    )
    guard_shared("payments", append_only=True)


def _documents() -> None:
    """Invoices issued before this had no parties written on them, and none has left a house yet: they begin empty."""
    op.alter_column("invoices", "contribution_id", nullable=True)
    op.drop_constraint(op.f("uq_invoices_tenant_id_contribution_id"), "invoices")
    op.add_column("invoices", sa.Column("kind", sa.Text(), nullable=False, server_default="invoice"))
    op.add_column("invoices", sa.Column("corrects_id", sa.Uuid(), nullable=True))
    op.add_column("invoices", sa.Column("replaces_id", sa.Uuid(), nullable=True))
    op.add_column("invoices", sa.Column("issued_by", sa.Text(), nullable=False, server_default=""))
    op.add_column("invoices", sa.Column("covers_from", sa.Date(), nullable=True))
    op.add_column("invoices", sa.Column("covers_to", sa.Date(), nullable=True))
    op.add_column("invoices", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("invoices", sa.Column("seller", JSONB(), nullable=False, server_default="{}"))
    op.add_column("invoices", sa.Column("buyer", JSONB(), nullable=False, server_default="{}"))
    for column in ("kind", "issued_by", "note", "seller", "buyer"):
        op.alter_column("invoices", column, server_default=None)
    op.create_check_constraint(op.f("ck_invoices_kind_known"), "invoices", "kind IN ('invoice', 'credit_note')")
    op.create_check_constraint(
        op.f("ck_invoices_credit_corrects"), "invoices", "(kind = 'credit_note') = (corrects_id IS NOT NULL)"
    )
    for column in ("corrects_id", "replaces_id"):
        op.create_foreign_key(
            op.f(f"fk_invoices_tenant_id_{column}"), "invoices", "invoices", ["tenant_id", column], ["tenant_id", "id"]
        )
    op.create_index(
        "uq_invoices_one_for_each",
        "invoices",
        ["tenant_id", "contribution_id", sa.text(f"COALESCE(replaces_id, {NO_ID})")],
        unique=True,
        postgresql_where=sa.text("kind = 'invoice' AND contribution_id IS NOT NULL"),
    )


def _shared(table: str, *parts: sa.Column[object] | sa.Constraint, points_to: str = "") -> None:
    pointer = (
        [
            sa.ForeignKeyConstraint(
                ["tenant_id", "invoice_id"],
                [f"{points_to}.tenant_id", f"{points_to}.id"],
                name=op.f(f"fk_{table}_tenant_id_invoice_id"),
            )
        ]
        if points_to
        else []
    )
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        *parts,
        *pointer,
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_party_tenant_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )
