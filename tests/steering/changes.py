"""Anything that may happen to the rows that figures are counted from, straight in the database, by an administrator."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg

Connection = psycopg.Connection[Any]
AWAY = timedelta(days=9000)
#: In an order in which nothing points at what is gone.
OF_PAIRS = ("outcomes", "moved_on", "meetings", "follow_ups")


def shift(rows: Connection, rng: random.Random) -> None:
    """A youth's whole story was entered wrongly by some days."""
    youth = _any(rows, rng, "youths")
    days = timedelta(days=rng.randrange(-70, 70))
    stories = {
        "enrolments": ("sent_at", "returned_at", "closed_at"),
        "proposals": ("proposed_on", "fell_at", "started_at"),
        "matches": ("started_on", "ended_on"),
        "follow_ups": ("opens_on", "due_on", "done_on"),
        "meetings": ("held_on",),
        "outcomes": ("began_on",),
        "concerns": ("opened_on",),
    }
    for table, columns in stories.items():
        whose = "youth_id = %(youth)s"
        if table in OF_PAIRS:
            whose = "match_id IN (SELECT id FROM matches WHERE youth_id = %(youth)s)"
        moved = ", ".join(
            f"{one} = {one} + %(days)s" if one.endswith("_at") else f"{one} = ({one} + %(days)s)::date"
            for one in columns
        )
        for step in (AWAY, days - AWAY):  # one day at a time they would stand in each other's way
            rows.execute(f"UPDATE {table} SET {moved} WHERE {whose}", {"days": step, "youth": youth})


def forget(rows: Connection, rng: random.Random) -> None:
    """A youth is forgotten, with everything."""
    youth = _any(rows, rng, "youths")
    notes = "SELECT id FROM journal_notes WHERE youth_id = %s"
    rows.execute(f"DELETE FROM note_copies WHERE note_id IN ({notes})", [youth])
    rows.execute("DELETE FROM journal_notes WHERE youth_id = %s", [youth])
    for table in (*OF_PAIRS, "pauses"):
        rows.execute(f"DELETE FROM {table} WHERE match_id IN (SELECT id FROM matches WHERE youth_id = %s)", [youth])
    for table in ("matches", "proposals", "enrolments"):
        rows.execute(f"DELETE FROM {table} WHERE youth_id = %s", [youth])
    rows.execute("DELETE FROM concern_steps WHERE concern_id IN (SELECT id FROM concerns WHERE youth_id = %s)", [youth])
    rows.execute("DELETE FROM concerns WHERE youth_id = %s", [youth])
    rows.execute("DELETE FROM youths WHERE id = %s", [youth])


def drop_one(rows: Connection, rng: random.Random) -> None:
    """A follow-up, an outcome, an answer or a meeting is taken out again."""
    table = rng.choice(OF_PAIRS)
    rows.execute(f"DELETE FROM {table} WHERE id = %s", [_any(rows, rng, table)])


def end_otherwise(rows: Connection, rng: random.Random) -> None:
    """A pair ended some days after it began, for another reason; or goes on after all."""
    match, reason = _any(rows, rng, "matches"), rng.choice(["goal_reached", "not_a_fit", "moved", None])
    days = rng.choice([0, 3, 80, 95, 260]) if reason else None
    rows.execute(
        "UPDATE matches SET ended_on = started_on + %(days)s::int, ended_at = (started_on + %(days)s::int)::timestamptz,"
        " end_reason = %(reason)s, is_trade_match = NOT is_trade_match WHERE id = %(match)s",
        {"days": days, "reason": reason, "match": match},
    )


def do_follow_ups(rows: Connection, rng: random.Random) -> None:
    """Several follow-ups at once are done some days before or after their deadline."""
    rows.execute(
        "UPDATE follow_ups SET done_on = due_on + %(days)s::int, done_at = now(), done_how = %(how)s WHERE match_id = %(match)s",
        {"days": rng.randrange(-9, 9), "how": rng.choice(["called", "ended"]), "match": _any(rows, rng, "matches")},
    )


def meet(rows: Connection, rng: random.Random) -> None:
    """A meeting that did or did not take place."""
    minutes = rng.choice([None, 30, 75])
    rows.execute(
        "INSERT INTO meetings (tenant_id, id, match_id, held_on, took_place, minutes, logged_at, logged_by)"
        " SELECT tenant_id, gen_random_uuid(), id, started_on + %(days)s::int, %(minutes)s::int IS NOT NULL, %(minutes)s, now(),"
        " 'Bent' FROM matches WHERE id = %(match)s ON CONFLICT DO NOTHING",
        {"days": rng.randrange(200), "minutes": minutes, "match": _any(rows, rng, "matches")},
    )


def reach(rows: Connection, rng: random.Random) -> None:
    """An outcome, from before the pair began or after."""
    rows.execute(
        "INSERT INTO outcomes (tenant_id, id, match_id, kind, began_on, recorded_at, recorded_by, owed_to)"
        " SELECT tenant_id, gen_random_uuid(), id, %(kind)s, started_on + %(days)s::int, now(), 'Karen', '[]'"
        " FROM matches WHERE id = %(match)s ON CONFLICT DO NOTHING",
        {"kind": rng.choice(["praktik", "spare_time_job", "job"]), "days": rng.randrange(-20, 300),
         "match": _any(rows, rng, "matches")},
    )  # fmt: skip


def answer(rows: Connection, rng: random.Random) -> None:
    """Somebody thinks otherwise of how it went."""
    rows.execute(
        "UPDATE moved_on SET answer = %s, answered_at = coalesce(answered_at, now()) WHERE id = %s",
        [rng.choice(["yes", "no", "unsure"]), _any(rows, rng, "moved_on")],
    )


def worry(rows: Connection, rng: random.Random) -> None:
    """A concern is raised, and rises."""
    concern = {"youth": _any(rows, rng, "youths"), "id": uuid4()}
    rows.execute(
        "INSERT INTO concerns (tenant_id, id, youth_id, about, internal, is_danger, is_minor, opened_at, opened_on, opened_by,"
        " opened_by_kind) SELECT tenant_id, %(id)s, youth_id, 'home', '', false, false, now(), sent_at::date + %(days)s::int, '',"
        " 'user' FROM enrolments WHERE youth_id = %(youth)s LIMIT 1",
        concern | {"days": rng.randrange(1, 150)},
    )
    rows.execute(
        "INSERT INTO concern_steps (tenant_id, id, concern_id, serial, kind, taken_at, taken_by, why, level, owner_name,"
        " owner_phone, owner_tenant_id, deadline) SELECT tenant_id, gen_random_uuid(), id, 1, 'opened', now(), '', '', %s, '', '',"
        " tenant_id, opened_on FROM concerns WHERE id = %s",
        [rng.choice([1, 2, 3, 4]), concern["id"]],
    )


def date_otherwise(rows: Connection, rng: random.Random) -> None:
    """A concern was raised some days later than noted, or has risen a level."""
    concern = _any(rows, rng, "concerns")
    if rng.random() < 0.5:
        rows.execute(
            "UPDATE concerns SET opened_on = opened_on + %s::int WHERE id = %s", [rng.randrange(1, 60), concern]
        )
    else:
        rows.execute("UPDATE concern_steps SET level = 1 + level %% 4 WHERE concern_id = %s", [concern])


def propose_otherwise(rows: Connection, rng: random.Random) -> None:
    """A proposal fell on another day, was made on another, or is taken out, where nothing came of it."""
    alone = "NOT EXISTS (SELECT FROM matches m WHERE m.tenant_id = p.tenant_id AND m.proposal_id = p.id)"
    found = rows.execute(f"SELECT id FROM proposals p WHERE {alone} ORDER BY id").fetchall()
    if not found:
        return
    one = {"id": rng.choice(found)["id"], "days": rng.randrange(40)}
    act = rng.choice([
        "DELETE FROM proposals WHERE id = %(id)s",
        "UPDATE proposals SET fell_at = proposed_on + %(days)s::int, fell_because = 'mentor_no' WHERE id = %(id)s",
        "UPDATE proposals SET proposed_on = proposed_on + %(days)s::int,"
        " fell_at = fell_at + %(days)s::int * interval '1 day' WHERE id = %(id)s",
    ])  # fmt: skip
    rows.execute(act, one)


def begin_elsewhere(rows: Connection, rng: random.Random) -> None:
    """It turns out that the youth was enrolled in the other partnership's programme."""
    rows.execute(
        "UPDATE enrolments e SET (programme_tenant_id, programme_id) = (SELECT p.tenant_id, p.id FROM programmes p"
        " WHERE p.tenant_id <> e.programme_tenant_id ORDER BY p.id LIMIT 1) WHERE id = %s",
        [_any(rows, rng, "enrolments")],
    )


def close(rows: Connection, rng: random.Random) -> None:
    """An enrolment that nobody was proposed for is closed after some days, or opened again."""
    days = rng.choice([None, 10, 28, 90])
    rows.execute(
        "UPDATE enrolments e SET closed_at = sent_at + %(days)s::int * interval '1 day', close_reason = %(why)s"
        " WHERE id = %(id)s AND NOT EXISTS (SELECT FROM proposals p WHERE p.tenant_id = e.tenant_id AND p.enrolment_id = e.id)",
        {"days": days, "why": "lukket" if days else "", "id": _any(rows, rng, "enrolments")},
    )


def move_period(rows: Connection, rng: random.Random) -> None:
    """The first period of an agreement ends on another day than was thought."""
    rows.execute(
        "UPDATE periods SET ends_on = ends_on - %s::int WHERE id = (SELECT id FROM periods WHERE ends_on > '2014-09-01'"
        " ORDER BY starts_on, id LIMIT 1)",
        [rng.randrange(1, 20)],
    )


Change = Callable[[Connection, random.Random], None]
CHANGES: list[Change] = [
    shift, forget, drop_one, end_otherwise, do_follow_ups, meet, reach, answer, worry, date_otherwise,
    propose_otherwise, begin_elsewhere, close, move_period,
]  # fmt: skip


def _any(rows: Connection, rng: random.Random, table: str) -> UUID | None:
    """One row of the Fyn municipalities, the same for the same draw."""
    found = rows.execute(f"SELECT id FROM {table} ORDER BY id").fetchall()
    return rng.choice(found)["id"] if found else None
