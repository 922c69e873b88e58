"""A planned goodbye: the end is agreed before it happens, and both know what comes next."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Select, select, text
from sqlalchemy.orm import Mapped, relationship

from mentorkorps.clock import now, today
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.links import Link
from mentorkorps.matches.match import END_REASONS, Match
from mentorkorps.messages import to_mentor, to_youth
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

OPEN = "done_at IS NULL AND dropped_at IS NULL"


class Goodbye(CaseRow):
    """When a pair ends, why, and the last meeting. A pair has at most one that is open."""

    __tablename__ = "goodbyes"
    __table_args__ = (
        inside("matches", "match_id"),
        one_of("reason", list(END_REASONS)),
        CheckConstraint("last_meeting_on <= ends_on", name="meeting_before_end"),
        CheckConstraint("num_nonnulls(done_at, dropped_at) < 2", name="done_or_dropped"),
        Index("uq_goodbyes_one_open", "tenant_id", "match_id", unique=True, postgresql_where=text(OPEN)),
    )

    match_id: Mapped[UUID]
    ends_on: Mapped[date]
    reason: Mapped[str]
    last_meeting_on: Mapped[date | None]
    planned_at: Mapped[datetime]
    planned_by: Mapped[str]
    done_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    match: Mapped[Match] = relationship(viewonly=True)


def plan_goodbye(match: Match, *, ends_on: date, reason: str, last_meeting_on: date | None, by: Actor) -> Goodbye:
    """Agrees on a last day; both are told kindly and see what happens next. Planned anew, the old plan falls.

    Refused for an ended pair, an unknown reason, a day that is not to come, or a last meeting after it or long ago.
    """
    match.lock()
    _check(match, ends_on, reason, last_meeting_on)
    _drop_open(match)
    goodbye = Goodbye(
        match_id=match.id, ends_on=ends_on, reason=reason, last_meeting_on=last_meeting_on, planned_at=now(),
        planned_by=by.name,
    )  # fmt: skip
    db.session.add(goodbye)
    db.session.flush()
    audit.record("goodbye.planned", goodbye, by=by)
    said = danish(
        N_("Forløbet slutter den %(day)s. Årsag: %(reason)s."), day=f"{ends_on:%d-%m-%Y}", reason=END_REASONS[reason]
    )
    JournalNote.write(match.youth, "goodbye_planned", said, by=by, match_id=match.id)
    to_mentor(match.mentor, "goodbye_planned", goodbye.id, purpose="goodbye")
    to_youth(match.youth, "goodbye_planned", goodbye.id, purpose="goodbye")
    return goodbye


def _check(match: Match, ends_on: date, reason: str, last_meeting_on: date | None) -> None:
    if not match.is_running:
        raise Refused(_("Forløbet er allerede afsluttet."))
    if reason not in END_REASONS:
        raise Refused(_("Vælg en årsag til, at forløbet slutter."))
    if ends_on <= today():
        raise Refused(_("Dagen skal ligge ude i fremtiden. Slutter det i dag, så afslut forløbet."), about=("ends_on",))
    if last_meeting_on and not today() <= last_meeting_on <= ends_on:
        raise Refused(
            _("Det sidste møde skal ligge mellem i dag og den dag, forløbet slutter."),
            about=("ends_on", "last_meeting_on"),
        )


def drop_goodbye(match: Match, *, by: Actor) -> None:
    """The pair goes on after all; the links to the goodbye die. Refused when no end is planned, or the pair has ended."""
    match.lock()
    if not match.is_running or not _drop_open(match):
        raise Refused(_("Der er ikke planlagt en afslutning."))
    audit.record("goodbye.dropped", match, by=by)
    text = danish(N_("Forløbet fortsætter. Den planlagte afslutning er faldet bort."))
    JournalNote.write(match.youth, "goodbye_dropped", text, by=by, match_id=match.id)
    to_mentor(match.mentor, "goodbye_dropped", match.id)
    to_youth(match.youth, "goodbye_dropped", match.id)


def _drop_open(match: Match) -> bool:
    goodbye = planned_goodbye(match)
    if goodbye is None:
        return False
    goodbye.dropped_at = now()
    Link.revoke(goodbye.id)
    db.session.flush()
    return True


def said_goodbye(match: Match) -> None:
    """The pair has ended: its plan is done. Its links say so kindly to whoever opens them; of the pair they tell nothing."""
    goodbye = planned_goodbye(match)
    if goodbye is not None:
        goodbye.done_at = now()
        db.session.flush()


def planned_goodbye(match: Match) -> Goodbye | None:
    """The open plan."""
    return db.session.scalar(_open().where(Goodbye.match_id == match.id))


def goodbyes_due(day: date) -> Select[Goodbye]:
    """Whose last day has come, also where the schedule was down for some days."""
    return _open().where(Goodbye.ends_on <= day).order_by(Goodbye.ends_on, Goodbye.id)


def _open() -> Select[Goodbye]:
    return select(Goodbye).where(Goodbye.done_at.is_(None), Goodbye.dropped_at.is_(None))
