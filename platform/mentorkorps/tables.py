"""Every table, imported once: for the migrations and the mapper."""

from mentorkorps import (
    calls,
    case_file,
    concerns,
    courses,
    follow_ups,
    journal,
    links,
    matches,
    matching,
    mentors,
    messages,
    steering,
    youths,
)
from tenants import agreements, audit, billing, local_rules, outbox, providers, quotas, registry, users
from tenants.rows import Base

ROOMS = (
    calls, case_file, concerns, courses, follow_ups, journal, links, matches, matching, mentors, messages, steering, youths,
    agreements, audit, billing, local_rules, outbox, providers, quotas, registry, users,
)  # fmt: skip
METADATA = Base.metadata
MAPPERS = Base.registry
