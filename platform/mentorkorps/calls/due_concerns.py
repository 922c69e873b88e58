"""Concerns that must be acted on, for whoever is in their chain and must act: nobody else sees that there is one (DF-18)."""

from datetime import date
from typing import Any

from sqlalchemy import Select, Uuid, and_, case, exists, literal, or_
from sqlalchemy.orm import aliased

from mentorkorps import concerns
from mentorkorps.matches import Match
from mentorkorps.matches.ring import midnight, to_ring
from tenants.users import Actor


def concerns_to_ring(day: date, by: Actor) -> Select[*tuple[Any, ...]]:
    """Pairs with a concern that `by` owns, or is next in line for, and whose deadline has come; on the list of `by`, whoever
    cares for the pair. A concern about a youth and not about one pair stands with the last of them."""
    due = concerns.due_here(day, by).order_by(None).subquery("due_concern")
    newer = aliased(Match)
    overtaken = exists().where(
        newer.tenant_id == Match.tenant_id, newer.youth_id == Match.youth_id, newer.started_at > Match.started_at
    )
    about = or_(
        due.c.match_id == Match.id, and_(due.c.match_id.is_(None), due.c.youth_id == Match.youth_id, ~overtaken)
    )
    mine = literal(by.user_id, Uuid)
    since = case((due.c.deadline <= day, midnight(due.c.deadline)), else_=due.c.opened_at)
    return to_ring(Match, reason="concern", since=since, carer=mine).join(due, about)
