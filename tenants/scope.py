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
from psycopg import OperationalError, RawCursor, RawServerCursor
from sqlalchemy import Uuid, bindparam, event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, with_loader_criteria
from sqlalchemy.orm.session import JoinTransactionMode
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from tenants.rows import Base, CaseRow, new_row_tenant

PLANS = 1000  # statements whose plans a connection keeps
_serial = itertools.count(1)
_LEFT_OVER = (
    "SELECT coalesce(current_setting('app.tenant', true), '') || coalesce(current_setting('app.home', true), '')"
)
_UNSAFE = (
    "SELECT EXISTS (SELECT FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls OR r.rolname = 'mk_owner')"
    " AND pg_has_role(current_user, r.oid, 'MEMBER'))"
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, join_transaction_mode=_joins.get(), **kwargs)

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        return _lent.get() or db.engine


_lent: ContextVar[Connection | None] = ContextVar("lent", default=None)
#: How a Session takes part in the transaction of a lent connection.
_joins: ContextVar[JoinTransactionMode] = ContextVar("joins", default="create_savepoint")


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
    except BaseException:
        db.session.rollback()
        raise
    finally:
        close_scope(token)


def _hold(session: Session) -> None:
    """A Session forgets a row nobody points at, and would read it again."""
    session.info.setdefault("held", [])


@event.listens_for(ScopedSession, "loaded_as_persistent")
@event.listens_for(ScopedSession, "pending_to_persistent")
@event.listens_for(ScopedSession, "detached_to_persistent")
def _keep_in_memory(session: Session, row: object) -> None:
    if (held := session.info.get("held")) is not None:
        held.append(row)


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
def one_connection(*, savepoints: bool = True) -> Iterator[Connection]:
    """Inside, every scope uses one connection and one database transaction: all tenants' rows are kept, or none.

    A scope that fails takes back its own rows, and whoever catches that may go on; without `savepoints` it takes back all.
    """
    with db.engine.begin() as connection:
        token, before = _lent.set(connection), _joins.set("create_savepoint" if savepoints else "rollback_only")
        try:
            yield connection
        finally:
            _joins.reset(before)
            _lent.reset(token)


def connect(app: Flask, database_url: str, *, pool_size: int = 5) -> None:
    """Gives `app` its database; refuses a role that row security does not bind (UnsafeRole)."""
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "pool_size": pool_size,
        "max_overflow": 5,
        "paramstyle": "numeric_dollar",
    }
    db.init_app(app)
    with app.app_context():
        event.listen(db.engine, "connect", _pass_on_as_written)
        watch(db.engine)
        db.engine.connect().close()


def _pass_on_as_written(dbapi: Any, entry: ConnectionPoolEntry) -> None:
    """Values are named as PostgreSQL names them ($1): psycopg would look for names of its own in every statement it is given, and
    forgets what it found in long ones."""
    dbapi.cursor_factory, dbapi.server_cursor_factory = RawCursor, RawServerCursor


def watch(engine: Engine) -> None:
    """What every pool of connections is given: none is of a role that row security does not bind (UnsafeRole), each keeps
    its plans, and none is handed out with a tenant left set on it."""
    event.listen(engine, "connect", _refuse_unsafe_role)
    event.listen(engine, "connect", _keep_plans)
    event.listen(engine, "checkout", _refuse_used_connection)


def _refuse_unsafe_role(dbapi: Any, entry: ConnectionPoolEntry) -> None:
    """Whoever is a superuser, bypasses row security, or can become the owner."""
    with dbapi.cursor() as cursor:
        cursor.execute(_UNSAFE)
        unsafe = cursor.fetchone()[0]
    dbapi.rollback()
    if unsafe:
        dbapi.close()
        raise UnsafeRole(
            "The address of the database names a role that row security does not bind: use mk_web, mk_worker or"
            " mk_dispatch in DATABASE_URL, and mk_report in REPORT_DATABASE_URL."
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
