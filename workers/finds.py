"""Whether a daily job would find anything: asked before it is begun, of those that mostly find nothing."""

from collections.abc import Callable, Mapping, Set

from sqlalchemy import ColumnElement, or_

from mentorkorps import matches, meeting_notice, schedule
from mentorkorps.concerns import remind
from mentorkorps.field_partners.lead import leads_to_erase
from mentorkorps.follow_ups import exit_asking
from mentorkorps.journal import digest
from mentorkorps.matching import silent
from mentorkorps.steering import build
from tenants import billing, exit, quotas
from tenants.standing import TODAY, Look
from workers.kinds import DAILY

#: They tell of what the others have written on the same day.
TELLS = frozenset({"daily_digest"})

Question = Callable[[], ColumnElement[bool]]

#: Whether a daily job finds anything to do in the tenant acted in: what it reads first, asked for a tenth of the price. A job
#: that is not named always looks for itself.
BEARING_FINDS: Mapping[str, Question] = {
    "mind_proposals": silent.proposals_silent,
    "mind_concerns": remind.concerns_late,
    "ask_exits": exit_asking.exits_to_ask,
    "end_planned": lambda: matches.goodbyes_due(TODAY).order_by(None).exists(),  # type: ignore[arg-type]  # a day to come
    "daily_digest": digest.news,
}
OPERATING_FINDS: Mapping[str, Question] = {
    "carry_quotas": lambda: or_(
        *(found(TODAY).order_by(None).exists() for found in (quotas.to_carry, quotas.to_lapse))
    ),
    "issue_invoices": lambda: billing.Contribution.to_invoice(TODAY).order_by(None).exists(),
    "call_meetings": meeting_notice.meetings_to_call,
    "freeze_reports": build.meets_soon,
    "erase_leads": leads_to_erase,
}


def _look(finds: Mapping[str, Question]) -> Look:
    return Look(lambda: [exit.is_over_here(), *(is_found() for is_found in finds.values())])


_FAMILIES = [(finds, _look(finds)) for finds in (BEARING_FINDS, OPERATING_FINDS)]


def to_do(kind: str) -> Set[str]:
    """Of the family of that daily job, those that have anything to do in the tenant acted in, all asked at once; none where
    its last day is past."""
    finds, look = _FAMILIES[kind in schedule.OPERATING]
    over, *found = look.ask()
    nothing = {one for one, is_found in zip(finds, found, strict=True) if not is_found}
    return frozenset() if over else DAILY.keys() - nothing
