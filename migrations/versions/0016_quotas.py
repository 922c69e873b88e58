"""Quotas: what happens beyond them, further places, places moved between partners, warnings, and the waiting line."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import (
    disclose_shared,
    guard_case,
    guard_pointers,
    guard_shared,
    keep_rows,
    let_party_write,
    may_change,
    rows_in_sight,
)

revision = "0016"
down_revision = "0015"
STAMP = sa.DateTime(timezone=True)
SETTINGS = {
    "beyond": ("stop", "'stop', 'wait', 'ask'"),
    "carry_over": ("none", "'none', 'all', 'places', 'percent'"),
    "text_beyond": ("mail", "'mail', 'ask'"),
}
SEEN_PERIOD = (
    "EXISTS (SELECT 1 FROM periods p WHERE p.tenant_id = quota_transfers.period_tenant_id"
    " AND p.id = quota_transfers.period_id)"
)
OWN_QUOTA = "EXISTS (SELECT 1 FROM quotas q WHERE q.tenant_id = {0}.tenant_id AND q.id = {0}.quota_id AND q.party_tenant_id = {0}.party_tenant_id)"


def upgrade() -> None:
    _settings()
    op.add_column("reservations", sa.Column("spent_at", STAMP, nullable=True))
    _spend_what_began()
    may_change("reservations", "spent_at")
    _transfers()
    _openings()
    _notices()
    _line()


def _settings() -> None:
    for name, (usual, known) in SETTINGS.items():
        op.add_column("quotas", sa.Column(name, sa.Text(), nullable=False, server_default=usual))
        op.alter_column("quotas", name, server_default=None)
        op.create_check_constraint(op.f(f"ck_quotas_{name}_known"), "quotas", f"{name} IN ({known})")
    for name in ("carry_over_most", "carried"):
        op.add_column("quotas", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        op.alter_column("quotas", name, server_default=None)
    op.add_column("quotas", sa.Column("texts", sa.Integer(), nullable=True))
    op.add_column("quotas", sa.Column("carried_at", STAMP, nullable=True))
    op.create_check_constraint(
        op.f("ck_quotas_not_negative"), "quotas", "carry_over_most >= 0 AND carried >= 0 AND texts >= 0"
    )
    may_change("quotas", *SETTINGS, "carry_over_most", "carried", "texts", "carried_at")


def _spend_what_began() -> None:
    """A place on which a pair has begun is used since then."""
    with rows_in_sight("reservations", "matches"):
        op.execute(
            "UPDATE reservations r SET spent_at = (SELECT min(m.started_at) FROM matches m"
            " WHERE m.reservation_tenant_id = r.tenant_id AND m.reservation_id = r.id)"
        )


def _transfers() -> None:
    _shared(
        "quota_transfers",
        sa.Column("period_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("price", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("offered_at", STAMP, nullable=False),
        sa.Column("offered_by", sa.Text(), nullable=False),
        sa.Column("accepted_at", STAMP, nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("ended_at", STAMP, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_how", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["period_tenant_id", "period_id"],
            ["periods.tenant_id", "periods.id"],
            name=op.f("fk_quota_transfers_period_tenant_id_period_id"),
        ),
        _check("quota_transfers", "accepted_at_together", "num_nonnulls(accepted_at, accepted_by) IN (0, 2)"),
        _check("quota_transfers", "ended_at_together", "num_nonnulls(ended_at, ended_by, ended_how) IN (0, 3)"),
        _check("quota_transfers", "ended_how_known", "ended_how IN ('withdrawn', 'refused')"),
        _check("quota_transfers", "some", "places > 0"),
        _check("quota_transfers", "price_not_negative", "price >= 0"),
        _check("quota_transfers", "between_two", "tenant_id <> party_tenant_id"),
        _check("quota_transfers", "one_answer", "accepted_at IS NULL OR ended_at IS NULL"),
    )
    answers = ("accepted_at", "accepted_by", "ended_at", "ended_by", "ended_how")
    guard_shared("quota_transfers", both_update=answers)
    disclose_shared("quota_transfers", SEEN_PERIOD)
    guard_pointers("quota_transfers", SEEN_PERIOD)
    keep_rows("quota_transfers", *answers)


def _openings() -> None:
    _shared(
        "quota_openings",
        sa.Column("quota_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("asked_at", STAMP, nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("answered_at", STAMP, nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        _of_quota("quota_openings"),
        _check("quota_openings", "what_known", "what IN ('places', 'texts')"),
        _check("quota_openings", "answered_at_together", "num_nonnulls(answered_at, answered_by, places) IN (0, 3)"),
        _check("quota_openings", "not_negative", "places >= 0"),
    )
    op.create_index(
        "uq_quota_openings_one_question", "quota_openings", ["tenant_id", "quota_id", "what"], unique=True,
        postgresql_where=sa.text("answered_at IS NULL"),
    )  # fmt: skip
    guard_shared("quota_openings", both_update=("places", "answered_at", "answered_by"))
    let_party_write("quota_openings", OWN_QUOTA.format("quota_openings"))
    keep_rows("quota_openings", "places", "answered_at", "answered_by")


def _notices() -> None:
    _shared(
        "quota_notices",
        sa.Column("quota_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("told_at", STAMP, nullable=False),
        _of_quota("quota_notices"),
        _check("quota_notices", "what_known", "what IN ('places', 'texts')"),
        sa.UniqueConstraint(
            "tenant_id", "quota_id", "what", "percent", "capacity",
            name=op.f("uq_quota_notices_tenant_id_quota_id_what_percent_capacity"),
        ),
    )  # fmt: skip
    guard_shared("quota_notices", append_only=True)
    let_party_write("quota_notices", OWN_QUOTA.format("quota_notices"))


def _line() -> None:
    op.create_table(
        "place_waits",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("since", STAMP, nullable=False),
        sa.Column("left_at", STAMP, nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_place_waits_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enrolment_id"],
            ["enrolments.tenant_id", "enrolments.id"],
            name=op.f("fk_place_waits_tenant_id_enrolment_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_place_waits")),
    )
    op.create_index(
        "uq_place_waits_once", "place_waits", ["tenant_id", "enrolment_id"], unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
    )  # fmt: skip
    guard_case("place_waits")
    keep_rows("place_waits", "left_at")


def _check(table: str, name: str, said: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(said, name=op.f(f"ck_{table}_{name}"))


def _of_quota(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "quota_id"], ["quotas.tenant_id", "quotas.id"], name=op.f(f"fk_{table}_tenant_id_quota_id")
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
