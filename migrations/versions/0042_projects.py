"""Funded projects under a partnership: targets and deliverables, and what has come of them (DF-01)."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import MEMBER_THEN, guard_pool

revision = "0042"
down_revision = "0041"
STAMP = sa.DateTime(timezone=True)
SET_UP = "(projects.set_up_at AT TIME ZONE 'Europe/Copenhagen')::date"
#: As far as what the row belongs to is told itself.
TOLD = "EXISTS (SELECT 1 FROM {parent} p WHERE p.tenant_id = {table}.tenant_id AND p.id = {table}.{key})"


def upgrade() -> None:
    _projects()
    _aims()
    _deliveries()


def _projects() -> None:
    _table(
        "projects",
        "partnership_id",
        "partnerships",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "funder", "reference")),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("set_up_at", STAMP, nullable=False),
        sa.Column("set_up_by", sa.Text(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_projects_in_order")),
        sa.UniqueConstraint("tenant_id", "partnership_id", "name", name=op.f("uq_projects_tenant_id_partnership_id_name")),
    )
    guard_pool(
        "projects", disclosed=MEMBER_THEN.format(table="projects", key="partnership_id", day=SET_UP), append_only=True
    )


def _aims() -> None:
    _table(
        "project_aims",
        "project_id",
        "projects",
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_written(),
        sa.CheckConstraint(
            "measure IN ('mentors', 'youths', 'matches', 'delivered')", name=op.f("ck_project_aims_measure_known")
        ),
        sa.CheckConstraint("wanted > 0", name=op.f("ck_project_aims_some")),
        sa.UniqueConstraint("tenant_id", "project_id", "words", name=op.f("uq_project_aims_tenant_id_project_id_words")),
    )
    guard_pool(
        "project_aims", disclosed=TOLD.format(table="project_aims", parent="projects", key="project_id"), append_only=True
    )


def _deliveries() -> None:
    _table(
        "project_deliveries",
        "aim_id",
        "project_aims",
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_written(),
        sa.CheckConstraint("count <> 0", name=op.f("ck_project_deliveries_some")),
    )
    guard_pool(
        "project_deliveries",
        disclosed=TOLD.format(table="project_deliveries", parent="project_aims", key="aim_id"),
        append_only=True,
    )


def _written() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("written_at", STAMP, nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
    )


def _table(name: str, key: str, parent: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        name,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(key, sa.Uuid(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(
            ["tenant_id", key], [f"{parent}.tenant_id", f"{parent}.id"], name=op.f(f"fk_{name}_tenant_id_{key}")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{name}_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{name}")),
    )
