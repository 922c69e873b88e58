"""The catalogue, word for word: tables, policies, keys and what looks past them (security, section 1, T1)."""

import pytest

from mentorkorps.tables import METADATA
from tests.isolation.ground import Ground
from tests.isolation.policies import FLOORS, expected_policies

NO_GUARD = {"alembic_version": "the version of the schema: the product may read it, only the owner writes"}
NOT_BY_TENANT = {
    "tenants.pk_tenants": "the public directory: a tenant is found by its id",
    "tenants.uq_tenants_slug": "the public directory: a tenant is found by its slug",
    "message_days.uq_message_days_one_a_day": "one message a day to an address over all tenants; keyed, so nobody can ask for one",
    "outbox.ix_outbox_due": "the dispatcher looks across tenants for what is due; not unique, so it tells nothing",
}
DEFINERS = {
    "figures.companies": "counts what companies were asked, offered and gave, for the operator of the partnership, as mk_figures",
    "figures.corps": "counts mentors for the operator of the partnership, as mk_figures",
    "figures.courses": "counts meetings, endings, wishes, concerns and acts for the operator of the partnership, as mk_figures",
    "figures.months": "counts by month for the operator of the partnership, as mk_figures",
    "figures.network": "counts companies for the operator of the partnership, as mk_figures",
    "figures.of_house": "tells the one house that acts and bears youths what four of the others count, as mk_figures",
    "figures.outcomes": "counts outcomes for the operator of the partnership, as mk_figures",
    "figures.per_tenant": "counts youths and pairs for the operator of the partnership, as mk_figures",
    "figures.spans": "tells medians and percentiles to the operator of the partnership, as mk_figures",
    "figures.wishes": "counts wished trades for the operator of the partnership, as mk_figures",
}
#: Tables whose changes mark the month that is to be counted anew, as whoever changes them: insert, update, delete.
MARKED = {
    "concern_steps", "concerns", "enrolments", "follow_ups", "matches", "meetings", "moved_on", "outcomes", "periods", "proposals",
}  # fmt: skip

#: What a number series is held by: its document takes the number, and it moves on in no other way.
NUMBERED = {("invoices", 1), ("number_series", 2)}


def test_every_table_has_rows_of_two_tenants(ground: Ground) -> None:
    """A table added tomorrow is covered by the matrix, or red here: add a verb or a row to cast_rows."""
    assert [t for t in ground.guarded if len({row["owner"] for row in ground.rows(t)}) < 2] == []


def test_every_table_has_a_model_that_tells_its_guard(ground: Ground) -> None:
    assert set(ground.guarded) == set(ground.guards)


def test_row_security_is_on_and_forced(ground: Ground) -> None:
    bare = ground.ask(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        " AND NOT (relrowsecurity AND relforcerowsecurity)"
    )
    assert {row["relname"] for row in bare} == set(NO_GUARD)


def test_tables_stand_in_public_and_belong_to_the_owner(ground: Ground) -> None:
    elsewhere = ground.ask(
        "SELECT c.oid::regclass::text AS name, relkind, relowner::regrole::text AS owner, nspname"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND nspname !~ '^pg_' AND nspname <> 'information_schema'"
        " AND NOT (nspname = 'public' AND relkind = 'r' AND relowner = 'mk_owner'::regrole)"
    )
    assert elsewhere == []  # no view, no materialized view, no sequence, no foreign or partitioned table


def test_every_policy_is_the_one_its_guard_says_word_for_word(ground: Ground) -> None:
    question = "SELECT tablename, policyname, permissive, roles::text[], cmd, qual, with_check FROM pg_policies"
    found = ground.ask(question)
    policies = {tuple(_words(value) for value in row.values()) for row in found}
    expected = {policy for table in ground.guarded for policy in expected_policies(table, ground.guards[table])}
    assert policies == expected


def test_every_restrictive_floor_is_there(ground: Ground) -> None:
    found = ground.ask("SELECT tablename, policyname FROM pg_policies WHERE permissive = 'RESTRICTIVE'")
    case = {(table, "tenant_floor") for table, guard in ground.guards.items() if guard == "case"}
    assert {tuple(row.values()) for row in found} == case | FLOORS


def test_no_policy_is_for_everybody(ground: Ground) -> None:
    assert ground.ask("SELECT polrelid::regclass, polname FROM pg_policy WHERE polroles = '{0}'") == []


def _words(value: object) -> object:
    if isinstance(value, list):
        return ", ".join(sorted(value))
    return " ".join(value.split()) if isinstance(value, str) else value


KEYS = """
SELECT i.indrelid::regclass::text AS name, c.relname AS index, i.indisprimary, i.indisunique,
       ARRAY(SELECT attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (n, o)
             LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n ORDER BY o) AS columns
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace AND i.indrelid <> 'alembic_version'::regclass
"""


def test_every_key_and_index_begins_with_the_tenant(ground: Ground) -> None:
    keys = ground.ask(KEYS)
    others = {f"{key['name']}.{key['index']}" for key in keys if key["columns"][0] != "tenant_id"}
    assert others == set(NOT_BY_TENANT)
    primary = {key["name"]: key["columns"] for key in keys if key["indisprimary"]}
    assert primary == {table: ["tenant_id", "id"] for table in ground.guarded} | {"tenants": ["id"]}


FOREIGN_KEYS = """
SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent, confdeltype::text, confupdtype::text,
       ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY k (n, o)
             JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.n ORDER BY o) AS columns,
       ARRAY(SELECT attname::text FROM unnest(confkey) WITH ORDINALITY k (n, o)
             JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.n ORDER BY o) AS targets
FROM pg_constraint WHERE contype = 'f'
"""


def test_every_pointer_carries_the_tenant(ground: Ground) -> None:
    wrong = []
    for key in ground.ask(FOREIGN_KEYS):
        house, is_directory = key["columns"][0], key["parent"] == "tenants"
        carries = house == "tenant_id" or house.endswith("_tenant_id")
        if not carries or key["targets"] != (["id"] if is_directory else ["tenant_id", "id"]):
            wrong.append(key)
        if (key["confdeltype"], key["confupdtype"]) != ("a", "a"):  # a cascade would reach into another house
            wrong.append(key)
    assert wrong == []


def test_every_pointer_of_the_models_is_held_by_the_database(ground: Ground) -> None:
    found = {(key["child"], key["parent"], *key["columns"]) for key in ground.ask(FOREIGN_KEYS)}
    said = {
        (table.name, constraint.referred_table.name, *constraint.column_keys)
        for table in METADATA.tables.values()
        for constraint in table.foreign_key_constraints
    }
    assert found == said


def test_every_row_belongs_to_a_tenant_of_the_directory(ground: Ground) -> None:
    owned = {key["child"] for key in ground.ask(FOREIGN_KEYS) if key["columns"] == ["tenant_id"]}
    parties = {key["child"] for key in ground.ask(FOREIGN_KEYS) if key["columns"] == ["party_tenant_id"]}
    assert owned == set(ground.guarded) - {"tenants"}
    assert parties == {table for table, guard in ground.guards.items() if guard == "shared"}


def test_functions_that_act_as_another_are_named_and_harmless(ground: Ground) -> None:
    found = ground.ask(
        "SELECT p.oid::regproc::text AS name, proowner::regrole::text AS owner, proconfig,"
        " has_function_privilege('mk_web', p.oid, 'EXECUTE') AS web,"
        " has_function_privilege('mk_report', p.oid, 'EXECUTE') AS report,"
        " EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0) AS everybody"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE prosecdef AND nspname !~ '^pg_'"
    )
    assert {row["name"] for row in found} == set(DEFINERS)
    assert {(r["owner"], r["web"], r["report"], r["everybody"]) for r in found} == {("mk_figures", False, True, False)}
    settings = {setting for row in found for setting in row["proconfig"]}
    assert all("search_path=pg_catalog, pg_temp" in row["proconfig"] for row in found)
    assert settings == {
        "search_path=pg_catalog, pg_temp",
        "work_mem=32MB",  # room to sort ten years of figures in memory
        "plan_cache_mode=force_custom_plan",  # planned for the one house that asks about itself
    }


def test_no_trigger_or_rule_of_ours_goes_around_the_guards(ground: Ground) -> None:
    found = ground.ask(
        "SELECT tgrelid::regclass::text AS name, count(*) AS times, bool_or(p.prosecdef) AS definer,"
        " bool_and(p.proowner = 'mk_owner'::regrole) AS ours FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid"
        " WHERE NOT tgisinternal GROUP BY 1"
    )
    expected = {(table, 3) for table in MARKED} | NUMBERED
    assert {(r["name"], r["times"], r["definer"], r["ours"]) for r in found} == {(*one, False, True) for one in expected}
    rules = "SELECT rulename FROM pg_rules WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'"
    assert ground.ask(rules) == []


@pytest.mark.parametrize("function", ["tenant", "home", "own"])
def test_the_context_is_read_once_a_statement_and_never_folded_into_a_plan(ground: Ground, function: str) -> None:
    question = "SELECT provolatile::text AS is, prosecdef FROM pg_proc WHERE oid = to_regproc(%s)"
    [row] = ground.ask(question, [f"sec.{function}"])
    assert row == {"is": "s", "prosecdef": False}
