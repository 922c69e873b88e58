"""The steering group at work: seats chosen by the partners, meetings that move, invitations, and what was decided."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import (
    MEMBER,
    disclose_shared,
    guard_pointers,
    guard_pool,
    guard_shared,
    keep_rows,
    let_party_keep,
    let_party_write,
    may_change,
    rows_in_sight,
)

revision = "0017"
down_revision = "0016"
STAMP = sa.DateTime(timezone=True)
TOLD = "EXISTS (SELECT 1 FROM steering_meetings s WHERE s.tenant_id = {table}.tenant_id AND s.id = {table}.meeting_id)"
MINUTES_TOLD = "EXISTS (SELECT 1 FROM minutes m WHERE m.tenant_id = {table}.tenant_id AND m.id = {table}.minutes_id)"
OWN_SEAT = (
    "said = 'regrets' AND EXISTS (SELECT 1 FROM seats s WHERE s.tenant_id = attendances.tenant_id"
    " AND s.id = attendances.seat_id AND s.party_tenant_id = attendances.party_tenant_id)"
)


def upgrade() -> None:
    op.add_column("grants", sa.Column("by_house", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("grants", "by_house", server_default=None)
    op.create_check_constraint(
        op.f("ck_grants_house_gives_seats"), "grants", "NOT by_house OR role = 'steering_member'"
    )
    op.add_column("messages", sa.Column("calendar_entry", sa.Text(), nullable=False, server_default=""))
    op.alter_column("messages", "calendar_entry", server_default=None)
    _seats()
    _meetings()
    _records()
    _said()


def _seats() -> None:
    """No verb has written a seat before this."""
    op.add_column("seats", sa.Column("user_id", sa.Uuid(), nullable=False))
    op.add_column("seats", sa.Column("email", sa.Text(), nullable=False))
    op.add_column("seats", sa.Column("chosen_by", sa.Text(), nullable=False))
    op.add_column("seats", sa.Column("ended_by", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_seats_party_tenant_id_user_id"),
        "seats",
        "users",
        ["party_tenant_id", "user_id"],
        ["tenant_id", "id"],
    )
    op.create_index(
        "uq_seats_one_at_a_time",
        "seats",
        ["tenant_id", "partnership_id", "party_tenant_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )
    here = MEMBER.format(table="seats", key="partnership_id")
    let_party_write("seats", here)
    guard_pointers("seats", "party_tenant_id IN ((SELECT sec.tenant()), (SELECT sec.home()))")
    let_party_keep("seats")
    keep_rows("seats", "until", "ended_by")
    disclose_shared("seats", here)


def _meetings() -> None:
    table = "steering_meetings"
    op.add_column(table, sa.Column("planned_for", sa.Date(), nullable=True))
    with rows_in_sight(table):
        op.execute("UPDATE steering_meetings SET planned_for = held_on")
    op.alter_column(table, "planned_for", nullable=False)
    for column in (
        sa.Column("starts_at", sa.Time(), nullable=False, server_default="13:00"),
        sa.Column("place", sa.Text(), nullable=False, server_default=""),
        sa.Column("is_extra", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column(table, column)
        op.alter_column(table, column.name, server_default=None)
    op.add_column(table, sa.Column("cancelled_at", STAMP, nullable=True))
    op.add_column(table, sa.Column("cancelled_by", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f(f"ck_{table}_cancelled_at_together"), table, "num_nonnulls(cancelled_at, cancelled_by) IN (0, 2)"
    )
    op.drop_constraint(op.f(f"uq_{table}_tenant_id_partnership_id_held_on"), table)
    for name, day, where in (
        ("planned_once", "planned_for", "NOT is_extra"),
        ("one_a_day", "held_on", "cancelled_at IS NULL"),
    ):
        op.create_index(
            f"uq_{table}_{name}",
            table,
            ["tenant_id", "partnership_id", day],
            unique=True,
            postgresql_where=sa.text(where),
        )
    may_change(table, "planned_for", "starts_at", "place", "is_extra", "version", "cancelled_at", "cancelled_by")


def _records() -> None:
    _of_meeting(
        "agenda_items",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", STAMP, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("dropped_at", STAMP, nullable=True),
        sa.Column("dropped_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(dropped_at, dropped_by) IN (0, 2)", name=op.f("ck_agenda_items_dropped_at_together")
        ),
    )
    guard_pool("agenda_items", disclosed=TOLD.format(table="agenda_items"))
    keep_rows("agenda_items", "dropped_at", "dropped_by")
    _of_meeting(
        "decisions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        *_written(),
        sa.CheckConstraint("number > 0", name=op.f("ck_decisions_numbered_from_one")),
        sa.CheckConstraint("kind IN ('transfer', 'renewal', 'target', 'other')", name=op.f("ck_decisions_kind_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "corrects_id"],
            ["decisions.tenant_id", "decisions.id"],
            name=op.f("fk_decisions_tenant_id_corrects_id"),
        ),
        sa.UniqueConstraint("tenant_id", "meeting_id", "number", name=op.f("uq_decisions_tenant_id_meeting_id_number")),
    )
    guard_pool("decisions", disclosed=TOLD.format(table="decisions"), append_only=True)
    _of_meeting(
        "minutes",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_written(),
        sa.UniqueConstraint("tenant_id", "meeting_id", "version", name=op.f("uq_minutes_tenant_id_meeting_id_version")),
    )
    guard_pool("minutes", disclosed=TOLD.format(table="minutes"), append_only=True)
    op.create_table(
        "minutes_approvals",
        *_key(),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("approved_at", STAMP, nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.UniqueConstraint("tenant_id", "minutes_id", name=op.f("uq_minutes_approvals_tenant_id_minutes_id")),
        *_inside("minutes_approvals", "minutes", "minutes_id"),
        *_house("minutes_approvals"),
    )
    guard_pool("minutes_approvals", disclosed=MINUTES_TOLD.format(table="minutes_approvals"), append_only=True)


def _said() -> None:
    _of_meeting(
        "action_items",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_written(),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.CheckConstraint("num_nonnulls(done_on, done_by) IN (0, 2)", name=op.f("ck_action_items_done_on_together")),
        party=True,
    )
    guard_shared("action_items", both_update=("done_on", "done_by"))
    keep_rows("action_items", "done_on", "done_by")
    disclose_shared("action_items", TOLD.format(table="action_items"))
    _of_meeting(
        "attendances",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("noted_at", STAMP, nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.CheckConstraint("said IN ('came', 'regrets', 'absent')", name=op.f("ck_attendances_said_known")),
        *_inside("attendances", "seats", "seat_id"),
        party=True,
    )
    guard_shared("attendances", append_only=True)
    let_party_write("attendances", OWN_SEAT)
    disclose_shared("attendances", TOLD.format(table="attendances"))
    _of_meeting(
        "meeting_invitations",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("sent_at", STAMP, nullable=False),
        sa.CheckConstraint("method IN ('REQUEST', 'CANCEL')", name=op.f("ck_meeting_invitations_method_known")),
        sa.UniqueConstraint(
            "tenant_id", "meeting_id", "seat_id", "sequence",
            name=op.f("uq_meeting_invitations_tenant_id_meeting_id_seat_id_sequence"),
        ),
        *_inside("meeting_invitations", "seats", "seat_id"),
        party=True,
    )  # fmt: skip
    guard_shared("meeting_invitations", append_only=True)


def _of_meeting(table: str, *parts: sa.Column[object] | sa.Constraint, party: bool = False) -> None:
    op.create_table(
        table,
        *_key(),
        *((sa.Column("party_tenant_id", sa.Uuid(), nullable=False),) if party else ()),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        *parts,
        *_inside(table, "steering_meetings", "meeting_id"),
        *_house(table, party=party),
    )


def _written() -> tuple[sa.Column[object], ...]:
    return sa.Column("written_at", STAMP, nullable=False), sa.Column("written_by", sa.Text(), nullable=False)


def _key() -> tuple[sa.Column[object], ...]:
    return sa.Column("tenant_id", sa.Uuid(), nullable=False), sa.Column("id", sa.Uuid(), nullable=False)


def _inside(table: str, parent: str, column: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["tenant_id", column], [f"{parent}.tenant_id", f"{parent}.id"], name=op.f(f"fk_{table}_tenant_id_{column}")
        ),
    )


def _house(table: str, *, party: bool = False) -> tuple[sa.Constraint, ...]:
    columns = ("tenant_id", *(("party_tenant_id",) if party else ()))
    return (
        *(sa.ForeignKeyConstraint([name], ["tenants.id"], name=op.f(f"fk_{table}_{name}")) for name in columns),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )
