"""Field agreements: conditions asked, targets of referral, the year's rhythm, signatures by link; the hotline's log, a funder's
approval of a change, local groups, and the title that goes with a role.

What an institution's agreement said of its three conditions becomes their answers, by the party that agreed to them.
"""

import sqlalchemy as sa
from alembic import op

from tenants.guards import MEMBER, guard_pool, keep_rows, rows_in_sight

revision = "0031"
down_revision = "0030"
STAMP = sa.DateTime(timezone=True)
PURPOSES = (
    "'mentor_answer', 'youth_answer', 'meeting', 'second_yes', 'follow_up', 'moved_on', 'start', 'exit', 'goodbye',"
    " 'field_signature'"
)
CONDITIONS = "'backed', 'able', 'no_substitute'"
TOPICS = "'target_group', 'form', 'consent', 'places', 'language', 'other'"
CARRIED = """
INSERT INTO field_conditions (tenant_id, id, partner_id, condition, number, met, person, answered_on, written_at, written_by)
SELECT a.tenant_id, gen_random_uuid(), a.partner_id, c.condition, 1, true, split_part(a.signed_by, chr(10), 1), a.signed_on,
       a.written_at, a.written_by
FROM (SELECT DISTINCT ON (tenant_id, partner_id) * FROM field_agreements
      ORDER BY tenant_id, partner_id, signed_on DESC, written_at DESC) a
JOIN field_partners p ON p.tenant_id = a.tenant_id AND p.id = a.partner_id AND p.kind IN ('school', 'job_centre')
JOIN LATERAL jsonb_array_elements_text(a.conditions) c (condition) ON c.condition IN ('backed', 'able', 'no_substitute')
"""
SEEN_VERSION = "EXISTS (SELECT 1 FROM terms_versions t WHERE t.tenant_id = funder_approvals.tenant_id AND t.id = funder_approvals.version_id)"


def upgrade() -> None:
    _links()
    _signing()
    _conditions()
    _referrals()
    _rhythm()
    _around_the_agreement()
    op.add_column("grants", sa.Column("title", sa.Text(), nullable=True))
    op.create_check_constraint(op.f("ck_grants_title_known"), "grants", "title IN ('consultant', 'teacher')")


def _links() -> None:
    for table, column, values in (
        ("links", "purpose", PURPOSES),
        ("links", "holder", "'mentor', 'youth', 'contact', 'party'"),
        ("messages", "holder", "'mentor', 'youth', 'contact', 'staff', 'party'"),
    ):
        op.drop_constraint(op.f(f"ck_{table}_{column}_known"), table)
        op.create_check_constraint(op.f(f"ck_{table}_{column}_known"), table, f"{column} IN ({values})")


def _signing() -> None:
    op.add_column("field_signatures", sa.Column("role", sa.Text(), server_default="", nullable=False))
    op.add_column("field_signatures", sa.Column("how", sa.Text(), server_default="paper", nullable=False))
    with rows_in_sight("field_signatures", "tenants"):
        op.execute(
            "UPDATE field_signatures s SET how = 'account' FROM tenants t"
            " WHERE t.id = s.tenant_id AND t.name = s.party AND s.person = s.written_by"
        )
    for column in ("role", "how"):
        op.alter_column("field_signatures", column, server_default=None)
    op.create_check_constraint(
        op.f("ck_field_signatures_how_known"), "field_signatures", "how IN ('account', 'paper', 'link')"
    )
    _table(
        "field_invitations",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        *_texts("party", "email"),
        sa.Column("asked_at", STAMP, nullable=False),
        *_texts("asked_by"),
        _inside("field_invitations", "field_agreements", "agreement_id"),
    )
    guard_pool("field_invitations", append_only=True)


def _conditions() -> None:
    _table(
        "field_conditions",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        *_texts("condition"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        *_texts("person"),
        sa.Column("answered_on", sa.Date(), nullable=False),
        *_written(),
        sa.CheckConstraint(f"condition IN ({CONDITIONS})", name=op.f("ck_field_conditions_condition_known")),
        _inside("field_conditions", "field_partners", "partner_id"),
        _once("field_conditions", "partner_id", "condition", "number"),
    )
    with rows_in_sight("field_agreements", "field_partners"):
        op.execute(CARRIED)
    guard_pool("field_conditions", append_only=True)


def _referrals() -> None:
    _table(
        "field_referrals",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=False),
        sa.Column("own_mentors", sa.Integer(), nullable=True),
        sa.Column("own_used", sa.Integer(), nullable=True),
        *_texts("why_unknown", "house"),
        *_written(),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_field_referrals_in_order")),
        sa.CheckConstraint("pupils > 0", name=op.f("ck_field_referrals_some")),
        sa.CheckConstraint("own_used BETWEEN 0 AND own_mentors", name=op.f("ck_field_referrals_used_of_own")),
        sa.CheckConstraint(
            "num_nonnulls(own_mentors, own_used) IN (0, 2)", name=op.f("ck_field_referrals_own_mentors_together")
        ),
        sa.CheckConstraint(
            "(own_mentors IS NULL) = (why_unknown <> '')", name=op.f("ck_field_referrals_capacity_said")
        ),
        _inside("field_referrals", "field_partners", "partner_id"),
        _once("field_referrals", "partner_id", "number"),
    )
    guard_pool("field_referrals", append_only=True)


def _rhythm() -> None:
    _table(
        "field_campaigns",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        *_texts("words"),
        sa.Column("set_on", sa.Date(), nullable=False),
        *_texts("set_by"),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint("make_date(2001, month, day) IS NOT NULL", name=op.f("ck_field_campaigns_every_year")),
        sa.CheckConstraint(
            "num_nonnulls(ended_on, ended_by) IN (0, 2)", name=op.f("ck_field_campaigns_ended_on_together")
        ),
        _inside("field_campaigns", "field_partners", "partner_id"),
    )
    guard_pool("field_campaigns")
    keep_rows("field_campaigns", "ended_on", "ended_by")
    _table(
        "field_campaign_years",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        *_texts("done_by"),
        _inside("field_campaign_years", "field_campaigns", "campaign_id"),
        _once("field_campaign_years", "campaign_id", "year"),
    )
    guard_pool("field_campaign_years", append_only=True)


def _around_the_agreement() -> None:
    _table(
        "pre_enquiries",
        sa.Column("asked_on", sa.Date(), nullable=False),
        *_texts("municipality", "topic"),
        *_written(),
        sa.CheckConstraint(f"topic IN ({TOPICS})", name=op.f("ck_pre_enquiries_topic_known")),
    )
    guard_pool("pre_enquiries", append_only=True)
    _table(
        "funder_approvals",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        *_texts("funder", "person"),
        sa.Column("approved_on", sa.Date(), nullable=False),
        *_texts("reference"),
        *_written(),
        _inside("funder_approvals", "terms_versions", "version_id"),
        _once("funder_approvals", "version_id", "funder"),
    )
    guard_pool("funder_approvals", disclosed=SEEN_VERSION, append_only=True)
    _table(
        "local_groups",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        *_texts("name"),
        sa.Column("opened_on", sa.Date(), nullable=False),
        *_texts("opened_why", "opened_by"),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_why", sa.Text(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.CheckConstraint("closed_on >= opened_on", name=op.f("ck_local_groups_in_order")),
        sa.CheckConstraint(
            "num_nonnulls(closed_on, closed_why, closed_by) IN (0, 3)", name=op.f("ck_local_groups_closed_on_together")
        ),
        _inside("local_groups", "partnerships", "partnership_id"),
    )
    op.create_index(
        "uq_local_groups_open", "local_groups", ["tenant_id", "partnership_id", sa.text("lower(name)")], unique=True,
        postgresql_where=sa.text("closed_on IS NULL"),
    )  # fmt: skip
    guard_pool("local_groups", disclosed=MEMBER.format(table="local_groups", key="partnership_id"))
    keep_rows("local_groups", "closed_on", "closed_why", "closed_by")


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text(), nullable=False) for name in names)


def _written() -> tuple[sa.Column[object], ...]:
    return sa.Column("written_at", STAMP, nullable=False), *_texts("written_by")


def _table(table: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )


def _inside(table: str, parent: str, column: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column], [f"{parent}.tenant_id", f"{parent}.id"], name=op.f(f"fk_{table}_tenant_id_{column}")
    )


def _once(table: str, *columns: str) -> sa.Constraint:
    return sa.UniqueConstraint("tenant_id", *columns, name=op.f(f"uq_{table}_tenant_id_{'_'.join(columns)}"))
