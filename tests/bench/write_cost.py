"""What the marks cost whoever writes: the same transactions with and without them, in turns."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg

from tests.bench.measure import Line, watch
from tests.conftest import Cluster

TURNS, EACH, MOST = 8, 500, 0.1
TABLES = (
    "concern_steps", "concerns", "enrolments", "follow_ups", "matches", "meetings", "moved_on", "outcomes", "proposals",
)  # fmt: skip
_NOTE = (
    "INSERT INTO journal_notes (tenant_id, id, youth_id, match_id, act, written_at, written_by, text, internal)"
    " VALUES (%(tenant)s, gen_random_uuid(), %(youth)s, %(match)s, 'answered', now(), 'Bent', 'De har talt sammen.', '')"
)
_WORK = (
    "INSERT INTO outbox (tenant_id, id, kind, dedupe_key, payload, run_at, attempts, last_error, reply)"
    " VALUES (%(tenant)s, gen_random_uuid(), 'mail', %(key)s, '{}', now(), 0, '', '')"
)
#: What a logged meeting, an answered follow-up with its successor, and an outcome write, each in a transaction of its own.
ACTS = (
    (
        "INSERT INTO meetings (tenant_id, id, match_id, held_on, took_place, minutes, place, logged_at, logged_by)"
        " VALUES (%(tenant)s, gen_random_uuid(), %(match)s, '2030-01-01'::date + %(number)s, true, 45, 'workplace', now(), 'Bent')",
        _NOTE,
        _WORK,
    ),
    (
        "UPDATE follow_ups SET asked_at = now() WHERE tenant_id = %(tenant)s AND match_id = %(match)s AND serial = 9",
        "UPDATE follow_ups SET done_at = now(), done_on = due_on - %(number)s %% 5, done_how = 'answered'"
        " WHERE tenant_id = %(tenant)s AND match_id = %(match)s AND serial = 9",
        "INSERT INTO follow_ups (tenant_id, id, match_id, serial, kind, opens_on, due_on, done_at, done_on, done_how)"
        " VALUES (%(tenant)s, gen_random_uuid(), %(match)s, 100 + %(number)s, 'check_in', '2020-05-01', '2020-05-08', now(),"
        " '2020-05-02', 'answered')",
        _NOTE,
        _WORK,
    ),
    (
        "INSERT INTO outcomes (tenant_id, id, match_id, kind, began_on, recorded_at, recorded_by, owed_to)"
        " VALUES (%(tenant)s, gen_random_uuid(), %(match)s, 'job', '2030-01-01'::date + %(number)s, now(), 'Cille', '[]')",
        _NOTE,
        _WORK,
    ),
)


def write_cost(cluster: Cluster, name: str) -> Iterator[Line]:
    """The quickest of many turns, as a busy machine only ever adds; the tables are the land's, with all its rows."""
    with psycopg.connect(cluster.admin(name), autocommit=True) as admin:
        pairs = admin.execute("SELECT tenant_id, id, youth_id FROM matches ORDER BY id LIMIT %s", [EACH]).fetchall()
        spent: dict[str, list[float]] = {"DISABLE": [], "ENABLE": []}
        with psycopg.connect(cluster.url("mk_worker", name)) as worker:
            for turn in range(2 * TURNS):
                marks = ("DISABLE", "ENABLE")[turn % 2]
                for table in TABLES:
                    admin.execute(f"ALTER TABLE {table} {marks} TRIGGER USER")
                with watch() as one:
                    for number, (tenant, match, youth) in enumerate(pairs):
                        _write(
                            worker, {"tenant": tenant, "match": match, "youth": youth, "number": EACH * turn + number}
                        )
                spent[marks].append(one.seconds)
    without, with_them = (min(spent[marks]) for marks in ("DISABLE", "ENABLE"))
    each = f"{1000 * without / len(pairs) / len(ACTS):.2f} ms a transaction without"
    added = with_them / without - 1
    what = f"Marks: what they add to a meeting, an answer or an outcome ({each})"
    yield Line(what, f"{100 * added:+.0f} %", limit=f"{100 * MOST:.0f} %", held=added <= MOST)


def _write(worker: psycopg.Connection[Any], facts: dict[str, Any]) -> None:
    for act in ACTS:
        with worker.transaction():
            worker.execute("SELECT set_config('app.tenant', %s, true)", [str(facts["tenant"])])
            for statement in act:
                worker.execute(statement, {**facts, "key": uuid4().hex})
