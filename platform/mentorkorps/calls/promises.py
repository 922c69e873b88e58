"""A call that staff have promised: ring again on a day, whatever else is known of the pair."""

from typing import Any

from sqlalchemy import Select, and_, case, exists, or_
from sqlalchemy.orm import aliased

from mentorkorps.calls.call import UNANSWERED, Call
from mentorkorps.matches import Match
from mentorkorps.matches.ring import to_ring


def promised() -> Select[*tuple[Any, ...]]:
    """Running pairs whose last call ended with a day to ring again."""
    newer = aliased(Call)
    of_pair = and_(Call.tenant_id == Match.tenant_id, Call.match_id == Match.id)
    later = newer.tenant_id == Call.tenant_id, newer.match_id == Call.match_id
    overtaken = or_(newer.called_at > Call.called_at, and_(newer.called_at == Call.called_at, newer.id > Call.id))
    return (
        to_ring(Match, reason="agreed", since=Call.called_at, whom=case((Call.reached == "nobody", "both"), else_=Call.reached))
        .join(Call, of_pair)
        .where(Match.ended_at.is_(None), Call.again_at.is_not(None), Call.result.not_in(UNANSWERED))
        .where(~exists().where(*later, overtaken))
    )  # fmt: skip
