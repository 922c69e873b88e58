"""Asking by mail, text message or phone: what each wishes, who cannot be reached, and who was asked on which day."""

import sqlalchemy as sa
from alembic import op

from tenants.guards import guard_case, guard_shared, let_party_write, may_change

revision = "0008"
down_revision = "0007"
STAMP = sa.DateTime(timezone=True)
CHANNEL = "channel IN ('mail', 'sms', 'phone')"
#: A mentor of another house may be asked by the tenant for whose youth the mentor is proposed: that discloses the mentor.
PROPOSED_HERE = (
    "EXISTS (SELECT 1 FROM proposals p WHERE p.tenant_id = asked.party_tenant_id"
    " AND p.mentor_tenant_id = asked.tenant_id AND p.mentor_id = asked.person_id)"
)


def upgrade() -> None:
    for table in ("mentors", "youths"):
        op.add_column(table, sa.Column("channel", sa.Text(), nullable=False, server_default="mail"))
        op.add_column(table, sa.Column("sms_stopped_number", sa.Text(), nullable=True))
        op.add_column(table, sa.Column("sms_stopped_at", STAMP, nullable=True))
        op.alter_column(table, "channel", server_default=None)
        op.create_check_constraint(op.f(f"ck_{table}_channel_known"), table, CHANNEL)
        op.create_check_constraint(
            op.f(f"ck_{table}_sms_stopped_at_together"),
            table,
            "num_nonnulls(sms_stopped_at, sms_stopped_number) IN (0, 2)",
        )
        may_change(table, "channel", "sms_stopped_number", "sms_stopped_at")
    op.add_column("messages", sa.Column("channel", sa.Text(), nullable=False, server_default="mail"))
    op.add_column("messages", sa.Column("sender", sa.Text(), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("person_id", sa.Uuid(), nullable=True))
    op.add_column("messages", sa.Column("delivered_at", STAMP, nullable=True))
    op.alter_column("messages", "channel", server_default=None)
    op.alter_column("messages", "sender", server_default=None)
    op.create_check_constraint(op.f("ck_messages_channel_known"), "messages", "channel IN ('mail', 'sms')")
    may_change("messages", "delivered_at")
    for table in ("second_yeses", "moved_on"):
        op.add_column(table, sa.Column("reminded_at", STAMP, nullable=True))
        may_change(table, "reminded_at")
    op.add_column("moved_on", sa.Column("raised_at", STAMP, nullable=True))
    op.add_column("moved_on", sa.Column("rung_at", STAMP, nullable=True))
    may_change("moved_on", "raised_at", "rung_at")
    _asked()
    _unreachable()
    _codes()
    _alarms()


def _asked() -> None:
    op.create_table(
        "asked",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_message", sa.Boolean(), nullable=False),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_asked_party_tenant_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_asked_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_asked")),
    )
    op.create_index(
        "uq_asked_one_message_a_day",
        "asked",
        ["tenant_id", "person_id", "on_day"],
        unique=True,
        postgresql_where=sa.text("by_message"),
    )
    op.create_index("ix_asked_person", "asked", ["tenant_id", "person_id", "on_day"])
    guard_shared("asked", append_only=True)
    let_party_write("asked", PROPOSED_HERE)


def _unreachable() -> None:
    op.create_table(
        "unreachable",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since", STAMP, nullable=False),
        sa.Column("raised_at", STAMP, nullable=True),
        sa.Column("solved_at", STAMP, nullable=True),
        sa.Column("solved_by", sa.Text(), nullable=False),
        sa.CheckConstraint("holder IN ('mentor', 'youth', 'contact')", name=op.f("ck_unreachable_holder_known")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_unreachable_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_unreachable")),
    )
    op.create_index(
        "uq_unreachable_one_open",
        "unreachable",
        ["tenant_id", "person_id", "address"],
        unique=True,
        postgresql_where=sa.text("solved_at IS NULL"),
    )
    guard_case("unreachable")


def _codes() -> None:
    op.create_table(
        "link_codes",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("sent_at", STAMP, nullable=False),
        sa.Column("expires_at", STAMP, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", STAMP, nullable=True),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name=op.f("ck_link_codes_tries_sane")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "link_id"], ["links.tenant_id", "links.id"], name=op.f("fk_link_codes_tenant_id_link_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_link_codes_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_link_codes")),
    )
    op.create_index("ix_link_codes_person", "link_codes", ["tenant_id", "person_id", "sent_at"])
    guard_case("link_codes")


def _alarms() -> None:
    op.create_table(
        "alarms",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", STAMP, nullable=False),
        sa.CheckConstraint(
            "cause IN ('alarm_rating', 'alarm_no_next', 'alarm_not_met', 'alarm_one_sided')",
            name=op.f("ck_alarms_cause_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["matches.tenant_id", "matches.id"], name=op.f("fk_alarms_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_alarms_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_alarms")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "cause", "about_id", name=op.f("uq_alarms_tenant_id_match_id_cause_about_id")
        ),
    )
    guard_case("alarms", append_only=True)
