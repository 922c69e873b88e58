"""The dispatcher and the report: closed to every table but for what they are granted by name."""

from typing import Any
from uuid import uuid4

import pytest

from tests.isolation.ground import FORBIDDEN, Context, Ground, insert

FIGURES = {
    "figures.per_tenant": "%(partnership)s, %(first)s::date, %(last)s::date, '2014-12-31'::date",
    "figures.outcomes": "%(partnership)s, %(first)s::date, %(last)s::date, '2014-12-31'::date",
    "figures.companies": "%(partnership)s, %(first)s::date, %(last)s::date, '2014-12-31'::date",
    "figures.corps": "%(partnership)s, '2014-12-31'::date",
    "figures.courses": "%(partnership)s, %(first)s::date, %(last)s::date, '2014-12-31'::date, 2, 0, '{}'::jsonb",
    "figures.months": "%(partnership)s, %(first)s::date, %(last)s::date, '2014-12-31'::date",
    "figures.network": "%(partnership)s, %(first)s::date, %(last)s::date, '2014-12-31'::date",
    "figures.spans": "%(partnership)s, %(first)s::date, %(last)s::date, '2014-12-31'::date",
    "figures.wishes": "%(partnership)s, %(first)s::date, %(last)s::date, '2014-12-31'::date",
}


@pytest.mark.parametrize("role", ["mk_dispatch", "mk_report"])
def test_no_table_answers_in_any_context(ground: Ground, role: str) -> None:
    wrong = []
    for context in ground.contexts():
        with ground.speaking(role, context) as voice:
            for table in ground.tables:
                column = "version_num" if table == "alembic_version" else "id"
                ways = {
                    "select": voice.tries(f"SELECT * FROM {table}"),
                    "update": voice.tries(f"UPDATE {table} SET {column} = {column}"),
                    "delete": voice.tries(f"DELETE FROM {table}"),
                    "copy out": voice.copies_out(f"COPY {table} TO STDOUT"),
                    "copy in": voice.copies_in(f"COPY {table} FROM STDIN"),
                    "truncate": voice.tries(f"TRUNCATE {table}"),
                }
                if (role, table) == ("mk_dispatch", "tenants"):
                    ways.pop("select"), ways.pop("copy out")
                wrong += [(table, context.name, way, outcome) for way, outcome in ways.items() if outcome != FORBIDDEN]
    assert not wrong


@pytest.mark.parametrize("role", ["mk_dispatch", "mk_report"])
def test_no_row_can_be_put_in(ground: Ground, role: str) -> None:
    for table in ground.guarded:
        row = ground.rows(table)[0]
        with ground.speaking(role, Context("own", row["owner"])) as voice:
            assert voice.tries(*insert(table, row["whole"], id=uuid4())) == FORBIDDEN


def test_the_dispatcher_sees_undone_work_of_all_tenants_and_nothing_of_its_content(ground: Ground) -> None:
    undone = {(row["owner"], row["id"]) for row in ground.rows("outbox") if not row["whole"]["done_at"]}
    with ground.speaking("mk_dispatch", Context("unset", None, None)) as voice:
        assert set(voice.sees("SELECT tenant_id, id FROM outbox")) == undone
        for column in ("kind", "dedupe_key", "payload", "lease_token", "last_error", "reply"):
            assert voice.sees(f"SELECT {column} FROM outbox") == FORBIDDEN


def test_the_dispatcher_rings_and_does_nothing_else(ground: Ground) -> None:
    with ground.speaking("mk_dispatch", Context("unset", None, None)) as voice:
        due = "SELECT id FROM outbox WHERE run_at < now() ORDER BY run_at FOR UPDATE SKIP LOCKED LIMIT 1"
        rings = f"WITH due AS MATERIALIZED ({due}) UPDATE outbox o SET rung_at = now() FROM due WHERE o.id = due.id"
        assert voice.tries(rings) == 1
        for column in ("run_at", "done_at", "dead_at", "payload", "lease_until", "tenant_id"):
            assert voice.tries(f"UPDATE outbox SET {column} = NULL") == FORBIDDEN


@pytest.mark.parametrize("function", FIGURES)
def test_figures_are_told_to_the_operator_and_to_nobody_else(ground: Ground, function: str) -> None:
    question = f"SELECT * FROM {function}({FIGURES[function]})"
    for partnership in ground.rows("partnerships"):
        asked = _period_of(ground, partnership)
        for context in ground.contexts():
            with ground.speaking("mk_report", context) as voice:
                outcome = voice.sees(question, asked)
            if partnership["owner"] == context.tenant:
                assert not isinstance(outcome, str), context.name
                assert outcome or function == "figures.wishes", context.name  # nobody waits in one of them
            else:
                assert isinstance(outcome, str), context.name


@pytest.mark.parametrize("function", FIGURES)
@pytest.mark.parametrize("role", ["mk_web", "mk_worker", "mk_dispatch"])
def test_other_roles_may_not_ask_for_figures(ground: Ground, role: str, function: str) -> None:
    partnership = ground.rows("partnerships")[0]
    with ground.speaking(role, Context("own", partnership["owner"])) as voice:
        question = f"SELECT * FROM {function}({FIGURES[function]})"
        assert voice.sees(question, _period_of(ground, partnership)) == FORBIDDEN


@pytest.mark.parametrize("function", [name for name in FIGURES if name != "figures.corps"])
def test_no_setting_frees_the_operator_from_the_days_of_the_periods(ground: Ground, function: str) -> None:
    """`figures.house` did, while it said of which house the figures are (0047)."""
    partnership = next(row for row in ground.rows("partnerships") if row["owner"] == ground.tenants["dygtige-unge"])
    asked = _period_of(ground, partnership) | {"last": "2014-06-14"}
    with ground.speaking("mk_report", Context("operator", partnership["owner"])) as voice:
        for said in ("", str(ground.tenants["svendborg"])):
            voice.connection.execute("SELECT set_config('figures.house', %s, true)", [said])
            assert voice.sees(f"SELECT * FROM {function}({FIGURES[function]})", asked) == FORBIDDEN, said


def test_a_figure_rests_on_no_setting_but_who_acts(ground: Ground) -> None:
    """What a function reads from a setting, whoever may run it can say; who acts is read by `sec.tenant` alone."""
    asks = "SELECT p.oid::regproc::text AS name FROM pg_proc p WHERE pronamespace = 'figures'::regnamespace"
    assert ground.ask(f"{asks} AND pg_get_functiondef(p.oid) ~ 'current_setting'") == []


def _period_of(ground: Ground, partnership: dict[str, Any]) -> dict[str, Any]:
    """The days that its figures may be asked for."""
    periods = [row["whole"] for row in ground.rows("periods") if row["owner"] == partnership["owner"]]
    period = min(periods, key=lambda one: one["starts_on"])
    return {"partnership": partnership["id"], "first": period["starts_on"], "last": period["ends_on"]}
