"""Recurring work: one outbox row per tenant and job; running it writes its successor. There is no other schedule."""

from datetime import datetime, time, timedelta

from mentorkorps.clock import COPENHAGEN, local, now
from tenants import outbox

#: What a bearing tenant does every day, and what an operator does, at which Danish time.
BEARING = {
    "ask_follow_ups": time(7, 30), "mind_proposals": time(8, 0), "mind_concerns": time(8, 15), "ask_exits": time(8, 30),
    "daily_digest": time(14, 0), "end_planned": time(19, 30),
}  # fmt: skip
OPERATING = {
    "roll_figures": time(5, 0), "carry_quotas": time(5, 30),
    "issue_invoices": time(6, 0), "call_meetings": time(6, 15), "freeze_reports": time(6, 30), "call_list_mail": time(7, 0),
    "mind_agreements": time(7, 15), "erase_leads": time(4, 30),
}  # fmt: skip
TIMES = BEARING | OPERATING


def begin(*, bears: bool, operates: bool) -> None:
    """Writes the first row of each recurring job of the tenant acted in; twice is once."""
    go_on(*(BEARING if bears else []), *(OPERATING if operates else []))
    if operates:
        outbox.post("roll_figures", "roll_figures:begin")  # it is kept up from the first minute


def go_on(*kinds: str) -> None:
    """Writes the successors of jobs that have run or given up: the next time of day from now, however long they were down.

    Each brings its whole family, so that an installation from before a job was thought of has it by the next day; what
    stands already stays.
    """
    family = [kind for one in (BEARING, OPERATING) if not one.keys().isdisjoint(kinds) for kind in one]
    work = [(kind, _next(kind, now())) for kind in family]
    outbox.post_all((kind, f"{kind}:{run_at:%Y-%m-%d}", {}, run_at) for kind, run_at in work)


def _next(kind: str, after: datetime) -> datetime:
    day = local(after).date()
    run_at = datetime.combine(day, TIMES[kind], COPENHAGEN)
    return run_at if run_at > after else datetime.combine(day + timedelta(days=1), TIMES[kind], COPENHAGEN)
