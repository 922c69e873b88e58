"""The random audit of files: five a quarter, rated 0 to 5 with a note (the field's standard; STAR's audit of 2019)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorkorps.clock import now, today
from mentorkorps.language import _
from mentorkorps.matches import Match
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside, together
from tenants.scope import db, tenant_id
from tenants.users import Actor

A_QUARTER = 5
RATINGS = range(6)


class FileAudit(CaseRow):
    """One file drawn in a quarter, and how good it was found."""

    __tablename__ = "file_audits"
    __table_args__ = (
        inside("matches", "match_id"),
        together("rated_at", "rating"),
        CheckConstraint("rating BETWEEN 0 AND 5", name="rating_sane"),
        UniqueConstraint("tenant_id", "quarter", "match_id"),
    )

    match_id: Mapped[UUID]
    quarter: Mapped[str]  # 2014-3
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[str]
    rated_at: Mapped[datetime | None]
    rated_by: Mapped[str] = mapped_column(default="")
    rating: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")

    match: Mapped[Match] = relationship(viewonly=True)

    def rate(self, rating: int, note: str, *, by: Actor) -> None:
        """How good the file is, from 0 (nothing is documented) to 5 (all is). Refused for another number; may be changed."""
        if rating not in RATINGS:
            raise Refused(_("Giv et tal fra 0 til 5."))
        self.rated_at, self.rated_by, self.rating, self.note = now(), by.name, rating, note.strip()
        db.session.flush()
        audit.record("file.rated", self, by=by)


def quarter_of(day: date) -> str:
    """2014-3 for July to September 2014."""
    return f"{day.year}-{(day.month + 2) // 3}"


def draw(*, by: Actor) -> int:
    """Draws files by lot until the quarter has five, of pairs that ran in the last year; how many are new.

    Refused when five are drawn already, or there are no more. One at a time.
    """
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"file audits {tenant_id()}"))))
    quarter = quarter_of(today())
    drawn = select(FileAudit.match_id).where(FileAudit.quarter == quarter)
    left = A_QUARTER - len(db.session.scalars(drawn).all())
    recent = or_(Match.ended_on.is_(None), Match.ended_on >= today().replace(year=today().year - 1, day=1))
    chosen = select(Match.id).where(recent, Match.id.not_in(drawn)).order_by(func.random()).limit(max(left, 0))
    new = [
        FileAudit(match_id=match_id, quarter=quarter, drawn_at=now(), drawn_by=by.name)
        for match_id in db.session.scalars(chosen)
    ]
    if not new:
        raise Refused(_("Kvartalets mapper er trukket, eller der er ikke flere at trække."))
    db.session.add_all(new)
    db.session.flush()
    audit.record("files.drawn", None, by=by)
    return len(new)


def audits_of(quarter: str) -> Select[FileAudit]:
    """The files drawn in a quarter."""
    return select(FileAudit).where(FileAudit.quarter == quarter).order_by(FileAudit.drawn_at, FileAudit.id)
