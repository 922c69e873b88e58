"""Everything the house holds on a young person, row by row, for who asks for insight (GDPR, article 15).

The tables are found by their pointers: what leads to a youth is told, also a table that is added tomorrow; one without a
word here is an error, never left out in silence. Kept back is only what is a third person's.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, MetaData, Select, Table, or_, select
from sqlalchemy.dialects.postgresql import Range

from mentorkorps.case_file.insight_words import LABELS, TITLES
from mentorkorps.clock import local
from mentorkorps.language import N_, danish
from mentorkorps.youths import Youth
from tenants.scope import db

ROOT = "youths"
#: Told in full sentences of their own: the journal, what the courses and the concerns say (privacy.journal_for_insight).
TOLD_ELSEWHERE = frozenset(
    {
        "journal_notes", "note_copies", "expectation_agreements", "goals", "activities", "short_contacts", "wellbeing",
        "supporters", "concerns", "concern_steps",
    }
)  # fmt: skip
#: What belongs to a person without a pointer that the database holds, by the column that names the person.
BY_PERSON: Mapping[str, str] = {
    "messages": "person_id",
    "unreachable": "person_id",
    "asked": "person_id",
    "audit_entries": "subject_id",
}
#: Of the machine: how a row is kept, ordered or found, and the programme's rules, which are about nobody.
MACHINE = frozenset({"id", "rules", "serial", "holder", "path", "by_message", "cases", "counts", "subject_kind"})
#: A third person's: how a mentor was weighed, a mentor's no and its reason (the ladder), and who of the staff did it.
KEPT_BACK = frozenset({"score", "reasons", "mentor_yes_at", "fell_because", "actor_name"})
KEPT_BACK_OF: Mapping[str, frozenset[str]] = {"proposals": frozenset({"note"})}
#: Rows of the mentor's side, about the mentor's own future.
MENTORS_OWN = frozenset({"exit_contacts"})


def held_on(youth: Youth) -> Iterator[str]:
    """A heading for each table in which something is held on the youth, and a line for each row, the oldest first."""
    metadata = Youth.metadata
    for name in (*_of_youths(metadata), *BY_PERSON):
        if name not in TOLD_ELSEWHERE:
            yield from _told(metadata.tables[name], youth)


def without_words(metadata: MetaData) -> set[str]:
    """Tables that lead to a youth and are told nowhere, and columns of told ones that have no word."""
    told = {name for name in (*_of_youths(metadata), *BY_PERSON) if name not in TOLD_ELSEWHERE}
    silent = {
        f"{name}.{column.name}"
        for name in told & TITLES.keys()
        for column in metadata.tables[name].columns
        if column.name not in LABELS and not _is_kept_back(name, column.name)
    }
    return (told - TITLES.keys()) | silent


@cache
def _of_youths(metadata: MetaData) -> Mapping[str, int]:
    """The tables that lead to a youth, with how far away they are."""
    far = {ROOT: 0}
    for _step in range(len(metadata.tables)):
        nearer = {
            table.name: 1 + min(far[up] for up in _ups(table) if up in far)
            for table in metadata.tables.values()
            if table.name not in far and any(up in far for up in _ups(table))
        }
        if not nearer:
            break
        far |= nearer
    return far


def _ups(table: Table) -> dict[str, str]:
    """The tables that `table` points to, with the column that does."""
    return {
        key.referred_table.name: next(name for name in reversed(key.column_keys) if name != "tenant_id")
        for key in table.foreign_key_constraints
        if any(name != "tenant_id" for name in key.column_keys)
    }


def _told(table: Table, youth: Youth) -> Iterator[str]:
    rows = db.session.execute(select(table).where(_mine(table, youth)).order_by(table.c.id)).mappings().all()
    lines = [line for row in rows if (line := _line(table.name, row))]
    if lines:
        yield danish(N_("%(title)s:"), title=danish(TITLES[table.name])) + "\n"
        yield from lines


def _mine(table: Table, youth: Youth) -> ColumnElement[bool]:
    """The rows of `table` that are about the youth."""
    if table.name == ROOT:
        return table.c.id == youth.id
    if table.name in BY_PERSON:
        return table.c[BY_PERSON[table.name]] == youth.id
    far = _of_youths(table.metadata)
    ways = {up: column for up, column in _ups(table).items() if far.get(up, far[table.name]) < far[table.name]}
    about = or_(*(table.c[column].in_(_ids(table.metadata.tables[up], youth)) for up, column in ways.items()))
    return about & (table.c.side != "mentor") if table.name in MENTORS_OWN else about


def _ids(table: Table, youth: Youth) -> Select[Any]:
    return select(table.c.id).where(_mine(table, youth))


def _line(table: str, row: Mapping[Any, Any]) -> str:
    told = [
        danish(N_("%(label)s: %(value)s"), label=danish(LABELS[name]), value=_said(value))
        for name, value in row.items()
        if value not in (None, "", [], {}) and not _is_kept_back(table, name)
    ]
    return "- " + "; ".join(told) + "\n" if told else ""


def _is_kept_back(table: str, column: str) -> bool:
    theirs = KEPT_BACK | KEPT_BACK_OF.get(table, frozenset())
    return column in MACHINE or column in theirs or column.endswith("_id")


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return danish(N_("ja")) if value else danish(N_("nej"))
    if isinstance(value, datetime):
        return f"{local(value):%d-%m-%Y %H.%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, Range):
        return f"{_said(value.lower)}–{_said(value.upper)}"
    return ", ".join(map(_said, value)) if isinstance(value, list | tuple) else str(value)
