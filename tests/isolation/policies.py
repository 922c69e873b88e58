"""What each kind of guard puts on a table, as PostgreSQL writes it back. A changed guard is changed here too."""

from collections.abc import Iterator

Policy = tuple[str, str, str, str, str, str | None, str | None]

APP = "mk_web, mk_worker"
TENANT = "( SELECT sec.tenant() AS tenant)"
EITHER = "ANY (ARRAY[( SELECT sec.tenant() AS tenant), ( SELECT sec.home() AS home)])"
IN_TENANT = f"(tenant_id = {TENANT})"
IN_EITHER = f"(tenant_id = {EITHER})"
PARTY = f"(party_tenant_id = {EITHER})"
OWN = "(tenant_id = ( SELECT sec.own() AS own))"

#: Restrictive policies beside the tenant_floor of every case table.
FLOORS = {
    ("proposals", "pointer_floor"), ("matches", "pointer_floor"), ("event_signups", "pointer_floor"),
    ("seats", "pointer_floor"), ("quota_transfers", "pointer_floor"),
    ("acceptances", "pointer_floor"), ("renewals", "pointer_floor"), ("shared_stories", "pointer_floor"),
    ("placements", "pointer_floor"),
    ("tenants", "operator_floor"), ("tenants", "operator_stays"),
}  # fmt: skip
#: Shared tables in which the party, too, may change a column.
BOTH = {
    "action_items", "seats", "billing_details", "engagements", "offer_asks", "offer_places", "quota_openings", "quota_transfers",
    "reservations",
}  # fmt: skip
#: Tables of which mk_figures counts.
COUNTED = {
    "agreements", "companies", "concern_steps", "concerns", "enrolments", "field_partners", "field_steps", "follow_ups",
    "journal_notes", "matches", "meetings", "members", "mentors", "moved_on", "note_copies", "outcomes", "partnerships",
    "pauses", "offer_asks", "offer_places", "offers", "periods", "placements",
    "programmes", "proposals", "quota_openings", "quota_transfers", "quotas", "reservations", "tenants",
}  # fmt: skip


def _member_of(table: str, key: str) -> str:
    return (
        f"(EXISTS ( SELECT 1 FROM members m WHERE ((m.tenant_id = {table}.tenant_id)"
        f" AND (m.partnership_id = {table}.{key})"
        f" AND (m.party_tenant_id = {EITHER}))))"
    )


def _member_then(table: str, key: str, told: str, *, of: str = "tenant_id") -> str:
    """The same, and whoever has left reads what was told (a day, or a moment as the Danish day it was) until its last day."""
    day = f"{table}.{told}"
    if told.endswith("_at"):
        day = f"(({day} AT TIME ZONE 'Europe/Copenhagen'::text))::date"
    return (
        f"(EXISTS ( SELECT 1 FROM members m WHERE ((m.tenant_id = {table}.{of}) AND (m.partnership_id = {table}.{key})"
        f" AND (m.party_tenant_id = {EITHER}) AND ((m.left_on IS NULL) OR (m.left_on >= {day})))))"
    )


def _told(table: str, parent: str, column: str) -> str:
    """As far as the meeting (or the minutes) is told itself."""
    return (
        f"(EXISTS ( SELECT 1 FROM {parent} {parent[0]} WHERE (({parent[0]}.tenant_id = {table}.tenant_id)"
        f" AND ({parent[0]}.id = {table}.{column}))))"
    )


_SEEN_PERIOD = (
    "(EXISTS ( SELECT 1 FROM periods p WHERE ((p.tenant_id = quota_transfers.period_tenant_id)"
    " AND (p.id = quota_transfers.period_id))))"
)
_TRANSFER_TOLD = (
    f"((period_tenant_id = {EITHER}) OR (EXISTS ( SELECT 1 FROM ((periods p"
    " JOIN agreements a ON (((a.tenant_id = p.tenant_id) AND (a.id = p.agreement_id))))"
    " JOIN members m ON (((m.tenant_id = a.tenant_id) AND (m.partnership_id = a.partnership_id))))"
    " WHERE ((p.tenant_id = quota_transfers.period_tenant_id) AND (p.id = quota_transfers.period_id)"
    f" AND (m.party_tenant_id = {EITHER}) AND ((m.left_on IS NULL)"
    " OR (m.left_on >= ((quota_transfers.offered_at AT TIME ZONE 'Europe/Copenhagen'::text))::date))))))"
)
_RENEWAL_TOLD = _member_then("renewals", "partnership_id", "decided_at", of="partnership_tenant_id")
_SEEN_VERSION = (
    "(EXISTS ( SELECT 1 FROM terms_versions v WHERE ((v.tenant_id = acceptances.version_tenant_id)"
    " AND (v.id = acceptances.version_id))))"
)
_SEEN_PARTNERSHIP = (
    "(EXISTS ( SELECT 1 FROM partnerships p WHERE ((p.tenant_id = renewals.partnership_tenant_id)"
    " AND (p.id = renewals.partnership_id))))"
)
_SHARED_STORY = (
    "(EXISTS ( SELECT 1 FROM partnerships p WHERE ((p.tenant_id = shared_stories.partnership_tenant_id)"
    " AND (p.id = shared_stories.partnership_id))))"
)
OF_MEETING = ("action_items", "agenda_items", "attendances", "decisions", "minutes")
DISCLOSED = {
    **{table: _told(table, "steering_meetings", "meeting_id") for table in OF_MEETING},
    "minutes_approvals": _told("minutes_approvals", "minutes", "minutes_id"),
    "quota_transfers": _TRANSFER_TOLD,
    "acceptances": _SEEN_VERSION,
    "renewals": f"((partnership_tenant_id = {EITHER}) OR {_RENEWAL_TOLD})",
    "shared_stories": f"((ended_at IS NULL) AND {_SHARED_STORY})",
    "terms_versions": _member_then("terms_versions", "partnership_id", "made_at"),
    "opening_answers": _member_then("opening_answers", "partnership_id", "answered_at"),
    "local_groups": _member_then("local_groups", "partnership_id", "opened_on"),
    "projects": _member_then("projects", "partnership_id", "set_up_at"),
    "project_aims": _told("project_aims", "projects", "project_id"),
    "project_deliveries": _told("project_deliveries", "project_aims", "aim_id"),
    "funder_approvals": _told("funder_approvals", "terms_versions", "version_id"),
    "seats": _member_then("seats", "partnership_id", "since"),
    "offers": _member_then("offers", "partnership_id", "made_at"),
    "offer_places": _told("offer_places", "offers", "offer_id"),
    "partnerships": _member_of("partnerships", "id"),
    "programmes": _member_of("programmes", "partnership_id"),
    "agreements": _member_of("agreements", "partnership_id"),
    "steering_meetings": _member_then("steering_meetings", "partnership_id", "held_on"),
    "network_events": _member_of("network_events", "partnership_id"),
    "periods": "(EXISTS ( SELECT 1 FROM agreements a"
    " WHERE ((a.tenant_id = periods.tenant_id) AND (a.id = periods.agreement_id))))",
    "mentors": "(EXISTS ( SELECT 1 FROM proposals p"
    " WHERE ((p.mentor_tenant_id = mentors.tenant_id) AND (p.mentor_id = mentors.id))))",
    "companies": "(EXISTS ( SELECT 1 FROM mentors m"
    " WHERE ((m.tenant_id = companies.tenant_id) AND (m.company_id = companies.id))))",
}
POINTED = ("mentor", "engagement", "reservation")
POINTERS = {
    "acceptances": _SEEN_VERSION,
    "renewals": _SEEN_PARTNERSHIP,
    "shared_stories": _SHARED_STORY,
    "quota_transfers": _SEEN_PERIOD,
    "seats": PARTY,
    "placements": f"(offer_place_tenant_id = {EITHER})",
    "event_signups": "(EXISTS ( SELECT 1 FROM network_events e"
    " WHERE ((e.tenant_id = event_signups.event_tenant_id) AND (e.id = event_signups.event_id))))",
    "proposals": f"((caring_tenant_id = {EITHER}) AND " + " AND ".join(f"({name}_tenant_id = {EITHER})" for name in POINTED) + ")",
    "matches": "(EXISTS ( SELECT 1 FROM proposals p"
    " WHERE ((p.tenant_id = matches.tenant_id) AND (p.id = matches.proposal_id)"
    " AND (p.caring_tenant_id = matches.caring_tenant_id) AND "
    + " AND ".join(f"(p.{name}{end} = matches.{name}{end})" for name in POINTED for end in ("_tenant_id", "_id"))
    + ")))",
}

#: Shared tables into which the party, too, writes a row in the tenant acted in, where this holds.
PARTY_WRITES = {
    "seats": _member_of("seats", "partnership_id"),
    "attendances": "(said = 'regrets'::text) AND (EXISTS ( SELECT 1 FROM seats s"
    " WHERE ((s.tenant_id = attendances.tenant_id) AND (s.id = attendances.seat_id)"
    " AND (s.party_tenant_id = attendances.party_tenant_id))))",
    "offer_asks": "(EXISTS ( SELECT 1 FROM proposals p WHERE ((p.tenant_id = offer_asks.party_tenant_id)"
    " AND (p.mentor_tenant_id = offer_asks.tenant_id) AND (p.mentor_id = offer_asks.mentor_id))))",
    "asked": "(EXISTS ( SELECT 1 FROM proposals p WHERE ((p.tenant_id = asked.party_tenant_id)"
    " AND (p.mentor_tenant_id = asked.tenant_id) AND (p.mentor_id = asked.person_id))))",
}


PARTY_WRITES |= {
    table: f"(EXISTS ( SELECT 1 FROM quotas q WHERE ((q.tenant_id = {table}.tenant_id) AND (q.id = {table}.quota_id)"
    f" AND (q.party_tenant_id = {table}.party_tenant_id))))"
    for table in ("quota_notices", "quota_openings")
}


def expected_policies(table: str, guard: str) -> Iterator[Policy]:
    """Every policy that should stand on a table of that kind."""
    kinds = {"case": _case, "pool": _pool, "private": _private, "shared": _shared, "directory": _directory}
    yield from kinds[guard](table)
    if table in POINTERS:
        yield (table, "pointer_floor", "RESTRICTIVE", APP, "INSERT", None, POINTERS[table])
    if table in COUNTED:
        yield (table, "figures_read", "PERMISSIVE", "mk_figures", "SELECT", "true", None)
    if table == "outbox":
        undone = "((done_at IS NULL) AND (dead_at IS NULL))"
        yield (table, "dispatch_see", "PERMISSIVE", "mk_dispatch", "SELECT", undone, None)
        yield (table, "dispatch_ring", "PERMISSIVE", "mk_dispatch", "UPDATE", undone, None)


def _case(table: str) -> Iterator[Policy]:
    yield (table, "tenant_floor", "RESTRICTIVE", APP, "ALL", IN_TENANT, IN_TENANT)
    yield (table, "allow", "PERMISSIVE", APP, "ALL", "true", "true")


def _pool(table: str) -> Iterator[Policy]:
    yield (table, "pool_read", "PERMISSIVE", APP, "SELECT", f"({IN_EITHER} OR {DISCLOSED.get(table, 'false')})", None)
    yield from _house(table)


def _private(table: str) -> Iterator[Policy]:
    yield (table, "private_read", "PERMISSIVE", APP, "SELECT", OWN, None)
    yield from _house(table)


def _house(table: str) -> Iterator[Policy]:
    yield (table, "house_insert", "PERMISSIVE", APP, "INSERT", None, OWN)
    yield (table, "house_update", "PERMISSIVE", APP, "UPDATE", OWN, OWN)
    yield (table, "house_delete", "PERMISSIVE", APP, "DELETE", OWN, None)


def _shared(table: str) -> Iterator[Policy]:
    both = f"({IN_EITHER} OR {PARTY})"
    keeps = both if table in BOTH else IN_EITHER
    reads = f"({IN_EITHER} OR {PARTY} OR {DISCLOSED[table]})" if table in DISCLOSED else both
    yield (table, "shared_read", "PERMISSIVE", APP, "SELECT", reads, None)
    inserts = IN_EITHER
    if table in PARTY_WRITES:
        inserts = f"({IN_EITHER} OR ((party_tenant_id = {TENANT}) AND {PARTY_WRITES[table]}))"
    yield (table, "owner_insert", "PERMISSIVE", APP, "INSERT", None, inserts)
    yield (table, "keep", "PERMISSIVE", APP, "UPDATE", keeps, keeps)
    yield (table, "owner_delete", "PERMISSIVE", APP, "DELETE", IN_EITHER, None)


def _directory(table: str) -> Iterator[Policy]:
    own = f"(id = {TENANT})"
    yield (table, "directory_read", "PERMISSIVE", f"mk_dispatch, {APP}", "SELECT", "true", None)
    yield (table, "open_own", "PERMISSIVE", APP, "INSERT", None, own)
    yield (table, "keep_own", "PERMISSIVE", APP, "UPDATE", own, own)
    no_operator = "(kind <> 'operator'::text)"
    yield (table, "operator_floor", "RESTRICTIVE", APP, "INSERT", None, no_operator)
    yield (table, "operator_stays", "RESTRICTIVE", APP, "UPDATE", no_operator, no_operator)
