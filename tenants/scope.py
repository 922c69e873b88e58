"""The scope of a transaction: where the actor comes from (home) and where it acts (tenant).

A scope has one Session and one transaction of its own. The tenant goes from unset to set, never from one to another.
PostgreSQL enforces the same with row-level security on `app.home` and `app.tenant`; the criteria added here are the
second belt, and let the planner use the tenant as an index prefix.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from psycopg import OperationalError
from sqlalchemy import Uuid, bindparam, event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, with_loader_criteria
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from tenants.rows import Base, CaseRow, new_row_tenant

PLANS = 1000  # statements whose plans a connection keeps
_serial = itertools.count(1)
_LEFT_OVER = (
    "SELECT coalesce(current_setting('app.tenant', true), '') || coalesce(current_setting('app.home', true), '')"
)
_SET = text("SELECT set_config('app.home', :home, true), set_config('app.tenant', :tenant, true)")


class UnsafeRole(RuntimeError):
    """The process signed in to the database as somebody whom row security does not bind."""


@dataclass
class Scope:
    """One transaction's home and tenant."""

    home: UUID | None = None
    tenant: UUID | None = None
    serial: int = field(default_factory=lambda: next(_serial))

    def enter(self, tenant: UUID) -> None:
        """From here on this transaction acts in `tenant`; a second, different one is a bug."""
        if self.tenant not in (None, tenant):
            raise RuntimeError("a transaction acts in one tenant for life")
        self.tenant = tenant
        self._tell()

    def settle(self, home: UUID) -> None:
        """From here on this transaction belongs to an account (or a visitor) of `home`."""
        if self.home not in (None, home):
            raise RuntimeError("a transaction has one home for life")
        self.home = home
        self._tell()

    def _tell(self) -> None:
        if db.session().in_transaction():
            db.session.execute(_SET, self.settings)

    @property
    def settings(self) -> dict[str, str]:
        """As PostgreSQL gets them; empty means unset."""
        return {"home": str(self.home or ""), "tenant": str(self.tenant or "")}


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope:
    """The scope of this transaction; without one nothing may touch the database."""
    scope = _current.get()
    if scope is None:
        raise RuntimeError("no scope: open one with acting_for()")
    return scope


def tenant_id() -> UUID:
    """The tenant in which this transaction acts."""
    scope = current()
    if scope.tenant is None:
        raise RuntimeError("this transaction acts in no tenant")
    return scope.tenant


def own_id() -> UUID:
    """Who writes rows of its own here: the home of the account, or the tenant acted in where nobody has an account."""
    scope = current()
    return scope.home or tenant_id()


class ScopedSession(FlaskSession):
    """A Session on the connection of its scope (an import lends one connection to several tenants in turn)."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        return _lent.get() or db.engine


_lent: ContextVar[Connection | None] = ContextVar("lent", default=None)


def _serial_of_scope() -> int:
    scope = _current.get()
    return scope.serial if scope else 0


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={
        "class_": ScopedSession,
        "scopefunc": _serial_of_scope,
        "expire_on_commit": False,
        "join_transaction_mode": "create_savepoint",  # on a lent connection a scope that fails takes back its own rows
    },
)
new_row_tenant.update(case=tenant_id, own=own_id)


@contextmanager
def acting_for(tenant: UUID | None, *, home: UUID | None = None, holding: bool = False) -> Iterator[Scope]:
    """One transaction in `tenant` (None: in no tenant, so that only the public directory can be read).

    Commits when the block ends well, rolls back when it raises. Scopes may stand inside each other; each has its own
    Session and, unless `one_connection` lends it, its own connection. `holding` keeps what was read in memory to the end
    of the block, for one that does many things to the same rows.
    """
    token = open_scope(Scope(home, tenant))
    try:
        if holding:
            _hold(db.session())
        yield current()
        db.session.commit()
    finally:
        close_scope(token)


def _hold(session: Session) -> None:
    """A Session forgets a row nobody points at, and would read it again."""
    held: list[object] = session.info.setdefault("held", [])
    for moment in ("loaded_as_persistent", "pending_to_persistent", "detached_to_persistent"):
        event.listen(session, moment, lambda _session, row: held.append(row))


def open_scope(scope: Scope) -> Token[Scope | None]:
    """Makes `scope` the current one, for an edge that cannot use a `with` (a web request). Give the token to `close_scope`."""
    return _current.set(scope)


def close_scope(token: Token[Scope | None]) -> None:
    """Ends the scope; what was not committed is rolled back. On a connection that is lent, the scope around it goes on."""
    db.session.remove()
    _current.reset(token)
    lent, around = _lent.get(), _current.get()
    if lent is not None and around is not None and lent.in_transaction():
        lent.execute(_SET, around.settings)


@contextmanager
def one_connection() -> Iterator[Connection]:
    """Inside, every scope uses one connection and one database transaction: all tenants' rows are kept, or none."""
    with db.engine.begin() as connection:
        token = _lent.set(connection)
        try:
            yield connection
        finally:
            _lent.reset(token)


def connect(app: Flask, database_url: str, *, pool_size: int = 5) -> None:
    """Gives `app` its database; refuses a role that row security does not bind (UnsafeRole)."""
    url = database_url.replace("postgresql://", "postgresql+psycopg://", 1)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": pool_size, "max_overflow": 5}
    db.init_app(app)
    with app.app_context():
        event.listen(db.engine, "connect", _keep_plans)
        event.listen(db.engine, "checkout", _refuse_used_connection)
        with db.engine.connect() as connection:
            refuse_unsafe_role(connection)


def refuse_unsafe_role(connection: Connection) -> None:
    """UnsafeRole where the connected role is a superuser, bypasses row security, or can become the owner."""
    unsafe = connection.scalar(
        text(
            "SELECT EXISTS (SELECT FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls OR r.rolname = 'mk_owner')"
            " AND pg_has_role(current_user, r.oid, 'MEMBER'))"
        )
    )
    if unsafe:
        raise UnsafeRole(
            "DATABASE_URL names a role that row security does not bind; use mk_web, mk_worker or mk_dispatch."
        )


def _keep_plans(dbapi: Any, entry: ConnectionPoolEntry) -> None:
    """The product asks some four hundred different things; psycopg would forget the plans of all but a hundred."""
    dbapi.prepared_max = PLANS


def _refuse_used_connection(dbapi: Any, entry: ConnectionPoolEntry, proxy: PoolProxiedConnection) -> None:
    """One question to a connection from the pool: are you alive, and did nobody leave a tenant set on you?

    Its transaction goes on as the caller's own: no round trip is spent on ending it.
    """
    try:
        with dbapi.cursor() as cursor:
            cursor.execute(_LEFT_OVER)
            left_over = cursor.fetchone()[0]
    except OperationalError as dead:
        raise DisconnectionError("the connection had died in the pool") from dead
    if left_over:
        entry.invalidate()
        raise RuntimeError("a connection came back with a tenant or a home set")


@event.listens_for(Session, "after_begin")
def _say_for_whom(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if isinstance(session, ScopedSession):
        connection.execute(_SET, current().settings)


def _acted_in() -> UUID | None:
    return current().tenant


#: The tenant acted in, and who writes rows of its own there, as they are whenever a statement that was made once is asked.
OWN = bindparam("own", callable_=own_id, type_=Uuid())
HERE = bindparam("tenant_acted_in", callable_=_acted_in, type_=Uuid())
_ONLY_HERE = with_loader_criteria(CaseRow, lambda row: row.tenant_id == HERE, include_aliases=True)
#: A statement that is made once is bound to the tenant acted in once: making its key anew costs as much as asking it.
_bound: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


@event.listens_for(Session, "do_orm_execute")
def _keep_to_the_tenant(state: ORMExecuteState) -> None:
    if state.is_relationship_load or state.is_column_load or not isinstance(state.session, ScopedSession):
        return
    if state.is_select or state.is_update or state.is_delete:
        bound = _bound.get(state.statement)
        if bound is None:
            bound = _bound[state.statement] = state.statement.options(_ONLY_HERE)
        state.statement = bound
