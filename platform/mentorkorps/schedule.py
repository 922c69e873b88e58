"""Recurring work: one outbox row per tenant and job; running it writes its successor. There is no other schedule."""

from datetime import datetime, time, timedelta

from mentorkorps.clock import COPENHAGEN, local, now
from tenants import outbox

#: What a bearing tenant does every day, and what an operator does, at which Danish time.
BEARING = {"ask_follow_ups": time(7, 30), "mind_proposals": time(8, 0), "daily_digest": time(14, 0)}
OPERATING = {"issue_invoices": time(6, 0), "freeze_reports": time(6, 30)}
TIMES = BEARING | OPERATING


def begin(*, bears: bool, operates: bool) -> None:
    """Writes the first row of each recurring job of the tenant acted in; twice is once."""
    for kind in [*(BEARING if bears else []), *(OPERATING if operates else [])]:
        _post(kind, now())


def go_on(kind: str) -> None:
    """Writes the successor of a job that has run or given up: the next time of day from now, however long it was down."""
    _post(kind, now())


def _post(kind: str, after: datetime) -> None:
    day = local(after).date()
    run_at = datetime.combine(day, TIMES[kind], COPENHAGEN)
    if run_at <= after:
        run_at = datetime.combine(day + timedelta(days=1), TIMES[kind], COPENHAGEN)
    outbox.post(kind, f"{kind}:{run_at:%Y-%m-%d}", run_at=run_at)
