"""What a transaction does many times, done once or by the shortest way."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Insert, bindparam, event, insert
from sqlalchemy.orm import Session, SessionTransaction, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from tenants.rows import Base, CaseRow, new_id
from tenants.scope import db, tenant_id

Row = TypeVar("Row", bound=CaseRow)


def keep(row: Row) -> Row:
    """Writes a new row of the tenant acted in at once, and returns it; see `keep_all`."""
    keep_all([row])
    return row


def keep_all(rows: Sequence[CaseRow]) -> None:
    """Writes new rows of one kind of the tenant acted in, in one statement. For what is mostly added and seldom changed: to
    leave it to the Session costs as much again as the statement.

    A relationship of a row is not followed: say the id that it points to.
    """
    if not rows:
        return
    values = [_given(row) for row in rows]
    db.session.execute(_insertion(type(rows[0])), values if len(values) > 1 else values[0])
    _are_kept(rows, values)


def keep_both(row: CaseRow, about: CaseRow) -> None:
    """Writes a new row and another that points to it in one statement; as `keep_all`."""
    rows, values = (row, about), (_given(row), _given(about))
    db.session.execute(_both(type(row), type(about)), _apart(*values))
    _are_kept(rows, values)


def _given(row: CaseRow) -> dict[str, Any]:
    return _whole(row, _blank(type(row))) | {"tenant_id": tenant_id(), "id": row.id or new_id()}


def _are_kept(rows: Sequence[CaseRow], values: Sequence[dict[str, Any]]) -> None:
    for row, given in zip(rows, values, strict=True):
        for name, value in given.items():
            set_committed_value(row, name, value)
        make_transient_to_detached(row)
    db.session.add_all(rows)


def _whole(row: CaseRow, blank: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    said = vars(row)
    return {name: said[name] if name in said else default() for name, default in blank.items()}


@cache
def _blank(kind: type[CaseRow]) -> Mapping[str, Callable[[], Any]]:
    """What stands in each column of which nothing is said."""
    return {column.key: _default(column.default) for column in Base.metadata.tables[kind.__tablename__].columns}


def _default(default: Any) -> Callable[[], Any]:
    if default is None:
        return lambda: None
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)


@cache
def _insertion(kind: type[CaseRow]) -> Insert:
    return insert(Base.metadata.tables[kind.__tablename__])


@cache
def _both(kind: type[CaseRow], about: type[CaseRow]) -> Insert:
    first, second = (
        insert(Base.metadata.tables[one.__tablename__]).values(
            {name: bindparam(f"{mark}{name}") for name in _blank(one)}
        )
        for mark, one in (("first_", kind), ("then_", about))
    )
    return second.add_cte(first.cte("first"))


def _apart(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    return {
        f"{mark}{name}": value
        for mark, given in (("first_", first), ("then_", second))
        for name, value in given.items()
    }


def locks(row_id: UUID) -> bool:
    """Whether this transaction still has to lock the row that it is about to change; from now on it has."""
    locked: set[UUID] = db.session().info.setdefault("locked", set())
    is_new = row_id not in locked
    locked.add(row_id)
    return is_new


def is_locked(row_id: UUID) -> bool:
    """Whether this transaction has locked the row already."""
    return row_id in db.session().info.get("locked", ())


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_soft_rollback")
def _let_go(session: Session, *_transaction: SessionTransaction) -> None:
    """A savepoint that is taken back lets go of what was locked inside it."""
    session.info.pop("locked", None)
    session.info.pop("next_steps", None)
