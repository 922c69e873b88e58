"""Every table, imported once: for the migrations and the mapper."""

from mentorkorps import (
    calls,
    case_file,
    concerns,
    courses,
    field_partners,
    follow_ups,
    journal,
    links,
    matches,
    matching,
    mentors,
    messages,
    offers,
    steering,
    steering_group,
    youths,
)
from mentorkorps.steering import rollup
from tenants import agreements, audit, billing, exit, local_rules, outbox, providers, quotas, registry, users
from tenants import opening as first_days
from tenants.agreements import accepting, enquiries, funding, groups, opening, parties, projects, renewing, versions
from tenants.rows import Base

ROOMS = (
    calls, case_file, concerns, courses, field_partners, follow_ups, journal, links, matches, matching, mentors, messages, offers,
    steering, steering_group, youths,
    accepting, agreements, audit, billing, enquiries, exit, first_days, funding, groups, local_rules, opening, outbox, parties,
    projects, providers, quotas, registry, renewing, rollup, users, versions,
)  # fmt: skip
METADATA = Base.metadata
MAPPERS = Base.registry
