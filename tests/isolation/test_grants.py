"""Who may what, by grant: the belt under the policies, read from the catalogue."""

import pytest

from tests.isolation.ground import Ground
from tests.isolation.reach import BOTH_UPDATE, KEPT

OURS = ["mk_owner", "mk_web", "mk_worker", "mk_dispatch", "mk_figures", "mk_report"]
APP = ["mk_web", "mk_worker"]
APPEND_ONLY = {
    "company_contacts",
    "attendances",
    "decisions",
    "field_agreements",
    "field_campaign_years",
    "field_conditions",
    "field_invitations",
    "field_referrals",
    "funder_approvals",
    "project_aims",
    "project_deliveries",
    "projects",
    "pre_enquiries",
    "field_signatures",
    "field_targets",
    "field_steps",
    "meeting_invitations",
    "minutes",
    "minutes_approvals",
    "terms_versions",
    "acceptances",
    "renewals",
    "opening_answers",
    "processing_acceptances",
    "story_credits",
    "handovers",
    "note_handovers",
    "activities",
    "course_bases",
    "expectation_agreements",
    "expectation_yeses",
    "gatherings",
    "goals",
    "short_contacts",
    "wellbeing",
    "alarms",
    "invoice_lines",
    "payments",
    "refunds",
    "answers",
    "asked",
    "attainments",
    "audit_entries",
    "calls",
    "exit_answers",
    "concern_holders",
    "concern_steps",
    "invoices",
    "journal_notes",
    "reports",
    "agreed_lengths",
    "local_rules",
    "quota_notices",
}
#: Pointers to another house that are filled in after the row was made: nothing is disclosed by them.
LATER = {
    ("contact_persons", "user_tenant_id"): "the account of a contact person, named while the draft is filled in",
    ("contact_persons", "user_id"): "the same",
    ("enrolments", "programme_tenant_id"): "the programme it was sent under, known when it is sent",
    ("enrolments", "programme_id"): "the same",
}
#: Texts that mk_figures may read: codes from a closed list, held by a check constraint.
CODES = {
    ("matches", "end_reason"),
    ("offer_asks", "answer"),
    ("outcomes", "kind"),
    ("outcomes", "owed_to"),
    ("moved_on", "side"),
    ("moved_on", "answer"),
    ("follow_ups", "done_how"),
    ("follow_ups", "kind"),
    ("companies", "sector"),
    ("enrolments", "trades"),
    ("field_partners", "kind"),
    ("field_steps", "step"),
    ("mentors", "found_through"),
    ("mentors", "occupation"),
    ("tenants", "kind"),
}
DISPATCH_SEES = {"tenant_id", "id", "run_at", "rung_at", "done_at", "dead_at", "lease_until"}

COLUMNS = """
SELECT c.relname::text AS table, a.attname::text AS column, format_type(atttypid, NULL) AS type, privilege
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0 AND NOT attisdropped,
     unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) privilege
WHERE c.relnamespace = 'public'::regnamespace AND relkind = 'r' AND has_column_privilege(%s, c.oid, attnum, privilege)
"""
TABLES = """
SELECT c.relname::text AS table, privilege FROM pg_class c, unnest(%s::text[]) privilege
WHERE c.relnamespace = 'public'::regnamespace AND relkind = 'r' AND has_table_privilege(%s, c.oid, privilege)
"""


def _columns(ground: Ground, role: str, privilege: str) -> set[tuple[str, str]]:
    return {(row["table"], row["column"]) for row in ground.ask(COLUMNS, [role]) if row["privilege"] == privilege}


def _tables(ground: Ground, role: str, *privileges: str) -> set[str]:
    return {row["table"] for row in ground.ask(TABLES, [list(privileges), role])}


def test_no_role_of_ours_stands_above_row_security(ground: Ground) -> None:
    found = ground.ask(
        "SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname = ANY(%s)"
        " AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
        [OURS],
    )
    assert {row["rolname"]: row["rolcanlogin"] for row in found} == {
        role: role not in ("mk_owner", "mk_figures") for role in OURS
    }


def test_no_role_of_ours_is_a_member_of_another(ground: Ground) -> None:
    found = ground.ask(
        "SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members"
        " WHERE member::regrole::text = ANY(%s)",
        [OURS],
    )
    assert found == []


@pytest.mark.parametrize("role", ["mk_web", "mk_worker", "mk_dispatch", "mk_figures", "mk_report"])
def test_nobody_may_empty_point_at_or_watch_a_table(ground: Ground, role: str) -> None:
    assert _tables(ground, role, "TRUNCATE", "REFERENCES", "TRIGGER") == set()
    assert _columns(ground, role, "REFERENCES") == set()


@pytest.mark.parametrize("role", APP)
def test_no_row_may_move(ground: Ground, role: str) -> None:
    changeable = _columns(ground, role, "UPDATE")
    keys = {(table, column) for table, column in changeable if column == "id" or column.endswith("tenant_id")}
    assert keys | (_pointers_to_other_houses(ground) & changeable) == set(LATER)


def _pointers_to_other_houses(ground: Ground) -> set[tuple[str, str]]:
    every = _columns(ground, "mk_owner", "SELECT")
    return {(t, c.removesuffix("_tenant_id") + "_id") for t, c in every if c.endswith("_tenant_id")} & every


@pytest.mark.parametrize("role", APP)
def test_what_is_written_once_stands(ground: Ground, role: str) -> None:
    changeable = {table for table, _ in _columns(ground, role, "UPDATE")} | _tables(ground, role, "DELETE")
    assert set(ground.guarded) - changeable == APPEND_ONLY
    assert _tables(ground, role, "DELETE") == set(ground.guarded) - APPEND_ONLY - KEPT - {"tenants"}


@pytest.mark.parametrize("role", APP)
def test_a_place_that_two_houses_share_can_be_freed_and_nothing_else(ground: Ground, role: str) -> None:
    changeable = {(table, column) for table, column in _columns(ground, role, "UPDATE") if table in BOTH_UPDATE}
    assert changeable == {(table, column) for table, columns in BOTH_UPDATE.items() for column in columns}


def test_both_roles_of_the_product_may_the_same(ground: Ground) -> None:
    for privilege in ("SELECT", "INSERT", "UPDATE"):
        assert _columns(ground, "mk_web", privilege) == _columns(ground, "mk_worker", privilege)


def test_the_schema_version_is_read_by_the_product_and_written_by_nobody(ground: Ground) -> None:
    for role in OURS[1:]:
        reads, is_app = ("alembic_version", "version_num") in _columns(ground, role, "SELECT"), role in APP
        assert reads == is_app
        for privilege in ("INSERT", "UPDATE"):
            assert "alembic_version" not in {table for table, _ in _columns(ground, role, privilege)}


def test_the_dispatcher_may_read_due_times_and_ring(ground: Ground) -> None:
    sees = _columns(ground, "mk_dispatch", "SELECT")
    assert {column for table, column in sees if table == "outbox"} == DISPATCH_SEES
    assert {table for table, _ in sees} == {"outbox", "tenants"}
    assert _columns(ground, "mk_dispatch", "UPDATE") == {("outbox", "rung_at")}
    assert _columns(ground, "mk_dispatch", "INSERT") == set()
    assert _tables(ground, "mk_dispatch", "DELETE") == set()


def test_figures_count_ids_days_and_codes_never_names_or_texts(ground: Ground) -> None:
    seen = [row for row in ground.ask(COLUMNS, ["mk_figures"]) if row["privilege"] == "SELECT"]
    plain = {"uuid", "date", "datemultirange", "timestamp with time zone", "boolean", "integer"}
    assert {(row["table"], row["column"]) for row in seen if row["type"] not in plain} == CODES
    held = {row["name"] for row in ground.ask("SELECT conname::text AS name FROM pg_constraint WHERE contype = 'c'")}
    assert held >= {f"ck_{table}_{column}_known" for table, column in CODES}


def test_figures_change_nothing(ground: Ground) -> None:
    assert _columns(ground, "mk_figures", "INSERT") | _columns(ground, "mk_figures", "UPDATE") == set()
    assert _tables(ground, "mk_figures", "DELETE") == set()


def test_the_report_may_ask_ten_functions_and_touch_no_table(ground: Ground) -> None:
    for privilege in ("SELECT", "INSERT", "UPDATE"):
        assert _columns(ground, "mk_report", privilege) == set()
    asked = ground.ask(
        "SELECT p.oid::regproc::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace"
        " WHERE nspname NOT IN ('pg_catalog', 'information_schema')"
        " AND has_schema_privilege('mk_report', n.oid, 'USAGE')"
        " AND has_function_privilege('mk_report', p.oid, 'EXECUTE')"
    )
    assert {row["name"] for row in asked} == {
        "figures.companies", "figures.corps", "figures.courses", "figures.months", "figures.network", "figures.of_house",
        "figures.outcomes", "figures.per_tenant", "figures.spans", "figures.wishes",
    }  # fmt: skip


@pytest.mark.parametrize("role", OURS[1:])
def test_nobody_but_the_owner_makes_anything_in_the_database(ground: Ground, role: str) -> None:
    schemas = ground.ask(
        "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND has_schema_privilege(%s, oid, 'CREATE')", [role]
    )
    assert schemas == []
    [may] = ground.ask("SELECT has_database_privilege(%s, current_database(), 'CREATE') AS make", [role])
    assert not may["make"]
