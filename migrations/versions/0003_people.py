"""Youths, mentors, links and messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import guard_case, guard_pool, guard_shared

revision = "0003"
down_revision = "0002"
STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "contact_persons",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("user_tenant_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_contact_persons_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contact_persons")),
    )
    op.create_table(
        "youths",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("gender", sa.Text(), nullable=False),
        sa.Column("languages", JSONB(), nullable=False),
        sa.Column("page_language", sa.Text(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("contact_person_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contact_person_id"],
            ["contact_persons.tenant_id", "contact_persons.id"],
            name=op.f("fk_youths_tenant_id_contact_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_youths_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_youths")),
    )
    op.create_table(
        "consents",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("youth_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("given_at", STAMP, nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", STAMP, nullable=True),
        sa.CheckConstraint("withdrawn_at >= given_at", name=op.f("ck_consents_in_order")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "youth_id"], ["youths.tenant_id", "youths.id"], name=op.f("fk_consents_tenant_id_youth_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_consents_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_consents")),
    )
    op.create_table(
        "enrolments",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("youth_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", STAMP, nullable=False),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.Column("begun_by_tenant_id", sa.Uuid(), nullable=False),
        sa.Column("begun_by_user_id", sa.Uuid(), nullable=False),
        sa.Column("education_goal", sa.Text(), nullable=False),
        sa.Column("job_goal", sa.Text(), nullable=False),
        sa.Column("trades", JSONB(), nullable=False),
        sa.Column("wished_gender", sa.Text(), nullable=False),
        sa.Column("wished_traits", JSONB(), nullable=False),
        sa.Column("wished_area", sa.Text(), nullable=False),
        sa.Column("matters_most", sa.Text(), nullable=False),
        sa.Column("special_regards", sa.Text(), nullable=False),
        sa.Column("guardian_agrees", sa.Boolean(), nullable=True),
        sa.Column("assessed_by", sa.Text(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column("sent_at", STAMP, nullable=True),
        sa.Column("programme_tenant_id", sa.Uuid(), nullable=True),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("returned_at", STAMP, nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("closed_at", STAMP, nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(closed_at IS NULL) = (close_reason = '')", name=op.f("ck_enrolments_close_coherence")),
        sa.CheckConstraint(
            "sent_at IS NULL OR (assessed_on IS NOT NULL AND programme_id IS NOT NULL)",
            name=op.f("ck_enrolments_sent_when_assessed"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "youth_id"], ["youths.tenant_id", "youths.id"], name=op.f("fk_enrolments_tenant_id_youth_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_enrolments_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_enrolments")),
    )
    op.create_table(
        "companies",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("employees", sa.Integer(), nullable=False),
        sa.Column("first_contact_on", sa.Date(), nullable=True),
        sa.CheckConstraint("employees >= 0", name=op.f("ck_companies_employees_counted")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_companies_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_companies")),
    )
    op.create_table(
        "mentors",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("gender", sa.Text(), nullable=False),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("max_travel_minutes", sa.Integer(), nullable=False),
        sa.Column("languages", JSONB(), nullable=False),
        sa.Column("traits", JSONB(), nullable=False),
        sa.Column("page_language", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("recruited_on", sa.Date(), nullable=False),
        sa.Column("retired_from_work_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("capacity IN (1, 2)", name=op.f("ck_mentors_capacity_one_or_two")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "company_id"],
            ["companies.tenant_id", "companies.id"],
            name=op.f("fk_mentors_tenant_id_company_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_mentors_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_mentors")),
    )
    op.create_table(
        "engagements",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", STAMP, nullable=False),
        sa.Column("freed_at", STAMP, nullable=True),
        sa.Column("party_tenant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["party_tenant_id"], ["tenants.id"], name=op.f("fk_engagements_party_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mentor_id"],
            ["mentors.tenant_id", "mentors.id"],
            name=op.f("fk_engagements_tenant_id_mentor_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_engagements_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_engagements")),
    )
    op.create_table(
        "links",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", STAMP, nullable=False),
        sa.Column("expires_at", STAMP, nullable=False),
        sa.Column("used_at", STAMP, nullable=True),
        sa.Column("revoked_at", STAMP, nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("holder IN ('mentor', 'youth', 'contact')", name=op.f("ck_links_holder_known")),
        sa.CheckConstraint(
            "purpose IN ('mentor_answer', 'youth_answer', 'meeting', 'second_yes', 'follow_up', 'moved_on', 'start')",
            name=op.f("ck_links_purpose_known"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_links_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_links")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_links_tenant_id_token_hash")),
    )
    op.create_table(
        "messages",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", STAMP, nullable=False),
        sa.CheckConstraint("holder IN ('mentor', 'youth', 'contact', 'staff')", name=op.f("ck_messages_holder_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "link_id"], ["links.tenant_id", "links.id"], name=op.f("fk_messages_tenant_id_link_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_messages_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_messages")),
    )
    guard_case("contact_persons", later=("user_tenant_id", "user_id"))
    guard_case("youths")
    guard_case("consents")
    guard_case("enrolments", later=("programme_tenant_id", "programme_id"))
    guard_pool(
        "companies",
        disclosed="EXISTS (SELECT 1 FROM mentors m WHERE m.tenant_id = companies.tenant_id AND m.company_id = companies.id)",
    )
    guard_pool("mentors")
    guard_shared("engagements", both_update=("freed_at",))
    guard_case("links")
    guard_case("messages")
