"""Somebody is to be rung about a pair: the columns that every reason for a call has in common.

Each concept tells its own reasons as a Select of these columns; the call list puts them together.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Select, cast, func, literal, select

from tenants.rows import CaseRow
from tenants.scope import own_id


def to_ring(about: Any, *, reason: Any, since: Any, whom: Any = "both", carer: Any = None) -> Select[*tuple[Any, ...]]:
    """Calls about a pair: `about` is Match, or Proposal for one that may come to be. Only those that the house one
    comes from cares for; `reason` is a word, `since` the moment it arose, `whom` mentor, youth or both,
    `carer` on whose list it stands: by itself of who cares for the pair."""
    return select(
        literal(_kind(about)).label("kind"), about.id.label("about_id"), _column(reason).label("reason"),
        since.label("since"), _column(whom).label("whom"), about.youth_id.label("youth_id"),
        about.mentor_tenant_id.label("mentor_tenant_id"), about.mentor_id.label("mentor_id"),
        (about.carer_id if carer is None else carer).label("carer_id"),
    ).where(about.caring_tenant_id == own_id())  # fmt: skip


def midnight(day: Any) -> ColumnElement[datetime]:
    """When a day of the Danish calendar begins."""
    return func.timezone("Europe/Copenhagen", cast(day, DateTime), type_=DateTime(timezone=True))


def _kind(about: type[CaseRow]) -> str:
    return about.__name__.lower()


def _column(value: Any) -> ColumnElement[str]:
    return literal(value) if isinstance(value, str) else value
