"""The figures of a partnership's members together, summed up once by the job instead of on every page that an operator opens.

Of a hundred municipalities a page read as many rows for each column it shows. A row here is one of those that the page reads:
a month of a period, a period, or (without a period) a month of what stands. Of an operator that bears youths itself there is
none: its members' figures together, less its own, would be the others'.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from tenants.guards import guard_private

revision = "0045"
down_revision = "0044"

COUNTS = (
    "enrolled", "enrolled_by_partner", "promise_kept", "promise_proposed", "proposed", "matched", "matches",
    "trade_matches", "ended", "early_endings", "meetings", "meeting_minutes", "follow_ups_due", "follow_ups_in_time",
    "any_outcome", "four_kinds", "praktik", "apprenticeship", "education", "spare_time_job", "subsidised_job", "job",
    "moved_yes", "moved_no", "moved_unsure", "youths_finished", "any_outcome_finished", "moved_yes_finished",
    "concerns", "concerns_on_call", "concerns_level_1", "concerns_level_2", "concerns_level_3", "concerns_level_4",
    "running_change", "waiting_change", "waiting_too_long_change", "own_enrolments", "lasted_8_months", "ended_goal_reached",
    "ended_planned", "ended_not_a_fit", "ended_youth_stopped", "ended_mentor_stopped", "ended_never_met", "ended_moved",
)  # fmt: skip
DAYS = ("waits", "lengths", "outcome_days")
OPEN = (
    "promises_open", "follow_ups_open", "follow_ups_ahead", "too_long_open", "long_open", "lasting_open", "mature_open",
    "outcome_mature_open", "moved_mature_open",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "summed_figures",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        *(sa.Column(name, sa.Numeric(), nullable=False) for name in DAYS),
        *(sa.Column(name, ARRAY(sa.Date()), nullable=False) for name in OPEN),
        sa.CheckConstraint("period_id IS NOT NULL OR month IS NOT NULL", name=op.f("ck_summed_figures_of_something")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_summed_figures_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_summed_figures")),
        sa.UniqueConstraint(
            "tenant_id", "partnership_id", "period_id", "month",
            postgresql_nulls_not_distinct=True, name=op.f("uq_summed_figures_tenant_id_partnership_id_period_id_month"),
        ),
    )  # fmt: skip
    guard_private("summed_figures")
