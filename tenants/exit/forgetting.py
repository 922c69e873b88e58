"""The people of a house that is erased, in the rows of the houses it worked with: the rows stay, without the person.

What the steering group decided, the places that were moved and the entries of the books are other houses' records. A name
in them becomes the role at the house, an address goes. The log of another house, its case files and issued invoices are
not changed: the log and the invoice are evidence, and a case file is erased with its case.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, func, literal, or_, select, union, update
from sqlalchemy.dialects.postgresql import JSONB

from mentorkorps.language import N_, danish
from tenants.rows import Base

ROLE = N_("medarbejder hos %(house)s")
#: Rows of other houses that are about a person of this one: the columns that become nothing.
ABOUT_IT = {"seats": ("email",), "billing_details": ("contact", "email", "phone")}
#: Where people are named in what houses keep together, and in what the bookkeeping act keeps of the erased one.
NAMED = {
    "minutes": ("text", "written_by"), "minutes_approvals": ("approved_by",), "agenda_items": ("text", "added_by", "dropped_by"),
    "decisions": ("text", "decided_by", "written_by"), "action_items": ("text", "written_by", "done_by"),
    "attendances": ("noted_by",), "seats": ("person", "chosen_by", "ended_by"), "steering_meetings": ("cancelled_by",),
    "quota_openings": ("answered_by",), "quota_transfers": ("offered_by", "accepted_by", "ended_by"),
    "opening_answers": ("who", "answered_by"), "partnerships": ("hotline_name",), "terms_versions": ("made_by", "why"),
    "agreements": ("source",), "incomes": ("entered_by", "withdrawn_by"), "subsidies": ("entered_by", "decided_by"),
    "refunds": ("made_by",), "payments": ("recorded_by",),
}  # fmt: skip


def forget(connection: Connection, tenant: UUID, house: str) -> dict[str, int]:
    """Takes the people of `tenant`, called `house`, out of the rows of others; returns in how many rows of each table.

    A name is found whole, also in the genitive; one that somebody of another house bears as well stays in running text.
    """
    role, counts = danish(ROLE, house=house), dict[str, int]()
    names, addresses = list(_names(connection, tenant)), _addresses(connection, tenant)
    partners = _partners(connection, tenant)
    for name, columns in NAMED.items():
        table = Base.metadata.tables[name]
        shared = or_(table.c.tenant_id == tenant, table.c.tenant_id.in_(partners))
        counts[name] = sum(_without(connection, table, columns, shared, one, role) for one in names)
    for name, columns in ABOUT_IT.items():
        table = Base.metadata.tables[name]
        about = table.c.party_tenant_id == tenant, table.c.tenant_id != tenant
        nobody: dict[str, Any] = dict.fromkeys(columns, "")
        if name == "seats":
            nobody |= {"user_id": None, "person": role}
        done = connection.execute(update(table).where(*about).values(nobody)).rowcount
        counts[name] = max(done, counts.get(name, 0))
    counts["messages"] = _unaddressed(connection, tenant, addresses)
    return {name: count for name, count in counts.items() if count}


def _names(connection: Connection, tenant: UUID) -> Iterator[str]:
    """Whoever has an account, sat in the group or is asked about invoices, the longest first; nobody another house has too."""
    users, seats, details = (Base.metadata.tables[name] for name in ("users", "seats", "billing_details"))
    theirs = union(
        select(users.c.name).where(users.c.tenant_id == tenant),
        select(seats.c.person).where(seats.c.party_tenant_id == tenant),
        select(details.c.contact).where(details.c.party_tenant_id == tenant),
    )
    mine = {name.strip() for name in connection.scalars(theirs)} - {""}
    shared = select(users.c.name).where(users.c.tenant_id != tenant, users.c.name.in_(mine))
    yield from sorted(mine - set(connection.scalars(shared)), key=len, reverse=True)


def _addresses(connection: Connection, tenant: UUID) -> set[str]:
    users, seats = Base.metadata.tables["users"], Base.metadata.tables["seats"]
    theirs = union(
        select(users.c.email).where(users.c.tenant_id == tenant),
        select(seats.c.email).where(seats.c.party_tenant_id == tenant),
    )
    return set(connection.scalars(theirs)) - {""}


def _partners(connection: Connection, tenant: UUID) -> list[UUID]:
    """The houses that operate a partnership it was a party of, and their other parties."""
    members = Base.metadata.tables["members"]
    of = select(members.c.partnership_id).where(members.c.party_tenant_id == tenant)
    rows = connection.execute(
        select(members.c.tenant_id, members.c.party_tenant_id).where(members.c.partnership_id.in_(of))
    )
    return [*{house for row in rows for house in row}]


def _without(
    connection: Connection, table: Table, columns: tuple[str, ...], shared: ColumnElement[bool], name: str, role: str
) -> int:
    pattern = rf"\m{re.escape(name)}(s?)\M"
    here = or_(*(cast(table.c[column], Text).regexp_match(pattern, "i") for column in columns))
    instead = {column: _replaced(table, column, pattern, role) for column in columns}
    return connection.execute(update(table).where(shared, here).values(instead)).rowcount


def _replaced(table: Table, column: str, pattern: str, role: str) -> ColumnElement[Any]:
    is_json = isinstance(table.c[column].type, JSONB)
    words = (json.dumps(role, ensure_ascii=False)[1:-1] if is_json else role).replace("\\", "\\\\") + r"\1"
    text = func.regexp_replace(cast(table.c[column], Text), pattern, literal(words), "gi")
    return cast(text, JSONB) if is_json else text


def _unaddressed(connection: Connection, tenant: UUID, addresses: set[str]) -> int:
    """Letters of other houses that were sent to one of them, an invitation to a meeting for example."""
    messages = Base.metadata.tables["messages"]
    sent = messages.c.to_address.in_(addresses), messages.c.tenant_id != tenant
    return connection.execute(update(messages).where(*sent).values(to_address="", calendar_entry="")).rowcount
