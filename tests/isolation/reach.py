"""Who reaches which row, said once more and independently of the guards: the expectation of the matrix."""

from functools import cache
from typing import Any
from uuid import UUID

from tenants.billing.details import DETAILS
from tests.isolation.ground import Context, Ground

#: Shared tables of which either side may change one fact.
BOTH_UPDATE = {
    "billing_details": [*DETAILS, "means"], "reservations": ["freed_at", "spent_at"], "engagements": ["freed_at"],
    "offer_asks": ["answered_at", "answer"], "offer_places": ["freed_at"],
    "quota_openings": ["places", "answered_at", "answered_by"],
    "quota_transfers": ["accepted_at", "accepted_by", "ended_at", "ended_by", "ended_how"],
    "seats": ["until", "ended_by"], "action_items": ["done_on", "done_by"],
}  # fmt: skip
#: Tables whose rows never go, though some facts in them come later: receipts of copies, and absences called off.
KEPT = {
    "incomes", "subsidies", "offer_asks", "offer_places", "offers", "placements",
    "absences", "action_items", "agenda_items", "exits", "note_copies", "place_waits", "quota_openings", "quota_transfers", "seats",
    "success_stories", "field_duties", "shared_stories", "field_campaigns", "local_groups",
    "number_series",
}  # fmt: skip
_MEMBERS = "SELECT tenant_id, partnership_id FROM members WHERE party_tenant_id = ANY(%(either)s)"
_PROPOSED = "SELECT mentor_tenant_id, mentor_id FROM proposals WHERE tenant_id = %(tenant)s"
_MEETINGS = (
    "SELECT tenant_id, id FROM steering_meetings"
    f" WHERE tenant_id = ANY(%(either)s) OR (tenant_id, partnership_id) IN ({_MEMBERS})"
)
_AGREED = f"SELECT tenant_id, id FROM agreements WHERE (tenant_id, partnership_id) IN ({_MEMBERS})"
_PERIODS = (
    f"SELECT tenant_id, id FROM periods WHERE tenant_id = ANY(%(either)s) OR (tenant_id, agreement_id) IN ({_AGREED})"
)
_PROJECTS = f"SELECT tenant_id, id FROM projects WHERE tenant_id = ANY(%(either)s) OR (tenant_id, partnership_id) IN ({_MEMBERS})"
_AIMS = f"SELECT tenant_id, id FROM project_aims WHERE (tenant_id, project_id) IN ({_PROJECTS})"
#: Rows of a pool that are told to others than the house: to members of the partnership, or where a mentor is proposed.
DISCLOSED = {
    **{
        table: f"SELECT tenant_id, id FROM {table} WHERE (tenant_id, meeting_id) IN ({_MEETINGS})"
        for table in ("action_items", "agenda_items", "attendances", "decisions", "minutes")
    },
    "minutes_approvals": "SELECT a.tenant_id, a.id FROM minutes_approvals a JOIN minutes m ON m.tenant_id = a.tenant_id"
    f" AND m.id = a.minutes_id WHERE (m.tenant_id, m.meeting_id) IN ({_MEETINGS})",
    "seats": f"SELECT tenant_id, id FROM seats WHERE (tenant_id, partnership_id) IN ({_MEMBERS})",
    "offers": f"SELECT tenant_id, id FROM offers WHERE (tenant_id, partnership_id) IN ({_MEMBERS})",
    "offer_places": "SELECT a.tenant_id, a.id FROM offer_places a JOIN offers o ON o.tenant_id = a.tenant_id AND o.id = a.offer_id"
    f" WHERE (o.tenant_id, o.partnership_id) IN ({_MEMBERS})",
    "partnerships": f"SELECT tenant_id, id FROM partnerships WHERE (tenant_id, id) IN ({_MEMBERS})",
    "programmes": f"SELECT tenant_id, id FROM programmes WHERE (tenant_id, partnership_id) IN ({_MEMBERS})",
    "agreements": _AGREED,
    "terms_versions": f"SELECT tenant_id, id FROM terms_versions WHERE (tenant_id, partnership_id) IN ({_MEMBERS})",
    "opening_answers": f"SELECT tenant_id, id FROM opening_answers WHERE (tenant_id, partnership_id) IN ({_MEMBERS})",
    "local_groups": f"SELECT tenant_id, id FROM local_groups WHERE (tenant_id, partnership_id) IN ({_MEMBERS})",
    "projects": _PROJECTS,
    "project_aims": _AIMS,
    "project_deliveries": f"SELECT tenant_id, id FROM project_deliveries WHERE (tenant_id, aim_id) IN ({_AIMS})",
    "funder_approvals": "SELECT f.tenant_id, f.id FROM funder_approvals f JOIN terms_versions v ON v.tenant_id = f.tenant_id"
    f" AND v.id = f.version_id WHERE (v.tenant_id, v.partnership_id) IN ({_MEMBERS})",
    "acceptances": "SELECT a.tenant_id, a.id FROM acceptances a JOIN terms_versions v ON v.tenant_id = a.version_tenant_id"
    f" AND v.id = a.version_id WHERE v.tenant_id = ANY(%(either)s) OR (v.tenant_id, v.partnership_id) IN ({_MEMBERS})",
    "renewals": "SELECT tenant_id, id FROM renewals WHERE partnership_tenant_id = ANY(%(either)s)"
    f" OR (partnership_tenant_id, partnership_id) IN ({_MEMBERS})",
    "shared_stories": "SELECT tenant_id, id FROM shared_stories WHERE ended_at IS NULL"
    f" AND (partnership_tenant_id = ANY(%(either)s) OR (partnership_tenant_id, partnership_id) IN ({_MEMBERS}))",
    "periods": _PERIODS,
    "quota_transfers": f"SELECT tenant_id, id FROM quota_transfers WHERE (period_tenant_id, period_id) IN ({_PERIODS})",
    "steering_meetings": "SELECT tenant_id, id FROM steering_meetings"
    f" WHERE (tenant_id, partnership_id) IN ({_MEMBERS})",
    "network_events": f"SELECT tenant_id, id FROM network_events WHERE (tenant_id, partnership_id) IN ({_MEMBERS})",
    "mentors": _PROPOSED,
    "companies": f"SELECT tenant_id, company_id FROM mentors WHERE (tenant_id, id) IN ({_PROPOSED})",
}


#: Pointers to other houses that a new row may have to those who are there alone.
POINTERS = {
    "proposals": ("caring_tenant_id", "mentor_tenant_id", "engagement_tenant_id", "reservation_tenant_id"),
    "placements": ("offer_place_tenant_id",),
}


class Reach:
    """What `ground`'s tables should answer."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._disclosed = cache(self._ask_disclosed)

    def sees(self, table: str, row: dict[str, Any], context: Context) -> bool:
        """Whether the row can be read there."""
        guard = self.ground.guards[table]
        if guard == "directory":
            return True
        if guard == "case":
            return row["owner"] == context.tenant
        if guard == "private":
            return row["owner"] == context.own
        if guard == "shared" and row["party"] in context.either:
            return True
        return row["owner"] in context.either or (row["owner"], row["id"]) in self._disclosed(table, context)

    def writes(self, table: str, row: dict[str, Any], context: Context) -> bool:
        """Whether such a row may be written there, as far as its owner goes."""
        guard = self.ground.guards[table]
        if guard in ("case", "directory"):
            return row["owner"] == context.tenant
        if guard == "shared":
            return row["owner"] in context.either
        return row["owner"] == context.own

    def inserts(self, table: str, row: dict[str, Any], context: Context) -> bool:
        """A proposal takes places of those who are there: of the tenant acted in, or of the home."""
        pointers = POINTERS.get(table, ())
        if table == "seats":  # each partner chooses its own
            return row["party"] in context.either and (
                self.writes(table, row, context) or row["party"] == context.tenant
            )
        if table == "attendances" and row["party"] == context.tenant:  # a member sends regrets, and says nothing else
            return self.writes(table, row, context) or row["whole"]["said"] == "regrets"
        if table in ("asked", "offer_asks") and row["party"] == context.tenant:  # a mentor who is proposed may be asked
            return self.writes(table, row, context) or row["owner"] in self._houses_of_mentors(context)
        if table in ("quota_notices", "quota_openings") and row["party"] == context.tenant:
            return True
        return self.writes(table, row, context) and all(UUID(row["whole"][p]) in context.either for p in pointers)

    def updates(self, table: str, row: dict[str, Any], context: Context) -> bool:
        """Whether the row may be changed there."""
        return self.writes(table, row, context) or (table in BOTH_UPDATE and row["party"] in context.either)

    def _houses_of_mentors(self, context: Context) -> set[UUID]:
        found = self.ground.ask(
            "SELECT mentor_tenant_id AS house FROM proposals WHERE tenant_id = %s", [context.tenant]
        )
        return {row["house"] for row in found}

    def _ask_disclosed(self, table: str, context: Context) -> set[tuple[UUID, UUID]]:
        if table not in DISCLOSED:
            return set()
        tenant = context.tenant if isinstance(context.tenant, UUID) else None
        found = self.ground.ask(DISCLOSED[table], {"either": context.either, "tenant": tenant})
        return {tuple(row.values()) for row in found}
