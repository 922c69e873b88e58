"""Reading the call list: its lines, and that the notes of last time were read."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, column, func, insert, literal, select, values

from mentorkorps import across
from mentorkorps.calls.call_list import CallLine, on_day, on_list
from mentorkorps.calls.care import Whose
from mentorkorps.clock import now, today
from mentorkorps.matches.ring import midnight
from tenants.audit import AuditEntry
from tenants.registry import Tenant
from tenants.scope import db, tenant_id
from tenants.users import Actor


def lines_in_each(
    home: Tenant, day: date, whose: Whose, *, by: Actor, at_most: int
) -> list[tuple[Tenant, list[CallLine]]]:
    """The first lines of every tenant that `home` serves. The statement is made once, and asked in each."""
    wanted = on_list(by, whose).limit(at_most)
    return across.in_each(home, lambda: _read(wanted, day, by))


def _read(wanted: Select[*tuple[Any, ...]], day: date, by: Actor) -> list[CallLine]:
    """The lines of the tenant acted in; whose notes `by` has seen is remembered."""
    lines = [CallLine(*row) for row in db.session.execute(wanted, on_day(day))]
    _remember({line.youth_id for line in lines if line.last_text}, by)
    return lines


def line_of(about: UUID, *, by: Actor) -> CallLine | None:
    """The line of one pair as it stands now, where it is on the list."""
    row = db.session.execute(on_list(by), on_day(today(), about)).one_or_none()
    line = CallLine(*row) if row else None
    _remember({line.youth_id} if line and line.last_text else set(), by)
    return line


def _remember(youths: Collection[UUID], by: Actor) -> None:
    """That notes about these youths were read: once a day for each reader, however often the list is looked at."""
    if youths:
        columns = ["tenant_id", "id", "at", "act", "subject_kind", "subject_id", "actor_kind", "actor_name",
                   "actor_tenant_id", "actor_user_id", "why"]  # fmt: skip
        db.session.execute(insert(AuditEntry).from_select(columns, _unseen(youths, by)))


def _unseen(youths: Collection[UUID], by: Actor) -> Select[*tuple[Any, ...]]:
    read = values(column("youth_id", Uuid), name="read").data([(one,) for one in sorted(youths)])
    before = select(AuditEntry.id).where(
        AuditEntry.subject_id == read.c.youth_id, AuditEntry.act == "call_list.read",
        AuditEntry.actor_user_id == by.user_id, AuditEntry.at >= midnight(today()),
    )  # fmt: skip
    return select(
        literal(tenant_id()), func.gen_random_uuid(), literal(now()), literal("call_list.read"), literal("Youth"),
        read.c.youth_id, literal(by.kind), literal(by.signature), literal(by.tenant_id, Uuid), literal(by.user_id, Uuid),
        literal(""),
    ).where(~before.exists())  # fmt: skip
