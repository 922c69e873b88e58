"""How far up the concerns of a period went: numbers by level, no names (DF-18, "niveau 4 har aldrig været i funktion")."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from mentorkorps.concerns.concern import Concern, ConcernStep


def top_levels(first: date, last: date) -> Select[*tuple[Any, ...]]:
    """(level, number of concerns raised in the period whose highest level it is); no level: only with the on-call."""
    of_it = (ConcernStep.tenant_id == Concern.tenant_id) & (ConcernStep.concern_id == Concern.id)
    raised = select(Concern.id, func.max(ConcernStep.level).label("level")).join(ConcernStep, of_it)
    highest = raised.where(Concern.opened_on.between(first, last)).group_by(Concern.tenant_id, Concern.id).subquery()
    return select(highest.c.level, func.count().label("concerns")).group_by(highest.c.level)
