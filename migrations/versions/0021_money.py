"""Money beside the contributions: subsidies tied to matches, income per source, and refunds of unused places."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import guard_shared, keep_rows

revision = "0021"
down_revision = "0020"
STAMP = sa.DateTime(timezone=True)
KRONER = sa.Numeric(precision=12, scale=2)
SOURCES = "source IN ('sponsor', 'foundation', 'ministry')"


def upgrade() -> None:
    _subsidies()
    _incomes()
    _refunds()


def _subsidies() -> None:
    _shared(
        "subsidies",
        *_texts("source", "giver", "co_applicants"),
        sa.Column("amount", KRONER, nullable=False),
        sa.Column("per_match", KRONER, nullable=True),
        sa.Column("most_matches", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("entered_at", STAMP, nullable=False),
        *_texts("entered_by"),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_how", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        _check("subsidies", "source_known", SOURCES),
        _check("subsidies", "decided_how_known", "decided_how IN ('granted', 'refused')"),
        _check("subsidies", "decided_on_together", "num_nonnulls(decided_on, decided_how, decided_by) IN (0, 3)"),
        _check("subsidies", "per_match_together", "num_nonnulls(per_match, most_matches) IN (0, 2)"),
        _check("subsidies", "positive", "amount > 0 AND per_match > 0 AND most_matches > 0"),
        _check("subsidies", "amount_of_matches", "per_match IS NULL OR amount = per_match * most_matches"),
        _check("subsidies", "in_order", "starts_on <= ends_on AND applied_on <= decided_on"),
    )
    guard_shared("subsidies")
    keep_rows("subsidies", "decided_on", "decided_how", "decided_by")


def _incomes() -> None:
    _shared(
        "incomes",
        *_texts("source", "giver"),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("subsidy_id", sa.Uuid(), nullable=True),
        sa.Column("amount", KRONER, nullable=False),
        sa.Column("vat_percent", KRONER, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("entered_at", STAMP, nullable=False),
        *_texts("entered_by"),
        sa.Column("withdrawn_at", STAMP, nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=True),
        _check("incomes", "source_known", SOURCES),
        _check("incomes", "withdrawn_at_together", "num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_why) IN (0, 3)"),
        _check("incomes", "positive", "amount > 0 AND vat_percent >= 0"),
        *_inside("incomes", "periods", "period_id"),
        *_inside("incomes", "subsidies", "subsidy_id"),
    )
    guard_shared("incomes")
    keep_rows("incomes", "withdrawn_at", "withdrawn_by", "withdrawn_why")


def _refunds() -> None:
    _shared(
        "refunds",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("credit_note_id", sa.Uuid(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("price", KRONER, nullable=False),
        *_texts("reason", "rule"),
        sa.Column("made_at", STAMP, nullable=False),
        *_texts("made_by"),
        _check("refunds", "positive", "places > 0 AND price > 0"),
        _check("refunds", "said_why", "reason <> '' AND rule <> ''"),
        sa.UniqueConstraint("tenant_id", "credit_note_id", name=op.f("uq_refunds_tenant_id_credit_note_id")),
        *_inside("refunds", "contributions", "contribution_id"),
        *_inside("refunds", "invoices", "credit_note_id"),
    )
    guard_shared("refunds", append_only=True)


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text(), nullable=False) for name in names)


def _check(table: str, name: str, said: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(said, name=op.f(f"ck_{table}_{name}"))


def _inside(table: str, parent: str, column: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["tenant_id", column], [f"{parent}.tenant_id", f"{parent}.id"], name=op.f(f"fk_{table}_tenant_id_{column}")
        ),
    )


def _shared(table: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_party_tenant_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )
