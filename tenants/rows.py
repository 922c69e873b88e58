"""The kinds of row, by who may reach them. Every table is one of these, and its guard in the database follows."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, ForeignKeyConstraint, MetaData, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.orm.interfaces import ORMOption

from mentorkorps.refused import NotFound

#: Filled by `tenants.scope`: who owns a new row.
new_row_tenant: dict[str, Callable[[], UUID]] = {}

_ids: ContextVar[Random | None] = ContextVar("ids", default=None)


def new_id() -> UUID:
    """The id of a new row: random, or drawn from the generator of a simulation."""
    generator = _ids.get()
    return UUID(int=generator.getrandbits(128), version=4) if generator else uuid4()


@contextmanager
def ids_from(generator: Random) -> Iterator[None]:
    """Inside, new rows get their ids from `generator`: a simulation comes out the same twice."""
    token = _ids.set(generator)
    try:
        yield
    finally:
        _ids.reset(token)


NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
TYPES: dict[Any, Any] = {
    datetime: DateTime(timezone=True),
    str: Text,
    Decimal: Numeric(12, 2),
    dict[str, Any]: JSONB,
    list[str]: JSONB,
    list[dict[str, Any]]: JSONB,
}


class Base(DeclarativeBase):
    """What every table shares: the names of constraints and the types of columns."""

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map=TYPES)


class TenantRow(Base):
    """A row that a tenant owns; its key begins with the tenant."""

    __abstract__ = True
    #: A pointer with only its tenant set points nowhere: nothing is read for it.
    __mapper_args__ = {"allow_partial_pks": False}  # noqa: RUF012 (SQLAlchemy's own name)
    guard: ClassVar[str]

    tenant_id: Mapped[UUID] = mapped_column(
        ForeignKey("tenants.id"), primary_key=True, sort_order=-2, default=lambda: new_row_tenant["own"]()
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1, default=new_id)

    @classmethod
    def get(cls, row_id: UUID) -> Self:
        """The tenant's own row with that id; NotFound alike for a neighbour's and for one that never was."""
        from tenants.scope import db

        owner = new_row_tenant["case" if cls.guard == "case" else "own"]()
        row = db.session.get(cls, {"tenant_id": owner, "id": row_id}, options=_beside(cls))
        if row is None:
            raise NotFound(cls.__name__)
        return row

    @classmethod
    def beside(cls) -> Sequence[ORMOption]:
        """What `get` reads in the same statement, because every verb on such a row asks for it."""
        return ()


@cache
def _beside(kind: type[TenantRow]) -> Sequence[ORMOption]:
    return kind.beside()


class CaseRow(TenantRow):
    """About a youth: reached only by who acts in the bearing municipality."""

    __abstract__ = True
    guard = "case"

    tenant_id: Mapped[UUID] = mapped_column(
        ForeignKey("tenants.id"), primary_key=True, sort_order=-2, default=lambda: new_row_tenant["case"]()
    )


class PoolRow(TenantRow):
    """Of the house: reached by whoever acts there or comes from there, and by those to whom it is disclosed."""

    __abstract__ = True
    guard = "pool"


class PrivateRow(PoolRow):
    """Of the house alone: not even read by who only acts there (sessions, providers, number series)."""

    __abstract__ = True
    guard = "private"


class SharedRow(TenantRow):
    """A fact between two tenants: the owner keeps it, the party reads it."""

    __abstract__ = True
    guard = "shared"

    party_tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenants.id"))


def inside(table: str, column: str) -> ForeignKeyConstraint:
    """A pointer within the tenant."""
    return ForeignKeyConstraint(["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"])


def across(table: str, name: str) -> ForeignKeyConstraint:
    """A pointer to a row of another house: `<name>_tenant_id` and `<name>_id`."""
    return ForeignKeyConstraint([f"{name}_tenant_id", f"{name}_id"], [f"{table}.tenant_id", f"{table}.id"])


def some_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """`column` is a list of nothing but `values`."""
    return CheckConstraint(f"{column} <@ '{json.dumps(list(values))}'::jsonb", name=f"{column}_known")


def one_of(column: str, values: list[str] | tuple[str, ...]) -> CheckConstraint:
    """`column` is one of `values`, or empty where it may be."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(v) for v in values)})", name=f"{column}_known")


def together(*columns: str) -> CheckConstraint:
    """The columns are set together or not at all."""
    return CheckConstraint(f"num_nonnulls({', '.join(columns)}) IN (0, {len(columns)})", name=f"{columns[0]}_together")
