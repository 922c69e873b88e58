"""The mentor keeps an eye on how the youth is; what worries leads to help (MO-08)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now, today
from mentorkorps.courses.running import locked_running
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

STATES = {"good": N_("Har det godt"), "changing": N_("Har det op og ned"), "worried": N_("Jeg er bekymret")}


class Wellbeing(CaseRow):
    """How the youth was on a day, as the mentor saw it."""

    __tablename__ = "wellbeing"
    __table_args__ = (
        inside("matches", "match_id"),
        UniqueConstraint("tenant_id", "match_id", "seen_on", "how"),
        one_of("how", list(STATES)),
    )

    match_id: Mapped[UUID]
    seen_on: Mapped[date]
    how: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]


def wellbeing_of(match: Match) -> Wellbeing | None:
    """The latest."""
    newest = select(Wellbeing).where(Wellbeing.match_id == match.id).order_by(Wellbeing.written_at.desc()).limit(1)
    return db.session.scalar(newest)


def note_wellbeing(match: Match, how: str, *, by: Actor) -> Wellbeing:
    """Keeps what the mentor saw today; what a worry leads to is `follow_ups.wellbeing_noted`. Refused twice the same day."""
    locked_running(match)
    if how not in STATES:
        raise Refused(_("Vælg en af mulighederne."))
    same = Wellbeing.match_id == match.id, Wellbeing.seen_on == today(), Wellbeing.how == how
    if db.session.scalar(select(Wellbeing.id).where(*same)):
        raise Refused(_("Det er allerede skrevet ned i dag. Tak."))
    seen = Wellbeing(match_id=match.id, seen_on=today(), how=how, written_at=now(), written_by=by.signature)
    db.session.add(seen)
    db.session.flush()
    audit.record("wellbeing.noted", seen, by=by)
    text = danish(N_("Mentor om den unges trivsel: %(how)s."), how=STATES[how])
    JournalNote.write(match.youth, "wellbeing", text, by=by, match_id=match.id)
    return seen
