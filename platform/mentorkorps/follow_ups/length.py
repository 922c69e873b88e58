"""How long a pair has agreed to go on, and with what: longer or shorter than the programme proposes (FY-45, DF-11)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.follow_ups.steps import open_follow_up, replan
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside
from tenants.scope import db
from tenants.users import Actor


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

    Refused for an ended pair, a day gone by, without content, or for what is agreed already.
    """
    match.lock()
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet, så der kan ikke aftales en ny varighed."))
    if until_on <= today():
        raise Refused(_("Vælg en dag, der ikke er gået."))
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
