"""The agreement signed, renewed and left: frozen terms, acceptances, decisions, roles, opening answers, and the way out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import MEMBER, guard_pointers, guard_pool, guard_private, guard_shared

revision = "0015"
down_revision = "0014"
STAMP = sa.DateTime(timezone=True)
ROLES = (
    "'case_worker', 'counsellor', 'coordinator', 'corps_staff', 'steering_member', 'tenant_admin', 'dpo', 'signatory'"
)
SEEN_VERSION = "EXISTS (SELECT 1 FROM terms_versions v WHERE v.tenant_id = acceptances.version_tenant_id AND v.id = acceptances.version_id)"
SEEN_PARTNERSHIP = "EXISTS (SELECT 1 FROM partnerships p WHERE p.tenant_id = renewals.partnership_tenant_id AND p.id = renewals.partnership_id)"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_grants_role_known"), "grants")
    op.create_check_constraint(op.f("ck_grants_role_known"), "grants", f"role IN ({ROLES})")
    _agreement()
    _way_out()


def _agreement() -> None:
    _table(
        "terms_versions",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", STAMP, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("facts", JSONB(), nullable=False),
        sa.Column("changes", JSONB(), nullable=False),
        sa.Column("asks", JSONB(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        _inside("terms_versions", "partnerships", "partnership_id"),
        _once("terms_versions", "partnership_id", "version"),
    )
    guard_pool(
        "terms_versions", disclosed=MEMBER.format(table="terms_versions", key="partnership_id"), append_only=True
    )
    _table(
        "acceptances",
        sa.Column("version_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_at", STAMP, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        _across("acceptances", "terms_versions", "version"),
        _once("acceptances", "version_tenant_id", "version_id"),
    )
    guard_pool("acceptances", disclosed=SEEN_VERSION, append_only=True)
    guard_pointers("acceptances", SEEN_VERSION)
    _table(
        "renewals",
        sa.Column("partnership_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_at", STAMP, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("says IN ('go_on', 'change', 'stop')", name=op.f("ck_renewals_says_known")),
        _across("renewals", "partnerships", "partnership"),
    )
    guard_pool("renewals", disclosed=SEEN_PARTNERSHIP, append_only=True)
    guard_pointers("renewals", SEEN_PARTNERSHIP)
    _table(
        "party_roles",
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("role IN ('pays', 'takes_part', 'operates')", name=op.f("ck_party_roles_role_known")),
        sa.CheckConstraint("until IS NULL OR since <= until", name=op.f("ck_party_roles_in_order")),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_party_roles_party_tenant_id")),
        _inside("party_roles", "partnerships", "partnership_id"),
        _once("party_roles", "partnership_id", "party_tenant_id", "role", "since"),
    )
    guard_shared("party_roles")
    _table(
        "opening_answers",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("answered_at", STAMP, nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "question IN ('recruits', 'proposes', 'hotline')", name=op.f("ck_opening_answers_question_known")
        ),
        _inside("opening_answers", "partnerships", "partnership_id"),
    )
    guard_pool(
        "opening_answers", disclosed=MEMBER.format(table="opening_answers", key="partnership_id"), append_only=True
    )


def _way_out() -> None:
    _table(
        "processing_acceptances",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("accepted_at", STAMP, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        _once("processing_acceptances", "accepted_at"),
    )
    guard_pool("processing_acceptances", append_only=True)
    _table(
        "data_exports",
        sa.Column("asked_at", STAMP, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("made_at", STAMP, nullable=True),
        sa.Column("manifest", JSONB(none_as_null=True), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(made_at, manifest, content) IN (0, 3)", name=op.f("ck_data_exports_made_at_together")
        ),
    )
    guard_private("data_exports")
    _table(
        "exits",
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("erase_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_at", STAMP, nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("erased_at", STAMP, nullable=True),
        sa.Column("proof", JSONB(none_as_null=True), nullable=True),
        sa.CheckConstraint("closed_on < erase_on", name=op.f("ck_exits_in_order")),
        sa.UniqueConstraint("tenant_id", name=op.f("uq_exits_tenant_id")),
    )
    guard_pool("exits", append_only=True)


def _table(table: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )


def _inside(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column], [f"{other}.tenant_id", f"{other}.id"], name=op.f(f"fk_{table}_tenant_id_{column}")
    )


def _across(table: str, other: str, name: str) -> sa.ForeignKeyConstraint:
    house, row = f"{name}_tenant_id", f"{name}_id"
    return sa.ForeignKeyConstraint(
        [house, row], [f"{other}.tenant_id", f"{other}.id"], name=op.f(f"fk_{table}_{house}_{row}")
    )


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("tenant_id", *columns, name=op.f(f"uq_{table}_tenant_id_{'_'.join(columns)}"))
