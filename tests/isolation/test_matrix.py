"""Every table × every way to reach a row × every context × both roles of the product (security, section 1, T2)."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.isolation.ground import FORBIDDEN, MALFORMED, NO_SUCH_ROW, NOT_SUPPORTED, Context, Ground, Voice, insert
from tests.isolation.reach import KEPT, Reach

ROLES = ["mk_web", "mk_worker"]
TWICE = "23505"
#: A note is handed over once, and a credit note pays back once.
ONCE = {("note_handovers", "handover_id"), ("refunds", "contribution_id")}
ACCEPTED = {1, TWICE, "23514", NO_SUCH_ROW}  # it is let in, or only an ordinary constraint stands in the way

pytestmark = pytest.mark.parametrize("role", ROLES)


def _victims(ground: Ground, table: str) -> list[dict[str, Any]]:
    """A row of each of two owners."""
    by_owner = {row["owner"]: row for row in ground.rows(table)}
    return list(by_owner.values())[:2]


def _scenes(ground: Ground, role: str) -> Iterator[tuple[Voice, Context, str]]:
    for context in ground.contexts():
        with ground.speaking(role, context) as voice:
            for table in ground.guarded:
                yield voice, context, table


def _said_wrong(context: Context, outcome: object) -> bool:
    """A context that names no tenant is an error, or reaches nothing; never a row."""
    return context.is_garbage and outcome in (MALFORMED, FORBIDDEN, NOT_SUPPORTED)


def _key(table: str, row: dict[str, Any]) -> tuple[str, list[UUID]]:
    if table == "tenants":
        return "id = %s", [row["id"]]
    return "tenant_id = %s AND id = %s", [row["owner"], row["id"]]


def test_each_context_reads_its_own_rows_and_what_is_disclosed_to_it(ground: Ground, role: str) -> None:
    reach, wrong = Reach(ground), []
    for voice, context, table in _scenes(ground, role):
        owner = "id" if table == "tenants" else "tenant_id"
        seen = voice.sees(f"SELECT {owner}, id FROM {table}")
        expected = {(row["owner"], row["id"]) for row in ground.rows(table) if reach.sees(table, row, context)}
        if not _said_wrong(context, seen) and (isinstance(seen, str) or set(seen) != expected):
            wrong.append((table, context.name, seen if isinstance(seen, str) else set(seen) ^ expected))
    assert not wrong


def test_every_owner_sees_rows_of_its_own(ground: Ground, role: str) -> None:
    blind = []
    for table in ground.guarded:
        for owner in {row["owner"] for row in ground.rows(table)}:
            with ground.speaking(role, Context("own", owner)) as voice:
                if not voice.sees(f"SELECT id FROM {table}"):
                    blind.append((table, owner))
    assert not blind


def test_copy_hands_out_no_more_than_select_and_takes_nothing_in(ground: Ground, role: str) -> None:
    reach, wrong = Reach(ground), []
    for voice, context, table in _scenes(ground, role):
        out = voice.copies_out(f"COPY {table} TO STDOUT")
        expected = sum(reach.sees(table, row, context) for row in ground.rows(table))
        if out != expected and not _said_wrong(context, out):
            wrong.append((table, context.name, out, expected))
        if voice.copies_in(f"COPY {table} FROM STDIN") not in (NOT_SUPPORTED, FORBIDDEN):
            wrong.append((table, context.name, "took rows in"))
    assert not wrong


def test_only_rows_that_may_be_changed_can_be_locked(ground: Ground, role: str) -> None:
    reach, wrong = Reach(ground), []
    for voice, context, table in _scenes(ground, role):
        locked = voice.tries(f"SELECT 1 FROM {table} FOR UPDATE")
        expected: object = sum(reach.updates(table, row, context) for row in ground.rows(table))
        if not ground.updatable(table):
            expected = FORBIDDEN
        if locked != expected and not _said_wrong(context, locked):
            wrong.append((table, context.name, locked, expected))
    assert not wrong


def test_a_row_is_inserted_only_where_it_belongs(ground: Ground, role: str) -> None:
    reach, wrong, let_in = Reach(ground), [], set()
    for voice, context, table in _scenes(ground, role):
        for row in _victims(ground, table):
            statement = insert(table, row["whole"], id=row["id"] if table == "tenants" else uuid4())
            outcome = voice.tries(*statement)
            if reach.inserts(table, row, context) and outcome in ACCEPTED:
                let_in.add(table)
            elif (reach.inserts(table, row, context) or outcome != FORBIDDEN) and not _said_wrong(context, outcome):
                wrong.append((table, context.name, row["owner"], outcome))
    assert not wrong
    assert let_in == set(ground.guarded)


def test_an_upsert_neither_changes_nor_betrays_a_neighbours_row(ground: Ground, role: str) -> None:
    reach, wrong = Reach(ground), []
    for voice, context, table in _scenes(ground, role):
        target = "(id)" if table == "tenants" else "(tenant_id, id)"
        column = (ground.updatable(table) or ["tenant_id"])[0]
        for row in _victims(ground, table):
            statement, params = insert(table, row["whole"])
            may = reach.inserts(table, row, context)
            for action in (f"{target} DO UPDATE SET {column} = EXCLUDED.{column}", "DO NOTHING"):
                outcome = voice.tries(f"{statement} ON CONFLICT {action}", params)
                changes = action != "DO NOTHING"
                expected: object = FORBIDDEN if not may or (changes and not ground.updatable(table)) else int(changes)
                if outcome != expected and not _said_wrong(context, outcome):
                    wrong.append((table, context.name, action, outcome, expected))
    assert not wrong


def test_only_rows_of_the_context_can_be_changed(ground: Ground, role: str) -> None:
    reach, wrong = Reach(ground), []
    for voice, context, table in _scenes(ground, role):
        column = (ground.updatable(table) or ["tenant_id"])[0]
        for row in _victims(ground, table):
            where, key = _key(table, row)
            outcome = voice.tries(f"UPDATE {table} SET {column} = {column} WHERE {where}", key)
            expected: object = int(reach.updates(table, row, context)) if ground.updatable(table) else FORBIDDEN
            if outcome != expected and not _said_wrong(context, outcome):
                wrong.append((table, context.name, row["owner"], outcome, expected))
    assert not wrong


def test_only_rows_of_the_context_can_be_deleted(ground: Ground, role: str) -> None:
    reach, wrong = Reach(ground), []
    for voice, context, table in _scenes(ground, role):
        append_only = not ground.updatable(table) or table in KEPT | {"tenants"}
        for row in _victims(ground, table):
            where, key = _key(table, row)
            outcome = voice.tries(f"DELETE FROM {table} WHERE {where}", key)
            expected: set[object] = {1, NO_SUCH_ROW} if reach.writes(table, row, context) else {0}
            if outcome not in ({FORBIDDEN} if append_only else expected) and not _said_wrong(context, outcome):
                wrong.append((table, context.name, row["owner"], outcome, expected))
    assert not wrong


def test_no_row_moves_to_another_tenant(ground: Ground, role: str) -> None:
    wrong = []
    for table in ground.guarded:
        row = ground.rows(table)[0]
        where, key = _key(table, row)
        foreign = next(tenant for tenant in ground.tenants.values() if tenant != row["owner"])
        with ground.speaking(role, Context("own", row["owner"])) as voice:
            for column in {"id", "tenant_id", "party_tenant_id"} & set(row["whole"]):
                outcome = voice.tries(f"UPDATE {table} SET {column} = %s WHERE {where}", [foreign, *key])
                if outcome != FORBIDDEN:
                    wrong.append((table, column, outcome))
    assert not wrong


POINTERS = """
SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent, conkey, confkey,
       ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY k (n, o)
             JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.n ORDER BY o) AS columns
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND confrelid <> 'tenants'::regclass
"""


def test_no_row_points_at_a_neighbours_row_nor_tells_that_it_exists(ground: Ground, role: str) -> None:
    wrong = []
    for pointer in ground.ask(POINTERS):
        child, (house, column) = pointer["child"], pointer["columns"]
        for row in _victims(ground, child):
            if row["whole"][column] is None:
                continue
            near = {str(row["owner"]), row["whole"][house]}
            foreign = next(r for r in ground.rows(pointer["parent"]) if str(r["owner"]) not in near)
            with ground.speaking(role, Context("own", row["owner"])) as voice:
                for moved in [{}] if house == "tenant_id" else [{}, {house: foreign["owner"]}]:
                    pointed = [moved | {column: one} for one in (foreign["id"], uuid4())]
                    theirs, nobodys = (_points(voice, ground, child, row, one) for one in pointed)
                    # here a unique fact answers first, and the row cannot be pointed elsewhere
                    stands = {TWICE} if (child, column) in ONCE else set()
                    if theirs != nobodys or theirs not in {NO_SUCH_ROW, FORBIDDEN} | stands:
                        wrong.append((child, column, theirs, nobodys))
    assert not wrong


def _points(voice: Voice, ground: Ground, table: str, row: dict[str, Any], pointed: dict[str, Any]) -> str | int:
    """A copy of the row that points elsewhere; where a unique fact stands in the way, the row itself points there."""
    hashed = {name: uuid4().hex for name in ("token_hash", "state_hash") if name in row["whole"]}
    numbered = {name: 900_000 for name in ("number", "version") if name in row["whole"]}
    alone = {name: None for name in ("corrects_id", "replaces_id") if name in row["whole"]}  # once each
    if row["whole"].get("kind") == "credit_note" and "corrects_id" not in pointed:
        alone["kind"] = "invoice"  # only a credit note corrects
    outcome = voice.tries(*insert(table, row["whole"], id=uuid4(), **numbered, **hashed, **alone | pointed))
    if outcome == TWICE and set(pointed) <= set(ground.updatable(table)):
        where, key = _key(table, row)
        sets = ", ".join(f"{column} = %s" for column in pointed)
        outcome = voice.tries(f"UPDATE {table} SET {sets} WHERE {where}", [*pointed.values(), *key])
    return outcome


def test_an_id_that_a_neighbour_uses_is_free_here(ground: Ground, role: str) -> None:
    """Equal answers for a neighbour's id and a random one: a key tells nothing."""
    wrong = []
    for table in ground.guarded:
        if table == "tenants":
            continue
        own, foreign = _victims(ground, table)[:2]
        with ground.speaking(role, Context("own", own["owner"])) as voice:
            outcomes = [voice.tries(*insert(table, own["whole"], id=one)) for one in (foreign["id"], uuid4())]
        if outcomes[0] != outcomes[1]:
            wrong.append((table, outcomes))
    assert not wrong
