"""The course: expectations, goals in versions, activities, short contacts, supporters, events and training."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import MEMBER, guard_case, guard_pointers, guard_pool, may_change

revision = "0012"
down_revision = "0011"
STAMP = sa.DateTime(timezone=True)
#: A pair signs up for what is told to its municipality.
TOLD = "EXISTS (SELECT 1 FROM network_events e WHERE e.tenant_id = event_signups.event_tenant_id AND e.id = event_signups.event_id)"


def upgrade() -> None:
    op.add_column("mentors", sa.Column("trained_on", sa.Date(), nullable=True))
    op.add_column("mentors", sa.Column("trained_how", sa.Text(), nullable=True))
    op.add_column("mentors", sa.Column("trained_by", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_mentors_trained_how_known"), "mentors", "trained_how IN ('course', 'talk', 'interview')"
    )
    op.create_check_constraint(
        op.f("ck_mentors_trained_on_together"), "mentors", "num_nonnulls(trained_on, trained_how, trained_by) IN (0, 3)"
    )
    may_change("mentors", "trained_on", "trained_how", "trained_by")
    op.create_table(
        "expectation_agreements",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contact_days", JSONB(), nullable=False),
        sa.Column("contact_from", sa.Integer(), nullable=False),
        sa.Column("contact_until", sa.Integer(), nullable=False),
        sa.Column("channels", JSONB(), nullable=False),
        sa.Column("absence", sa.Text(), nullable=False),
        sa.Column("delay", sa.Text(), nullable=False),
        sa.Column("meeting_place", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("supports_plan", sa.Text(), nullable=False),
        sa.Column("other_rules", sa.Text(), nullable=False),
        sa.Column("written_at", STAMP, nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["matches.tenant_id", "matches.id"],
            name=op.f("fk_expectation_agreements_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_expectation_agreements_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_expectation_agreements")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "version", name=op.f("uq_expectation_agreements_tenant_id_match_id_version")
        ),
    )
    op.create_table(
        "expectation_yeses",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("said_at", STAMP, nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.CheckConstraint("side IN ('mentor', 'youth')", name=op.f("ck_expectation_yeses_side_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agreement_id"],
            ["expectation_agreements.tenant_id", "expectation_agreements.id"],
            name=op.f("fk_expectation_yeses_tenant_id_agreement_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_expectation_yeses_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_expectation_yeses")),
        sa.UniqueConstraint(
            "tenant_id", "agreement_id", "side", name=op.f("uq_expectation_yeses_tenant_id_agreement_id_side")
        ),
    )
    op.create_table(
        "goals",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("overall", sa.Text(), nullable=False),
        sa.Column("areas", JSONB(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_at", STAMP, nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.CheckConstraint("act IN ('set', 'changed', 'achieved', 'dropped')", name=op.f("ck_goals_act_known")),
        sa.CheckConstraint("overall IN ('education', 'job', 'retention')", name=op.f("ck_goals_overall_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["matches.tenant_id", "matches.id"], name=op.f("fk_goals_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_goals_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_goals")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "number", "version", name=op.f("uq_goals_tenant_id_match_id_number_version")
        ),
    )
    op.create_table(
        "activities",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("logged_at", STAMP, nullable=False),
        sa.Column("logged_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('own_wishes', 'motivate', 'clarify', 'try_new', 'labour_market', 'network', 'experiences', 'workplace_visit')",
            name=op.f("ck_activities_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["matches.tenant_id", "matches.id"],
            name=op.f("fk_activities_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_activities_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_activities")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "kind", "done_on", name=op.f("uq_activities_tenant_id_match_id_kind_done_on")
        ),
    )
    op.create_table(
        "gatherings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("participants", JSONB(), nullable=False),
        sa.Column("logged_at", STAMP, nullable=False),
        sa.Column("logged_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('match_meeting', 'municipality', 'network', 'family')", name=op.f("ck_gatherings_kind_known")
        ),
        sa.CheckConstraint(
            "place IN ('school', 'job_centre', 'guidance', 'workplace', 'library', 'online', 'phone', 'other')",
            name=op.f("ck_gatherings_place_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["matches.tenant_id", "matches.id"],
            name=op.f("fk_gatherings_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_gatherings_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_gatherings")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "kind", "held_on", name=op.f("uq_gatherings_tenant_id_match_id_kind_held_on")
        ),
    )
    op.create_table(
        "short_contacts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("logged_at", STAMP, nullable=False),
        sa.Column("logged_by", sa.Text(), nullable=False),
        sa.CheckConstraint("begun_by IN ('mentor', 'youth')", name=op.f("ck_short_contacts_begun_by_known")),
        sa.CheckConstraint("way IN ('phone', 'sms')", name=op.f("ck_short_contacts_way_known")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name=op.f("ck_short_contacts_minutes_sane")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["matches.tenant_id", "matches.id"],
            name=op.f("fk_short_contacts_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_short_contacts_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_short_contacts")),
        sa.UniqueConstraint(
            "tenant_id",
            "match_id",
            "held_on",
            "way",
            "begun_by",
            name=op.f("uq_short_contacts_tenant_id_match_id_held_on_way_begun_by"),
        ),
    )
    op.create_table(
        "supporters",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("tasks", JSONB(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until >= since", name=op.f("ck_supporters_in_order")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["matches.tenant_id", "matches.id"],
            name=op.f("fk_supporters_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_supporters_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_supporters")),
    )
    op.create_table(
        "course_bases",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("main_need", sa.Text(), nullable=True),
        sa.Column("written_at", STAMP, nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "legal_basis IN ('lab', 'integration', 'young', 'social', 'voluntary')",
            name=op.f("ck_course_bases_legal_basis_known"),
        ),
        sa.CheckConstraint("main_need IN ('workplace_norms', 'trade')", name=op.f("ck_course_bases_main_need_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["matches.tenant_id", "matches.id"],
            name=op.f("fk_course_bases_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_course_bases_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_course_bases")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "version", name=op.f("uq_course_bases_tenant_id_match_id_version")
        ),
    )
    op.create_table(
        "wellbeing",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("written_at", STAMP, nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.CheckConstraint("how IN ('good', 'changing', 'worried')", name=op.f("ck_wellbeing_how_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"], ["matches.tenant_id", "matches.id"], name=op.f("fk_wellbeing_tenant_id_match_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_wellbeing_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_wellbeing")),
        sa.UniqueConstraint(
            "tenant_id", "match_id", "seen_on", "how", name=op.f("uq_wellbeing_tenant_id_match_id_seen_on_how")
        ),
    )
    op.create_table(
        "network_events",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", STAMP, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partnership_id"],
            ["partnerships.tenant_id", "partnerships.id"],
            name=op.f("fk_network_events_tenant_id_partnership_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_network_events_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_network_events")),
        sa.UniqueConstraint(
            "tenant_id",
            "partnership_id",
            "held_on",
            "name",
            name=op.f("uq_network_events_tenant_id_partnership_id_held_on_name"),
        ),
    )
    op.create_table(
        "event_signups",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("signed_up_at", STAMP, nullable=False),
        sa.Column("signed_up_by", sa.Text(), nullable=False),
        sa.Column("cancelled_at", STAMP, nullable=True),
        sa.ForeignKeyConstraint(
            ["event_tenant_id", "event_id"],
            ["network_events.tenant_id", "network_events.id"],
            name=op.f("fk_event_signups_event_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "match_id"],
            ["matches.tenant_id", "matches.id"],
            name=op.f("fk_event_signups_tenant_id_match_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_event_signups_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_event_signups")),
        sa.UniqueConstraint(
            "tenant_id",
            "event_tenant_id",
            "event_id",
            "match_id",
            name=op.f("uq_event_signups_tenant_id_event_tenant_id_event_id_match_id"),
        ),
    )
    for kept in (
        "expectation_agreements", "expectation_yeses", "goals", "activities", "gatherings", "short_contacts", "course_bases",
        "wellbeing",
    ):  # fmt: skip
        guard_case(kept, append_only=True)
    guard_case("supporters")
    guard_pool("network_events", disclosed=MEMBER.format(table="network_events", key="partnership_id"))
    guard_case("event_signups")
    guard_pointers("event_signups", TOLD)
