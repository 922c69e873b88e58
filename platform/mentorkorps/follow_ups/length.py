"""How long a pair has agreed to go on, and with what: longer or shorter than the programme proposes (FY-45, DF-11)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, exists
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.follow_ups.pause import is_paused
from mentorkorps.follow_ups.steps import open_follow_up, replan
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Goodbye, Match
from mentorkorps.matches.ring import midnight, to_ring
from mentorkorps.programmes import calendar_ends
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside
from tenants.scope import db
from tenants.users import Actor

IN_GOOD_TIME = timedelta(days=14)  # before the agreed day: long enough for a last meeting, or an agreement to go on


class AgreedLength(CaseRow):
    """One agreement about the length and the content of a course; a newer one stands beside it, never over it."""

    __tablename__ = "agreed_lengths"
    __table_args__ = (inside("matches", "match_id"),)

    match_id: Mapped[UUID]
    until_on: Mapped[date]
    content: Mapped[str]
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[str]


def agree_on_length(match: Match, until_on: date, content: str, *, by: Actor) -> AgreedLength:
    """The pair goes on until that day, about that; the plan follows, so that the end is talked about before it comes.

    Refused for an ended pair, a day gone by or beyond the school calendar, without content, or for what is agreed already.
    """
    match.lock()
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet, så der kan ikke aftales en ny varighed."))
    if until_on <= today():
        raise Refused(_("Vælg en dag, der ikke er gået."))
    ends = calendar_ends(match.rules)
    if ends is not None and until_on > ends:
        raise Refused(
            _("Skolekalenderen slutter den %(day)s. Skriv den næste ind under Program først.", day=f"{ends:%d-%m-%Y}")
        )
    if not content.strip():
        raise Refused(_("Skriv kort, hvad forløbet går ud på."))
    if match.agreed_until == until_on:
        raise Refused(_("Det er allerede aftalt."))
    agreed = AgreedLength(
        match_id=match.id, until_on=until_on, content=content.strip(), agreed_at=now(), agreed_by=by.signature
    )
    db.session.add(agreed)
    match.agreed_until = until_on
    db.session.flush()
    audit.record("match.length_agreed", agreed, by=by)
    text = danish(
        N_("Forløbet er aftalt til den %(day)s. Indhold: %(content)s"),
        day=f"{until_on:%d-%m-%Y}",
        content=agreed.content,
    )
    JournalNote.write(match.youth, "length_agreed", text, by=by, match_id=match.id)
    step = open_follow_up(match)
    if step is not None and step.raised_at is None:
        replan(step)
    return agreed


def lengths_to_ring(day: date) -> Select[*tuple[Any, ...]]:
    """Running pairs whose agreed day comes within a fortnight, or has gone by, while neither a goodbye is planned nor a later
    day agreed: somebody asks how it ends, or goes on (FY-45, DF-11)."""
    of_pair = Goodbye.tenant_id == Match.tenant_id, Goodbye.match_id == Match.id
    planned = exists().where(*of_pair, Goodbye.done_at.is_(None), Goodbye.dropped_at.is_(None))
    has_passed = Match.agreed_until < day
    since = case((has_passed, midnight(Match.agreed_until + 1)), else_=midnight(Match.agreed_until - IN_GOOD_TIME.days))
    reason = case((has_passed, "end_passed"), else_="ends_soon")
    soon = Match.ended_at.is_(None), Match.agreed_until <= day + IN_GOOD_TIME
    return to_ring(Match, reason=reason, since=since).where(*soon, ~planned, ~is_paused())
