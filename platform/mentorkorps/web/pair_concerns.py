"""Concerns on the page of a pair and of a youth: that they are there, for those in the chain; for anybody else only the door."""

from typing import Any

from mentorkorps import concerns
from mentorkorps.clock import today
from mentorkorps.matches import Match
from mentorkorps.web.access import actor
from mentorkorps.web.pair_facts import Facts
from mentorkorps.youths import Youth
from tenants.scope import db

SHOWN = 20


def of_youth(youth: Youth) -> dict[str, Any]:
    """The lines of the concerns in whose chain one is."""
    lines = db.session.execute(concerns.about(youth, actor()).limit(SHOWN)).all()
    return {"concern_lines": lines, "concern_youth_id": youth.id, "concern_day": today()}


def part(match: Match, _facts: Facts) -> dict[str, Any]:
    """The same on the page of a pair."""
    return of_youth(match.youth)
