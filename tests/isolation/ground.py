"""The filled database as the administrator knows it, and a voice in it for each role."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Self
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from mentorkorps.tables import Base
from tests.conftest import Cluster

FORBIDDEN, MALFORMED, NO_SUCH_ROW, NOT_SUPPORTED = "42501", "22P02", "23503", "0A000"


@dataclass(frozen=True)
class Context:
    """For whom a transaction says that it acts. None: never said; a text that is no id: said wrongly."""

    name: str
    tenant: UUID | str | None = ""
    home: UUID | str | None = ""

    @property
    def either(self) -> list[UUID]:
        """The tenants it is in or from."""
        return [one for one in (self.tenant, self.home) if isinstance(one, UUID)]

    @property
    def own(self) -> UUID | None:
        """Whose house it is."""
        return next((one for one in (self.home, self.tenant) if isinstance(one, UUID)), None)

    @property
    def is_garbage(self) -> bool:
        """Names something that is no tenant at all."""
        return any(isinstance(one, str) and one for one in (self.tenant, self.home))


@dataclass
class Voice:
    """One role in one context, inside a transaction that is rolled back."""

    connection: psycopg.Connection[Any]

    def tries(self, statement: str, params: Any = None) -> str | int:
        """How many rows the statement reached, or the SQLSTATE of its refusal; nothing of it is kept."""
        with self._undone() as cursor:
            try:
                return cursor.execute(statement, params).rowcount
            except psycopg.Error as error:
                return str(error.sqlstate)

    def sees(self, statement: str, params: Any = None) -> list[tuple[Any, ...]] | str:
        """The rows, or the SQLSTATE of the refusal."""
        with self._undone() as cursor:
            try:
                return cursor.execute(statement, params).fetchall()
            except psycopg.Error as error:
                return str(error.sqlstate)

    def copies_out(self, statement: str) -> str | int:
        """How many rows COPY hands out, or the SQLSTATE of its refusal."""
        with self._undone() as cursor:
            try:
                with cursor.copy(statement) as copy:
                    return sum(1 for _ in copy.rows())
            except psycopg.Error as error:
                return str(error.sqlstate)

    def copies_in(self, statement: str) -> str:
        """The SQLSTATE with which COPY refuses to take rows in; empty where it takes them."""
        with self._undone() as cursor:
            try:
                with cursor.copy(statement):
                    pass
            except psycopg.Error as error:
                return str(error.sqlstate)
            return ""

    @contextmanager
    def _undone(self) -> Iterator[psycopg.Cursor[Any]]:
        self.connection.execute("SAVEPOINT before")
        with self.connection.cursor() as cursor:
            yield cursor
        self.connection.execute("ROLLBACK TO SAVEPOINT before")


@dataclass
class Ground:
    """What a test asks of the filled database."""

    cluster: Cluster
    database: str
    admin: psycopg.Connection[Any]
    stack: ExitStack
    _rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def open(cls, cluster: Cluster, database: str) -> Iterator[Self]:
        """Connects; closes every connection afterwards."""
        with ExitStack() as stack:
            admin = stack.enter_context(psycopg.connect(cluster.admin(database), row_factory=dict_row, autocommit=True))
            yield cls(cluster, database, admin, stack)

    def ask(self, question: str, params: Any = None) -> list[dict[str, Any]]:
        """What the administrator, whom row security does not bind, gets for an answer."""
        return self.admin.execute(question, params).fetchall()

    @cached_property
    def tables(self) -> list[str]:
        """Every table of the schema public, from the catalogue."""
        found = self.ask(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'f')"
            " AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        return [row["relname"] for row in found]

    @property
    def guarded(self) -> list[str]:
        """The tables of the product."""
        return [table for table in self.tables if table != "alembic_version"]

    @cached_property
    def guards(self) -> dict[str, str]:
        """The kind of each table, as its model says."""
        models = [mapper.class_ for mapper in Base.registry.mappers]
        return {model.__tablename__: getattr(model, "guard", "directory") for model in models}

    @cached_property
    def tenants(self) -> dict[str, UUID]:
        """Every tenant by its slug."""
        return {row["slug"]: row["id"] for row in self.ask("SELECT slug, id FROM tenants")}

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row: its key, its party, and the whole of it as JSON. A tenant's row in the directory is its own."""
        if table not in self._rows:
            found = self.ask(f"SELECT to_jsonb(t) AS whole FROM {table} t ORDER BY whole")
            self._rows[table] = [_known(row["whole"]) for row in found]
        return self._rows[table]

    def updatable(self, table: str) -> list[str]:
        """The columns that mk_web may change."""
        return self._updatable()[table]

    @cache  # noqa: B019 (lives as long as the session)
    def _updatable(self) -> dict[str, list[str]]:
        found = self.ask(
            "SELECT attrelid::regclass::text AS name, array_agg(attname::text ORDER BY attnum)"
            " FILTER (WHERE has_column_privilege('mk_web', attrelid, attnum, 'UPDATE')) AS columns"
            " FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
            " AND relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " WHERE attnum > 0 AND NOT attisdropped GROUP BY 1"
        )
        return {row["name"]: row["columns"] or [] for row in found}

    def contexts(self) -> list[Context]:
        """Each tenant alone, staff who serve or enrol for another tenant, and the contexts that are none."""
        alone = [Context(slug, tenant) for slug, tenant in self.tenants.items()]
        return alone + self.travelling + self.nowhere

    @property
    def travelling(self) -> list[Context]:
        """From one house, acting in another."""
        pairs = [
            ("dygtige-unge", "svendborg"),
            ("dygtige-unge", "nyborg"),
            ("uu", "svendborg"),
            ("vordingborg", "vordingborg"),
        ]
        return [Context(f"{home} in {there}", self.tenants[there], self.tenants[home]) for home, there in pairs]

    @property
    def nowhere(self) -> list[Context]:
        """Never said, said and taken back, and garbage."""
        return [Context("unset", None, None), Context("empty"), Context("garbage", "svendborg' OR true", "")]

    @contextmanager
    def speaking(self, role: str, context: Context) -> Iterator[Voice]:
        """A transaction of `role` in `context`; rolled back at the end."""
        connection = self._connection(role, fresh=context.tenant is None)
        try:
            if context.tenant is not None:
                said = [str(context.home or ""), str(context.tenant)]
                connection.execute("SELECT set_config('app.home', %s, true), set_config('app.tenant', %s, true)", said)
            yield Voice(connection)
        finally:
            connection.rollback()

    @cache  # noqa: B019 (lives as long as the session)
    def _connection(self, role: str, *, fresh: bool) -> psycopg.Connection[Any]:
        return self.stack.enter_context(psycopg.connect(self.cluster.url(role, self.database)))

    def __hash__(self) -> int:
        return id(self)


def _known(whole: dict[str, Any]) -> dict[str, Any]:
    owner = UUID(whole["tenant_id"] if "tenant_id" in whole else whole["id"])
    party = whole.get("party_tenant_id")
    return {"owner": owner, "id": UUID(whole["id"]), "party": UUID(party) if party else None, "whole": whole}


def insert(table: str, whole: dict[str, Any], **changed: Any) -> tuple[str, list[str]]:
    """A statement that inserts a row as it stands, but for what is changed, and its parameter."""
    row = json.dumps(whole | changed, default=str)
    return f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)", [row]
