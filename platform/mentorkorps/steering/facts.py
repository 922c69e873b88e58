"""What the rollup counts: the columns of each of its tables."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Date, Numeric
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

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


class Facts:
    """What is counted.

    `waits`, `lengths` and `outcome_days` are counts of days: how many took n days stands in the n-th group of six digits from
    the right, so that the sum of several is theirs together. Lists of days tell from when what is counted counts: deadlines
    of youths without a proposal (`promises_open`), of follow-ups (`follow_ups_open`; done already: `follow_ups_ahead`) and of
    who waits (`too_long_open`); when a pair has had its eight months (`long_open`; and has lasted: `lasting_open`), and a youth
    its six (`mature_open`; with an outcome, moved on). But for the first, only what was to come when the row was counted.
    """

    partnership_id: Mapped[UUID]
    enrolled: Mapped[int]
    enrolled_by_partner: Mapped[int]
    promise_kept: Mapped[int]
    promise_proposed: Mapped[int]
    proposed: Mapped[int]
    matched: Mapped[int]
    matches: Mapped[int]
    trade_matches: Mapped[int]
    ended: Mapped[int]
    early_endings: Mapped[int]
    meetings: Mapped[int]
    meeting_minutes: Mapped[int]
    follow_ups_due: Mapped[int]
    follow_ups_in_time: Mapped[int]
    any_outcome: Mapped[int]
    four_kinds: Mapped[int]
    praktik: Mapped[int]
    apprenticeship: Mapped[int]
    education: Mapped[int]
    spare_time_job: Mapped[int]
    subsidised_job: Mapped[int]
    job: Mapped[int]
    moved_yes: Mapped[int]
    moved_no: Mapped[int]
    moved_unsure: Mapped[int]
    youths_finished: Mapped[int]
    any_outcome_finished: Mapped[int]
    moved_yes_finished: Mapped[int]
    concerns: Mapped[int]
    concerns_on_call: Mapped[int]
    concerns_level_1: Mapped[int]
    concerns_level_2: Mapped[int]
    concerns_level_3: Mapped[int]
    concerns_level_4: Mapped[int]
    running_change: Mapped[int]
    waiting_change: Mapped[int]
    waiting_too_long_change: Mapped[int]
    own_enrolments: Mapped[int]
    lasted_8_months: Mapped[int]
    ended_goal_reached: Mapped[int]
    ended_planned: Mapped[int]
    ended_not_a_fit: Mapped[int]
    ended_youth_stopped: Mapped[int]
    ended_mentor_stopped: Mapped[int]
    ended_never_met: Mapped[int]
    ended_moved: Mapped[int]
    waits: Mapped[Decimal] = mapped_column(Numeric)
    lengths: Mapped[Decimal] = mapped_column(Numeric)
    outcome_days: Mapped[Decimal] = mapped_column(Numeric)
    promises_open: Mapped[list[date]] = mapped_column(ARRAY(Date))
    follow_ups_open: Mapped[list[date]] = mapped_column(ARRAY(Date))
    follow_ups_ahead: Mapped[list[date]] = mapped_column(ARRAY(Date))
    too_long_open: Mapped[list[date]] = mapped_column(ARRAY(Date))
    long_open: Mapped[list[date]] = mapped_column(ARRAY(Date))
    lasting_open: Mapped[list[date]] = mapped_column(ARRAY(Date))
    mature_open: Mapped[list[date]] = mapped_column(ARRAY(Date))
    outcome_mature_open: Mapped[list[date]] = mapped_column(ARRAY(Date))
    moved_mature_open: Mapped[list[date]] = mapped_column(ARRAY(Date))
