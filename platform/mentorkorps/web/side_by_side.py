"""Several short lists of one thing read in one statement, beside each other: a page with a dozen of them asks once."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, column, func, or_, select
from sqlalchemy.orm import aliased

from tenants.rows import CaseRow

AT_MOST = 200  # of each list: more than a page can show


class Wanted(NamedTuple):
    """One list: rows of a kind, which, and in which order."""

    kind: type[CaseRow]
    which: tuple[ColumnElement[bool], ...]
    order: tuple[Any, ...]
    at_most: int = AT_MOST


def beside(lists: Mapping[str, Wanted]) -> Select[*tuple[Any, ...]]:
    """A statement whose n-th row has the n-th of each list, and nothing where a list is shorter. Make it once: see `apart`."""
    place = func.generate_series(1, AT_MOST).table_valued(column("nth", Integer)).render_derived()
    statement, nths, kinds = select(place.c.nth).select_from(place), [], []
    for wanted in lists.values():
        numbered = select(wanted.kind, func.row_number().over(order_by=wanted.order).label("nth_"))
        rows = numbered.where(*wanted.which).order_by(*wanted.order).limit(wanted.at_most).subquery()
        kinds.append(aliased(wanted.kind, rows))
        statement = statement.outerjoin(kinds[-1], rows.c.nth_ == place.c.nth)
        nths.append(rows.c.nth_)
    every = statement.with_only_columns(*kinds, maintain_column_froms=True)
    return every.where(or_(*(nth.is_not(None) for nth in nths))).order_by(place.c.nth)


def apart(lists: Mapping[str, Wanted], rows: Any) -> dict[str, list[Any]]:
    """The rows of that statement as the lists they were."""
    columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True)) or [()] * len(lists)
    return {name: [one for one in found if one is not None] for name, found in zip(lists, columns, strict=True)}
