"""Reading the call list: its lines, and that the notes of last time were read."""

from collections.abc import Collection
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Insert, Select, Table, Text, Uuid, bindparam, func, insert, literal, select

from mentorkorps import across
from mentorkorps.calls.again import morning_of
from mentorkorps.calls.call_list import CallLine, first_on_list, on_day, on_list
from mentorkorps.calls.care import Whose
from mentorkorps.clock import now, today
from tenants.audit import AuditEntry
from tenants.registry import Tenant
from tenants.scope import db, tenant_id
from tenants.users import Actor


def lines_in_each(
    home: Tenant, day: date, whose: Whose, *, by: Actor, at_most: int
) -> list[tuple[Tenant, list[CallLine]]]:
    """The first lines of every tenant that `home` serves. The statement is made once, and asked in each."""
    wanted = first_on_list(by, whose, at_most)
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
        who = {"by_kind": by.kind, "by_name": by.signature, "by_house": by.tenant_id, "by_user": by.user_id}
        when = {"here": tenant_id(), "moment": now(), "midnight": morning_of(today()).replace(hour=0)}
        db.session.execute(_READ, {"youths": sorted(youths), **who, **when})


def _unseen() -> Insert:
    """Made once: a statement with the youths written into it would be made anew each time."""
    youth = func.unnest(bindparam("youths", type_=ARRAY(Uuid))).column_valued("youth_id")
    reader = bindparam("by_user", type_=Uuid())
    before = select(AuditEntry.id).where(
        AuditEntry.subject_id == youth, AuditEntry.act == "call_list.read", AuditEntry.actor_user_id == reader,
        AuditEntry.at >= bindparam("midnight", type_=DateTime(timezone=True)),
    )  # fmt: skip
    columns = {
        "tenant_id": bindparam("here", type_=Uuid()), "id": func.gen_random_uuid(),
        "at": bindparam("moment", type_=DateTime(timezone=True)), "act": literal("call_list.read"),
        "subject_kind": literal("Youth"), "subject_id": youth, "actor_kind": bindparam("by_kind", type_=Text()),
        "actor_name": bindparam("by_name", type_=Text()), "actor_tenant_id": bindparam("by_house", type_=Uuid()),
        "actor_user_id": reader, "why": literal(""),
    }  # fmt: skip
    unseen = select(*columns.values()).where(~before.exists())
    return insert(cast(Table, AuditEntry.__table__)).from_select(list(columns), unseen, include_defaults=False)


_READ = _unseen()
