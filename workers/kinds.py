"""The allow-list: kind of work → job. A job is one line; the rule stands in the domain."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from mentorkorps import (
    agreement_notice,
    calls,
    concerns,
    follow_ups,
    invoices,
    journal,
    matches,
    matching,
    meeting_notice,
    messages,
    quota_notice,
    report_notice,
    schedule,
)
from mentorkorps.clock import last_whole_day, now, today
from mentorkorps.field_partners import lead
from mentorkorps.steering import asked, build, rollup
from tenants import billing, exit, quotas
from tenants.outbox import OutboxItem

Job = Callable[[OutboxItem], object]

#: These speak to the network: the claim is committed first, and a failure is tried again.
SENDING: Mapping[str, Job] = {
    "deliver_invoice": lambda item: invoices.deliver(UUID(item.payload["invoice_id"])),
    "mail": lambda item: messages.deliver(UUID(item.payload["message_id"])),
}

#: Of those, what may leave within some hours only, and on a day of its own: when the item leaves, at the moment or later.
WAITS: Mapping[str, Callable[[OutboxItem, datetime], datetime]] = {
    "mail": lambda item, at: messages.leaves_at(item.payload, item.run_at, at),
}

#: These change rows only: claimed, done and marked in one transaction, so exactly once.
INSIDE: Mapping[str, Job] = {
    "tell_contact": lambda item: journal.tell(UUID(item.payload["contact_person_id"]), urgent=True),
    "remind_owner": lambda item: concerns.remind_owner(**item.payload),
    "remind_next": lambda item: concerns.remind_next(**item.payload),
    "mind_unrung": lambda item: concerns.mind_unrung(**item.payload),
    "tell_chain": lambda item: concerns.tell_chain(**item.payload),
    "tell_owner": lambda item: concerns.tell_owner(**item.payload),
    "mind_unreachable": lambda item: [job() for job in (follow_ups.mind_unreachable, matching.raise_unreached)],
    "enrolment_received": lambda item: None,
    "tell_quota": lambda item: quota_notice.tell_quota(UUID(item.payload["notice_id"])),
    "places_moved": lambda item: quotas.told_of_move(UUID(item.payload["transfer_id"]), now()),
    "tell_corps_of_quota": lambda item: quota_notice.tell_corps(**item.payload),
    "build_report": lambda item: asked.build_asked(UUID(item.payload["period_id"]), last_whole_day(), now()),
    "seats_changed": lambda item: meeting_notice.seats_changed(UUID(item.payload["operator"]), item.dedupe_key),
    "invite_members": lambda item: meeting_notice.invite_members(today()),
    "tell_party": lambda item: agreement_notice.tell_party(**item.payload),
    "tell_signatories": lambda item: agreement_notice.tell_signatories(**item.payload),
    "outcome_begins": lambda item: matches.begins(**item.payload),
    "export_data": lambda item: exit.make(UUID(item.payload["export_id"]), now()),
    "tell_members": lambda item: report_notice.tell_members(UUID(item.payload["report_id"])),
    "tell_steering": lambda item: report_notice.tell_steering(UUID(item.payload["report_id"]), item.payload["path"]),
}

#: Recurring: as INSIDE, and the successor is written with it.
DAILY: Mapping[str, Job] = {
    "ask_follow_ups": lambda item: follow_ups.ask_due(),
    "mind_proposals": lambda item: matching.mind_proposals(),
    "mind_concerns": lambda item: concerns.mind_concerns(),
    "ask_exits": lambda item: follow_ups.ask_exits(),
    "end_planned": lambda item: follow_ups.end_planned(),
    "daily_digest": lambda item: journal.daily_digest(),
    "issue_invoices": lambda item: billing.issue_due(today(), now()),
    "carry_quotas": lambda item: [quotas.lapse(today(), now()), quotas.carry_over(today(), now())],
    "call_meetings": lambda item: meeting_notice.call_meetings(today()),
    "call_list_mail": lambda item: calls.tell_staff(),
    "mind_agreements": lambda item: agreement_notice.mind_agreements(),
    "freeze_reports": lambda item: build.freeze_due(today(), now()),
    "roll_figures": lambda item: rollup.keep_up(now()),
    "erase_leads": lambda item: lead.erase_leads(today()),
}

assert set(DAILY) == set(schedule.TIMES)
